"""Rules of the fund that need no database: which year, which shares, what a convention may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from dla_market.kernel import clock
from dla_market.kernel.errors import FondsInsuffisant, RefusMetier
from dla_market.kernel.money import PLAFOND_CENTIMES, en_euros, repartir

K = TypeVar("K")

SEUILS_ALERTE = (90, 80)
"""Percentages of the conventionné, reserved or engaged, from which the page warns (domain R39)."""

ANNEES_CONVENTION = 10
"""Longest convention, in years: beyond it a date was mistyped (conventions are triennial, domain 6)."""


def annee_de(instant: datetime) -> int:
    """The budget year of a decision: that of its day in Paris (domain R38, reliability C7)."""
    return clock.a_paris(instant).year


def parts_selon(tenus: Mapping[K, int], montant_centimes: int) -> dict[K, int]:
    """Split an amount over what each line holds, pro rata and to the centime (domain R40).

    The parts add up to the amount and none is above what its line holds; lines without a part are left
    out. Raises FondsInsuffisant where the lines together hold less.
    """
    total = sum(tenus.values())
    if montant_centimes > total:
        raise insuffisant(montant_centimes, total)
    parts = repartir(montant_centimes, list(tenus.values()))
    return {ligne: part for ligne, part in zip(tenus, parts, strict=True) if part}


def insuffisant(
    montant_centimes: int, disponible_centimes: int, annee: int | None = None
) -> FondsInsuffisant:
    """The refusal that names what is missing (domain R39)."""
    manquant = montant_centimes - disponible_centimes
    fonds = f"Le fonds {annee}" if annee else "Le fonds"
    return FondsInsuffisant(
        f"{fonds} ne peut pas porter {en_euros(montant_centimes)} : il reste"
        f" {en_euros(disponible_centimes)} disponibles, il manque {en_euros(manquant)}.",
        manquant_centimes=manquant,
    )


def exiger_positif(montant_centimes: int, champ: str = "montant") -> None:
    """Raise RefusMetier unless the amount is a possible sum of money above zero."""
    if montant_centimes <= 0:
        raise RefusMetier("Le montant doit être supérieur à zéro.", champ=champ)
    if montant_centimes > PLAFOND_CENTIMES:
        raise RefusMetier(f"Le montant dépasse {en_euros(PLAFOND_CENTIMES)}.", champ=champ)


def exiger_convention(reference: str, debut: date, fin: date, annee: int, montants: Sequence[int]) -> None:
    """Raise RefusMetier where the terms of a convention do not hold together."""
    if not reference.strip():
        raise RefusMetier("Indiquez la référence de la convention.", champ="reference")
    if fin < debut:
        raise RefusMetier("La fin de la convention précède son début.", champ="fin")
    if fin.year - debut.year >= ANNEES_CONVENTION:
        raise RefusMetier(
            f"Une convention dure moins de {ANNEES_CONVENTION} ans : vérifiez ses dates.", champ="fin"
        )
    if not debut.year <= annee <= fin.year:
        raise RefusMetier(f"La convention ne couvre pas l’année {annee}.", champ="annee")
    for montant in montants:
        if montant < 0:
            raise RefusMetier("Un montant ne peut pas être négatif.", champ="montant")
    exiger_positif(sum(montants))


def seuil_atteint(conventionne_centimes: int, pris_centimes: int) -> int | None:
    """The highest warning threshold reached, in percent; None below all of them (domain R39)."""
    if conventionne_centimes <= 0:
        return None
    return next((s for s in SEUILS_ALERTE if pris_centimes * 100 >= conventionne_centimes * s), None)
