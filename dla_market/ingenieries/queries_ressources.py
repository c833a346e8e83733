"""The ressources of a cahier des charges, as its readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Organisation
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.ingenieries.models_ressources import RessourceJointe, UsageRessource
from dla_market.ingenieries.queries import condition_visible, visible_to
from dla_market.kernel.fichiers.models import Fichier
from dla_market.ressources.models import Edition, EtatRessource, NatureRessource, Ressource

OUVERTES = (EtatIngenierie.PROJET, EtatIngenierie.CDC_REDIGE)
"""Where a cahier may still be written."""


@dataclass(frozen=True)
class Jointe:
    """A ressource on a cahier: what its edition says, and whether its author offers a later one."""

    id: int
    usage: UsageRessource
    ressource_id: int
    nature: NatureRessource
    titre: str
    resume: str
    texte: str
    lien: str
    auteur: str
    numero: int
    derniere: int
    edition_id: int
    fichier: str | None
    fichier_octets: int | None
    fichier_empreinte: str | None
    publiee: bool


def jointes(session: Session, ingenierie_id: int) -> list[Jointe]:
    """What an ingénierie's cahier leans on, in the order of the gestures: one statement."""
    lignes: Any = session.execute(
        select(
            RessourceJointe.id,
            RessourceJointe.usage,
            Ressource.id,
            Ressource.nature,
            Edition.titre,
            Edition.resume,
            Edition.texte,
            Edition.lien,
            Organisation.nom,
            Edition.numero,
            Ressource.numero,
            Edition.id,
            Fichier.nom,
            Fichier.octets,
            Fichier.empreinte,
            Ressource.etat,
        )
        .join(Edition, Edition.id == RessourceJointe.edition_id)
        .join(Ressource, Ressource.id == Edition.ressource_id)
        .join(Organisation, Organisation.id == Ressource.organisation_id)
        .outerjoin(Fichier, Fichier.id == Edition.fichier_id)
        .where(RessourceJointe.ingenierie_id == ingenierie_id)
        .order_by(RessourceJointe.id)
    )
    dites: list[tuple[Any, ...]] = [(*ligne[:-1], ligne[-1] is EtatRessource.PUBLIEE) for ligne in lignes]
    return [Jointe(*dite) for dite in dites]


def charger_jointe(session: Session, acteur: Acteur, jointe_id: int) -> RessourceJointe | None:
    """One of them by its id, on an ingénierie that the actor sees."""
    return session.scalars(
        select(RessourceJointe)
        .join(Ingenierie, Ingenierie.id == RessourceJointe.ingenierie_id)
        .where(RessourceJointe.id == jointe_id, condition_visible(acteur))
        .options(
            joinedload(RessourceJointe.ingenierie),
            joinedload(RessourceJointe.edition).joinedload(Edition.fichier),
        )
    ).one_or_none()


def charger_fichier_joint(session: Session, acteur: Acteur, jointe_id: int) -> RessourceJointe | None:
    """One of them that comes with a file."""
    jointe = charger_jointe(session, acteur, jointe_id)
    return jointe if jointe is not None and jointe.edition.fichier is not None else None


def a_rediger(session: Session, acteur: Acteur) -> Sequence[Ingenierie]:
    """The actor's ingénieries whose cahier may still be written, the latest first."""
    return session.scalars(
        visible_to(acteur)
        .where(Ingenierie.etat.in_(OUVERTES))
        .order_by(Ingenierie.cree_le.desc(), Ingenierie.id.desc())
    ).all()
