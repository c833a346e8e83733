"""How work is shared out among prestataires: what a shortlist shows beside each name, so that it is fair.

Figures only: they lift and lower nobody. The thresholds are those of domain R49, as settings.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from dla_market.commandes.models import Commande, EtatCommande
from dla_market.commandes.queries import bornes_annee
from dla_market.commandes.rules import (
    Concentration,
    alertes_concentration,
    debut_de_recul,
    part_pourcent,
)
from dla_market.consultations.queries import invitations_recentes
from dla_market.kernel.clock import instant_de_paris
from dla_market.referentiel.reglages import entier

ENGAGEES = (EtatCommande.NOTIFIEE, EtatCommande.EXECUTEE, EtatCommande.SOLDEE)
RECUL_MOIS = 24
POUR_CENT = 100


@dataclass(frozen=True)
class Equite:
    """One prestataire’s figures: over RECUL_MOIS months, by all and by this DLA; then this year’s share.

    `jamais` is ever, not within those months. Amounts in centimes of euro, all taxes included.
    """

    invitations: int
    invitations_du_dla: int
    commandes: int
    commandes_du_dla: int
    jamais: bool
    engage_centimes: int
    engage_dla_centimes: int
    commandes_annee: int
    alertes: tuple[str, ...]

    @property
    def part_dix_millemes(self) -> int:
        """Its share of what the DLA has engaged this year, in ten-thousandths, rounded down."""
        return self.engage_centimes * 10_000 // self.engage_dla_centimes if self.engage_dla_centimes else 0

    @property
    def part_pourcent(self) -> int:
        """The same in whole per cent, as the alert says it."""
        return part_pourcent(self.engage_centimes, self.engage_dla_centimes)


def seuils_rotation(session: Session, jour: date) -> Concentration:
    """From which share of the year's engaged amount, or number of orders, a prestataire is flagged (R49)."""
    return Concentration(
        part_dix_millemes=entier(session, "concentration_part_pourcent", jour) * POUR_CENT,
        commandes=entier(session, "concentration_commandes", jour),
    )


def debut_du_recul(jour: date) -> datetime:
    """The instant from which what happened counts on a day of Paris: RECUL_MOIS months before."""
    return instant_de_paris(debut_de_recul(jour, RECUL_MOIS), time())


def equite(session: Session, dla_id: int, ids: Collection[int], jour: date) -> dict[int, Equite]:
    """The figures of each of these prestataires for a DLA, as of a day of Paris, in four statements."""
    if not ids:
        return {}
    recul = debut_du_recul(jour)
    debut, fin = bornes_annee(jour.year)
    invites = invitations_recentes(session, ids, recul)
    invites_ici = invitations_recentes(session, ids, recul, dla_id=dla_id)
    cet_an = (Commande.dla_id == dla_id) & (Commande.notifiee_le >= debut) & (Commande.notifiee_le < fin)
    rangees = session.execute(
        select(
            Commande.prestataire_id,
            _combien(Commande.notifiee_le >= recul),
            _combien((Commande.notifiee_le >= recul) & (Commande.dla_id == dla_id)),
            _combien(Commande.dla_id == dla_id),
            func.sum(case((cet_an, Commande.ttc_centimes), else_=0)),
            _combien(cet_an),
        )
        .where(Commande.prestataire_id.in_(ids), Commande.etat.in_(ENGAGEES))
        .group_by(Commande.prestataire_id)
    )
    commandes = {prestataire: tuple(int(n) for n in nombres) for prestataire, *nombres in rangees}
    total = int(
        session.scalar(
            select(func.coalesce(func.sum(Commande.ttc_centimes), 0)).where(
                cet_an, Commande.etat.in_(ENGAGEES)
            )
        )
        or 0
    )
    seuils = seuils_rotation(session, jour)
    figures: dict[int, Equite] = {}
    for un in ids:
        toutes, ici, jamais, engage, annee = commandes.get(un, (0, 0, 0, 0, 0))
        figures[un] = Equite(
            invitations=invites.get(un, 0),
            invitations_du_dla=invites_ici.get(un, 0),
            commandes=toutes,
            commandes_du_dla=ici,
            jamais=jamais == 0,
            engage_centimes=engage,
            engage_dla_centimes=total,
            commandes_annee=annee,
            alertes=alertes_concentration(seuils, engage=engage, total=total, commandes=annee),
        )
    return figures


def _combien(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
