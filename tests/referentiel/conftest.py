from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pysqlite3
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from dla_market.kernel.db import Base
from dla_market.referentiel import models
from dla_market.referentiel.chargement import lire

TABLES = [
    Base.metadata.tables[m.__tablename__]
    for m in vars(models).values()
    if isinstance(m, type) and issubclass(m, Base) and m is not Base
]


@pytest.fixture
def memoire() -> Iterator[Session]:
    moteur = create_engine("sqlite://", module=pysqlite3)
    Base.metadata.create_all(moteur, tables=TABLES)
    with Session(moteur) as ouverte:
        yield ouverte
    moteur.dispose()


@pytest.fixture
def territoires(tmp_path: Path) -> Path:
    """The package's shape, with a few communes."""
    departements = [
        {
            "code": ligne["departement"],
            "nom": f"Département {ligne['departement']}",
            "region": "84",
            "zone": "metro",
        }
        for ligne in lire("departements_2012.csv")
    ]
    departements[-1] |= {"zone": "drom", "region": "06"}
    communes = [
        {
            "code": "26362",
            "nom": "Valence",
            "type": "commune-actuelle",
            "departement": "26",
            "codesPostaux": ["26000"],
            "population": 64749,
        },
        {
            "code": "26281",
            "nom": "Romans-sur-Isère",
            "type": "commune-actuelle",
            "departement": "26",
            "codesPostaux": ["26100"],
            "population": 32850,
        },
        {
            "code": "26001",
            "nom": "Ancienne",
            "type": "commune-deleguee",
            "departement": "26",
            "codesPostaux": ["26000"],
        },
        {
            "code": "98735",
            "nom": "Papeete",
            "type": "commune-actuelle",
            "collectiviteOutremer": {},
            "population": 5,
        },
    ]
    contenu = {
        "departements": departements,
        "regions": [
            {"code": "84", "nom": "Auvergne-Rhône-Alpes"},
            {"code": "06", "nom": "Mayotte"},
            {"code": "975", "nom": "Saint-Pierre-et-Miquelon"},
        ],
        "epci": [{"code": "200040459", "nom": "CA d’essai", "type": "CA", "membres": [{"code": "26362"}]}],
        "communes": communes,
    }
    for nom, lignes in contenu.items():
        (tmp_path / f"{nom}.json").write_text(json.dumps(lignes), encoding="utf-8")
    return tmp_path
