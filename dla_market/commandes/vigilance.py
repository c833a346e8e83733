"""The prestataire's documents as an order needs them: who pays whom, what is missing before signing (R32)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, extract, func, select
from sqlalchemy.orm import Session

from dla_market.commandes.models import Commande, EtatCommande
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.pieces import queries, rules
from dla_market.referentiel import reglages

FINIES = (EtatCommande.SOLDEE, EtatCommande.ANNULEE)


def prestataires_payes(acteur: Acteur) -> Select[Any]:
    """The ids of the prestataires that the actor's DLA has a live order with."""
    return select(Commande.prestataire_id).where(
        Commande.dla_id == acteur.organisation_id, Commande.etat.not_in(FINIES)
    )


def payeurs(session: Session, prestataire_id: int) -> frozenset[int]:
    """The DLA that have a live order with the prestataire."""
    return frozenset(
        session.scalars(
            select(Commande.dla_id).where(
                Commande.prestataire_id == prestataire_id, Commande.etat.not_in(FINIES)
            )
        )
    )


def ht_de_l_annee(session: Session, commande: Commande) -> int:
    """What the DLA has ordered from the prestataire in the order's year, this order included, in centimes."""
    return (
        session.scalar(
            select(func.coalesce(func.sum(Commande.ht_centimes), 0)).where(
                Commande.dla_id == commande.dla_id,
                Commande.prestataire_id == commande.prestataire_id,
                Commande.etat != EtatCommande.ANNULEE,
                extract("year", Commande.etablie_le) == commande.etablie_le.year,
            )
        )
        or 0
    )


def manque_vigilance(session: Session, commande: Commande) -> str | None:
    """The rule and what is missing, in plain words; None below the threshold, or where nothing is missing."""
    today = clock.today()
    seuil = reglages.entier(session, "vigilance_seuil_euros", today)
    total = ht_de_l_annee(session, commande)
    if not rules.vigilance_demandee(total, seuil):
        return None
    etats = queries.etats(session, [commande.prestataire_id], today)[commande.prestataire_id]
    return rules.phrase_vigilance(etats, total, seuil)


def bloque(session: Session) -> bool:
    """Whether a missing vigilance refuses the DLA's signature instead of warning."""
    return bool(reglages.entier(session, "vigilance_bloque", clock.today()))
