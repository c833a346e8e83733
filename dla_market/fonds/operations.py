"""The verbs of money. Each runs in the caller's unit of work, locks the fund first and leaves a movement.

Amounts are integer centimes TTC. A reservation or an order is named by its `objet_type` and `objet_id`
(« consultation », 12), so that the fund knows nothing of the rooms that spend. Who may call them is the
grid's business; what the fund can hold is decided here.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.fonds import ledger
from dla_market.fonds.conventions import augmenter, conventionner, reduire
from dla_market.fonds.models import (
    EtatReservation,
    Imputation,
    NatureCompte,
    PartReservation,
    Reservation,
    TypeMouvement,
)
from dla_market.fonds.rules import exiger_positif, insuffisant, parts_selon
from dla_market.fonds.states import RESERVATION
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import journaliser
from dla_market.kernel.money import en_euros

__all__ = [
    "augmenter",
    "conventionner",
    "desengager",
    "engager",
    "facturer",
    "liberer",
    "payer",
    "realiser",
    "reduire",
    "reserver",
    "reste_engage",
]

Objet = tuple[str, int]


def reserver(
    session: Session,
    acteur: Acteur,
    *,
    organisation_id: int,
    annee: int,
    objet_type: str,
    objet_id: int,
    montant_centimes: int,
    libelle: str,
) -> Reservation:
    """Set money aside for an object, pro rata of what each tranche has available (domain R39, R40).

    Raises FondsInsuffisant with what is missing, and RefusMetier where the object has a reservation.
    """
    exiger_positif(montant_centimes)
    fonds_id = _fonds_verrouille(session, organisation_id, annee, montant_centimes)
    if _reservation(session, (objet_type, objet_id)) is not None:
        raise RefusMetier("Une réservation existe déjà pour ce dossier.")
    parts = _parts_disponibles(session, fonds_id, annee, montant_centimes)
    reservation = Reservation(
        fonds_id=fonds_id,
        objet_type=objet_type,
        objet_id=objet_id,
        montant_centimes=montant_centimes,
        etat=EtatReservation.EN_ATTENTE,
        parts=[PartReservation(tranche_id=t, montant_centimes=p) for t, p in parts.items()],
    )
    session.add(reservation)
    session.flush()
    ledger.deplacer(
        session,
        fonds_id,
        TypeMouvement.RESERVER,
        (NatureCompte.DISPONIBLE, NatureCompte.RESERVE),
        parts,
        objet=(objet_type, objet_id),
        libelle=libelle,
    )
    _noter(session, acteur, "reserver", (objet_type, objet_id), montant_centimes)
    return reservation


def liberer(session: Session, acteur: Acteur, objet_type: str, objet_id: int, libelle: str) -> int:
    """Give a pending reservation back to the available; gives its centimes.

    Raises RefusMetier where there is none, TransitionRefusee where it was engaged or released already.
    """
    reservation = _reservation_verrouillee(session, (objet_type, objet_id))
    _clore(session, reservation, "liberer")
    _liberer_parts(session, reservation, _parts_de(reservation), libelle)
    _noter(session, acteur, "liberer", (objet_type, objet_id), reservation.montant_centimes)
    return reservation.montant_centimes


def engager(
    session: Session,
    acteur: Acteur,
    *,
    reservation_objet: Objet | None,
    organisation_id: int,
    annee: int,
    objet_type: str,
    objet_id: int,
    montant_centimes: int,
    libelle: str,
) -> list[Imputation]:
    """Bind an order to the fund of `annee`, the year of its notification in Paris (domain R38).

    With a reservation of the same fund, in its place, the remainder released at once; with one of another
    year, that one is released whole and the order comes from what `annee` has available; without, from
    what is available. Raises FondsInsuffisant, or RefusMetier for an order above its reservation (I3),
    an order already bound, or a reservation that has ended.
    """
    exiger_positif(montant_centimes)
    objet = (objet_type, objet_id)
    reservation = _reservation(session, reservation_objet) if reservation_objet else None
    if reservation_objet and reservation is None:
        raise RefusMetier("Aucune réservation n’existe pour ce dossier.")
    fonds_id = ledger.fonds_de(session, organisation_id, annee)
    for identifiant in sorted({f for f in (fonds_id, reservation and reservation.fonds_id) if f}):
        ledger.verrouiller(session, identifiant)
    if fonds_id is None:
        raise insuffisant(montant_centimes, 0, annee)
    if _imputations(session, objet):
        raise RefusMetier("Cette commande est déjà engagée sur le fonds.")
    if reservation is None:
        parts = _parts_disponibles(session, fonds_id, annee, montant_centimes)
        origine = NatureCompte.DISPONIBLE
    else:
        session.refresh(reservation)
        parts, origine = _consommer(session, reservation, fonds_id, annee, montant_centimes, libelle)
    ledger.deplacer(
        session,
        fonds_id,
        TypeMouvement.ENGAGER,
        (origine, NatureCompte.ENGAGE),
        parts,
        objet=objet,
        libelle=libelle,
    )
    imputations = [
        Imputation(
            fonds_id=fonds_id,
            tranche_id=tranche,
            objet_type=objet_type,
            objet_id=objet_id,
            engage_centimes=part,
            realise_centimes=0,
            facture_centimes=0,
            paye_centimes=0,
        )
        for tranche, part in parts.items()
    ]
    session.add_all(imputations)
    session.flush()
    _noter(session, acteur, "engager", objet, montant_centimes)
    return imputations


def desengager(session: Session, acteur: Acteur, objet_type: str, objet_id: int, libelle: str) -> int:
    """Give back what an order engaged and did not realise; gives its centimes.

    Raises RefusMetier where nothing is left to give back, so that of two cancellations one succeeds (C5).
    """
    objet = (objet_type, objet_id)
    imputations = _imputations_verrouillees(session, objet)
    restes = {i.id: i.engage_centimes - i.realise_centimes for i in imputations}
    parts = {i.tranche_id: restes[i.id] for i in imputations if restes[i.id]}
    if not parts:
        raise RefusMetier("Il ne reste rien à désengager sur cette commande.")
    ledger.deplacer(
        session,
        imputations[0].fonds_id,
        TypeMouvement.DESENGAGER,
        (NatureCompte.ENGAGE, NatureCompte.DISPONIBLE),
        parts,
        objet=objet,
        libelle=libelle,
    )
    for imputation in imputations:
        imputation.engage_centimes -= restes[imputation.id]
    session.flush()
    _noter(session, acteur, "desengager", objet, sum(parts.values()))
    return sum(parts.values())


def realiser(
    session: Session, acteur: Acteur, objet_type: str, objet_id: int, montant_centimes: int, libelle: str
) -> None:
    """The service was done: from engagé to réalisé. Raises RefusMetier above what is engaged (I3)."""
    _avancer(session, acteur, TypeMouvement.REALISER, (objet_type, objet_id), montant_centimes, libelle)


def facturer(
    session: Session, acteur: Acteur, objet_type: str, objet_id: int, montant_centimes: int, libelle: str
) -> None:
    """An invoice is accepted: from réalisé to facturé. Raises RefusMetier above what is realised (I3)."""
    _avancer(session, acteur, TypeMouvement.FACTURER, (objet_type, objet_id), montant_centimes, libelle)


def payer(
    session: Session, acteur: Acteur, objet_type: str, objet_id: int, montant_centimes: int, libelle: str
) -> None:
    """A payment is recorded: from facturé to payé. Raises RefusMetier above what is invoiced (I3)."""
    _avancer(session, acteur, TypeMouvement.PAYER, (objet_type, objet_id), montant_centimes, libelle)


def reste_engage(session: Session, objet_type: str, objet_id: int) -> int:
    """What an order has engaged and not realised, in centimes: what `desengager` would give back."""
    return sum(i.engage_centimes - i.realise_centimes for i in _imputations(session, (objet_type, objet_id)))


ETAPES: dict[TypeMouvement, tuple[NatureCompte, NatureCompte, Callable[[Imputation], int], str, str]] = {
    TypeMouvement.REALISER: (
        NatureCompte.ENGAGE,
        NatureCompte.REALISE,
        lambda i: i.engage_centimes - i.realise_centimes,
        "realise_centimes",
        "engagés et non réalisés",
    ),
    TypeMouvement.FACTURER: (
        NatureCompte.REALISE,
        NatureCompte.FACTURE,
        lambda i: i.realise_centimes - i.facture_centimes,
        "facture_centimes",
        "réalisés et non facturés",
    ),
    TypeMouvement.PAYER: (
        NatureCompte.FACTURE,
        NatureCompte.PAYE,
        lambda i: i.facture_centimes - i.paye_centimes,
        "paye_centimes",
        "facturés et non payés",
    ),
}
"""How each verb moves an order on: from, to, what remains there, the cumulated column, in words."""


def _avancer(
    session: Session,
    acteur: Acteur,
    verbe: TypeMouvement,
    objet: Objet,
    montant_centimes: int,
    libelle: str,
) -> None:
    exiger_positif(montant_centimes)
    source, cible, restant, colonne, mots = ETAPES[verbe]
    imputations = _imputations_verrouillees(session, objet)
    restes = {i.tranche_id: restant(i) for i in imputations}
    if montant_centimes > sum(restes.values()):
        raise RefusMetier(
            f"Le montant de {en_euros(montant_centimes)} dépasse ce qui reste sur la commande :"
            f" {en_euros(sum(restes.values()))} {mots}."
        )
    parts = parts_selon(restes, montant_centimes)
    ledger.deplacer(
        session,
        imputations[0].fonds_id,
        verbe,
        (source, cible),
        parts,
        objet=objet,
        libelle=libelle,
    )
    for imputation in imputations:
        setattr(imputation, colonne, getattr(imputation, colonne) + parts.get(imputation.tranche_id, 0))
    session.flush()
    _noter(session, acteur, verbe.value, objet, montant_centimes)


def _consommer(
    session: Session, reservation: Reservation, fonds_id: int, annee: int, montant: int, libelle: str
) -> tuple[dict[int, int], NatureCompte]:
    """End a reservation for an order: the order's parts, and the nature that they come from."""
    if montant > reservation.montant_centimes:
        raise RefusMetier(
            f"La commande ({en_euros(montant)}) dépasse la réservation"
            f" ({en_euros(reservation.montant_centimes)})."
        )
    tenues = _parts_de(reservation)
    if reservation.fonds_id != fonds_id:
        _clore(session, reservation, "liberer")
        _liberer_parts(session, reservation, tenues, libelle)
        return _parts_disponibles(session, fonds_id, annee, montant), NatureCompte.DISPONIBLE
    _clore(session, reservation, "engager")
    parts = parts_selon(tenues, montant)
    _liberer_parts(session, reservation, {t: p - parts.get(t, 0) for t, p in tenues.items()}, libelle)
    return parts, NatureCompte.RESERVE


