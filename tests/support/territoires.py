"""The shape of the territories' package, with a few communes: what tests need in the place of 35 000."""

from __future__ import annotations

import json
from pathlib import Path

from dla_market.referentiel.chargement import lire

DROME = "26"
COMMUNES = [
    ("26362", "Valence", "26000", 64749),
    ("26108", "Crest", "26400", 8700),
    ("26281", "Romans-sur-Isère", "26100", 32850),
]


def ecrire_territoires(dossier: Path) -> Path:
    """Write the package's files; every département stands, in one région of today."""
    departements = [
        {
            "code": ligne["departement"],
            "nom": f"Département {ligne['departement']}",
            "region": "84",
            "zone": "metro",
        }
        for ligne in lire("departements_2012.csv")
    ]
    next(d for d in departements if d["code"] == DROME)["nom"] = "Drôme"
    contenu = {
        "departements": departements,
        "regions": [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}],
        "epci": [],
        "communes": [
            {
                "code": code,
                "nom": nom,
                "type": "commune-actuelle",
                "departement": DROME,
                "codesPostaux": [postal],
                "population": population,
            }
            for code, nom, postal, population in COMMUNES
        ],
    }
    dossier.mkdir(parents=True, exist_ok=True)
    for nom, lignes in contenu.items():
        (dossier / f"{nom}.json").write_text(json.dumps(lignes), encoding="utf-8")
    return dossier
