"""What changes a fiche in the index: the events of the rooms, delivered by the worker alone."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.events import (
    FicheConfirmee,
    FicheFermee,
    FicheModifiee,
    FichePubliee,
    FicheRetablie,
    FichesImportees,
    FicheSuspendue,
)
from dla_market.commandes.events import CommandeNotifiee
from dla_market.commandes.models import Commande
from dla_market.consultations.events import ConsultationLancee
from dla_market.consultations.models import Invitation
from dla_market.expertise.events import AvalConfirme, AvalRetire
from dla_market.kernel.events import abonner
from dla_market.referencement.events import ReferencementAccepte, ReferencementRenonce, ReferencementRetire
from dla_market.referentiel.events import SynonymesModifies
from dla_market.search.indexeur import Indexeur
from dla_market.search.requetes import IndexAbsent
from dla_market.search.source import SourceEnBase, SourceGroupee

ABONNE: Final = "index"
FILE: Final = "index"


def abonner_index() -> None:
    """Have the index follow the rooms. Doing it twice changes nothing."""
    for evenement in (
        FicheModifiee,
        FichePubliee,
        FichesImportees,
        FicheConfirmee,
        FicheSuspendue,
        FicheRetablie,
        FicheFermee,
        AvalConfirme,
        AvalRetire,
        ReferencementAccepte,
        ReferencementRetire,
        ReferencementRenonce,
        CommandeNotifiee,
        ConsultationLancee,
    ):
        abonner(ABONNE, evenement, indexer, file=FILE, ensemble=indexer_ensemble)
    abonner(ABONNE, SynonymesModifies, mettre_synonymes, file=FILE)


def indexer(session: Session, charge: dict[str, Any]) -> None:
    """Bring the fiches of an event to what the database says; twice is as once.

    Raises IndexeurOccupe while another process writes: the outbox comes back. With no index yet there is
    nothing to bring up to date: the rebuild that makes one reads everything.
    """
    indexer_ensemble(session, [charge])


def indexer_ensemble(session: Session, charges: list[dict[str, Any]]) -> None:
    """As `indexer` for many events: each fiche is read once, and one generation shows them all."""
    fiches = sorted({fiche for charge in charges for fiche in _fiches(session, charge)})
    if not fiches:
        return
    with suppress(IndexAbsent):
        _indexeur().mettre_a_jour(fiches, SourceGroupee(session, fiches))


def mettre_synonymes(session: Session, charge: dict[str, Any]) -> None:  # noqa: ARG001  # every group is written
    """Give the index's folder the synonyms of the database; twice is as once."""
    _indexeur().mettre_synonymes(SourceEnBase(lambda: session))


def _indexeur() -> Indexeur:
    return Indexeur(Path(current_app.config["DLA_INDEX"]))


def _fiches(session: Session, charge: dict[str, Any]) -> list[int]:
    """The fiches that an event speaks of: its own, many, that of its order, those of its consultation."""
    if "prestataire_ids" in charge:
        return list(charge["prestataire_ids"])
    if "prestataire_id" in charge:
        return [charge["prestataire_id"]]
    if "commande_id" in charge:
        demande = select(Commande.prestataire_id).where(Commande.id == charge["commande_id"])
    else:
        demande = select(Invitation.prestataire_id).where(
            Invitation.consultation_id == charge["consultation_id"]
        )
    return list(session.scalars(demande))
