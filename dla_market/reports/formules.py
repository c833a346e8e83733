"""How figures come out of measures: counts, amounts, shares, quotients, and their rounding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from dla_market.reports.mesures import Releve

Formule = Callable[[Releve], Decimal | None]
CENT = Decimal(100)
UNITE = Decimal(1)


@dataclass(frozen=True)
class Arrondi:
    """To the nearest multiple of `pas`, half up, or to the one below (`plancher`)."""

    pas: Decimal = UNITE
    plancher: bool = False

    def __call__(self, valeur: Decimal) -> Decimal:
        """The value, rounded."""
        mode = ROUND_FLOOR if self.plancher else ROUND_HALF_UP
        return (valeur / self.pas).quantize(UNITE, rounding=mode) * self.pas

    @property
    def fin(self) -> Arrondi:
        """The rounding of a DLA's own share: never wider than one."""
        return Arrondi(min(self.pas, UNITE))


ENTIER = Arrondi()


def nombre(mesure: str) -> Formule:
    """The measure itself."""
    return lambda releve: releve[mesure]


def centieme(mesure: str) -> Formule:
    """Centimes in euros, hundredths in days."""
    return lambda releve: releve[mesure] / CENT


def quotient(haut: str, bas: str) -> Formule:
    """So many euros, or days, for each; None over nothing."""
    return lambda releve: releve[haut] / CENT / releve[bas] if releve[bas] else None


def part(haut: str, bas: str) -> Formule:
    """A percentage of two measures; None over nothing."""
    return lambda releve: CENT * releve[haut] / releve[bas] if releve[bas] else None
