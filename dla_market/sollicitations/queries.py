"""Who sees which sollicitation: the DLA that asks, the centre that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.referentiel import reglages
from dla_market.reseau.models import CentreRessources
from dla_market.ressources.models import Edition, Ressource
from dla_market.sollicitations.models import (
    EnvoiRessource,
    EtatSollicitation,
    MessageSollicitation,
    NatureSollicitation,
    Proposition,
    Sollicitation,
)
from dla_market.sollicitations.rules import Delais

ROLES_DLA = frozenset({Role.CHARGE_MISSION, Role.RESPONSABLE})
ROLES_CENTRE = frozenset({Role.EXPERT, Role.COORDINATEUR})


def condition_visible(acteur: Acteur) -> ColumnElement[bool]:
    """The condition on Sollicitation that lists, counts and exports share."""
    if acteur.role in ROLES_DLA:
        return Sollicitation.dla_id == acteur.organisation_id
    if acteur.role in ROLES_CENTRE:
        return Sollicitation.centre_id == acteur.organisation_id
    return false()


def visible_to(acteur: Acteur) -> Select[Any]:
    """The sollicitations that the actor may see."""
    return select(Sollicitation).where(condition_visible(acteur))


def charger(session: Session, acteur: Acteur, sollicitation_id: int) -> Sollicitation | None:
    """One of them by its id, None where it is not one of them."""
    return session.scalars(visible_to(acteur).where(Sollicitation.id == sollicitation_id)).one_or_none()


def charger_dossier(session: Session, acteur: Acteur, sollicitation_id: int) -> Sollicitation | None:
    """The same with all that its page shows, in few statements."""
    return session.scalars(
        visible_to(acteur)
        .where(Sollicitation.id == sollicitation_id)
        .options(
            joinedload(Sollicitation.dla),
            joinedload(Sollicitation.centre),
            joinedload(Sollicitation.demandee_par),
            joinedload(Sollicitation.prise_par),
            selectinload(Sollicitation.structure),
            selectinload(Sollicitation.ingenierie),
            selectinload(Sollicitation.messages).options(
                joinedload(MessageSollicitation.auteur), joinedload(MessageSollicitation.organisation)
            ),
            selectinload(Sollicitation.propositions).options(
                joinedload(Proposition.prestataire), joinedload(Proposition.ingenierie)
            ),
            selectinload(Sollicitation.envois)
            .joinedload(EnvoiRessource.edition)
            .joinedload(Edition.ressource)
            .joinedload(Ressource.organisation),
        )
    ).one_or_none()


def charger_proposition(session: Session, acteur: Acteur, proposition_id: int) -> Proposition | None:
    """A prestataire named in a sollicitation that the actor sees."""
    return session.scalars(
        select(Proposition)
        .join(Sollicitation, Sollicitation.id == Proposition.sollicitation_id)
        .where(Proposition.id == proposition_id, condition_visible(acteur))
        .options(joinedload(Proposition.sollicitation), joinedload(Proposition.prestataire))
    ).one_or_none()


def delais_du(session: Session, jour: date) -> Delais:
    """The delays in force on a day of Paris."""
    return Delais(
        prise=reglages.entier(session, "sollicitation_prise_jours", jour),
        reponse=reglages.entier(session, "sollicitation_reponse_jours", jour),
        lecture=reglages.entier(session, "sollicitation_lecture_jours", jour),
    )


def sql_en_retard(today: date) -> ColumnElement[bool]:
    """The SQL twin of rules.en_retard."""
    return or_(
        and_(Sollicitation.etat == EtatSollicitation.ENVOYEE, Sollicitation.prise_avant < today),
        and_(Sollicitation.etat == EtatSollicitation.PRISE_EN_CHARGE, Sollicitation.reponse_avant < today),
    )


@dataclass(frozen=True)
class Recherche:
    """What a list is asked: states, natures and secteurs that will do (none: any), late ones only."""

    etats: tuple[EtatSollicitation, ...] = ()
    natures: tuple[NatureSollicitation, ...] = ()
    secteurs: tuple[str, ...] = ()
    en_retard: bool = False


def rechercher(acteur: Acteur, recherche: Recherche, today: date) -> Select[Any]:
    """The visible sollicitations that answer, with what a line shows; the latest first."""
    requete = visible_to(acteur)
    if recherche.etats:
        requete = requete.where(Sollicitation.etat.in_(recherche.etats))
    if recherche.natures:
        requete = requete.where(Sollicitation.nature.in_(recherche.natures))
    if recherche.secteurs:
        requete = requete.where(Sollicitation.secteur_code.in_(recherche.secteurs))
    if recherche.en_retard:
        requete = requete.where(sql_en_retard(today))
    return requete.order_by(Sollicitation.envoyee_le.desc(), Sollicitation.id.desc()).options(
        joinedload(Sollicitation.dla),
        joinedload(Sollicitation.centre),
        selectinload(Sollicitation.structure),
        joinedload(Sollicitation.prise_par),
    )


def comptes(
    session: Session, acteur: Acteur, colonne: Any, recherche: Recherche, today: date
) -> dict[Any, int]:
    """How many of those that answer, by value of a column."""
    lignes: Any = session.execute(
        rechercher(acteur, recherche, today)
        .order_by(None)
        .with_only_columns(colonne, func.count())
        .group_by(colonne)
    )
    return {valeur: nombre for valeur, nombre in lignes}  # noqa: C416  # a Row is not a pair for the types


def a_suivre(session: Session, acteur: Acteur, *etats: EtatSollicitation) -> Sequence[Sollicitation]:
    """Those in these states, the nearest deadline first."""
    return session.scalars(
        visible_to(acteur)
        .where(Sollicitation.etat.in_(etats))
        .order_by(Sollicitation.reponse_avant, Sollicitation.id)
        .options(
            joinedload(Sollicitation.dla),
            joinedload(Sollicitation.centre),
            joinedload(Sollicitation.prise_par),
        )
    ).all()


def suite_de(session: Session, sollicitation: Sollicitation) -> Sollicitation | None:
    """The one that a réorientée one became."""
    return session.scalars(
        select(Sollicitation)
        .where(Sollicitation.suite_de_id == sollicitation.id)
        .options(joinedload(Sollicitation.centre))
    ).one_or_none()


def centres(session: Session, today: date) -> Sequence[CentreRessources]:
    """The centres that may be asked today, by name."""
    return session.scalars(
        select(CentreRessources)
        .where(
            CentreRessources.active,
            CentreRessources.valide_du.is_(None) | (CentreRessources.valide_du <= today),
            CentreRessources.valide_au.is_(None) | (CentreRessources.valide_au >= today),
        )
        .options(selectinload(CentreRessources.secteurs), selectinload(CentreRessources.thematiques))
        .order_by(CentreRessources.nom)
    ).all()
