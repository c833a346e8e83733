"""The offer on its owner's side: draft, deposit, replacement, withdrawal; sealed from its first word.

Nothing here touches what anybody else can see: not the consultation's row, not the invitation's, and the
events are for the owner alone (reliability T5, B4).
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations import rules, scelle
from dla_market.consultations.events import OffreDeposee, OffreRetiree
from dla_market.consultations.models import (
    Consultation,
    EtatConsultation,
    EtatInvitation,
    EtatOffre,
    Invitation,
    Offre,
    TentativeDepot,
)
from dla_market.consultations.operations.echanges import exiger_en_cours
from dla_market.consultations.operations.verrou import partager
from dla_market.consultations.rules import ContenuOffre
from dla_market.consultations.states import OFFRE
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser

RECUES_ENCORE = frozenset({EtatConsultation.LANCEE, EtatConsultation.DEPOUILLEE, EtatConsultation.CHOISIE})


@dataclass(frozen=True)
class Depot:
    """What became of a deposit: `issue` is dans_les_delais, hors_delai, or offre_precedente_conservee."""

    offre: Offre
    issue: str
    recue_le: datetime


def enregistrer_brouillon(
    session: Session, acteur: Acteur, coffre: Coffre, invitation: Invitation, *, contenu: ContenuOffre
) -> Offre:
    """Keep a draft, sealed like an offer; until the deadline, and not over an offer that is deposited."""
    consultation = invitation.consultation
    partager(session, consultation)
    exiger_en_cours(consultation)
    _refuser_si_declinee(invitation)
    offre = _offre(session, invitation) or _nouvelle(session, invitation)
    offre.etat = OFFRE.suivant(offre.etat, "enregistrer_brouillon")
    _ecrire(coffre, consultation, offre, contenu)
    offre.deposee_le = None
    session.flush()
    journaliser(session, acteur.auteur, "offre:rediger", "offre", offre.id)
    return offre


def deposer(
    session: Session,
    acteur: Acteur,
    coffre: Coffre,
    invitation: Invitation,
    *,
    contenu: ContenuOffre,
    recue_le: datetime | None = None,
) -> Depot:
    """Deposit an offer, or replace the one deposited. `recue_le` is the instant its last byte was read.

    In time until the deadline's own microsecond (B7). Later, it is kept sealed and flagged, never opened
    (B8); a late replacement leaves the offer that was in time as it is. Raises RefusMetier where something
    is missing, or where the invitation was declined.
    """
    consultation = invitation.consultation
    partager(session, consultation)
    recue = recue_le or clock.now()
    if consultation.etat not in RECUES_ENCORE:
        raise RefusMetier("Cette consultation est terminée.")
    _refuser_si_declinee(invitation)
    if lacunes := rules.manques_offre(contenu):
        raise RefusMetier(lacunes[0][1], champ=lacunes[0][0])
    a_temps = consultation.ouverte_le is None and rules.dans_les_delais(recue, consultation.limite_offre)
    offre = _offre(session, invitation)
    if offre is not None and offre.etat is EtatOffre.DEPOSEE and not offre.hors_delai and not a_temps:
        _tenter(session, invitation, recue, "offre_precedente_conservee")
        return Depot(offre, "offre_precedente_conservee", recue)
    offre = offre or _nouvelle(session, invitation)
    offre.etat = OFFRE.suivant(offre.etat, "deposer")
    _ecrire(coffre, consultation, offre, contenu)
    offre.deposee_le, offre.hors_delai = recue, not a_temps
    issue = "dans_les_delais" if a_temps else "hors_delai"
    _tenter(session, invitation, recue, issue)
    session.flush()
    journaliser(
        session, acteur.auteur, "offre:deposer", "offre", offre.id, empreinte=offre.empreinte, issue=issue
    )
    emettre(session, OffreDeposee(offre.id))
    return Depot(offre, issue, recue)


def retirer_offre(session: Session, acteur: Acteur, invitation: Invitation) -> Offre:
    """Withdraw a deposited offer, until the deadline; its owner keeps it, to start again from."""
    partager(session, invitation.consultation)
    exiger_en_cours(invitation.consultation)
    offre = _offre(session, invitation)
    if offre is None:
        raise RefusMetier("Vous n’avez pas d’offre à retirer.")
    offre.etat = OFFRE.suivant(offre.etat, "retirer")
    offre.deposee_le = None
    journaliser(session, acteur.auteur, "offre:retirer", "offre", offre.id)
    emettre(session, OffreRetiree(offre.id))
    return offre


def _offre(session: Session, invitation: Invitation) -> Offre | None:
    return session.scalars(
        select(Offre).where(
            Offre.consultation_id == invitation.consultation_id,
            Offre.prestataire_id == invitation.prestataire_id,
        )
    ).one_or_none()


def _nouvelle(session: Session, invitation: Invitation) -> Offre:
    offre = Offre(
        id=str(uuid.UUID(bytes=secrets.token_bytes(16), version=4)),
        consultation_id=invitation.consultation_id,
        prestataire_id=invitation.prestataire_id,
        etat=EtatOffre.BROUILLON,
        revision=0,
        hors_delai=False,
    )
    session.add(offre)
    return offre


def _ecrire(coffre: Coffre, consultation: Consultation, offre: Offre, contenu: ContenuOffre) -> None:
    offre.revision += 1
    scellee = scelle.sceller(coffre, consultation, offre.id, offre.revision, contenu)
    offre.contenu = scellee.contenu
    offre.cle_enveloppee = scellee.cle_enveloppee
    offre.empreinte = scellee.empreinte


def _tenter(session: Session, invitation: Invitation, recue_le: datetime, issue: str) -> None:
    """Proof that the platform received, whatever became of it (B9)."""
    session.add(
        TentativeDepot(
            consultation_id=invitation.consultation_id,
            prestataire_id=invitation.prestataire_id,
            recue_le=recue_le,
            issue=issue,
        )
    )


def _refuser_si_declinee(invitation: Invitation) -> None:
    if invitation.etat is EtatInvitation.DECLINEE:
        raise RefusMetier("Vous avez décliné cette invitation. Revenez d’abord sur votre réponse.")
