"""Who sees what of a consultation.

The DLA that launched it, the DLA R of its region (to read), the structures that it serves see the
consultation; an invited provider sees its own invitation, and nothing of the others. Nobody but its owner
sees a trace of an offer before the opening; after it, the offers in clear show only to an evaluator who
has declared no link.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import DU_PRESTATAIRE, Role
from dla_market.consultations import scelle
from dla_market.consultations.classement import classement
from dla_market.consultations.models import (
    Consultation,
    Declaration,
    Invitation,
    Offre,
    OffreOuverte,
    PreselectionFigee,
    ProcesVerbal,
    Question,
    Selection,
    SelectionEcartee,
    TentativeDepot,
)
from dla_market.consultations.rules import Rang
from dla_market.ingenieries.models import Ingenierie
from dla_market.ingenieries.queries import condition_visible
from dla_market.kernel.coffre import Coffre

LECTEURS = frozenset({Role.CHARGE_MISSION, Role.RESPONSABLE, Role.REFERENT_REGIONAL, Role.STRUCTURE})
ACHETEURS = frozenset({Role.CHARGE_MISSION, Role.RESPONSABLE})
EVALUATEURS = frozenset({Role.CHARGE_MISSION, Role.RESPONSABLE, Role.STRUCTURE})


def visible_to(acteur: Acteur) -> Select[Any]:
    """The consultations that the actor may see; none for a provider, who goes through its invitation."""
    garde = condition_visible(acteur) if acteur.role in LECTEURS else false()
    return select(Consultation).join(Ingenierie, Consultation.ingenierie_id == Ingenierie.id).where(garde)


def charger(session: Session, acteur: Acteur, consultation_id: int) -> Consultation | None:
    """One of them by its id."""
    ingenierie = contains_eager(Consultation.ingenierie)
    requete = (
        visible_to(acteur)
        .where(Consultation.id == consultation_id)
        .options(
            ingenierie.joinedload(Ingenierie.dla),
            ingenierie.joinedload(Ingenierie.participations),
            selectinload(Consultation.invitations).joinedload(Invitation.prestataire),
            selectinload(Consultation.questions),
        )
    )
    return session.scalars(requete).unique().one_or_none()


def liste(acteur: Acteur) -> Select[Any]:
    """Those consultations with their ingénierie, the latest deadline first: a list's query."""
    return (
        visible_to(acteur)
        .options(contains_eager(Consultation.ingenierie))
        .order_by(Consultation.limite_offre.desc(), Consultation.id.desc())
    )


def invitations_visibles(acteur: Acteur) -> Select[Any]:
    """A provider's own invitations; none for anybody else, who reads them within the consultation."""
    garde = Invitation.prestataire_id == acteur.organisation_id if acteur.role in DU_PRESTATAIRE else false()
    return select(Invitation).where(garde)


def liste_invitations(acteur: Acteur) -> Select[Any]:
    """Those invitations with their consultation, the latest deadline first: a list's query."""
    return (
        invitations_visibles(acteur)
        .join(Consultation, Invitation.consultation_id == Consultation.id)
        .options(contains_eager(Invitation.consultation).joinedload(Consultation.ingenierie))
        .order_by(Consultation.limite_offre.desc(), Invitation.id.desc())
    )


def charger_invitation(session: Session, acteur: Acteur, invitation_id: int) -> Invitation | None:
    """One of them by its id."""
    consultation = joinedload(Invitation.consultation)
    return session.scalars(
        invitations_visibles(acteur)
        .where(Invitation.id == invitation_id)
        .options(
            consultation.joinedload(Consultation.ingenierie).joinedload(Ingenierie.dla),
            consultation.selectinload(Consultation.questions),
        )
    ).one_or_none()


def selections_visibles(acteur: Acteur) -> Select[Any]:
    """Shortlist lines of the ingénieries of the actor's DLA, for those who build it or award."""
    garde = condition_visible(acteur) if acteur.role in ACHETEURS else false()
    return select(Selection).join(Ingenierie, Selection.ingenierie_id == Ingenierie.id).where(garde)


