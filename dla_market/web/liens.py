"""The mails that hold a link opening something by itself: who is asked to join, and in which words."""

from __future__ import annotations

import secrets

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.models_invitations import InvitationMembre
from dla_market.comptes.operations import Lien, duree
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.notices.models import Message
from dla_market.notices.operations import ecrire_a_une_adresse
from dla_market.web.filters import jour, pluriel

VAUT = "Il vaut une fois, jusqu’au {fin}."
INVITATION = (
    "{par} vous invite à rejoindre {maison} sur DLA Market. Ouvrez le lien pour accepter, avec votre compte "
    f"ou en en créant un. {VAUT} Si vous n’attendiez pas ce message, ne faites rien."
)
REPRISE = (
    "{par} a préparé une fiche au nom de {maison} dans le catalogue des prestataires du dispositif local "
    "d’accompagnement. Ouvrez le lien pour la reprendre, la compléter et la soumettre. "
    f"{VAUT} Si cette fiche ne vous concerne pas, ne faites rien."
)


PROPOSITION = (
    "Vous avez demandé une fiche au nom de {maison} dans le catalogue des prestataires du dispositif local "
    "d’accompagnement. Ouvrez le lien pour créer votre compte, la compléter et la soumettre. "
    f"{VAUT} Si vous n’avez rien demandé, ne faites rien."
)
DEJA = (
    "Vous avez demandé une fiche au nom de {maison} dans le catalogue des prestataires du dispositif local "
    "d’accompagnement. Il y en a déjà une. Connectez-vous si vous avez un compte, demandez une invitation à "
    "la personne de votre organisation qui la tient, ou écrivez à votre DLA régional. Si vous n’avez rien "
    "demandé, ne faites rien."
)


def ecrire_que_la_fiche_existe(session: Session, adresse: str, maison: str) -> None:
    """The answer to who proposes what is there already: only their mailbox learns it."""
    ecrire_a_une_adresse(
        session,
        adresse=adresse,
        organisation_id=None,
        objet="Votre fiche sur DLA Market",
        corps=DEJA.format(maison=maison),
        lien="/connexion",
        cause=f"fiche_existe:{secrets.token_hex(16)}",
    )


def duree_du_lien() -> str:
    """For how long a link sent today holds, in words: « 14 jours »."""
    return pluriel(duree(session_courante()).days, "jour")


def envoyer_lien(session: Session, lien: Lien, *, corps: str = INVITATION) -> InvitationMembre:
    """Mail the link of an invitation, in the present transaction."""
    invitation = lien.invitation
    ecrire_a_une_adresse(
        session,
        adresse=invitation.courriel,
        organisation_id=invitation.organisation_id,
        objet=f"Rejoindre {invitation.organisation.nom} sur DLA Market",
        corps=corps.format(
            par=invitation.invite_par,
            maison=invitation.organisation.nom,
            fin=jour(clock.a_paris(invitation.expire_le).date()),
        ),
        lien=adresse_du_lien(lien),
        cause=cause_de(invitation),
    )
    return invitation


def adresse_du_lien(lien: Lien) -> str:
    """The path of the program that a link opens."""
    return f"/rejoindre/{lien.jeton}"


def cause_de(invitation: InvitationMembre) -> str:
    """What names the mail of an invitation's last link."""
    return f"invitation_membre:{invitation.id}:{invitation.envois}"


def liens_gardes(session: Session, invitations: list[InvitationMembre]) -> dict[int, str]:
    """In a demonstration, where no mail leaves, the links that these invitations wrote; nothing elsewhere."""
    if not current_app.config["DEMO"] or not invitations:
        return {}
    causes = {cause_de(invitation): invitation.id for invitation in invitations}
    lignes = session.execute(select(Message.cause, Message.lien).where(Message.cause.in_(causes)))
    return {causes[cause]: lien for cause, lien in lignes if cause and lien}
