"""Reading pièces: what each may open, and the states that the whole network may know."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.queries import RESEAU
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role, TypeOrganisation
from dla_market.kernel import clock
from dla_market.pieces import rules
from dla_market.pieces.models import AlertePiece, EtatPiece, GenrePiece, Piece
from dla_market.referentiel import reglages

QUI_PAIE = frozenset({Role.GESTIONNAIRE, Role.RESPONSABLE})
"""The roles of a DLA that may know where its prestataires are paid."""

EN_VIGUEUR = (EtatPiece.DEPOSEE, EtatPiece.ACCEPTEE, EtatPiece.REFUSEE)
AUCUN = select(Prestataire.id).where(false())


def sql_etat(today: date, preavis_jours: int = rules.PREAVIS_JOURS) -> ColumnElement[str]:
    """The SQL twin of rules.etat_montre: the value of an EtatMontre."""
    montre = rules.EtatMontre
    return case(
        (Piece.etat == EtatPiece.REFUSEE, montre.REFUSEE.value),
        (Piece.etat == EtatPiece.REMPLACEE, montre.REMPLACEE.value),
        (Piece.fin < today, montre.EXPIREE.value),
        (Piece.etat == EtatPiece.DEPOSEE, montre.A_VERIFIER.value),
        (Piece.fin <= today + timedelta(days=preavis_jours), montre.BIENTOT_EXPIREE.value),
        else_=montre.VALIDE.value,
    )


def visible_to(acteur: Acteur, payes: Select[Any] = AUCUN, instruits: Select[Any] = AUCUN) -> Select[Piece]:
    """The pièces that the actor may open.

    A prestataire all of its own; the DLA those of every prestataire, but for the restricted kinds (RIB):
    these only for who pays, of the prestataires in `payes` (ids: those with a live order of the DLA).
    A référent régional those of rules.INSTRUITES that stand, of the prestataires in `instruits` (ids: those
    whose request it examines).
    """
    requete = select(Piece)
    if acteur.role is Role.REFERENT_REGIONAL:
        return requete.where(
            Piece.prestataire_id.in_(instruits),
            Piece.genre.in_(rules.INSTRUITES),
            Piece.etat != EtatPiece.REMPLACEE,
        )
    if acteur.role is Role.PRESTATAIRE:
        return requete.where(Piece.prestataire_id == acteur.organisation_id)
    if acteur.organisation_type is not TypeOrganisation.DLA:
        return requete.where(false())
    libre = Piece.genre.not_in(rules.RESERVEES)
    if acteur.role in QUI_PAIE:
        return requete.where(or_(libre, Piece.prestataire_id.in_(payes)))
    return requete.where(libre)


def charger(
    session: Session,
    acteur: Acteur,
    piece_id: int,
    payes: Select[Any] = AUCUN,
    instruits: Select[Any] = AUCUN,
) -> Piece | None:
    """The pièce with its prestataire and its people, None where the actor may not open it."""
    return session.scalars(
        visible_to(acteur, payes, instruits)
        .where(Piece.id == piece_id)
        .options(
            joinedload(Piece.prestataire),
            joinedload(Piece.deposee_par),
            joinedload(Piece.verifiee_par),
            joinedload(Piece.verifiee_pour),
            joinedload(Piece.authentique_par),
        )
    ).one_or_none()


def du_prestataire(
    session: Session,
    acteur: Acteur,
    prestataire_id: int,
    payes: Select[Any] = AUCUN,
    instruits: Select[Any] = AUCUN,
) -> dict[GenrePiece, list[Piece]]:
    """The versions that the actor may open, by kind, the latest first; replaced ones too."""
    par_genre: dict[GenrePiece, list[Piece]] = {}
    for piece in session.scalars(
        visible_to(acteur, payes, instruits)
        .where(Piece.prestataire_id == prestataire_id)
        .order_by(Piece.id.desc())
    ):
        par_genre.setdefault(piece.genre, []).append(piece)
    return par_genre


def a_verifier(acteur: Acteur, today: date, payes: Select[Any] = AUCUN) -> Select[Piece]:
    """What a DLA may verify: deposited, still good, that it may open; the oldest first."""
    return (
        visible_to(acteur, payes)
        .where(sql_etat(today) == rules.EtatMontre.A_VERIFIER.value)
        .options(joinedload(Piece.prestataire))
        .order_by(Piece.deposee_le, Piece.id)
    )


def etats(
    session: Session, prestataire_ids: Collection[int], today: date
) -> dict[int, dict[GenrePiece, rules.EtatMontre]]:
    """What each kind is worth today, by prestataire, in one statement, restricted kinds too."""
    preavis = reglages.entier(session, "piece_preavis_jours", today)
    versions: dict[int, dict[GenrePiece, list[Piece]]] = {ident: {} for ident in prestataire_ids}
    rangees: Any = session.execute(
        select(Piece.prestataire_id, Piece.genre, Piece.etat, Piece.fin)
        .where(Piece.prestataire_id.in_(prestataire_ids), Piece.etat.in_(EN_VIGUEUR))
        .order_by(Piece.id.desc())
    )
    for rangee in rangees:
        versions[rangee.prestataire_id].setdefault(rangee.genre, []).append(rangee)
    return {
        ident: {genre: rules.etat_du_genre(par_genre.get(genre, ()), today, preavis) for genre in GenrePiece}
        for ident, par_genre in versions.items()
    }


def manque_rc_pro(session: Session, prestataire_id: int) -> str | None:
    """What is to be said of the prestataire's insurance before an award; None where it holds (R34)."""
    return rules.phrase_rc_pro(etats(session, [prestataire_id], clock.today())[prestataire_id])


def etats_montres(
    session: Session, acteur: Acteur, prestataire_id: int, today: date
) -> dict[GenrePiece, rules.EtatMontre]:
    """The states shown on a fiche: to the network those not restricted, to a prestataire all its own."""
    tous = etats(session, [prestataire_id], today)[prestataire_id]
    if acteur.organisation_id == prestataire_id:
        return tous
    if acteur.organisation_type not in RESEAU:
        return {}
    return {genre: etat for genre, etat in tous.items() if genre not in rules.RESERVEES}


def a_alerter(session: Session, today: date, jours: int) -> Sequence[tuple[Piece, set[int]]]:
    """The accepted pièces that end within `jours` days, each with the thresholds already told."""
    pieces = session.scalars(
        select(Piece)
        .where(
            and_(
                Piece.etat == EtatPiece.ACCEPTEE,
                Piece.fin >= today,
                Piece.fin <= today + timedelta(days=jours),
            )
        )
        .order_by(Piece.id)
    ).all()
    envoyes: dict[int, set[int]] = {piece.id: set() for piece in pieces}
    for alerte in session.scalars(select(AlertePiece).where(AlertePiece.piece_id.in_(envoyes))):
        envoyes[alerte.piece_id].add(alerte.seuil)
    return [(piece, envoyes[piece.id]) for piece in pieces]


def combien_a_verifier(session: Session, acteur: Acteur, today: date, payes: Select[Any] = AUCUN) -> int:
    """How many wait for this DLA."""
    requete = a_verifier(acteur, today, payes).order_by(None).options()
    return (
        session.scalar(select(func.count()).select_from(requete.with_only_columns(Piece.id).subquery())) or 0
    )
