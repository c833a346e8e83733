"""When a kept search is looked at again, and what is said of what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from dla_market.kernel.clock import a_paris
from dla_market.veille.models import Alerte

HEURE: Final = 6
"""Not before this hour in Paris: news come with the morning."""

RYTHMES: Final = {Alerte.QUOTIDIENNE: timedelta(days=1), Alerte.HEBDOMADAIRE: timedelta(days=7)}
LIGNES_MAX: Final = 20
NOM_MAX: Final = 120


def a_regarder(alerte: Alerte, regardee_le: datetime, maintenant: datetime) -> bool:
    """Whether the search is due: a day, or seven, after the day that it was last looked at, in Paris."""
    rythme = RYTHMES.get(alerte)
    if rythme is None or a_paris(maintenant).hour < HEURE:
        return False
    return a_paris(maintenant).date() - a_paris(regardee_le).date() >= rythme


def objet_de(nom: str, combien: int) -> str:
    """The subject of the news of a search."""
    return f"{_prestataires(combien)} pour «\u00a0{nom}\u00a0»"


def corps_de(nom: str, lignes: Sequence[str]) -> str:
    """The text of the news: one line a prestataire, LIGNES_MAX at most."""
    dites = [f"– {ligne}" for ligne in lignes[:LIGNES_MAX]]
    reste = len(lignes) - LIGNES_MAX
    if reste > 0:
        dites.append(f"… et {reste} de plus.")
    return f"Votre recherche «\u00a0{nom}\u00a0» trouve {_prestataires(len(lignes))}\u00a0:\n\n" + "\n".join(
        dites
    )


def _prestataires(combien: int) -> str:
    return "1 nouveau prestataire" if combien == 1 else f"{combien} nouveaux prestataires"
