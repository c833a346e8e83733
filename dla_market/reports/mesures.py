"""What is counted or added up, once a key: the numbers that the figures are made of.

All the measures of a year are read in one statement, and so by DLA: figures only divide and round them.
Money is in centimes, days in hundredths.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, cast, func, select, true
from sqlalchemy.orm import Session

from dla_market.accompagnement.models import TypeDiagnostic
from dla_market.comptes.models import TypeOrganisation
from dla_market.fonds.models import Poste
from dla_market.ingenieries.models import TypeIngenierie
from dla_market.reports import ensembles as ens
from dla_market.reports.annee import Annee
from dla_market.reports.perimetre import NATIONAL, Perimetre

Releve = Mapping[str, Decimal]
"""Measures by their name."""


@dataclass(frozen=True)
class Mesure:
    """A set to count, or whose `valeur` to add up; `par_dla` where it may be told by DLA."""

    lignes: Callable[[Annee], ens.Ensemble]
    somme: bool = False
    par_dla: bool = True

    def nationale(self, annee: Annee, perimetre: Perimetre) -> Select[int]:
        """One number for the whole perimeter: each key once, whoever follows it."""
        lignes = self.lignes(annee).subquery()
        dedans = perimetre.contient(lignes.c.dla_id) if self.par_dla else true()
        if not self.somme:
            return select(func.count(lignes.c.cle.distinct())).where(dedans)
        uniques = select(lignes.c.cle, lignes.c.valeur).where(dedans).distinct().subquery()
        return select(_somme(uniques.c.valeur))

    def chez_chaque_dla(self, annee: Annee, perimetre: Perimetre) -> Select[int, int]:
        """(dla_id, number), for the DLA that have some."""
        lignes = self.lignes(annee).subquery()
        nombre = _somme(lignes.c.valeur) if self.somme else func.count(lignes.c.cle.distinct())
        return (
            select(lignes.c.dla_id, nombre)
            .where(perimetre.contient(lignes.c.dla_id))
            .group_by(lignes.c.dla_id)
        )


def _somme(colonne: Any) -> Any:
    # PostgreSQL adds integers up to NUMERIC, SQLite to INTEGER
    return cast(func.coalesce(func.sum(colonne), 0), BigInteger)


def relever(
    session: Session,
    annee: Annee,
    perimetre: Perimetre = NATIONAL,
    mesures: Mapping[str, Mesure] | None = None,
) -> dict[str, Decimal]:
    """Each measure of the year, or these alone, in one statement."""
    noms = MESURES if mesures is None else mesures
    demande = _toutes(annee, perimetre) if mesures is None else _demande(annee, perimetre, mesures)
    ligne = session.execute(demande).one()
    return {nom: Decimal(valeur) for nom, valeur in zip(noms, ligne, strict=True)}


@lru_cache(maxsize=32)
def _toutes(annee: Annee, perimetre: Perimetre) -> Select[Any]:
    """The question of a whole year, put together once: that takes as long as a third of its answer."""
    return _demande(annee, perimetre, MESURES)


def _demande(annee: Annee, perimetre: Perimetre, mesures: Mapping[str, Mesure]) -> Select[Any]:
    return select(*(m.nationale(annee, perimetre).scalar_subquery().label(nom) for nom, m in mesures.items()))


def relever_par_dla(
    session: Session, annee: Annee, perimetre: Perimetre, mesures: Mapping[str, Mesure]
) -> dict[int, dict[str, Decimal]]:
    """The measures by DLA, zero where a DLA has nothing; one statement each."""
    releves: dict[int, dict[str, Decimal]] = {}
    for nom, mesure in mesures.items():
        lignes: Any = session.execute(mesure.chez_chaque_dla(annee, perimetre))
        for dla_id, nombre in lignes:
            zeros = dict.fromkeys(mesures, Decimal(0))
            releves.setdefault(dla_id, zeros)[nom] = Decimal(nombre)
    return releves


DLA, DLA_REGIONAL = TypeOrganisation.DLA, TypeOrganisation.DLA_REGIONAL

MESURES: Mapping[str, Mesure] = {
    "dla": Mesure(lambda a: ens.conventionnes(a, DLA)),
    "c2ra": Mesure(lambda a: ens.conventionnes(a, DLA_REGIONAL)),
    "accompagnees": Mesure(ens.accompagnees),
    "accueillies": Mesure(ens.accueillies),
    "diagnostiquees": Mesure(ens.diagnostiquees),
    "diagnostiquees_pre": Mesure(lambda a: ens.diagnostiquees(a, TypeDiagnostic.PRE)),
    "diagnostiquees_post": Mesure(lambda a: ens.diagnostiquees(a, TypeDiagnostic.POST)),
    "mesurees": Mesure(ens.mesurees),
    "beneficiaires": Mesure(ens.beneficiaires),
    "siae": Mesure(ens.siae_beneficiaires),
    "ingenieries": Mesure(ens.ingenieries),
    "individuelles": Mesure(lambda a: ens.ingenieries(a, TypeIngenierie.INDIVIDUELLE)),
    "collectives": Mesure(lambda a: ens.ingenieries(a, TypeIngenierie.COLLECTIVE)),
    "ingenieries_avec_ligne": Mesure(ens.ingenieries_avec_ligne),
    "lignes": Mesure(ens.lignes_prestations),
    "prestataires": Mesure(ens.prestataires_mobilises),
    "recenses": Mesure(ens.prestataires_recenses, par_dla=False),
    "jours": Mesure(ens.jours_commandes, somme=True),
    "commande": Mesure(ens.montants_commandes, somme=True),
    "engage": Mesure(ens.engagements, somme=True),
    "interne": Mesure(lambda a: ens.tranches(a, Poste.OFFRE_SERVICE_INTERNE), somme=True),
    "fonds": Mesure(lambda a: ens.tranches(a, Poste.FONDS_INGENIERIE), somme=True),
    "emplois_connus": Mesure(ens.emplois),
    "postes": Mesure(lambda a: ens.emplois(a, "nb_postes"), somme=True),
    "cdi": Mesure(lambda a: ens.emplois(a, "nb_cdi"), somme=True),
    "cdd": Mesure(lambda a: ens.emplois(a, "nb_cdd"), somme=True),
    "aides": Mesure(lambda a: ens.emplois(a, "nb_emplois_aides"), somme=True),
    "dla_finances": Mesure(ens.dla_finances),
    "collectivites": Mesure(ens.collectivites),
    "nouvelles": Mesure(ens.collectivites_nouvelles),
    "nouveaux_departements": Mesure(lambda a: ens.collectivites_nouvelles(a, "departement")),
    "nouvelles_intercommunalites": Mesure(lambda a: ens.collectivites_nouvelles(a, "intercommunalite")),
    "nouvelles_communes": Mesure(lambda a: ens.collectivites_nouvelles(a, "commune")),
}
