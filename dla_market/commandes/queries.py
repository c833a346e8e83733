"""Who sees which order: its DLA, the DLA R of the region, its provider, the structures that it serves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dla_market.accompagnement.models import Structure
from dla_market.catalogue.models import Prestataire
from dla_market.commandes.models import (
    Commande,
    EtatCommande,
    EtatFacture,
    Evaluation,
    Facture,
    Livrable,
    ServiceFait,
)
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import DU_PRESTATAIRE, Role
from dla_market.consultations.models import Consultation, EtatConsultation
from dla_market.ingenieries.models import Ingenierie, Participation
from dla_market.ingenieries.queries import ROLES_DLA
from dla_market.kernel.clock import a_paris, instant_de_paris
from dla_market.reseau.models import Dla


def condition_visible(acteur: Acteur) -> ColumnElement[bool]:
    """The condition on Commande that lists, files and the rooms above reuse."""
    if acteur.role in ROLES_DLA:
        return Commande.dla_id == acteur.organisation_id
    if acteur.role is Role.REFERENT_REGIONAL:
        return Commande.dla_id.in_(
            select(Dla.__table__.c.id).where(Dla.__table__.c.regional_id == acteur.organisation_id)
        )
    if acteur.role in DU_PRESTATAIRE:
        return Commande.prestataire_id == acteur.organisation_id
    if acteur.role is Role.STRUCTURE:
        return Commande.ingenierie_id.in_(
            select(Participation.ingenierie_id).where(Participation.structure_id == acteur.organisation_id)
        )
    return false()


def visible_to(acteur: Acteur) -> Select[Any]:
    """The orders that the actor may see."""
    return select(Commande).where(condition_visible(acteur))


def charger(session: Session, acteur: Acteur, commande_id: int) -> Commande | None:
    """One of them by its id with all that its page shows, None where it is not one of them."""
    requete = visible_to(acteur).where(Commande.id == commande_id)
    parties = (
        joinedload(Commande.prestataire),
        joinedload(Commande.ingenierie)
        .selectinload(Ingenierie.participations)
        .joinedload(Participation.structure),
        joinedload(Commande.services_faits),
        joinedload(Commande.evaluation_dla),
    )
    return session.scalars(requete.options(*parties)).unique().one_or_none()


def charger_livrable(session: Session, acteur: Acteur, livrable_id: int) -> Livrable | None:
    """A deliverable of an order that the actor may see."""
    return session.scalars(_enfant(Livrable, acteur).where(Livrable.id == livrable_id)).one_or_none()


def charger_service_fait(session: Session, acteur: Acteur, service_fait_id: int) -> ServiceFait | None:
    """A service fait of an order that the actor may see."""
    return session.scalars(
        _enfant(ServiceFait, acteur).where(ServiceFait.id == service_fait_id)
    ).one_or_none()


def charger_evaluation(session: Session, acteur: Acteur, evaluation_id: int) -> Evaluation | None:
    """What was said of a mission, for the provider of an order that the actor may see."""
    return session.scalars(
        _enfant(Evaluation, acteur).where(
            Evaluation.id == evaluation_id, Commande.prestataire_id == acteur.organisation_id
        )
    ).one_or_none()


def evaluations_sans_reponse(acteur: Acteur, depuis: date) -> Select[Any]:
    """What was said since that day of the actor's own missions, and not answered, the oldest first."""
    return (
        _enfant(Evaluation, acteur)
        .where(
            Commande.prestataire_id == acteur.organisation_id,
            Evaluation.repondu_le.is_(None),
            Evaluation.rendue_le >= instant_de_paris(depuis, time()),
        )
        .options(joinedload(Evaluation.commande))
        .order_by(Evaluation.rendue_le, Evaluation.id)
    )


def charger_facture(session: Session, acteur: Acteur, facture_id: int) -> Facture | None:
    """An invoice of an order that the actor may see; a structure sees none (domain 2)."""
    return session.scalars(factures_visibles(acteur).where(Facture.id == facture_id)).one_or_none()


def factures_visibles(acteur: Acteur) -> Select[Any]:
    """The invoices that the actor may see: those of the orders, but for the structures."""
    if not voit_factures(acteur):
        return select(Facture).where(false())
    return _enfant(Facture, acteur)


def voit_factures(acteur: Acteur) -> bool:
    """Whether invoices are this actor's business."""
    return acteur.role is not Role.STRUCTURE


def _enfant(modele: type[Livrable | ServiceFait | Facture | Evaluation], acteur: Acteur) -> Select[Any]:
    return select(modele).join(Commande, Commande.id == modele.commande_id).where(condition_visible(acteur))


