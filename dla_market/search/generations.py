"""The folder of the index: which generation is served, who may write.

`generation.json` names the folder served and its number; it is replaced in one step, so that a reader sees
the old or the new one, whole. `index-N/` is a Whoosh index; a rebuild makes the next one beside it.
`indexeur.verrou` is held by the one indexer; the kernel frees it when the process dies.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from dla_market.search import analyse, classement
from dla_market.search.requetes import IndexAbsent, IndexeurOccupe

_FICHIER: Final = "generation.json"
_VERROU: Final = "indexeur.verrou"
_PREFIXE: Final = "index-"
VERSION: Final = f"{analyse.VERSION}.{classement.VERSION}"


@dataclass(frozen=True, slots=True)
class Generation:
    """What is served.

    ``numero`` grows at each change, ``dossier`` is a folder's name, ``toc`` Whoosh's own count of commits in
    it, ``version`` that of the analysis and of the rules.
    """

    numero: int
    dossier: str
    toc: int
    version: str

    @property
    def nom(self) -> str:
        """Return what results are stamped with."""
        return f"{self.numero}"


Marque = tuple[int, int, int]


def repere(dossier: Path) -> str:
    """Return the path of the file to look at, to give to `marque`."""
    return str(dossier / _FICHIER)


def marque(repere: str) -> Marque | None:
    """Return what changes whenever another generation is published (one stat), None when there is none."""
    try:
        etat = os.stat(repere)  # noqa: PTH116 - on the path of every query: 1 µs, a Path costs 8
    except OSError:
        return None
    return etat.st_mtime_ns, etat.st_ino, etat.st_size


def lire_brute(dossier: Path) -> Generation | None:
    """Return the generation served, of whatever version, None when there is none."""
    try:
        return Generation(**json.loads((dossier / _FICHIER).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def lire(dossier: Path) -> Generation:
    """Return the generation served; raises IndexAbsent when there is none that this code can read."""
    generation = lire_brute(dossier)
    if generation is None:
        raise IndexAbsent(f"Aucun index lisible dans {dossier}")
    if generation.version != VERSION:
        raise IndexAbsent(f"L’index de {dossier} est d’une autre version ({generation.version})")
    return generation


def publier(dossier: Path, generation: Generation) -> None:
    """Make the generation the one that is served, in one step."""
    provisoire = dossier / f"{_FICHIER}.nouveau"
    with provisoire.open("w", encoding="utf-8") as fichier:
        json.dump(asdict(generation), fichier)
        fichier.flush()
        os.fsync(fichier.fileno())
    provisoire.replace(dossier / _FICHIER)


def _dossiers(dossier: Path) -> list[tuple[int, Path]]:
    numerotes = []
    for chemin in dossier.glob(f"{_PREFIXE}*"):
        suite = chemin.name.removeprefix(_PREFIXE)
        if suite.isdecimal():
            numerotes.append((int(suite), chemin))
    return sorted(numerotes)


def preparer(dossier: Path) -> Path:
    """Make an empty folder for a rebuild, with a number never used by one still there."""
    existants = _dossiers(dossier)
    neuf = dossier / f"{_PREFIXE}{existants[-1][0] + 1 if existants else 1}"
    neuf.mkdir()
    return neuf


def nettoyer(dossier: Path, servi: str, precedent: str | None) -> None:
    """Remove the folders that nobody is about to open.

    All but the one served and the one before it, which a reader may just have read the name of. Open files
    stay readable until they are closed.
    """
    for _, chemin in _dossiers(dossier):
        if chemin.name not in {servi, precedent}:
            shutil.rmtree(chemin, ignore_errors=True)


@contextmanager
def verrou(dossier: Path) -> Iterator[None]:
    """Be the one indexer of this folder; raises IndexeurOccupe at once when another is at work."""
    dossier.mkdir(parents=True, exist_ok=True)
    with (dossier / _VERROU).open("a") as fichier:
        try:
            fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as erreur:
            raise IndexeurOccupe("L’index est en cours d’écriture par un autre processus") from erreur
        yield
