"""A process that serves, and what it keeps in memory: it imports no more than serving does.

`python -m tests.bench.residente DONNEES [INDEX]` prints megabytes as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from dla_market.app import create_app
from dla_market.config import Config
from dla_market.search import Requete

LE = date(2026, 3, 2)
QUESTIONS = tuple(
    Requete(le=LE, texte=texte, secteurs=secteurs, departements=departements)
    for texte in ("", "trésorerie", "trésorerie projet", '"projet associatif"', "compta*", "tresorrerie")
    for secteurs, departements in (((), ()), (("culture",), ("26",)))
)
"""What people ask, with every facet counted."""


def residente() -> dict[str, float]:
    """Megabytes resident in this process: now, those that are its alone (not mapped from files), at most."""
    lignes = dict(ligne.split(":", 1) for ligne in Path("/proc/self/status").read_text().splitlines())
    return {nom: int(lignes[nom].split()[0]) * 1024 / 1e6 for nom in ("VmRSS", "RssAnon", "VmHWM")}


def servir(data: str, index: str | None = None) -> None:
    """The application, then its engine at work; say what they keep."""
    app = create_app(
        Config.from_env({"DLA_ENV": "demo", "DLA_DATA": data, "DLA_INDEX": index or f"{data}/aucun"})
    )
    with app.app_context():
        for _ in range(3 if index else 0):
            for requete in QUESTIONS:
                app.extensions["recherche"].interroger(requete)
    sys.stdout.write(json.dumps(residente()))


if __name__ == "__main__":
    servir(*sys.argv[1:])
