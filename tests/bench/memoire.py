"""What a process that serves keeps in memory, with and without an index: `python -m tests.bench.memoire`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dla_market.app import create_app
from tests.bench.generes import QUESTIONS, indexer
from tests.proofs.atelier import atelier
from tests.support.bases import config_de

FICHES = 40_000


def residente() -> dict[str, float]:
    """Megabytes resident in this process: all, and those that are its alone (not mapped from files)."""
    lignes = dict(ligne.split(":", 1) for ligne in Path("/proc/self/status").read_text().splitlines())
    return {nom: int(lignes[nom].split()[0]) * 1024 / 1e6 for nom in ("VmRSS", "RssAnon", "VmHWM")}


def servir(data: Path, index: Path | None) -> None:
    """In a process of its own: the application, then its engine at work; say what it keeps."""
    app = create_app(config_de(data, DLA_ENV="demo", DLA_INDEX=str(index or data / "aucun")))
    moteur = app.extensions["recherche"]
    with app.app_context():
        for _ in range(3 if index else 0):
            for requete in QUESTIONS:
                moteur.interroger(requete)
    sys.stdout.write(json.dumps(residente()))


def mesurer(index: Path | None) -> dict[str, float]:
    """The memory of a process that serves this index, or none."""
    with tempfile.TemporaryDirectory() as data:
        with atelier(Path(data)):
            pass  # the engine's reasons say the words of the nomenclatures
        ordre = [sys.executable, "-m", "tests.bench.memoire", "--data", data]
        if index:
            ordre += ["--index", str(index)]
        sortie = subprocess.run(ordre, check=True, capture_output=True, env=os.environ).stdout
    return json.loads(sortie)


def tableau(nombre: int = FICHES, index: Path | None = None) -> Iterator[str]:
    """The lines of the report."""
    with tempfile.TemporaryDirectory() as racine:
        if index is None:
            indexer(index := Path(racine), nombre)
        for nom, mesure in (("sans index", mesurer(None)), (f"{nombre} fiches", mesurer(index))):
            yield (
                f"{f'mémoire d’un processus, {nom}, Mo':66}{mesure['VmRSS']:12.0f}"
                f"   (à lui seul {mesure['RssAnon']:.0f}, au plus haut {mesure['VmHWM']:.0f})"
            )


if __name__ == "__main__":
    lecteur = argparse.ArgumentParser()
    lecteur.add_argument("--data", type=Path, required=True)
    lecteur.add_argument("--index", type=Path)
    choix = lecteur.parse_args()
    servir(choix.data, choix.index)
