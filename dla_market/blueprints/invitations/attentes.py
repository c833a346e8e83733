"""What waits for a provider in its invitations."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.blueprints.invitations.invitation_views import en_cours
from dla_market.comptes.acteur import Acteur
from dla_market.consultations import queries
from dla_market.consultations.models import Consultation, EtatConsultation, EtatInvitation, EtatOffre, Offre
from dla_market.web.attentes import Attente

E = EtatInvitation
ETAPES = {
    None: "Répondre à une consultation",
    EtatOffre.BROUILLON: "Déposer votre offre, en brouillon",
    EtatOffre.RETIREE: "Déposer à nouveau une offre, ou décliner",
}


def attentes_prestataire(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """Invitations still open where nothing is deposited yet."""
    siennes = {
        ligne.consultation_id: ligne.etat
        for ligne in session.execute(
            select(Offre.consultation_id, Offre.etat).where(Offre.prestataire_id == acteur.organisation_id)
        )
    }
    ouvertes = queries.liste_invitations(acteur).where(Consultation.etat == EtatConsultation.LANCEE)
    for invitation in session.scalars(ouvertes):
        etat = siennes.get(invitation.consultation_id)
        if not en_cours(invitation) or invitation.etat is E.DECLINEE or etat is EtatOffre.DEPOSEE:
            continue
        consultation = invitation.consultation
        yield Attente(
            ETAPES[etat],
            url_for("invitations.consulter", invitation_id=invitation.id),
            f"{consultation.ingenierie.reference} · {consultation.ingenierie.intitule}",
            consultation.limite_offre,
        )
