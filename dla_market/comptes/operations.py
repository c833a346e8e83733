"""How people join an organisation and leave it: invited by a link, which their own mailbox opens once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.events import InvitationMembreAcceptee, MembreRetire
from dla_market.comptes.models import Adhesion, Organisation, Role, Utilisateur
from dla_market.comptes.models_invitations import EtatInvitationMembre, InvitationMembre
from dla_market.comptes.rules import (
    ROLES,
    adresse_pliee,
    empreinte,
    en_cours,
    est_dernier_gardien,
    expire,
    tirer_jeton,
)
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import Auteur, journaliser
from dla_market.referentiel import reglages

PERIMEE = "Ce lien ne vaut plus. Demandez à la personne qui vous a invité de le renvoyer."


@dataclass(frozen=True)
class Lien:
    """An invitation and the token of its link: the only time that the token is known."""

    invitation: InvitationMembre
    jeton: str


@dataclass(frozen=True)
class NouveauCompte:
    """Who opens an account: names, and a password already hashed."""

    prenom: str
    nom: str
    mot_de_passe: str


def duree(session: Session) -> timedelta:
    """For how long a link sent today holds."""
    return timedelta(days=reglages.entier(session, "invitation_membre_jours", clock.today()))


def inviter(
    session: Session, auteur: Auteur, organisation: Organisation, *, courriel: str, role: Role
) -> Lien:
    """Hold a role out to an address. Whoever signs may be the program itself (a command, a public form).

    Raises RefusMetier for a role that the organisation does not give, a member who has it already, or an
    invitation that still waits.
    """
    if role not in ROLES[organisation.type]:
        raise RefusMetier("Ce rôle n’existe pas dans cette organisation.", champ="role")
    adresse = adresse_pliee(courriel)
    if role in _roles_de(session, organisation.id, adresse):
        raise RefusMetier("Cette personne a déjà ce rôle dans l’organisation.", champ="courriel")
    if _attend(session, organisation.id, adresse, role):
        raise RefusMetier(
            "Une invitation attend déjà à cette adresse\u00a0: renvoyez-la plutôt.", champ="courriel"
        )
    jeton, maintenant = tirer_jeton(), clock.now()
    invitation = InvitationMembre(
        organisation_id=organisation.id,
        courriel=adresse,
        role=role,
        etat=EtatInvitationMembre.ENVOYEE,
        empreinte=empreinte(jeton),
        invite_par=auteur.nom,
        envois=1,
        envoyee_le=maintenant,
        expire_le=maintenant + duree(session),
    )
    session.add(invitation)
    session.flush()
    _noter(session, auteur, "inviter", invitation)
    return Lien(invitation, jeton)


def inviter_ou_renvoyer(
    session: Session, auteur: Auteur, organisation: Organisation, *, courriel: str, role: Role
) -> Lien:
    """The same where nobody was asked yet at this address; else a new link for who was."""
    envoyee = session.scalars(
        select(InvitationMembre).where(
            InvitationMembre.organisation_id == organisation.id,
            InvitationMembre.courriel == adresse_pliee(courriel),
            InvitationMembre.role == role,
            InvitationMembre.etat == EtatInvitationMembre.ENVOYEE,
        )
    ).first()
    if envoyee is None:
        return inviter(session, auteur, organisation, courriel=courriel, role=role)
    return renvoyer(session, auteur, envoyee)


def renvoyer(session: Session, auteur: Auteur, invitation: InvitationMembre) -> Lien:
    """Send a new link, good for its whole time; the one before opens nothing any more."""
    _verrouiller(session, invitation)
    jeton, maintenant = tirer_jeton(), clock.now()
    invitation.empreinte = empreinte(jeton)
    invitation.envois += 1
    invitation.envoyee_le, invitation.expire_le = maintenant, maintenant + duree(session)
    _noter(session, auteur, "renvoyer", invitation)
    return Lien(invitation, jeton)


def annuler(session: Session, auteur: Auteur, invitation: InvitationMembre) -> InvitationMembre:
    """Take an invitation back: its link opens nothing any more."""
    _verrouiller(session, invitation)
    invitation.etat = EtatInvitationMembre.ANNULEE
    _noter(session, auteur, "annuler", invitation)
    return invitation


def effacer_invitations(session: Session, auteur: Auteur, organisation_id: int) -> int:
    """Forget who was asked to join an organisation, whatever came of it. Returns how many invitations go."""
    effacees = session.scalars(
        select(InvitationMembre).where(InvitationMembre.organisation_id == organisation_id)
    ).all()
    for invitation in effacees:
        session.delete(invitation)
    if effacees:
        journaliser(
            session, auteur, "membre:effacer_invitations", "organisation", organisation_id,
            combien=len(effacees),
        )  # fmt: skip
    return len(effacees)


def accepter(
    session: Session,
    jeton: str,
    *,
    utilisateur: Utilisateur | None = None,
    compte: NouveauCompte | None = None,
) -> Adhesion:
    """Join, as the person signed in, or by opening an account at the address that was written to.

    The link is used up. Raises RefusMetier where it is unknown, used, taken back or late, where the person
    signed in is not the one invited, and where an account is to be opened that exists.
    """
    invitation = session.scalars(
        select(InvitationMembre).where(InvitationMembre.empreinte == empreinte(jeton))
    ).one_or_none()
    if invitation is None:
        raise RefusMetier(PERIMEE)
    _verrouiller(session, invitation)
    if invitation.empreinte != empreinte(jeton) or expire(invitation.expire_le, clock.now()):
        raise RefusMetier(PERIMEE)
    personne = utilisateur or _ouvrir_compte(session, invitation, compte)
    if adresse_pliee(personne.email) != invitation.courriel:
        raise RefusMetier("Cette invitation est adressée à une autre personne.")
    adhesion = _adherer(session, personne, invitation)
    invitation.etat = EtatInvitationMembre.ACCEPTEE
    invitation.acceptee_le, invitation.acceptee_par_id = clock.now(), personne.id
    auteur = Auteur(personne.id, personne.nom_complet, invitation.organisation_id, invitation.role.value)
    _noter(session, auteur, "accepter", invitation)
    emettre(session, InvitationMembreAcceptee(invitation.id, invitation.organisation_id))
    return adhesion


def retirer(session: Session, acteur: Acteur, adhesion: Adhesion) -> Adhesion:
    """End a membership, one's own or a colleague's: yesterday was its last day.

    Raises RefusMetier where nobody would be left to look after the organisation.
    """
    session.refresh(adhesion, with_for_update={"of": Adhesion.__table__})
    today = clock.today()
    if not en_cours(adhesion, today):
        raise RefusMetier("Cette personne n’est déjà plus membre.")
    # every membership of the organisation is locked: two last administrators cannot leave at once
    session.execute(
        update(Adhesion)
        .where(Adhesion.organisation_id == adhesion.organisation_id)
        .values(depuis=Adhesion.depuis)
    )
    autres = session.scalars(
        select(Adhesion)
        .where(Adhesion.organisation_id == adhesion.organisation_id, Adhesion.id != adhesion.id)
        .execution_options(populate_existing=True)
    ).all()
    if est_dernier_gardien(adhesion.organisation.type, adhesion, autres, today):
        raise RefusMetier(
            "C’est la seule personne qui s’occupe de cette organisation. Donnez d’abord ce rôle à une autre."
        )
    adhesion.jusqu_au = today - timedelta(days=1)
    maison = adhesion.organisation_id
    journaliser(session, acteur.auteur, "membre:retirer", "organisation", maison, adhesion=adhesion.id)
    emettre(session, MembreRetire(adhesion.id, adhesion.organisation_id))
    return adhesion


def fermer_acces(session: Session, acteur: Acteur, organisation: Organisation) -> None:
    """Let nobody in any more: memberships end, links that wait open nothing. The organisation is no more,
    and its caller holds it.
    """
    today = clock.today()
    adhesions = session.scalars(select(Adhesion).where(Adhesion.organisation_id == organisation.id)).all()
    for adhesion in (a for a in adhesions if a.jusqu_au is None or a.jusqu_au >= today):
        adhesion.jusqu_au = today - timedelta(days=1)
        journaliser(
            session,
            acteur.auteur,
            "membre:retirer",
            "organisation",
            organisation.id,
            adhesion=adhesion.id,
        )
        emettre(session, MembreRetire(adhesion.id, organisation.id))
    invitations = select(InvitationMembre).where(
        InvitationMembre.organisation_id == organisation.id,
        InvitationMembre.etat == EtatInvitationMembre.ENVOYEE,
    )
    for invitation in session.scalars(invitations).all():
        annuler(session, acteur.auteur, invitation)


def _verrouiller(session: Session, invitation: InvitationMembre) -> None:
    session.refresh(invitation, with_for_update={"of": InvitationMembre.__table__})
    if invitation.etat is not EtatInvitationMembre.ENVOYEE:
        raise RefusMetier(PERIMEE)


def _roles_de(session: Session, organisation_id: int, adresse: str) -> set[Role]:
    today = clock.today()
    adhesions = session.scalars(
        select(Adhesion)
        .join(Utilisateur, Utilisateur.id == Adhesion.utilisateur_id)
        .where(Adhesion.organisation_id == organisation_id, func.lower(Utilisateur.email) == adresse)
    )
    return {a.role for a in adhesions if en_cours(a, today)}


def _attend(session: Session, organisation_id: int, adresse: str, role: Role) -> bool:
    demande = select(InvitationMembre.id).where(
        InvitationMembre.organisation_id == organisation_id,
        InvitationMembre.courriel == adresse,
        InvitationMembre.role == role,
        InvitationMembre.etat == EtatInvitationMembre.ENVOYEE,
        InvitationMembre.expire_le > clock.now(),
    )
    return session.scalar(demande) is not None


def _ouvrir_compte(
    session: Session, invitation: InvitationMembre, compte: NouveauCompte | None
) -> Utilisateur:
    existe = session.scalar(
        select(Utilisateur.id).where(func.lower(Utilisateur.email) == invitation.courriel)
    )
    if existe is not None or compte is None:
        raise RefusMetier("Connectez-vous avec votre compte, puis ouvrez de nouveau le lien.")
    personne = Utilisateur(
        email=invitation.courriel,
        password=compte.mot_de_passe,
        active=True,
        fs_uniquifier=secrets.token_hex(16),
        confirmed_at=clock.now(),
        prenom=compte.prenom,
        nom=compte.nom,
    )
    session.add(personne)
    session.flush()
    return personne


def _adherer(session: Session, personne: Utilisateur, invitation: InvitationMembre) -> Adhesion:
    """A new membership, or the one that had ended, running again."""
    adhesion = session.scalars(
        select(Adhesion).where(
            Adhesion.utilisateur_id == personne.id,
            Adhesion.organisation_id == invitation.organisation_id,
            Adhesion.role == invitation.role,
        )
    ).one_or_none()
    if adhesion is None:
        adhesion = Adhesion(
            utilisateur_id=personne.id,
            organisation_id=invitation.organisation_id,
            role=invitation.role,
            depuis=clock.today(),
        )
        session.add(adhesion)
    adhesion.jusqu_au = None
    session.flush()
    return adhesion


def _noter(session: Session, auteur: Auteur, verbe: str, invitation: InvitationMembre) -> None:
    journaliser(
        session,
        auteur,
        f"membre:{verbe}",
        "organisation",
        invitation.organisation_id,
        invitation=invitation.id,
        role=invitation.role.value,
    )
