"""What changes a fiche in the index: the events of the rooms, delivered by the worker alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.events import FicheConfirmee, FicheModifiee, FichePubliee
from dla_market.commandes.events import CommandeNotifiee
from dla_market.commandes.models import Commande
from dla_market.expertise.events import AvalConfirme, AvalRetire
from dla_market.kernel.events import abonner
from dla_market.referencement.events import ReferencementAccepte, ReferencementRetire
from dla_market.search.indexeur import Indexeur
from dla_market.search.requetes import IndexAbsent
from dla_market.search.source import SourceEnBase

ABONNE: Final = "index"
FILE: Final = "index"


def abonner_index() -> None:
    """Have the index follow the rooms. Doing it twice changes nothing."""
    for evenement in (
        FicheModifiee,
        FichePubliee,
        FicheConfirmee,
        AvalConfirme,
        AvalRetire,
        ReferencementAccepte,
        ReferencementRetire,
        CommandeNotifiee,
    ):
        abonner(ABONNE, evenement, indexer, file=FILE)


def indexer(session: Session, charge: dict[str, Any]) -> None:
    """Bring one fiche of the index to what the database says; twice is as once.

    Raises IndexeurOccupe while another process writes: the outbox comes back. With no index yet there is
    nothing to bring up to date: the rebuild that makes one reads everything.
    """
    fiche_id = charge.get("prestataire_id")
    if fiche_id is None:
        fiche_id = session.scalar(select(Commande.prestataire_id).where(Commande.id == charge["commande_id"]))
    if fiche_id is None:
        return
    try:
        Indexeur(Path(current_app.config["DLA_INDEX"])).mettre_a_jour(
            [fiche_id], SourceEnBase(lambda: session)
        )
    except IndexAbsent:
        return
