"""Reading links of interest: one's own, those of one's centre, and those that forbid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from dla_market.catalogue.models import LienDePrestataire, Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Adhesion, Role, Utilisateur
from dla_market.expertise import rules
from dla_market.expertise.models import Aval, LienInteret
from dla_market.expertise.models_centres import NomCentre, OrganismeCentre, QualiteOrganisme
from dla_market.expertise.queries import sql_valide
from dla_market.referentiel.noms import normaliser
from dla_market.reseau.models import CentreRessources


def visible_to(acteur: Acteur) -> Select[LienInteret]:
    """A person's own links; for the coordination, those of all the people of its centre."""
    if acteur.role not in {Role.EXPERT, Role.COORDINATEUR}:
        return select(LienInteret).where(false())
    siens: list[ColumnElement[bool]] = [LienInteret.utilisateur_id == acteur.utilisateur_id]
    if acteur.role is Role.COORDINATEUR:
        equipe = select(Adhesion.utilisateur_id).where(Adhesion.organisation_id == acteur.organisation_id)
        siens.append(LienInteret.utilisateur_id.in_(equipe))
    return select(LienInteret).where(or_(*siens))


def charger(session: Session, acteur: Acteur, lien_id: int) -> LienInteret | None:
    """A link that the actor may see."""
    return session.scalars(visible_to(acteur).where(LienInteret.id == lien_id)).one_or_none()


def lister(session: Session, acteur: Acteur) -> Sequence[LienInteret]:
    """The links that the actor may see, those that last first."""
    return session.scalars(
        visible_to(acteur)
        .options(joinedload(LienInteret.organisation))
        .order_by(LienInteret.fin.is_not(None), LienInteret.fin.desc(), LienInteret.id)
    ).all()


def bloquants(session: Session, utilisateur_id: int, organisation_id: int, today: date) -> list[LienInteret]:
    """The links of a person with an organisation that forbid it to vouch today (domain R50)."""
    liens = session.scalars(
        select(LienInteret).where(
            LienInteret.utilisateur_id == utilisateur_id, LienInteret.organisation_id == organisation_id
        )
    )
    return [lien for lien in liens if rules.lien_bloque(lien, today)]


def avals_a_revoir(session: Session, centre_id: int, today: date) -> set[int]:
    """The valid avals of a centre that rest on the word of someone who has a link since (domain R50).

    Proposed or confirmed by a person whose declared link with the prestataire forbids it today.
    """
    rangees = session.execute(
        select(Aval.id, LienInteret)
        .join(
            LienInteret,
            and_(
                LienInteret.organisation_id == Aval.prestataire_id,
                LienInteret.utilisateur_id.in_((Aval.propose_par_id, Aval.confirme_par_id)),
            ),
        )
        .where(Aval.centre_id == centre_id, sql_valide(today))
    )
    return {aval_id for aval_id, lien in rangees if rules.lien_bloque(lien, today)}


def noms(session: Session, acteur: Acteur) -> dict[int, str]:
    """The names of the people whose links the actor may see, by account."""
    rangees = session.execute(
        select(Utilisateur.id, Utilisateur.prenom, Utilisateur.nom).where(
            Utilisateur.id.in_(visible_to(acteur).with_only_columns(LienInteret.utilisateur_id))
        )
    )
    return {numero: f"{prenom} {nom}" for numero, prenom, nom in rangees}


def lien_de_la_fiche(session: Session, prestataire: Prestataire, centre_id: int) -> str | None:
    """The organisation with which a fiche declares a link, where it is the centre or a body behind it."""
    siens = {normaliser(nom) for nom in _noms_du_centre(session, centre_id)}
    for declare in session.scalars(
        select(LienDePrestataire.organisation).where(LienDePrestataire.prestataire_id == prestataire.id)
    ):
        dit = f" {normaliser(declare)} "
        if any(f" {nom} " in dit for nom in siens if nom):
            return str(declare)
    return None


def _noms_du_centre(session: Session, centre_id: int) -> set[str]:
    """Every name, past ones too, of a centre, of who carries it and of its networks; not of who steers it."""
    centre = session.get_one(CentreRessources, centre_id)
    noms = {centre.nom, centre.court, centre.tete_de_reseau}
    noms |= set(session.scalars(select(NomCentre.nom).where(NomCentre.centre_id == centre_id)))
    noms |= set(
        session.scalars(
            select(OrganismeCentre.nom).where(
                OrganismeCentre.centre_id == centre_id,
                OrganismeCentre.qualite != QualiteOrganisme.PILOTAGE,
            )
        )
    )
    return noms
