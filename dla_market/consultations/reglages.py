"""Purchase rules with their dates: a consultation keeps the rule of its launch day (domain 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RegleAchat:
    """How a consultation is put to competition. Delays in days of Paris, both dates included."""

    code: str
    source: str
    valide_du: date
    valide_au: date | None
    nb_min_consultes: int
    nb_max_consultes: int
    delai_habituel_jours: int
    delai_min_jours: int
    delai_urgence_jours: int
    separation_assouplie_si_seul: bool
    """Whether who built the shortlist may award where the DLA has nobody else to do it, with a warning."""


REGLES = (
    RegleAchat(
        code="usage_dla",
        source="Usage des DLA : trois prestataires au moins, quinze jours pour répondre (R2, R4, R22)",
        valide_du=date(2003, 1, 1),
        valide_au=None,
        nb_min_consultes=3,
        nb_max_consultes=8,
        delai_habituel_jours=15,
        delai_min_jours=8,
        delai_urgence_jours=5,
        separation_assouplie_si_seul=True,
    ),
)


def regle_du(jour: date) -> RegleAchat:
    """The rule in force that day (in Paris), the latest of several. Raises LookupError before the first."""
    en_vigueur = [r for r in REGLES if r.valide_du <= jour and (r.valide_au is None or jour <= r.valide_au)]
    if not en_vigueur:
        raise LookupError(f"no purchase rule on {jour}")
    return max(en_vigueur, key=lambda r: r.valide_du)
