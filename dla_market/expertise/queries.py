"""Reading avals: what each may see, and those that show on a fiche or on a line of results."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.queries import RESEAU, a_sa_fiche_publiee
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import DU_PRESTATAIRE, TypeOrganisation, Utilisateur
from dla_market.expertise.models import Aval, EtatAval, NaturePreuve
from dla_market.referentiel.models import Secteur, Thematique
from dla_market.reseau.models import CentreRessources, CentreSecteur, CentreThematique

CENTRE = CentreRessources.__table__
"""The centres' own table, without the organisation that inheritance joins."""

DONNES = (EtatAval.CONFIRME, EtatAval.RENOUVELE)
"""The states of an aval that a centre stands behind, or stood behind until the next one took its place."""


def sql_valide(today: date) -> ColumnElement[bool]:
    """The SQL twin of rules.est_valide."""
    return and_(Aval.etat == EtatAval.CONFIRME, Aval.fin >= today)


def sql_finit_sans_suite(today: date, jours: int) -> ColumnElement[bool]:
    """Valid, for at most `jours` days more, and no renewal is proposed, on Aval."""
    suite = aliased(Aval)
    propose = exists(select(suite.id).where(suite.predecesseur_id == Aval.id, suite.etat == EtatAval.PROPOSE))
    return and_(sql_valide(today), Aval.fin <= today + timedelta(days=jours), not_(propose))


def visible_to(acteur: Acteur) -> Select[Aval]:
    """The avals that the actor may see.

    A centre all of its own; the network the confirmed ones of published fiches, past their end, renewed or
    not; a prestataire those that were given to it, and those taken back. A refused one stays in its centre.
    """
    requete = select(Aval)
    if acteur.role in DU_PRESTATAIRE:
        return requete.where(
            Aval.prestataire_id == acteur.organisation_id,
            Aval.etat.in_((*DONNES, EtatAval.RETIRE)),
        )
    if acteur.organisation_type not in RESEAU:
        return requete.where(false())
    montre = and_(
        Aval.etat.in_(DONNES),
        a_sa_fiche_publiee(Aval.prestataire_id),
    )
    if acteur.organisation_type is TypeOrganisation.CENTRE_RESSOURCES:
        return requete.where(or_(Aval.centre_id == acteur.organisation_id, montre))
    return requete.where(montre)


def charger(session: Session, acteur: Acteur, aval_id: int) -> Aval | None:
    """The aval with its centre and its prestataire, None where the actor may not see it."""
    return session.scalars(
        visible_to(acteur)
        .where(Aval.id == aval_id)
        .options(joinedload(Aval.centre), joinedload(Aval.prestataire))
    ).one_or_none()


def du_centre(acteur: Acteur) -> Select[Aval]:
    """The avals of the actor's own centre."""
    return visible_to(acteur).where(Aval.centre_id == acteur.organisation_id)


@dataclass(frozen=True)
class AvalMontre:
    """An aval with the names that show beside it; the people's are None where they have not acted."""

    id: int
    centre_id: int
    centre_code: str
    centre_nom: str
    prestataire_id: int
    prestataire_nom: str
    secteur_code: str | None
    thematique_code: str | None
    niveau: int
    motif: str
    preuve_nature: NaturePreuve
    preuve: str
    etat: EtatAval
    propose_par_id: int
    propose_par: str
    propose_le: Any
    confirme_par: str | None
    confirme_le: Any
    fin: date
    motif_fin: str
    predecesseur_id: int | None
    reponse: str
    repondu_le: Any


@cache
def _noms() -> tuple[Any, ...]:
    """The centre, the prestataire and the two people of an aval: an alias costs as much as a statement."""
    return (
        aliased(CentreRessources, flat=True),
        aliased(Prestataire, flat=True),
        aliased(Utilisateur),
        aliased(Utilisateur),
    )


@cache
def _colonnes() -> tuple[Any, ...]:
    """What `AvalMontre` is made of, in its order."""
    centre, prestataire, proposeur, confirmeur = _noms()
    return (
        Aval.id,
        Aval.centre_id,
        centre.code,
        centre.nom,
        Aval.prestataire_id,
        prestataire.nom,
        Aval.secteur_code,
        Aval.thematique_code,
        Aval.niveau,
        Aval.motif,
        Aval.preuve_nature,
        Aval.preuve,
        Aval.etat,
        Aval.propose_par_id,
        proposeur.prenom + " " + proposeur.nom,
        Aval.propose_le,
        confirmeur.prenom + " " + confirmeur.nom,
        Aval.confirme_le,
        Aval.fin,
        Aval.motif_fin,
        Aval.predecesseur_id,
        Aval.reponse,
        Aval.repondu_le,
    )


