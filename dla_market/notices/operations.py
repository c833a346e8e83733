"""Messages: put down in the transaction of their cause, read by their person, sent by the worker."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Adhesion, Role
from dla_market.kernel import clock
from dla_market.notices.models import EtatCourriel, Message


def deposer_courriel(
    session: Session,
    *,
    utilisateur_id: int,
    organisation_id: int | None,
    objet: str,
    corps: str,
    lien: str = "",
    cause: str | None = None,
) -> Message:
    """Write one message for one person: shown in the program, and to be mailed.

    The same `cause` twice is refused by the database, so that an event delivered twice is one message. A
    link is a path of the program.
    """
    message = Message(
        utilisateur_id=utilisateur_id,
        organisation_id=organisation_id,
        objet=objet,
        corps=corps,
        lien=lien,
        cree_le=clock.now(),
        courriel=EtatCourriel.A_ENVOYER,
        identifiant=secrets.token_hex(16),
        cause=cause,
        essais=0,
    )
    session.add(message)
    return message


def ecrire_a_une_adresse(
    session: Session,
    *,
    adresse: str,
    organisation_id: int | None,
    objet: str,
    corps: str,
    lien: str,
    cause: str,
) -> Message:
    """Write one mail for whoever reads at an address, account or not; see Message for its link."""
    message = Message(
        adresse=adresse,
        organisation_id=organisation_id,
        objet=objet[:200],
        corps=corps,
        lien=lien,
        cree_le=clock.now(),
        courriel=EtatCourriel.A_ENVOYER,
        identifiant=secrets.token_hex(16),
        cause=cause,
        essais=0,
    )
    session.add(message)
    return message


def prevenir(
    session: Session,
    *,
    evenement: str,
    organisation_id: int,
    roles: tuple[Role, ...] = (),
    personne: int | None = None,
    objet: str,
    corps: str,
    lien: str,
) -> int:
    """Write the message to each running member of an organisation, of these roles or of any.

    To `personne` alone where it is one of them. `evenement` names the cause (« ConsultationLancee:12 »):
    the same cause reaches the same person once. Returns how many people are told.
    """
    jour = clock.today()
    demande = select(Adhesion).where(
        Adhesion.organisation_id == organisation_id,
        Adhesion.depuis <= jour,
        Adhesion.jusqu_au.is_(None) | (Adhesion.jusqu_au >= jour),
    )
    if roles:
        demande = demande.where(Adhesion.role.in_(roles))
    personnes = {a.utilisateur_id for a in session.scalars(demande)}
    if personne in personnes:
        personnes = {personne}
    prevenues = set(
        session.scalars(
            select(Message.utilisateur_id).where(Message.cause.in_([f"{evenement}:{p}" for p in personnes]))
        )
    )
    for une in sorted(personnes - prevenues):
        deposer_courriel(
            session,
            utilisateur_id=une,
            organisation_id=organisation_id,
            objet=objet,
            corps=corps,
            lien=lien,
            cause=f"{evenement}:{une}",
        )
    return len(personnes - prevenues)


def effacer_courriels(session: Session, organisation_id: int) -> None:
    """Forget what was written to addresses, and to nobody's account, about an organisation."""
    session.execute(
        delete(Message).where(Message.organisation_id == organisation_id, Message.adresse.is_not(None))
    )


def lire(session: Session, acteur: Acteur, message: Message) -> Message:  # noqa: ARG001  # every operation has this shape
    """Mark a message read, the first time."""
    if message.lu_le is None:
        message.lu_le = clock.now()
    return message
