"""Reading organisations, their members and who is asked to join them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Adhesion, Organisation, Role, TypeOrganisation, Utilisateur
from dla_market.comptes.models_invitations import EtatInvitationMembre, InvitationMembre
from dla_market.comptes.rules import adresse_pliee, empreinte
from dla_market.kernel import clock


def visible_to(acteur: Acteur) -> Select[Organisation]:
    """The organisations whose members the actor may see: its own, and for the pilot all but the structures.

    A structure is known to its DLA, which opens its account.
    """
    requete = select(Organisation)
    if acteur.role is Role.PILOTE:
        return requete.where(Organisation.type != TypeOrganisation.STRUCTURE)
    return requete.where(Organisation.id == acteur.organisation_id)


def charger(session: Session, acteur: Acteur, organisation_id: int) -> Organisation | None:
    """An organisation, None where the actor may not see its members."""
    return session.scalars(visible_to(acteur).where(Organisation.id == organisation_id)).one_or_none()


def sql_en_cours() -> ColumnElement[bool]:
    """The SQL twin of rules.en_cours, today, on Adhesion."""
    jour = clock.today()
    return (Adhesion.depuis <= jour) & or_(Adhesion.jusqu_au.is_(None), Adhesion.jusqu_au >= jour)


def membres(session: Session, organisation_id: int) -> Sequence[Adhesion]:
    """The running memberships of an organisation, by name."""
    return session.scalars(
        select(Adhesion)
        .join(Adhesion.utilisateur)
        .options(joinedload(Adhesion.utilisateur))
        .where(Adhesion.organisation_id == organisation_id, sql_en_cours())
        .order_by(Utilisateur.nom, Utilisateur.prenom, Adhesion.id)
    ).all()


def invitations(session: Session, organisation_id: int) -> Sequence[InvitationMembre]:
    """The invitations of an organisation that nobody has used, latest first; late ones too."""
    return session.scalars(
        select(InvitationMembre)
        .where(
            InvitationMembre.organisation_id == organisation_id,
            InvitationMembre.etat == EtatInvitationMembre.ENVOYEE,
        )
        .order_by(InvitationMembre.envoyee_le.desc(), InvitationMembre.id.desc())
    ).all()


def invitation_du_jeton(session: Session, jeton: str) -> InvitationMembre | None:
    """The invitation that a link opens, whatever its state; None for a token that nobody drew."""
    return session.scalars(
        select(InvitationMembre).where(InvitationMembre.empreinte == empreinte(jeton))
    ).one_or_none()


def compte_existe(session: Session, courriel: str) -> bool:
    """Whether an account answers at an address: asked only for who holds a link sent to it."""
    return (
        session.scalar(select(Utilisateur.id).where(func.lower(Utilisateur.email) == adresse_pliee(courriel)))
        is not None
    )


def a_un_membre(session: Session, organisation_id: int) -> bool:
    """Whether anyone acts for an organisation today."""
    adhesions = select(Adhesion.id).where(Adhesion.organisation_id == organisation_id, sql_en_cours())
    return session.scalar(adhesions.limit(1)) is not None


def organisations_nommees(acteur: Acteur, texte: str) -> Select[Organisation]:
    """The organisations that the actor sees whose name holds the text, those without a member first."""
    jour_membre = (
        select(func.count())
        .select_from(Adhesion)
        .where(Adhesion.organisation_id == Organisation.id, sql_en_cours())
        .correlate(Organisation)
        .scalar_subquery()
    )
    requete = visible_to(acteur).where(Organisation.active)
    if texte:
        requete = requete.where(func.lower(Organisation.nom).contains(texte.lower(), autoescape=True))
    return requete.order_by(jour_membre > 0, Organisation.nom, Organisation.id)
