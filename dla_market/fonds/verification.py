"""Reconciliation: everything that the ledger says twice must agree, to the centime (I1 to I4, C9).

The third layer, beside the guarded UPDATE and the CHECK: it trusts neither, nor the operations. Each
control is one statement that lists what is wrong, so that a sound ledger costs a score of empty answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Row, Select, and_, case, cast, func, not_, or_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from dla_market.fonds.models import (
    Compte,
    Convention,
    Ecriture,
    EtatReservation,
    Fonds,
    Imputation,
    Mouvement,
    NatureCompte,
    PartReservation,
    Poste,
    Reservation,
    Tranche,
    TypeMouvement,
)
from dla_market.fonds.states import TRAJETS
from dla_market.kernel.money import en_euros

Ligne = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class Ecart:
    """Something that does not agree: `code` names the control, `phrase` says where and by how much."""

    code: str
    phrase: str


@dataclass(frozen=True)
class Controle:
    """A statement whose every row is a fault, and the sentence that tells it."""

    code: str
    fautes: Select[*tuple[Any, ...]]
    phrase: Callable[[Ligne], str]


def somme(colonne: Any) -> ColumnElement[int]:
    """The sum of centimes as an integer on both engines, zero for nothing (PostgreSQL sums to NUMERIC)."""
    return cast(func.coalesce(func.sum(colonne), 0), BigInteger)


def verifier(session: Session) -> list[Ecart]:
    """Every disagreement found in the ledger of every fund; empty where it is whole."""
    return [
        Ecart(controle.code, controle.phrase(ligne))
        for controle in controles()
        for ligne in session.execute(controle.fautes)
    ]


def controles() -> Iterator[Controle]:
    """All the controls, from the entries up to what orders and reservations say of them."""
    yield from _ecritures()
    yield from _comptes()
    yield from _tranches()
    yield from _reservations()
    yield from _imputations()


def _ecritures() -> Iterator[Controle]:
    yield Controle(
        "mouvement_desequilibre",
        select(Ecriture.mouvement_id, Compte.tranche_id, somme(Ecriture.montant_centimes).label("ecart"))
        .join(Compte, Compte.id == Ecriture.compte_id)
        .group_by(Ecriture.mouvement_id, Compte.tranche_id)
        .having(somme(Ecriture.montant_centimes) != 0),
        lambda x: (
            f"Le mouvement {x.mouvement_id} n’est pas équilibré sur la tranche {x.tranche_id} :"
            f" {en_euros(x.ecart)} de trop."
        ),
    )
    yield Controle(
        "mouvement_vide",
        select(Mouvement.id).where(~_existe(Ecriture.mouvement_id == Mouvement.id)),
        lambda x: f"Le mouvement {x.id} n’a aucune écriture.",
    )
    yield Controle(
        "ecriture_orpheline",
        select(Ecriture.id).where(
            or_(~_existe(Mouvement.id == Ecriture.mouvement_id), ~_existe(Compte.id == Ecriture.compte_id))
        ),
        lambda x: f"L’écriture {x.id} n’a pas de mouvement, ou pas de compte.",
    )
    yield Controle(
        "ecriture_hors_fonds",
        select(Ecriture.id, Mouvement.fonds_id, Tranche.id.label("tranche_id"))
        .join(Mouvement, Mouvement.id == Ecriture.mouvement_id)
        .join(Compte, Compte.id == Ecriture.compte_id)
        .join(Tranche, Tranche.id == Compte.tranche_id)
        .where(func.coalesce(Tranche.fonds_id, 0) != Mouvement.fonds_id),
        lambda x: f"L’écriture {x.id} touche la tranche {x.tranche_id}, qui n’est pas du fonds {x.fonds_id}.",
    )
    permises = [
        and_(
            Mouvement.type == verbe,
            or_(
                and_(Compte.nature.in_({de for de, _ in trajets}), Ecriture.montant_centimes < 0),
                and_(Compte.nature.in_({vers for _, vers in trajets}), Ecriture.montant_centimes > 0),
            ),
        )
        for verbe, trajets in TRAJETS.items()
    ]
    yield Controle(
        "ecriture_a_contresens",
        select(Ecriture.id, Ecriture.mouvement_id)
        .join(Mouvement, Mouvement.id == Ecriture.mouvement_id)
        .join(Compte, Compte.id == Ecriture.compte_id)
        .where(not_(or_(*permises))),
        lambda x: f"L’écriture {x.id} va contre le sens du mouvement {x.mouvement_id}.",
    )


def _comptes() -> Iterator[Controle]:
    ecrit = somme(Ecriture.montant_centimes)
    yield Controle(
        "solde_faux",
        select(Compte.id, Compte.solde_centimes, ecrit.label("ecrit"))
        .outerjoin(Ecriture, Ecriture.compte_id == Compte.id)
        .group_by(Compte.id, Compte.solde_centimes)
        .having(ecrit != Compte.solde_centimes),
        lambda x: (
            f"Le compte {x.id} porte {en_euros(x.solde_centimes)}, ses écritures font {en_euros(x.ecrit)}."
        ),
    )
    dotation = Compte.nature == NatureCompte.DOTATION
    yield Controle(
        "solde_impossible",
        select(Compte.id, Compte.solde_centimes).where(
            or_(
                and_(~dotation, Compte.solde_centimes < 0),
                and_(dotation, Compte.solde_centimes > 0),
            )
        ),
        lambda x: f"Le compte {x.id} a un solde impossible : {en_euros(x.solde_centimes)}.",
    )
    # I2, asked for in its own words: it does not go through the available
    pris = somme(
        case(
            (Compte.nature.in_((NatureCompte.DOTATION, NatureCompte.DISPONIBLE)), 0),
            else_=Compte.solde_centimes,
        )
    )
    yield Controle(
        "depassement",
        select(Tranche.id, Tranche.montant_centimes, pris.label("pris"))
        .join(Compte, Compte.tranche_id == Tranche.id)
        .group_by(Tranche.id, Tranche.montant_centimes)
        .having(pris > Tranche.montant_centimes),
        lambda x: (
            f"La tranche {x.id} est dépassée : {en_euros(x.pris)} réservés ou engagés"
            f" pour {en_euros(x.montant_centimes)} conventionnés."
        ),
    )


def _tranches() -> Iterator[Controle]:
    du_fonds = Tranche.poste == Poste.FONDS_INGENIERIE
    combien = select(func.count()).where(Compte.tranche_id == Tranche.id).scalar_subquery()
    yield Controle(
        "comptes_de_tranche",
        select(Tranche.id, combien.label("combien")).where(
            or_(
                and_(du_fonds, or_(Tranche.fonds_id.is_(None), combien != len(NatureCompte))),
                and_(~du_fonds, or_(Tranche.fonds_id.is_not(None), combien != 0)),
            )
        ),
        lambda x: f"La tranche {x.id} n’a pas les comptes de son poste ({x.combien} trouvés).",
    )
    yield Controle(
        "tranche_et_dotation",
        select(Tranche.id, Tranche.montant_centimes, Compte.solde_centimes)
        .join(Compte, and_(Compte.tranche_id == Tranche.id, Compte.nature == NatureCompte.DOTATION))
        .where(Tranche.montant_centimes + Compte.solde_centimes != 0),
        lambda x: (
            f"La tranche {x.id} donne {en_euros(x.montant_centimes)}, sa dotation"
            f" {en_euros(-x.solde_centimes)}."
        ),
    )
    yield Controle(
        "tranche_d_un_autre_fonds",
        select(Tranche.id, Tranche.fonds_id)
        .join(Fonds, Fonds.id == Tranche.fonds_id)
        .join(Convention, Convention.id == Tranche.convention_id)
        .where(or_(Fonds.annee != Tranche.annee, Fonds.organisation_id != Convention.organisation_id)),
        lambda x: (
            f"La tranche {x.id} est d’une autre année ou d’un autre organisme que le fonds {x.fonds_id}."
        ),
    )


def _reservations() -> Iterator[Controle]:
    parts = somme(PartReservation.montant_centimes)
    yield Controle(
        "parts_de_reservation",
        select(Reservation.id, Reservation.montant_centimes, parts.label("parts"))
        .outerjoin(PartReservation, PartReservation.reservation_id == Reservation.id)
        .group_by(Reservation.id, Reservation.montant_centimes)
        .having(parts != Reservation.montant_centimes),
        lambda x: (
            f"La réservation {x.id} est de {en_euros(x.montant_centimes)}, ses parts font"
            f" {en_euros(x.parts)}."
        ),
    )
    yield Controle(
        "reservation_hors_fonds",
        select(Reservation.id, Tranche.id.label("tranche_id"))
        .join(PartReservation, PartReservation.reservation_id == Reservation.id)
        .outerjoin(Tranche, Tranche.id == PartReservation.tranche_id)
        .where(func.coalesce(Tranche.fonds_id, 0) != Reservation.fonds_id),
        lambda x: f"La réservation {x.id} tient une part hors de son fonds (tranche {x.tranche_id}).",
    )
    tenu = (
        select(PartReservation.tranche_id, somme(PartReservation.montant_centimes).label("tenu"))
        .join(Reservation, Reservation.id == PartReservation.reservation_id)
        .where(Reservation.etat == EtatReservation.EN_ATTENTE)
        .group_by(PartReservation.tranche_id)
        .subquery()
    )
    dit = func.coalesce(tenu.c.tenu, 0)
    yield Controle(
        "reserve_et_reservations",
        select(Compte.tranche_id, Compte.solde_centimes, dit.label("dit"))
        .outerjoin(tenu, tenu.c.tranche_id == Compte.tranche_id)
        .where(Compte.nature == NatureCompte.RESERVE, Compte.solde_centimes != dit),
        lambda x: (
            f"La tranche {x.tranche_id} a {en_euros(x.solde_centimes)} réservés, ses réservations en"
            f" attente font {en_euros(x.dit)}."
        ),
    )
    mis = _ecrit_pour(Reservation, NatureCompte.RESERVE, TypeMouvement.RESERVER)
    yield Controle(
        "reservation_et_mouvements",
        select(Reservation.id, Reservation.montant_centimes, mis.label("mis")).where(
            mis != Reservation.montant_centimes
        ),
        lambda x: (
            f"La réservation {x.id} est de {en_euros(x.montant_centimes)}, ses mouvements de"
            f" {en_euros(x.mis)}."
        ),
    )
    rendu = -_ecrit_pour(Reservation, NatureCompte.RESERVE, TypeMouvement.LIBERER)
    yield Controle(
        "reservation_mal_close",
        select(Reservation.id, rendu.label("rendu")).where(
            or_(
                and_(Reservation.etat == EtatReservation.EN_ATTENTE, rendu != 0),
                and_(Reservation.etat == EtatReservation.LIBEREE, rendu != Reservation.montant_centimes),
                and_(Reservation.etat == EtatReservation.ENGAGEE, rendu >= Reservation.montant_centimes),
            )
        ),
        lambda x: f"L’état de la réservation {x.id} ne va pas avec les {en_euros(x.rendu)} libérés.",
    )
    yield _sans_dossier(TypeMouvement.RESERVER, Reservation, "reservation_absente", "réservation")


def _imputations() -> Iterator[Controle]:
    yield Controle(
        "imputation_en_desordre",
        select(Imputation.id).where(
            not_(
                and_(
                    Imputation.paye_centimes >= 0,
                    Imputation.paye_centimes <= Imputation.facture_centimes,
                    Imputation.facture_centimes <= Imputation.realise_centimes,
                    Imputation.realise_centimes <= Imputation.engage_centimes,
                )
            )
        ),
        lambda x: f"L’imputation {x.id} paie plus qu’elle ne facture, ne réalise ou n’engage.",
    )
    yield Controle(
        "imputation_hors_fonds",
        select(Imputation.id, Imputation.tranche_id)
        .outerjoin(Tranche, Tranche.id == Imputation.tranche_id)
        .where(func.coalesce(Tranche.fonds_id, 0) != Imputation.fonds_id),
        lambda x: f"L’imputation {x.id} est hors du fonds de sa tranche {x.tranche_id}.",
    )
    for nature, attendu in RESTES.items():
        ecrit = _ecrit_sur_tranche(nature)
        yield Controle(
            f"imputation_et_{nature.value}",
            select(
                Imputation.id,
                Imputation.objet_type,
                Imputation.objet_id,
                attendu.label("attendu"),
                ecrit.label("ecrit"),
            ).where(ecrit != attendu),
            _phrase_imputation(nature),
        )
    yield _sans_dossier(TypeMouvement.ENGAGER, Imputation, "imputation_absente", "imputation")
    connues = select(Imputation.objet_type, Imputation.objet_id, Imputation.tranche_id)
    yield Controle(
        "ecriture_sans_imputation",
        select(Ecriture.id, Mouvement.objet_type, Mouvement.objet_id)
        .join(Mouvement, Mouvement.id == Ecriture.mouvement_id)
        .join(Compte, Compte.id == Ecriture.compte_id)
        .where(
            Compte.nature.in_(RESTES),
            tuple_(Mouvement.objet_type, Mouvement.objet_id, Compte.tranche_id).not_in(connues),
        ),
        lambda x: f"L’écriture {x.id} n’est imputée à aucune ligne de « {x.objet_type} {x.objet_id} ».",
    )


RESTES = {
    NatureCompte.ENGAGE: Imputation.engage_centimes - Imputation.realise_centimes,
    NatureCompte.REALISE: Imputation.realise_centimes - Imputation.facture_centimes,
    NatureCompte.FACTURE: Imputation.facture_centimes - Imputation.paye_centimes,
    NatureCompte.PAYE: Imputation.paye_centimes + 0,
}
"""What the imputations say stands in each nature: an euro counted further on has left the one before."""


def _phrase_imputation(nature: NatureCompte) -> Callable[[Ligne], str]:
    return lambda x: (
        f"L’imputation {x.id} (« {x.objet_type} {x.objet_id} ») laisse {en_euros(x.attendu)} en"
        f" « {nature.value} », ses écritures {en_euros(x.ecrit)}."
    )


def _existe(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(1).where(condition).exists()


def _ecrit_pour(dossier: type[Reservation], nature: NatureCompte, verbe: TypeMouvement) -> ColumnElement[int]:
    return (
        select(somme(Ecriture.montant_centimes))
        .join(Mouvement, Mouvement.id == Ecriture.mouvement_id)
        .join(Compte, Compte.id == Ecriture.compte_id)
        .where(
            Mouvement.objet_type == dossier.objet_type,
            Mouvement.objet_id == dossier.objet_id,
            Mouvement.type == verbe,
            Compte.nature == nature,
        )
        .scalar_subquery()
    )


def _ecrit_sur_tranche(nature: NatureCompte) -> ColumnElement[int]:
    return (
        select(somme(Ecriture.montant_centimes))
        .join(Mouvement, Mouvement.id == Ecriture.mouvement_id)
        .join(Compte, Compte.id == Ecriture.compte_id)
        .where(
            Mouvement.objet_type == Imputation.objet_type,
            Mouvement.objet_id == Imputation.objet_id,
            Compte.tranche_id == Imputation.tranche_id,
            Compte.nature == nature,
        )
        .scalar_subquery()
    )


def _sans_dossier(
    verbe: TypeMouvement, dossier: type[Reservation | Imputation], code: str, nom: str
) -> Controle:
    connus = select(dossier.objet_type, dossier.objet_id)
    return Controle(
        code,
        select(Mouvement.id, Mouvement.objet_type, Mouvement.objet_id).where(
            Mouvement.type == verbe, tuple_(Mouvement.objet_type, Mouvement.objet_id).not_in(connus)
        ),
        lambda x: f"Le mouvement {x.id} (« {x.objet_type} {x.objet_id} ») n’a pas de {nom}.",
    )
