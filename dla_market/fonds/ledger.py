"""The ledger's mechanics: lock a fund, read its balances, move money between two accounts of a tranche.

Three layers keep the fund from being overspent, each enough by itself (reliability C3): the guarded
UPDATE below, the CHECK on the balance, and the verifier. The lock makes refusals exact; safety does not
rest on it. Everything runs in the caller's transaction, which the caller commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, case, insert, or_, select, update
from sqlalchemy.orm import Session

from dla_market.fonds.models import Compte, Ecriture, Fonds, Mouvement, NatureCompte, Tranche, TypeMouvement
from dla_market.fonds.rules import insuffisant
from dla_market.fonds.states import TRAJETS
from dla_market.kernel import clock


def verrouiller(session: Session, fonds_id: int) -> None:
    """Take the fund's row until the end of the transaction, so that what is read next stays true.

    An UPDATE, since SELECT … FOR UPDATE locks nothing on SQLite (reliability M8). Funds are locked before
    any other row; several of them in the order of their ids. Raises LookupError for a fund that is not.
    """
    pris = session.execute(
        update(Fonds)
        .where(Fonds.id == fonds_id)
        .values(verrou=Fonds.verrou + 1)
        .execution_options(synchronize_session=False)
    )
    if pris.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        raise LookupError(f"no fund {fonds_id}")


def fonds_de(session: Session, organisation_id: int, annee: int) -> int | None:
    """The id of a body's fund for a year, None where nothing was conventionné yet."""
    return session.scalar(
        select(Fonds.id).where(Fonds.organisation_id == organisation_id, Fonds.annee == annee)
    )


def soldes(session: Session, fonds_id: int, nature: NatureCompte) -> dict[int, int]:
    """What each tranche of the fund holds in that nature, in centimes, read now, the oldest tranche first."""
    lignes = session.execute(
        select(Compte.tranche_id, Compte.solde_centimes)
        .join(Tranche, Tranche.id == Compte.tranche_id)
        .where(Tranche.fonds_id == fonds_id, Compte.nature == nature)
        .order_by(Compte.tranche_id)
    )
    return {ligne.tranche_id: ligne.solde_centimes for ligne in lignes}


def ouvrir_comptes(session: Session, tranche_id: int) -> None:
    """Give a tranche its seven accounts, all at zero."""
    session.execute(
        insert(Compte),
        [{"tranche_id": tranche_id, "nature": nature, "solde_centimes": 0} for nature in NatureCompte],
    )


def deplacer(
    session: Session,
    fonds_id: int,
    verbe: TypeMouvement,
    vers: tuple[NatureCompte, NatureCompte],
    parts: Mapping[int, int],
    *,
    objet: tuple[str, int],
    libelle: str,
) -> int:
    """Write one movement of `parts` (centimes by tranche) from one nature to another; gives its id.

    Raises ValueError for a path that the verb does not have, a part that is not above zero or a tranche
    without accounts, and FondsInsuffisant where an account does not hold its part: the balance is
    guarded in the UPDATE itself, so that a stale read cannot overspend.
    """
    if vers not in TRAJETS[verbe]:
        raise ValueError(f"{verbe.value} does not go from {vers[0].value} to {vers[1].value}")
    if not parts or any(part <= 0 for part in parts.values()):
        raise ValueError("a movement has parts, all above zero")
    source, cible = vers
    comptes = _comptes(session, parts, vers)
    debits = {comptes[tranche, source]: part for tranche, part in parts.items()}
    credits_ = {comptes[tranche, cible]: part for tranche, part in parts.items()}
    _ajouter(session, {compte: -part for compte, part in debits.items()}, sum(parts.values()))
    _ajouter(session, credits_, sum(parts.values()))
    mouvement_id = session.execute(
        insert(Mouvement)
        .values(
            fonds_id=fonds_id,
            type=verbe,
            objet_type=objet[0],
            objet_id=objet[1],
            libelle=libelle,
            instant=clock.now(),
        )
        .returning(Mouvement.id)
    ).scalar_one()
    session.execute(
        insert(Ecriture),
        [
            {"mouvement_id": mouvement_id, "compte_id": compte, "montant_centimes": signe * part}
            for lignes, signe in ((debits, -1), (credits_, 1))
            for compte, part in lignes.items()
        ],
    )
    return mouvement_id


def _comptes(
    session: Session, tranches: Iterable[int], natures: tuple[NatureCompte, NatureCompte]
) -> dict[tuple[int, NatureCompte], int]:
    voulus = list(tranches)
    lignes = session.execute(
        select(Compte.tranche_id, Compte.nature, Compte.id).where(
            Compte.tranche_id.in_(voulus), Compte.nature.in_(natures)
        )
    ).all()
    if len(lignes) != 2 * len(voulus):
        raise ValueError("a tranche without its accounts")
    return {(ligne.tranche_id, ligne.nature): ligne.id for ligne in lignes}


def garde(delta: ColumnElement[int]) -> ColumnElement[bool]:
    """What the UPDATE of a balance asks for: no account but the dotation goes below zero."""
    return or_(Compte.nature == NatureCompte.DOTATION, Compte.solde_centimes + delta >= 0)


def _ajouter(session: Session, deltas: Mapping[int, int], montant_centimes: int) -> None:
    delta = case(deltas, value=Compte.id)
    faits = session.execute(
        update(Compte)
        .where(Compte.id.in_(deltas), garde(delta))
        .values(solde_centimes=Compte.solde_centimes + delta)
        .execution_options(synchronize_session=False)
    )
    for compte in deltas:
        # an account already loaded must not show the balance of before
        charge = session.identity_map.get(session.identity_key(Compte, compte))
        if charge is not None:
            session.expire(charge)
    if faits.rowcount != len(deltas):  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        tenu = session.scalars(select(Compte.solde_centimes).where(Compte.id.in_(deltas))).all()
        raise insuffisant(montant_centimes, min(sum(tenu), montant_centimes - 1))
