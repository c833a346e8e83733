"""The rows behind each figure of a fund: what a number anywhere opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, and_, bindparam, cast, func, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from dla_market.comptes.models import Organisation
from dla_market.fonds.models import (
    Compte,
    Convention,
    Ecriture,
    EtatReservation,
    Imputation,
    Mouvement,
    NatureCompte,
    PartReservation,
    Reservation,
    Tranche,
    TypeMouvement,
)
from dla_market.kernel.pagination import TAILLE, Page


class Figure(Enum):
    """The figures of a fund page that open their lines."""

    CONVENTIONNE = "conventionne"
    RESERVE = "reserve"
    ENGAGE = "engage"
    EN_COURS = "en_cours"
    REALISE = "realise"
    A_PAYER = "a_payer"
    FACTURE = "facture"
    PAYE = "paye"
    DISPONIBLE = "disponible"


@dataclass(frozen=True)
class Ligne:
    """One file behind a figure: whose it is (`objet_type`, `objet_id`), in words, its centimes, when."""

    objet_type: str
    objet_id: int
    libelle: str
    montant_centimes: int
    instant: datetime | None


@dataclass(frozen=True)
class LigneReleve:
    """One movement of money, with the file that it is about."""

    mouvement_id: int
    type: TypeMouvement
    objet_type: str
    objet_id: int
    libelle: str
    montant_centimes: int
    instant: datetime


IMPUTES: dict[Figure, ColumnElement[int]] = {
    Figure.ENGAGE: Imputation.engage_centimes + 0,
    Figure.EN_COURS: Imputation.engage_centimes - Imputation.realise_centimes,
    Figure.REALISE: Imputation.realise_centimes + 0,
    Figure.A_PAYER: Imputation.realise_centimes - Imputation.paye_centimes,
    Figure.FACTURE: Imputation.facture_centimes + 0,
    Figure.PAYE: Imputation.paye_centimes + 0,
}
"""The figures that orders make, each as what one share of an order adds to it."""


def lignes(
    session: Session, fonds_id: int, figure: Figure, *, financeur_id: int | None = None, numero: int = 1
) -> Page[Ligne]:
    """One page of the rows that a figure is made of, latest first; they add up to it over all pages.

    With `financeur_id`, of what that financeur's tranches bear only.
    """
    requete = _requete(fonds_id, figure, financeur_id)
    trouvees, numero, total = _tranche_de(session, requete, numero)
    return Page(
        [Ligne(x.objet_type, x.objet_id, x.libelle, x.montant, x.instant) for x in trouvees],
        numero,
        TAILLE,
        total,
    )


@cache
def _comptage(*, d_un_financeur: bool) -> Select[*tuple[Any, ...]]:
    """The question, written once, of a fund (and of a financeur) named at each reading."""
    fonds: Any = bindparam("fonds", type_=Integer)
    financeur: Any = bindparam("financeur", type_=Integer) if d_un_financeur else None
    par_commande = (
        _imputations(fonds, financeur)
        .with_only_columns(
            *(
                (func.sum(IMPUTES[figure]) > 0).label(figure.value)
                for figure in (Figure.PAYE, Figure.A_PAYER, Figure.EN_COURS)
            )
        )
        .group_by(Imputation.objet_type, Imputation.objet_id)
        .subquery()
    )
    reservations = _par_reservation(fonds, financeur).order_by(None).subquery()
    return select(
        *(func.count().filter(colonne).label(colonne.name) for colonne in par_commande.c),
        select(func.count()).select_from(reservations).scalar_subquery().label("reserve"),
    )


def compter(session: Session, fonds_id: int, financeur_id: int | None = None) -> dict[Figure, int]:
    """How many files stand behind each disjoint part of the gauge, in one statement."""
    valeurs = {"fonds": fonds_id, "financeur": financeur_id}
    comptees = session.execute(_comptage(d_un_financeur=financeur_id is not None), valeurs).one()
    return {
        figure: getattr(comptees, figure.value)
        for figure in (Figure.PAYE, Figure.A_PAYER, Figure.EN_COURS, Figure.RESERVE)
    }


def releve(
    session: Session, fonds_id: int, *, financeur_id: int | None = None, numero: int = 1
) -> Page[LigneReleve]:
    """One page of the fund's movements, latest first; with `financeur_id`, that financeur's share of them."""
    requete = (
        select(
            Mouvement.id,
            Mouvement.type,
            Mouvement.objet_type,
            Mouvement.objet_id,
            Mouvement.libelle,
            _somme(Ecriture.montant_centimes).label("montant"),
            Mouvement.instant,
        )
        .join(Ecriture, Ecriture.mouvement_id == Mouvement.id)
        .join(Compte, Compte.id == Ecriture.compte_id)
        .join(Tranche, Tranche.id == Compte.tranche_id)
        .join(Convention, Convention.id == Tranche.convention_id)
        .where(Mouvement.fonds_id == fonds_id, Ecriture.montant_centimes > 0, _de(financeur_id))
        .group_by(
            Mouvement.id,
            Mouvement.type,
            Mouvement.objet_type,
            Mouvement.objet_id,
            Mouvement.libelle,
            Mouvement.instant,
        )
        .order_by(Mouvement.id.desc())
    )
    trouvees, numero, total = _tranche_de(session, requete, numero)
    return Page(
        [
            LigneReleve(x.id, x.type, x.objet_type, x.objet_id, x.libelle, x.montant, x.instant)
            for x in trouvees
        ],
        numero,
        TAILLE,
        total,
    )


def _requete(fonds_id: int, figure: Figure, financeur_id: int | None) -> Select[*tuple[Any, ...]]:
    if figure in {Figure.CONVENTIONNE, Figure.DISPONIBLE}:
        return _par_convention(fonds_id, figure, financeur_id)
    if figure is Figure.RESERVE:
        return _par_reservation(fonds_id, financeur_id)
    montant = _somme(IMPUTES[figure])
    return (
        _imputations(fonds_id, financeur_id)
        .join(
            Mouvement,
            and_(
                Mouvement.objet_type == Imputation.objet_type,
                Mouvement.objet_id == Imputation.objet_id,
                Mouvement.type == TypeMouvement.ENGAGER,
            ),
        )
        .with_only_columns(
            Imputation.objet_type,
            Imputation.objet_id,
            Mouvement.libelle,
            montant.label("montant"),
            Mouvement.instant,
        )
        .group_by(Imputation.objet_type, Imputation.objet_id, Mouvement.libelle, Mouvement.instant)
        .having(montant > 0)
        .order_by(Mouvement.instant.desc(), Imputation.objet_id.desc())
    )


def _imputations(fonds_id: int, financeur_id: int | None) -> Select[*tuple[Any, ...]]:
    return (
        select(Imputation.id)
        .join(Tranche, Tranche.id == Imputation.tranche_id)
        .join(Convention, Convention.id == Tranche.convention_id)
        .where(Imputation.fonds_id == fonds_id, _de(financeur_id))
    )


def _par_reservation(fonds_id: int, financeur_id: int | None) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Reservation.objet_type,
            Reservation.objet_id,
            Mouvement.libelle,
            _somme(PartReservation.montant_centimes).label("montant"),
            Mouvement.instant,
        )
        .join(PartReservation, PartReservation.reservation_id == Reservation.id)
        .join(Tranche, Tranche.id == PartReservation.tranche_id)
        .join(Convention, Convention.id == Tranche.convention_id)
        .join(
            Mouvement,
            and_(
                Mouvement.objet_type == Reservation.objet_type,
                Mouvement.objet_id == Reservation.objet_id,
                Mouvement.type == TypeMouvement.RESERVER,
            ),
        )
        .where(
            Reservation.fonds_id == fonds_id,
            Reservation.etat == EtatReservation.EN_ATTENTE,
            _de(financeur_id),
        )
        .group_by(Reservation.objet_type, Reservation.objet_id, Mouvement.libelle, Mouvement.instant)
        .order_by(Mouvement.instant.desc(), Reservation.objet_id.desc())
    )


def _par_convention(fonds_id: int, figure: Figure, financeur_id: int | None) -> Select[*tuple[Any, ...]]:
    dotation = figure is Figure.CONVENTIONNE
    nature = NatureCompte.DOTATION if dotation else NatureCompte.DISPONIBLE
    montant = -Compte.solde_centimes if dotation else Compte.solde_centimes + 0
    return (
        select(
            cast("convention", Mouvement.objet_type.type).label("objet_type"),
            Convention.id.label("objet_id"),
            (Convention.reference + " · " + Organisation.nom).label("libelle"),
            montant.label("montant"),
            cast(None, Mouvement.instant.type).label("instant"),
        )
        .join(Tranche, Tranche.convention_id == Convention.id)
        .join(Compte, and_(Compte.tranche_id == Tranche.id, Compte.nature == nature))
        .join(Organisation, Organisation.id == Convention.financeur_id)
        .where(Tranche.fonds_id == fonds_id, montant > 0, _de(financeur_id))
        .order_by(Tranche.id)
    )


def _tranche_de(
    session: Session, requete: Select[*tuple[Any, ...]], numero: int
) -> tuple[list[Any], int, int]:
    """One slice of rows, the page number that exists nearest to the one asked, and how many rows in all."""
    total = session.scalar(select(func.count()).select_from(requete.order_by(None).subquery())) or 0
    numero = min(max(1, numero), max(1, -(-total // TAILLE)))
    trouvees = session.execute(requete.limit(TAILLE).offset((numero - 1) * TAILLE)).all()
    return list(trouvees), numero, total


def _somme(colonne: Any) -> ColumnElement[int]:
    return cast(func.sum(colonne), BigInteger)


def _de(financeur_id: int | None) -> ColumnElement[bool]:
    return true() if financeur_id is None else and_(Convention.financeur_id == financeur_id, true())