def charger_selection(session: Session, acteur: Acteur, selection_id: int) -> Selection | None:
    """One of them by its id."""
    return session.scalars(selections_visibles(acteur).where(Selection.id == selection_id)).one_or_none()


def selection_de(session: Session, acteur: Acteur, ingenierie_id: int) -> Sequence[Selection]:
    """An ingénierie's shortlist, in the order it was built."""
    return session.scalars(
        selections_visibles(acteur).where(Selection.ingenierie_id == ingenierie_id).order_by(Selection.id)
    ).all()


def ecartees_visibles(acteur: Acteur) -> Select[Any]:
    """Who was set aside for the ingénieries of the actor's DLA, for those who read the shortlist."""
    garde = condition_visible(acteur) if acteur.role in ACHETEURS else false()
    return (
        select(SelectionEcartee)
        .join(Ingenierie, SelectionEcartee.ingenierie_id == Ingenierie.id)
        .where(garde)
    )


def charger_ecartee(session: Session, acteur: Acteur, ecartee_id: int) -> SelectionEcartee | None:
    """One of them by its id."""
    return session.scalars(ecartees_visibles(acteur).where(SelectionEcartee.id == ecartee_id)).one_or_none()


def ecartees_de(session: Session, acteur: Acteur, ingenierie_id: int) -> Sequence[SelectionEcartee]:
    """Who was set aside for an ingénierie, in the order that it was done."""
    return session.scalars(
        ecartees_visibles(acteur)
        .where(SelectionEcartee.ingenierie_id == ingenierie_id)
        .options(joinedload(SelectionEcartee.prestataire))
        .order_by(SelectionEcartee.id)
    ).all()


def preselection_figee(session: Session, consultation: Consultation) -> PreselectionFigee | None:
    """The evidence frozen at the launch of a consultation that the actor has loaded, None where none was."""
    return session.scalars(
        select(PreselectionFigee).where(PreselectionFigee.consultation_id == consultation.id)
    ).one_or_none()


def consultation_de(session: Session, acteur: Acteur, ingenierie_id: int) -> Consultation | None:
    """The latest consultation of an ingénierie, None while there is none."""
    return session.scalars(
        visible_to(acteur)
        .where(Consultation.ingenierie_id == ingenierie_id)
        .order_by(Consultation.id.desc())
        .limit(1)
    ).first()


def charger_question(session: Session, acteur: Acteur, question_id: int) -> Question | None:
    """A question of a consultation that the actor may see."""
    return session.scalars(
        select(Question).where(
            Question.id == question_id,
            Question.consultation_id.in_(visible_to(acteur).with_only_columns(Consultation.id)),
        )
    ).one_or_none()


def offre_de(session: Session, acteur: Acteur, invitation: Invitation) -> Offre | None:
    """The actor's own offer on an invitation of its own, still sealed."""
    if acteur.role not in DU_PRESTATAIRE:
        return None
    return session.scalars(
        select(Offre).where(
            Offre.consultation_id == invitation.consultation_id,
            Offre.prestataire_id == acteur.organisation_id,
            Offre.prestataire_id == invitation.prestataire_id,
        )
    ).one_or_none()


def declaration(session: Session, acteur: Acteur, consultation: Consultation) -> Declaration | None:
    """The person's own declaration of links."""
    return session.scalars(
        select(Declaration).where(
            Declaration.consultation_id == consultation.id,
            Declaration.utilisateur_id == acteur.utilisateur_id,
        )
    ).one_or_none()


def lit_les_offres(session: Session, acteur: Acteur, consultation: Consultation) -> bool:
    """Whether the actor may read what the offers say: opened, an evaluator, who declared no link (R50)."""
    if acteur.role not in EVALUATEURS or consultation.ouverte_le is None:
        return False
    sienne = declaration(session, acteur, consultation)
    return sienne is not None and sienne.sans_lien


def offres_ouvertes(session: Session, acteur: Acteur, consultation: Consultation) -> list[OffreOuverte]:
    """The offers in clear, for an evaluator who has declared no link; nothing for anybody else (R50)."""
    if not lit_les_offres(session, acteur, consultation):
        return []
    return sorted(consultation.ouvertes, key=lambda o: (o.prestataire.nom, o.offre_id))


