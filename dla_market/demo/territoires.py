"""The map that the solver places its rows on: départements, their région of 2012, their largest communes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dla_market.demo.lignes import Lieu
from dla_market.referentiel.chargement import lire

GRANDES = 24


@dataclass(frozen=True, slots=True)
class DepartementDemo:
    """A département, its people (in 2012's map) and its largest communes, the largest first."""

    code: str
    nom: str
    region: str
    population: int
    lieux: tuple[Lieu, ...]


@dataclass(frozen=True, slots=True)
class Territoires:
    """Départements by code, and the name of each région of 2012 by its code (« 82 »)."""

    departements: dict[str, DepartementDemo]
    regions: dict[str, str]

    def de_la_region(self, region: str) -> list[DepartementDemo]:
        """The départements of a région of 2012, by code."""
        return [d for d in self.departements.values() if d.region == region]


def lire_territoires(dossier: Path) -> Territoires:
    """Read the map from the data folder of @etalab/decoupage-administratif."""
    regions = {ligne["code"]: ligne["libelle"] for ligne in lire("regions_2012.csv")}
    de_2012 = {ligne["departement"]: ligne["region_2012"] for ligne in lire("departements_2012.csv")}
    communes: dict[str, list[dict[str, Any]]] = {code: [] for code in de_2012}
    for commune in json.loads((dossier / "communes.json").read_text(encoding="utf-8")):
        if commune["type"] == "commune-actuelle" and commune.get("departement") in communes:
            communes[commune["departement"]].append(commune)
    noms = {
        d["code"]: d["nom"] for d in json.loads((dossier / "departements.json").read_text(encoding="utf-8"))
    }
    return Territoires(
        {code: _departement(code, noms[code], de_2012[code], communes[code]) for code in sorted(de_2012)},
        regions,
    )


def _departement(code: str, nom: str, region: str, communes: list[dict[str, Any]]) -> DepartementDemo:
    communes.sort(key=lambda c: (-c.get("population", 0), c["code"]))
    lieux = tuple(Lieu(c["nom"].replace("'", "’"), min(c["codesPostaux"]), code) for c in communes[:GRANDES])
    return DepartementDemo(code, nom, region, sum(c.get("population", 0) for c in communes), lieux)