def _liberer_parts(session: Session, reservation: Reservation, parts: dict[int, int], libelle: str) -> None:
    rendues = {tranche: part for tranche, part in parts.items() if part}
    if rendues:
        ledger.deplacer(
            session,
            reservation.fonds_id,
            TypeMouvement.LIBERER,
            (NatureCompte.RESERVE, NatureCompte.DISPONIBLE),
            rendues,
            objet=(reservation.objet_type, reservation.objet_id),
            libelle=libelle,
        )


def _clore(session: Session, reservation: Reservation, verbe: str) -> None:
    """Move the reservation along its table; the state in the WHERE ends it once even without the lock."""
    suivant = RESERVATION.suivant(reservation.etat, verbe)
    fait = session.execute(
        update(Reservation)
        .where(Reservation.id == reservation.id, Reservation.etat == EtatReservation.EN_ATTENTE)
        .values(etat=suivant)
        .execution_options(synchronize_session=False)
    )
    if fait.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        raise RefusMetier("Cette réservation vient d’être close par une autre personne.")
    session.refresh(reservation, ["etat"])


def _fonds_verrouille(session: Session, organisation_id: int, annee: int, montant_centimes: int) -> int:
    fonds_id = ledger.fonds_de(session, organisation_id, annee)
    if fonds_id is None:
        raise insuffisant(montant_centimes, 0, annee)
    ledger.verrouiller(session, fonds_id)
    return fonds_id


