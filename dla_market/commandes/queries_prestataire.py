"""What the orders say of one prestataire to those who look at its fiche: the missions done here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.commandes.models import Commande, EtatCommande
from dla_market.kernel.clock import a_paris
from dla_market.reseau.models import Dla

ENGAGEES = (EtatCommande.NOTIFIEE, EtatCommande.EXECUTEE, EtatCommande.SOLDEE)


def missions(session: Session, prestataire_id: int) -> dict[int, str]:
    """The missions that a prestataire did or does here, by order: the year and the DLA, the latest first.

    Nothing of the structure nor of the price: this much every member of the network may know.
    """
    rangees: Any = session.execute(
        select(Commande.id, Commande.notifiee_le, Dla.nom)
        .join(Dla, Dla.id == Commande.dla_id)
        .where(Commande.prestataire_id == prestataire_id, Commande.etat.in_(ENGAGEES))
        .order_by(Commande.notifiee_le.desc(), Commande.id.desc())
    )
    return {numero: f"Mission de {a_paris(quand).year} pour {dla}" for numero, quand, dla in rangees}
