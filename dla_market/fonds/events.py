"""What happened to the fund, for the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class ConventionSignee(Evenement):
    """A convention was recorded, or one more year of it."""

    convention_id: int
    annee: int


@dataclass(frozen=True)
class TrancheModifiee(Evenement):
    """A tranche was raised or lowered; `montant_centimes` is what it is now."""

    tranche_id: int
    montant_centimes: int