def lister(acteur: Acteur, *, etats: Collection[EtatCommande] = (), annee: int | None = None) -> Select[Any]:
    """The list of orders, the latest first: by state, by the year of their number in Paris."""
    requete = visible_to(acteur).options(
        joinedload(Commande.prestataire).load_only(Prestataire.nom),
        joinedload(Commande.ingenierie)
        .selectinload(Ingenierie.participations)
        .joinedload(Participation.structure)
        .load_only(Structure.nom),
    )
    if etats:
        requete = requete.where(Commande.etat.in_(etats))
    if annee is not None:
        debut, fin = bornes_annee(annee)
        requete = requete.where(Commande.etablie_le >= debut, Commande.etablie_le < fin)
    return requete.order_by(Commande.etablie_le.desc(), Commande.id.desc())


def commande_de(session: Session, consultation: Consultation) -> Commande | None:
    """The order of a consultation that the actor has loaded, None while there is none."""
    return session.scalars(select(Commande).where(Commande.consultation_id == consultation.id)).one_or_none()


A_SUIVRE: Mapping[Role, tuple[Any, ...]] = {
    Role.CHARGE_MISSION: (selectinload(Commande.livrables), joinedload(Commande.evaluations)),
    Role.RESPONSABLE: (joinedload(Commande.services_faits),),
    Role.PRESTATAIRE: (
        selectinload(Commande.livrables),
        joinedload(Commande.services_faits),
        joinedload(Commande.factures),
        joinedload(Commande.evaluation_dla),
    ),
    Role.INTERVENANT: (selectinload(Commande.livrables),),
    Role.STRUCTURE: (
        joinedload(Commande.ingenierie).selectinload(Ingenierie.participations),
        selectinload(Commande.livrables),
        joinedload(Commande.services_faits),
        joinedload(Commande.evaluations),
    ),
}
"""What says to each role what waits in an order. Joined is what comes once or twice an order."""


def suivies(acteur: Acteur) -> Select[Any]:
    """The orders under way with what says what waits in them: the same statements for one and for fifty.

    Their rows come joined: `unique()` before reading them.
    """
    return (
        visible_to(acteur)
        .where(Commande.etat.not_in([EtatCommande.SOLDEE, EtatCommande.ANNULEE]))
        .options(joinedload(Commande.ingenierie).load_only(Ingenierie.type), *A_SUIVRE.get(acteur.role, ()))
        .order_by(Commande.etablie_le.desc(), Commande.id.desc())
    )


def attribuees_sans_commande(acteur: Acteur) -> Select[Any]:
    """The awarded consultations of the actor's DLA that wait for their order."""
    return (
        select(Consultation)
        .join(Ingenierie, Ingenierie.id == Consultation.ingenierie_id)
        .where(
            Consultation.etat == EtatConsultation.ATTRIBUEE,
            Ingenierie.dla_id == acteur.organisation_id,
            ~exists().where(Commande.consultation_id == Consultation.id),
        )
        .order_by(Consultation.attribuee_le)
    )


def annees(session: Session, acteur: Acteur) -> list[int]:
    """The years that the actor's orders were drawn up in, the latest first: from first to last."""
    jour = Commande.etablie_le
    bornes: Any = session.execute(visible_to(acteur).with_only_columns(func.min(jour), func.max(jour)))
    premiere, derniere = bornes.one()
    if premiere is None or derniere is None:
        return []
    return list(range(a_paris(derniere).year, a_paris(premiere).year - 1, -1))


def lister_factures(acteur: Acteur, *, etats: Collection[EtatFacture] = ()) -> Select[Any]:
    """The list of invoices, by the day that they are due."""
    commande = joinedload(Facture.commande)
    requete = factures_visibles(acteur).options(
        commande.joinedload(Commande.prestataire).load_only(Prestataire.nom),
        commande.selectinload(Commande.services_faits),
    )
    if etats:
        requete = requete.where(Facture.etat.in_(etats))
    return requete.order_by(Facture.echeance, Facture.id)


def compter_factures(session: Session, acteur: Acteur) -> dict[EtatFacture, int]:
    """How many invoices stand in each state."""
    lignes = session.execute(
        factures_visibles(acteur).with_only_columns(Facture.etat, func.count()).group_by(Facture.etat)
    )
    return {ligne[0]: ligne[1] for ligne in lignes}


def bornes_annee(annee: int) -> tuple[datetime, datetime]:
    """The first instant of a year in Paris, and of the next (reliability C7)."""
    return instant_de_paris(date(annee, 1, 1), time()), instant_de_paris(date(annee + 1, 1, 1), time())
