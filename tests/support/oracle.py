"""The facts of the report of 2012, as rows: what the program must give back."""

from __future__ import annotations

import csv
from pathlib import Path

ORACLE = Path(__file__).parents[1] / "oracle" / "bilan-2012"


def lire_oracle(nom: str) -> list[dict[str, str]]:
    """The rows of a file of facts."""
    with (ORACLE / nom).open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))