def _parts_disponibles(session: Session, fonds_id: int, annee: int, montant_centimes: int) -> dict[int, int]:
    disponibles = ledger.soldes(session, fonds_id, NatureCompte.DISPONIBLE)
    if montant_centimes > sum(disponibles.values()):
        raise insuffisant(montant_centimes, sum(disponibles.values()), annee)
    return parts_selon(disponibles, montant_centimes)


def _reservation(session: Session, objet: Objet) -> Reservation | None:
    return session.scalar(
        select(Reservation).where(Reservation.objet_type == objet[0], Reservation.objet_id == objet[1])
    )


def _reservation_verrouillee(session: Session, objet: Objet) -> Reservation:
    reservation = _reservation(session, objet)
    if reservation is None:
        raise RefusMetier("Aucune réservation n’existe pour ce dossier.")
    ledger.verrouiller(session, reservation.fonds_id)
    # what was read before the lock may have changed while waiting for it
    session.refresh(reservation)
    return reservation


def _parts_de(reservation: Reservation) -> dict[int, int]:
    return {part.tranche_id: part.montant_centimes for part in reservation.parts}


def _imputations(session: Session, objet: Objet) -> list[Imputation]:
    requete = (
        select(Imputation)
        .where(Imputation.objet_type == objet[0], Imputation.objet_id == objet[1])
        .order_by(Imputation.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(requete))


def _imputations_verrouillees(session: Session, objet: Objet) -> list[Imputation]:
    avant = _imputations(session, objet)
    if not avant:
        raise RefusMetier("Cette commande n’est pas engagée sur le fonds.")
    ledger.verrouiller(session, avant[0].fonds_id)
    return _imputations(session, objet)


def _noter(session: Session, acteur: Acteur, verbe: str, objet: Objet, montant_centimes: int) -> None:
    journaliser(
        session, acteur.auteur, f"fonds:{verbe}", objet[0], objet[1], montant_centimes=montant_centimes
    )
