"""Money in integer centimes: reading French amounts, splitting without losing one, VAT."""

from __future__ import annotations

import re
from collections.abc import Sequence

PLAFOND_CENTIMES = 10**11
_ESPACES = re.compile("[ \u00a0\u202f]")
_FORME = re.compile(r"[0-9]{1,9}(?:,[0-9]{1,2})?", re.ASCII)


def lire_montant(texte: str) -> int:
    """Read « 1 234,56 » into centimes.

    Spaces of any width separate thousands, a comma the centimes; the euro sign may follow. A point,
    an exponent, a sign, other digits than 0-9 or more than two decimals are refused, since « 1.234 »
    may mean two things (reliability I5). Raises ValueError with a French sentence.
    """
    brut = _ESPACES.sub("", texte.strip().removesuffix("€"))
    if not _FORME.fullmatch(brut):
        raise ValueError("Écrivez un montant en euros, par exemple 3 860 ou 3 860,50.")
    euros, _, centimes = brut.partition(",")
    return int(euros) * 100 + int(centimes.ljust(2, "0") or "0")


def repartir(total_centimes: int, poids: Sequence[int]) -> list[int]:
    """Split an amount in proportion to weights, to the centime: the parts add up to the whole.

    The centimes left by rounding down go to the largest remainders, the first of equals first.
    Raises ValueError where the weights add up to nothing.
    """
    somme = sum(poids)
    if somme <= 0 or any(p < 0 for p in poids):
        raise ValueError("weights must be positive and not all zero")
    parts = [total_centimes * p // somme for p in poids]
    restes = sorted(range(len(poids)), key=lambda i: (-(total_centimes * poids[i] % somme), i))
    for i in restes[: total_centimes - sum(parts)]:
        parts[i] += 1
    return parts


def tva_centimes(ht_centimes: int, taux_dix_millemes: int) -> int:
    """VAT of an amount, rounded half up to the centime; the rate in ten-thousandths (20 % is 2000)."""
    return (ht_centimes * taux_dix_millemes + 5000) // 10000


def en_euros(centimes: int) -> str:
    """« 3 860,50 € » for a sentence: narrow spaces between thousands, centimes only where there are some."""
    euros, reste = divmod(abs(centimes), 100)
    entiers = f"{euros:,}".replace(",", "\u202f")
    return f"{'−' if centimes < 0 else ''}{entiers}{f',{reste:02}' if reste else ''}\u00a0€"
