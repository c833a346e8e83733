"""Whether a file is what its name says, and only that: the answer, in a French sentence (reliability H1)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dla_market.kernel.fichiers.genres import Genre, Usage, commence_bien, genre_du_nom

EXAMEN = Path(__file__).with_name("examen.py")
DELAI_S = 40
DEBUT = 16

PHRASES = {
    "vide": "Ce fichier est vide.",
    "trop_lourd": "Ce fichier est trop lourd.",
    "extension": "Ce type de fichier n’est pas accepté ici.",
    "contenu": "Le contenu de ce fichier n’est pas celui que dit son nom. Enregistrez-le au bon format.",
    "abime": "Ce fichier est abîmé ou incomplet. Enregistrez-le à nouveau, puis recommencez.",
    "chiffre": "Ce fichier est protégé. Ouvrez-le, imprimez-le en PDF, et déposez ce nouveau fichier.",
    "actif": "Ce fichier contient un programme, un formulaire actif ou un son. Imprimez-le en PDF simple.",
    "joint": "Ce fichier en contient d’autres. Déposez-les un par un.",
    "suite": "Ce fichier contient autre chose que le document qu’il annonce. Enregistrez-le à nouveau.",
    "bombe": "Ce fichier prend trop de place une fois ouvert. Réduisez-le, puis recommencez.",
    "macro": "Ce fichier contient des macros. Enregistrez-le sans macros.",
    "externe": "Ce fichier va chercher une partie de son contenu ailleurs. Enregistrez-le en PDF.",
    "entite": "Ce fichier contient des définitions qui ne sont pas acceptées. Enregistrez-le en PDF.",
    "geante": "Cette image est trop grande : 40 millions de points au plus.",
    "etendue": "Ce tableau est trop étendu. Gardez seulement les lignes et les colonnes utiles.",
    "virus": "Ce fichier contient la signature d’un virus. Il n’a pas été gardé.",
}


class FichierRefuse(Exception):  # noqa: N818  # a refusal is an answer, not an error of the program
    """The file is not kept. `phrase` is the French sentence shown to who sent it."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


@dataclass(frozen=True)
class AExaminer:
    """A file on disk, with the cleaned name that it came under."""

    chemin: Path
    nom: str


def phrase(code: str) -> str:
    """The sentence of a refusal; one that has no words of its own is « damaged »."""
    return PHRASES.get(code, PHRASES["abime"])


def controler(chemin: Path, nom: str, usage: Usage) -> Genre:
    """The kind of the file: what its name, its first bytes and its structure all say.

    Raises FichierRefuse with the sentence for who sent it.
    """
    verdict = controler_lot([AExaminer(chemin, nom)], usage)[0]
    if isinstance(verdict, Genre):
        return verdict
    raise FichierRefuse(phrase(verdict))


def controler_lot(fichiers: Sequence[AExaminer], usage: Usage) -> list[Genre | str]:
    """The same for several: the kind of each, or the code of its refusal (a key of PHRASES)."""
    verdicts: list[Genre | str] = [_apparence(fichier, usage) for fichier in fichiers]
    suspects = [(rang, genre) for rang, genre in enumerate(verdicts) if isinstance(genre, Genre)]
    codes = _examiner([(str(fichiers[rang].chemin), genre.value) for rang, genre in suspects])
    for (rang, _), code in zip(suspects, codes, strict=True):
        if code is not None:
            verdicts[rang] = code
    return verdicts


def _apparence(fichier: AExaminer, usage: Usage) -> Genre | str:
    """What needs no parser: size, extension, first bytes."""
    octets = fichier.chemin.stat().st_size
    genre = genre_du_nom(fichier.nom)
    if not octets:
        return "vide"
    if octets > usage.octets:
        return "trop_lourd"
    if genre is None or genre not in usage.genres:
        return "extension"
    with fichier.chemin.open("rb") as flux:
        return genre if commence_bien(genre, flux.read(DEBUT)) else "contenu"


def _examiner(demandes: list[tuple[str, str]]) -> list[str | None]:
    """Have another process parse them: what a parser could be made to do, it does there, and poor."""
    if not demandes:
        return []
    try:
        rendu = subprocess.run(  # noqa: S603  # our own script, and paths that we drew
            [sys.executable, "-I", str(EXAMEN)],
            input=json.dumps(demandes).encode(),
            capture_output=True,
            timeout=DELAI_S * len(demandes),
            check=True,
            env={"LC_ALL": "C.UTF-8"},
        )
        codes: list[str | None] = json.loads(rendu.stdout)
    except (subprocess.SubprocessError, ValueError, OSError):
        return ["abime"] * len(demandes)
    return codes