def montres(session: Session, requete: Select[Aval]) -> list[AvalMontre]:
    """The avals of a `visible_to` select with all their names, in one statement; the latest end first."""
    centre, prestataire, proposeur, confirmeur = _noms()
    rangees: Any = session.execute(
        requete.join(centre, centre.id == Aval.centre_id)
        .join(prestataire, prestataire.id == Aval.prestataire_id)
        .join(proposeur, proposeur.id == Aval.propose_par_id)
        .outerjoin(confirmeur, confirmeur.id == Aval.confirme_par_id)
        .order_by(Aval.fin.desc(), Aval.id)
        .with_only_columns(*_colonnes())
    )
    return [AvalMontre(*rangee) for rangee in rangees]


@dataclass(frozen=True)
class Marque:
    """The mark of a valid aval on a line of results."""

    prestataire_id: int
    centre_code: str
    secteur_code: str | None
    thematique_code: str | None
    fin: date


def marques(session: Session, acteur: Acteur, ids: Collection[int], today: date) -> dict[int, list[Marque]]:
    """The valid avals of these prestataires, by prestataire, in one statement; the latest end first."""
    if not ids:
        return {}
    rangees: Any = session.execute(
        visible_to(acteur)
        .join(CENTRE, CENTRE.c.id == Aval.centre_id)
        .where(Aval.prestataire_id.in_(ids), sql_valide(today))
        .order_by(Aval.fin.desc(), Aval.id)
        .with_only_columns(
            Aval.prestataire_id, CENTRE.c.code, Aval.secteur_code, Aval.thematique_code, Aval.fin
        )
    )
    par_prestataire: dict[int, list[Marque]] = {}
    for rangee in rangees:
        marque = Marque(*rangee)
        par_prestataire.setdefault(marque.prestataire_id, []).append(marque)
    return par_prestataire


def secteurs_couverts(session: Session, centre_id: int) -> list[str]:
    """The codes of the secteurs that a centre covers, in the nomenclature's order."""
    return list(
        session.scalars(
            select(CentreSecteur.secteur_code)
            .join(Secteur, Secteur.code == CentreSecteur.secteur_code)
            .where(CentreSecteur.centre_id == centre_id)
            .order_by(Secteur.ordre)
        )
    )


def thematiques_couvertes(session: Session, centre_id: int) -> list[str]:
    """The codes of the thématiques that a centre covers, in the nomenclature's order."""
    return list(
        session.scalars(
            select(CentreThematique.thematique_code)
            .join(Thematique, Thematique.code == CentreThematique.thematique_code)
            .where(CentreThematique.centre_id == centre_id)
            .order_by(Thematique.ordre)
        )
    )


def domaines_couverts(session: Session, centre_id: int) -> list[str]:
    """The codes of both: what a centre may vouch for without saying why."""
    return [*secteurs_couverts(session, centre_id), *thematiques_couvertes(session, centre_id)]


def notes_internes(session: Session, acteur: Acteur, ids: Collection[int]) -> dict[int, str]:
    """What the actor's own centre says to itself of these avals; nothing of another's."""
    rangees: Any = session.execute(
        select(Aval.id, Aval.note_interne).where(
            Aval.id.in_(ids), Aval.centre_id == acteur.organisation_id, Aval.note_interne != ""
        )
    )
    return dict(tuple(rangee) for rangee in rangees)


def chaine(session: Session, acteur: Acteur, aval: Aval) -> list[AvalMontre]:
    """The avals that led to this one by renewals, the latest first, those that the actor may see."""
    ids: list[int] = []
    precedent = aval.predecesseur_id
    while precedent is not None and precedent not in ids:
        ids.append(precedent)
        precedent = session.scalar(select(Aval.predecesseur_id).where(Aval.id == precedent))
    return montres(session, visible_to(acteur).where(Aval.id.in_(ids))) if ids else []


def centres(session: Session) -> Sequence[CentreRessources]:
    """Every centre de ressources, by name."""
    return session.scalars(select(CentreRessources).order_by(CentreRessources.nom)).all()
