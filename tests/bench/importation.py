"""`flask catalogue importer` and `flask search rebuild` of generated fiches, as commands of their own."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.catalogue.fichiers import en_csv, un_siret
from tests.proofs.atelier import atelier
from tests.proofs.processus import RACINE, environ_de
from tests.search.fabrique import fabriquer

FICHES = 4_000
PASSEE = "nouvelles_conventions_siae"
"""A thématique of the generated fiches that is no longer in use, which a file may not name."""


def fichier(nombre: int) -> bytes:
    """A CSV of so many fiches, each with the words, pairs and départements of a generated one."""
    return en_csv(
        [
            {
                "raison_sociale": f"{fiche.nom} {fiche.id}",
                "titre": fiche.titre,
                "presentation": fiche.presentation,
                "thematiques": ";".join({a.thematique for a in fiche.activites} - {PASSEE}) or "autres",
                "secteurs": ";".join({activite.secteur for activite in fiche.activites}),
                "departements": ";".join(fiche.departements) or "26",
                "tarif_jour_ht": f"{(fiche.tarif_jour_ht_centimes or 0) // 100}",
                "courriel": f"contact@atelier{fiche.id}.example",
                "siret": un_siret(fiche.id),
            }
            for fiche in fabriquer(nombre)
        ]
    )


def commander(data: Path, *arguments: str) -> tuple[float, float, str]:
    """Run `flask ...` on these data: seconds by the wall, of the processor, and what it says."""
    avant, debut = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    sortie = subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=RACINE,
        env=environ_de(data),
    ).stdout
    mur, apres = perf_counter() - debut, resource.getrusage(resource.RUSAGE_CHILDREN)
    processeur = apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime
    return mur, processeur, sortie.strip().splitlines()[-1]


def tableau(nombre: int = FICHES) -> Iterator[str]:
    """The lines of the report. The index of the empty catalogue stands first, as where the program runs."""
    with tempfile.TemporaryDirectory() as racine:
        data = Path(racine)
        with atelier(data):
            pass
        (data / "fiches.csv").write_bytes(fichier(nombre))
        commander(data, "search", "rebuild")
        for nom, arguments in (
            ("catalogue importer", ("catalogue", "importer", str(data / "fiches.csv"))),
            ("search rebuild", ("search", "rebuild")),
            ("search verifier", ("search", "verifier")),
        ):
            mur, processeur, dit = commander(data, *arguments)
            yield (
                f"{f'flask {nom}, {nombre} fiches, s':66}{mur:12.1f}   (processeur {processeur:.1f} ; {dit})"
            )
