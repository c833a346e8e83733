"""Chance with a seed: the same draws on every machine, each subject with its own stream.

A stream by subject keeps the rest of the demo as it is when one subject draws once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from dla_market.kernel.money import repartir

GRAINE = "dla-market-2012"


def hasard(sujet: str) -> Random:
    """The stream of a subject."""
    return Random(f"{GRAINE}/{sujet}")  # noqa: S311  # nothing secret is drawn here: the demo must repeat itself


def poids(rng: Random, bases: Sequence[int], ecart: float) -> list[int]:
    """Weights around `bases`, each multiplied by a chance factor between 1 - ecart and 1 + ecart."""
    return [max(1, round(base * rng.uniform(1 - ecart, 1 + ecart) * 100)) for base in bases]


def parts_rondes(total: int, poids_: Sequence[int], pas: int) -> list[int]:
    """Split `total` in multiples of `pas`, none below one `pas`; the first part takes what is not a multiple.

    Raises ValueError where the total does not hold one `pas` a part.
    """
    libres = total // pas - len(poids_)
    if libres < 0:
        raise ValueError("not one step a part")
    parts = [(part + 1) * pas for part in repartir(libres, poids_)]
    parts[0] += total - sum(parts)
    return parts


def nombres(total: int, poids_: Sequence[int], minimum: int = 0) -> list[int]:
    """Whole numbers in proportion to weights, each at least `minimum`, that add up to `total`."""
    return [minimum + n for n in repartir(total - minimum * len(poids_), poids_)]
