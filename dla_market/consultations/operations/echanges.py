"""While the consultation is open: answers to invitations, questions, extension of the deadline."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations import rules
from dla_market.consultations.events import (
    ConsultationProlongee,
    InvitationRepondue,
    QuestionPosee,
    QuestionRepondue,
)
from dla_market.consultations.models import (
    Consultation,
    EtatConsultation,
    EtatInvitation,
    Invitation,
    Question,
)
from dla_market.consultations.operations.verrou import verrouiller
from dla_market.consultations.states import CONSULTATION, INVITATION
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.referentiel.models import Motif


def exiger_en_cours(consultation: Consultation) -> None:
    """Raises RefusMetier once the consultation is over or stopped: the deadline itself still is in time."""
    if consultation.etat is not EtatConsultation.LANCEE or rules.close(
        clock.now(), consultation.limite_offre
    ):
        raise RefusMetier("Le délai de réponse à cette consultation est terminé.")


def repondre_invitation(
    session: Session,
    acteur: Acteur,
    invitation: Invitation,
    *,
    verbe: str,
    motif_code: str | None = None,
    precision: str = "",
) -> Invitation:
    """Say « reçue » (`accuser_reception`), « je compte répondre » (`annoncer`) or no (`decliner`, with why).

    The answer may change until the deadline. It says nothing of a deposit, and a deposit never changes it.
    """
    exiger_en_cours(invitation.consultation)
    etat = INVITATION.suivant(invitation.etat, verbe)
    decline = etat is EtatInvitation.DECLINEE
    if decline:
        motif = session.get(Motif, motif_code) if motif_code else None
        if motif is None or motif.famille != "declin" or not motif.valide_le(clock.today()):
            raise RefusMetier("Choisissez la raison pour laquelle vous déclinez.", champ="motif_code")
    invitation.etat = etat
    invitation.motif_declin_code = motif_code if decline else None
    invitation.precision = precision.strip() if decline else ""
    invitation.repondue_le = clock.now()
    journaliser(session, acteur.auteur, "invitation:repondre", "invitation", invitation.id, verbe=verbe)
    emettre(session, InvitationRepondue(invitation.id))
    return invitation


def poser_question(session: Session, acteur: Acteur, invitation: Invitation, *, texte: str) -> Question:
    """Ask the DLA; the answer goes to every invited provider, without the name of who asked."""
    exiger_en_cours(invitation.consultation)
    if not texte.strip():
        raise RefusMetier("Écrivez votre question.", champ="texte")
    if invitation.etat is EtatInvitation.ENVOYEE:
        invitation.etat = INVITATION.suivant(invitation.etat, "accuser_reception")
    question = Question(
        consultation_id=invitation.consultation_id,
        prestataire_id=invitation.prestataire_id,
        texte=texte.strip(),
        posee_le=clock.now(),
    )
    session.add(question)
    session.flush()
    journaliser(session, acteur.auteur, "question:poser", "consultation", invitation.consultation_id)
    emettre(session, QuestionPosee(question.id))
    return question


def repondre_question(session: Session, acteur: Acteur, question: Question, *, reponse: str) -> Question:
    """Answer a question, for all invited providers at once; an answer given is not rewritten."""
    exiger_en_cours(question.consultation)
    if question.repondue_le is not None:
        raise RefusMetier("Cette question a déjà reçu sa réponse, que tous ont lue.")
    if not reponse.strip():
        raise RefusMetier("Écrivez la réponse.", champ="reponse")
    question.reponse = reponse.strip()
    question.repondue_le = clock.now()
    question.repondue_par_id = acteur.utilisateur_id
    journaliser(
        session, acteur.auteur, "consultation:repondre_question", "consultation", question.consultation_id
    )
    emettre(session, QuestionRepondue(question.id))
    return question


def prolonger(
    session: Session, acteur: Acteur, consultation: Consultation, *, limite_offre: datetime, motif: str
) -> Consultation:
    """Move the deadline further away, for all, while it runs (B11). Never nearer, never once over."""
    verrouiller(session, consultation)
    consultation.etat = CONSULTATION.suivant(consultation.etat, "prolonger")
    exiger_en_cours(consultation)
    if limite_offre <= consultation.limite_offre:
        raise RefusMetier("Une date limite se repousse ; elle ne s’avance pas.", champ="limite_offre")
    if not motif.strip():
        raise RefusMetier("Dites pourquoi le délai est prolongé.", champ="motif")
    ancienne, consultation.limite_offre = consultation.limite_offre, limite_offre
    journaliser(
        session,
        acteur.auteur,
        "consultation:prolonger",
        "consultation",
        consultation.id,
        ancienne=ancienne.isoformat(),
        nouvelle=limite_offre.isoformat(),
        motif=motif.strip(),
    )
    emettre(session, ConsultationProlongee(consultation.id))
    return consultation
