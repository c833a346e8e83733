"""Operations on conventions: what a financeur gives to a body, by year and by poste."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.fonds import ledger
from dla_market.fonds.events import ConventionSignee, TrancheModifiee
from dla_market.fonds.models import Convention, Fonds, NatureCompte, Poste, Tranche, TypeMouvement
from dla_market.fonds.rules import exiger_convention, exiger_positif
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.kernel.money import en_euros

OBJET = "convention"
"""The `objet_type` of movements that a convention makes."""


def conventionner(
    session: Session,
    acteur: Acteur,
    *,
    organisation_id: int,
    financeur_id: int,
    reference: str,
    debut: date,
    fin: date,
    annee: int,
    montants: Mapping[Poste, int],
) -> Convention:
    """Record a convention, or one more year of it, and put what it gives to the fund at its disposal.

    Postes at zero have no tranche. Raises RefusMetier where the terms do not hold together, where the
    reference is another convention's, or where the year already has an amount for a poste.
    """
    exiger_convention(reference, debut, fin, annee, list(montants.values()))
    convention = session.scalar(select(Convention).where(Convention.reference == reference.strip()))
    if convention is None:
        convention = Convention(
            organisation_id=organisation_id,
            financeur_id=financeur_id,
            reference=reference.strip(),
            debut=debut,
            fin=fin,
        )
        session.add(convention)
        session.flush()
    else:
        _exiger_la_meme(convention, organisation_id, financeur_id, debut, fin)
    for poste in (p for p in Poste if montants.get(p, 0)):
        _ajouter_tranche(session, convention, annee, poste, montants[poste])
    journaliser(
        session,
        acteur.auteur,
        "fonds:conventionner",
        OBJET,
        convention.id,
        annee=annee,
        montants={poste.value: montant for poste, montant in montants.items()},
    )
    emettre(session, ConventionSignee(convention_id=convention.id, annee=annee))
    return convention


def augmenter(session: Session, acteur: Acteur, tranche: Tranche, montant_centimes: int) -> None:
    """Add centimes to a tranche (an avenant). Raises RefusMetier for an amount that is not above zero."""
    exiger_positif(montant_centimes)
    _verrouiller(session, tranche)
    session.execute(
        update(Tranche)
        .where(Tranche.id == tranche.id)
        .values(montant_centimes=Tranche.montant_centimes + montant_centimes)
        .execution_options(synchronize_session=False)
    )
    if tranche.fonds_id is not None:
        _doter(session, tranche.fonds_id, tranche, montant_centimes)
    _clore(session, acteur, tranche, "augmenter", montant_centimes)


def reduire(session: Session, acteur: Acteur, tranche: Tranche, montant_centimes: int) -> None:
    """Take centimes off a tranche.

    Raises RefusMetier where less would stay than what is reserved and engaged on it (reliability C8).
    """
    exiger_positif(montant_centimes)
    _verrouiller(session, tranche)
    if tranche.fonds_id is not None:
        disponible = ledger.soldes(session, tranche.fonds_id, NatureCompte.DISPONIBLE)[tranche.id]
        if montant_centimes > disponible:
            raise RefusMetier(
                f"Cette ligne ne peut pas être réduite de {en_euros(montant_centimes)} : il n’y reste que"
                f" {en_euros(disponible)} qui ne soient ni réservés ni engagés.",
                champ="montant",
            )
        ledger.deplacer(
            session,
            tranche.fonds_id,
            TypeMouvement.REDUIRE,
            (NatureCompte.DISPONIBLE, NatureCompte.DOTATION),
            {tranche.id: montant_centimes},
            objet=(OBJET, tranche.convention_id),
            libelle=f"Réduction de la convention {tranche.convention.reference}",
        )
    fait = session.execute(
        update(Tranche)
        .where(Tranche.id == tranche.id, Tranche.montant_centimes >= montant_centimes)
        .values(montant_centimes=Tranche.montant_centimes - montant_centimes)
        .execution_options(synchronize_session=False)
    )
    if fait.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        raise RefusMetier("La réduction dépasse le montant de cette ligne.", champ="montant")
    _clore(session, acteur, tranche, "reduire", montant_centimes)


def _exiger_la_meme(
    convention: Convention, organisation_id: int, financeur_id: int, debut: date, fin: date
) -> None:
    connue = (convention.organisation_id, convention.financeur_id, convention.debut, convention.fin)
    if connue != (organisation_id, financeur_id, debut, fin):
        raise RefusMetier(
            "Cette référence est déjà celle d’une autre convention. Pour ajouter une année à la même"
            " convention, gardez son financeur et ses dates.",
            champ="reference",
        )


def _ajouter_tranche(
    session: Session, convention: Convention, annee: int, poste: Poste, montant: int
) -> None:
    deja = session.scalar(
        select(Tranche.id).where(
            Tranche.convention_id == convention.id, Tranche.annee == annee, Tranche.poste == poste
        )
    )
    if deja is not None:
        raise RefusMetier(
            f"La convention {convention.reference} a déjà un montant pour {annee}.", champ="annee"
        )
    fonds_id = None
    if poste is Poste.FONDS_INGENIERIE:
        fonds_id = _ouvrir_fonds(session, convention.organisation_id, annee)
        ledger.verrouiller(session, fonds_id)
    tranche = Tranche(
        convention=convention, annee=annee, poste=poste, montant_centimes=montant, fonds_id=fonds_id
    )
    session.add(tranche)
    session.flush()
    if fonds_id is not None:
        ledger.ouvrir_comptes(session, tranche.id)
        _doter(session, fonds_id, tranche, montant)


def _ouvrir_fonds(session: Session, organisation_id: int, annee: int) -> int:
    trouve = ledger.fonds_de(session, organisation_id, annee)
    if trouve is not None:
        return trouve
    try:
        with session.begin_nested():
            fonds = Fonds(organisation_id=organisation_id, annee=annee, verrou=0)
            session.add(fonds)
            session.flush()
            return fonds.id
    except IntegrityError:
        # another convention of the same year opened it in the meantime
        trouve = ledger.fonds_de(session, organisation_id, annee)
        if trouve is None:
            raise
        return trouve


def _doter(session: Session, fonds_id: int, tranche: Tranche, montant_centimes: int) -> None:
    ledger.deplacer(
        session,
        fonds_id,
        TypeMouvement.CONVENTIONNER,
        (NatureCompte.DOTATION, NatureCompte.DISPONIBLE),
        {tranche.id: montant_centimes},
        objet=(OBJET, tranche.convention_id),
        libelle=f"Convention {tranche.convention.reference}",
    )


def _verrouiller(session: Session, tranche: Tranche) -> None:
    if tranche.fonds_id is not None:
        ledger.verrouiller(session, tranche.fonds_id)


def _clore(session: Session, acteur: Acteur, tranche: Tranche, verbe: str, montant_centimes: int) -> None:
    session.refresh(tranche)
    journaliser(
        session,
        acteur.auteur,
        f"fonds:{verbe}",
        OBJET,
        tranche.convention_id,
        tranche_id=tranche.id,
        montant_centimes=montant_centimes,
    )
    emettre(session, TrancheModifiee(tranche_id=tranche.id, montant_centimes=tranche.montant_centimes))