def charger_ouverte(session: Session, acteur: Acteur, offre_id: str) -> OffreOuverte | None:
    """One opened offer by its id, under the same conditions."""
    offre = session.get(OffreOuverte, offre_id)
    if offre is None:
        return None
    consultation = charger(session, acteur, offre.consultation_id)
    if consultation is None or offre not in offres_ouvertes(session, acteur, consultation):
        return None
    return offre


def invitations_recentes(
    session: Session, ids: Collection[int], depuis: datetime, *, dla_id: int | None = None
) -> dict[int, int]:
    """How many times each of these prestataires was invited since that instant, by anybody or by one DLA.

    One statement however many they are; who was not invited is absent.
    """
    if not ids:
        return {}
    requete = (
        select(Invitation.prestataire_id, func.count())
        .where(Invitation.prestataire_id.in_(ids), Invitation.envoyee_le >= depuis)
        .group_by(Invitation.prestataire_id)
    )
    if dla_id is not None:
        requete = (
            requete.join(Consultation, Invitation.consultation_id == Consultation.id)
            .join(Ingenierie, Consultation.ingenierie_id == Ingenierie.id)
            .where(Ingenierie.dla_id == dla_id)
        )
    return {prestataire: nombre for prestataire, nombre in session.execute(requete)}  # noqa: C416  # dict() of rows loses their types


def cles_fermees(session: Session, coffre: Coffre) -> list[str]:
    """The references of the consultations whose key the file of keys does not open (reliability B6)."""
    return [
        consultation.ingenierie.reference
        for consultation in session.scalars(
            select(Consultation).options(joinedload(Consultation.ingenierie)).order_by(Consultation.id)
        )
        if not scelle.cle_lisible(coffre, consultation)
    ]


@dataclass(frozen=True)
class HorsDelai:
    """A late offer, kept sealed: who and when, nothing of what it says."""

    prestataire: str
    deposee_le: datetime | None


def hors_delai(session: Session, consultation: Consultation) -> list[HorsDelai]:
    """The late offers; known once the offers in time are opened, not before."""
    if consultation.ouverte_le is None:
        return []
    return [
        HorsDelai(nom, deposee_le)
        for nom, deposee_le in session.execute(
            select(Prestataire.nom, Offre.deposee_le)
            .join(Offre, Offre.prestataire_id == Prestataire.id)
            .where(Offre.consultation_id == consultation.id, Offre.hors_delai.is_(True))
            .order_by(Offre.deposee_le)
        )
    ]


def tentatives(session: Session, consultation: Consultation) -> list[tuple[str, datetime, str]]:
    """Every deposit that the platform received: who, when, its outcome; known after the opening (B9)."""
    if consultation.ouverte_le is None:
        return []
    lignes = session.execute(
        select(Prestataire.nom, TentativeDepot.recue_le, TentativeDepot.issue)
        .join(TentativeDepot, TentativeDepot.prestataire_id == Prestataire.id)
        .where(TentativeDepot.consultation_id == consultation.id)
        .order_by(TentativeDepot.recue_le, TentativeDepot.id)
    )
    return [(nom, recue_le, issue) for nom, recue_le, issue in lignes]


def proces_verbal(session: Session, consultation: Consultation, nature: str) -> ProcesVerbal | None:
    """The procès-verbal of the opening or of the choice, None while there is none."""
    return session.scalars(
        select(ProcesVerbal).where(
            ProcesVerbal.consultation_id == consultation.id, ProcesVerbal.nature == nature
        )
    ).one_or_none()


def resultat(acteur: Acteur, invitation: Invitation) -> tuple[OffreOuverte, Rang | None] | None:
    """A bidder's own result, once awarded: its offer and its points; nothing of the others (R19)."""
    if acteur.role not in DU_PRESTATAIRE or acteur.organisation_id != invitation.prestataire_id:
        return None
    consultation = invitation.consultation
    if consultation.attribuee_le is None:
        return None
    sienne = next((o for o in consultation.ouvertes if o.prestataire_id == acteur.organisation_id), None)
    if sienne is None:
        return None
    return sienne, next((r for r in classement(consultation) if r.offre_id == sienne.offre_id), None)
