"""What a prestataire takes back by itself: its request before the decision, or what a region accepted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.referencement import rules
from dla_market.referencement.events import DemandeRetiree, ReferencementRenonce
from dla_market.referencement.models import EtatReferencement, EtatRetrait, Referencement, Retrait
from dla_market.referencement.states import REFERENCEMENT, RETRAIT

CONCLUSION = "Le prestataire a renoncé à son référencement."
"""How an announced withdrawal ends when there is nothing left to take back."""


def retirer(session: Session, acteur: Acteur, dossier: Referencement, motif: str = "") -> Referencement:
    """Take one's request back while the region has not decided, with a reason or none.

    Raises TransitionRefusee once it is decided.
    """
    _finir(session, acteur, dossier, "retirer", motif)
    emettre(session, DemandeRetiree(dossier.id))
    return dossier


def renoncer(session: Session, acteur: Acteur, dossier: Referencement, motif: str = "") -> Referencement:
    """Give up a référencement from today on, with its renewal, asked or accepted, and a reason or none.

    A withdrawal that the region had announced is dropped: nothing is left to take back. Consultations
    already launched go on. Raises RefusMetier for one that is over, TransitionRefusee for what was not
    accepted.
    """
    session.flush()
    for retrait in _annonces(session, dossier):  # held before the file, as the one who pronounces does
        session.refresh(retrait, with_for_update={"of": Retrait.__table__})
        retrait.etat = RETRAIT.suivant(retrait.etat, "abandonner")
        retrait.conclusion = CONCLUSION
        retrait.conclu_le, retrait.conclu_par_id = clock.now(), acteur.utilisateur_id
    _verrouiller(session, dossier)
    REFERENCEMENT.suivant(dossier.etat, "renoncer")
    if not rules.peut_renoncer(dossier, clock.today()):
        raise RefusMetier("Ce référencement est déjà terminé.")
    suites = _suites(session, dossier)
    _finir(session, acteur, dossier, "renoncer", motif)
    emettre(session, ReferencementRenonce(dossier.id, dossier.prestataire_id))
    for suite in suites:
        accepte = suite.etat is EtatReferencement.ACCEPTE
        _finir(session, acteur, suite, "renoncer" if accepte else "retirer", motif)
    return dossier


def _finir(session: Session, acteur: Acteur, dossier: Referencement, verbe: str, motif: str) -> None:
    _verrouiller(session, dossier)
    dossier.etat = REFERENCEMENT.suivant(dossier.etat, verbe)
    dossier.motif, dossier.fini_le = motif.strip(), clock.today()
    journaliser(
        session,
        acteur.auteur,
        f"referencement:{verbe}",
        "referencement",
        dossier.id,
        prestataire=dossier.prestataire_id,
        regional=dossier.regional_id,
        motif=motif.strip(),
        fini_le=dossier.fini_le,
    )


def _annonces(session: Session, dossier: Referencement) -> Sequence[Retrait]:
    """The withdrawals still open."""
    return session.scalars(
        select(Retrait).where(Retrait.referencement_id == dossier.id, Retrait.etat == EtatRetrait.NOTIFIE)
    ).all()


def _suites(session: Session, dossier: Referencement) -> Sequence[Referencement]:
    """Its renewal, asked or accepted: who gives up does not begin again next month."""
    return session.scalars(
        select(Referencement).where(
            Referencement.renouvelle_id == dossier.id,
            Referencement.etat.in_((*rules.OUVERTES, EtatReferencement.ACCEPTE)),
        )
    ).all()


def _verrouiller(session: Session, dossier: Referencement) -> None:
    session.flush()
    session.refresh(dossier, with_for_update={"of": Referencement.__table__})
