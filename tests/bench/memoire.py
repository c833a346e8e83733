"""What a process that serves keeps in memory, with and without an index."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.generes import indexer
from tests.proofs.atelier import atelier
from tests.proofs.processus import RACINE

FICHES = 40_000


def mesurer(index: Path | None) -> dict[str, float]:
    """The memory of a process that serves this index, or none; see residente."""
    with tempfile.TemporaryDirectory() as data:
        with atelier(Path(data)):
            pass  # the engine's reasons say the words of the nomenclatures
        ordre = [sys.executable, "-m", "tests.bench.residente", data, *([str(index)] if index else [])]
        sortie = subprocess.run(ordre, check=True, capture_output=True, cwd=RACINE).stdout
    return json.loads(sortie)


def tableau(nombre: int = FICHES, index: Path | None = None) -> Iterator[str]:
    """The lines of the report: the application alone, then with its engine at work, and what that adds."""
    with tempfile.TemporaryDirectory() as racine:
        if index is None:
            indexer(index := Path(racine), nombre)
        sans, avec = mesurer(None), mesurer(index)
    for nom, mesure in (("sans index", sans), (f"avec {nombre} fiches", avec)):
        yield (
            f"{f'mémoire d’un processus, {nom}, Mo':66}{mesure['VmRSS']:12.0f}"
            f"   (à lui seul {mesure['RssAnon']:.0f}, au plus haut {mesure['VmHWM']:.0f})"
        )
    yield f"{'dont le moteur et son index, Mo':66}{avec['VmRSS'] - sans['VmRSS']:12.0f}"
