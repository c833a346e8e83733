"""Labels by code, kept in each process: pages name secteurs and départements without asking the database.

They change a few times a year: a copy is read again after DUREE, in the request that finds it too old.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.langues import LANGUES
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.referentiel import queries
from dla_market.referentiel.models import GroupeThematique, Secteur, Thematique, TypeSiae, TypeStructure
from dla_market.reseau.models import CentreRessources

DUREE = timedelta(minutes=1)
CLE = "nomenclatures"
NON_RENSEIGNE = "non_renseigne"


@dataclass(frozen=True)
class Nomenclatures:
    """Labels by code, each in its nomenclature's order. Centres go by their short code."""

    secteurs: Mapping[str, str]
    thematiques: Mapping[str, str]
    departements: Mapping[str, str]
    centres: Mapping[str, str]
    centres_courts: Mapping[str, str]
    types_structures: Mapping[str, str]
    types_siae: Mapping[str, str]
    groupes: Mapping[str, str]
    regions: Mapping[str, str]
    regions_2012: Mapping[str, str]

    @cached_property
    def referencements(self) -> Mapping[str, str]:
        """The régions of both maps: a DLA R speaks for one of either. An old one's name says so."""
        anciennes = {
            code: nom if nom not in self.regions.values() else f"{nom} (carte de 2012)"
            for code, nom in self.regions_2012.items()
        }
        return {**self.regions, **anciennes}

    @cached_property
    def structures_connues(self) -> Mapping[str, str]:
        """What a prestataire may say that it knows: legal types, and beside them the kinds of SIAE (R42).

        A structure may have no type told; nobody knows such structures.
        """
        types = {code: mots for code, mots in self.types_structures.items() if code != NON_RENSEIGNE}
        return {**types, **{code: f"{mots} ({code.upper()})" for code, mots in self.types_siae.items()}}

    def sujet(self, secteur_code: str | None, thematique_code: str | None) -> str:
        """What an aval is for, in words: its secteur, its thématique, or « Sport × Comptabilité »."""
        mots = (self.secteurs.get(secteur_code or ""), self.thematiques.get(thematique_code or ""))
        return " × ".join(mot for mot in mots if mot)

    def libelle(self, facette: str, code: str) -> str:
        """The words for a code of a facet of the search; the code itself where it is not known."""
        return self.connus(facette).get(code, code.replace("_", " "))

    def connus(self, facette: str) -> Mapping[str, str]:
        """The codes of a facet with their labels; none where the facet has no nomenclature."""
        return {
            "secteurs": self.secteurs,
            "thematiques": self.thematiques,
            "departements": self.departements,
            "avals": self.centres_courts,
            "groupes": self.groupes,
            "regions": self.regions,
            "referencements": self.referencements,
            "types_structures": {**self.types_structures, **self.structures_connues},
            "langues": LANGUES,
        }.get(facette, {})


def lire(session: Session) -> Nomenclatures:
    """The nomenclatures as the database has them: nine statements."""
    rangees: Any = session.execute(
        select(CentreRessources.code, CentreRessources.nom, CentreRessources.court).order_by(
            CentreRessources.nom
        )
    )
    centres = [tuple(rangee) for rangee in rangees]
    return Nomenclatures(
        secteurs=queries.libelles(session, Secteur),
        thematiques=queries.libelles(session, Thematique),
        departements={d.code: f"{d.libelle} ({d.code})" for d in queries.departements(session)},
        centres={code: nom for code, nom, _ in centres},
        centres_courts={code: court or nom for code, nom, court in centres},
        types_structures=queries.libelles(session, TypeStructure),
        types_siae=queries.libelles(session, TypeSiae),
        groupes=queries.libelles(session, GroupeThematique),
        regions={r.code: r.libelle for r in queries.regions(session, 2016)},
        regions_2012={r.code: r.libelle for r in queries.regions(session, 2012)},
    )


def nomenclatures() -> Nomenclatures:
    """The copy of this process, at most DUREE old."""
    gardee: tuple[datetime, Nomenclatures] | None = current_app.extensions.get(CLE)
    maintenant = clock.now()
    if gardee is not None and timedelta() <= maintenant - gardee[0] < DUREE:
        return gardee[1]
    lue = lire(session_courante())
    current_app.extensions[CLE] = (maintenant, lue)
    return lue


def libelle(facette: str, code: str) -> str:
    """What the search engine calls to name a code in its reasons."""
    return nomenclatures().libelle(facette, code)


def connus(facette: str) -> Mapping[str, str]:
    """The codes that a filter of a facet may have."""
    return nomenclatures().connus(facette)
