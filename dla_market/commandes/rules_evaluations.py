"""Rules of the evaluations, pure: who may answer until when, from when the network reads, and averages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from dla_market.kernel.errors import RefusMetier

CRITERES = {
    "respect_cahier": "Réponse à la demande",
    "ecoute": "Écoute",
    "expertise": "Expertise",
    "pedagogie": "Pédagogie",
    "utilite": "Utilité",
    "delais": "Délais",
    "appropriation": "Appropriation",
    "recommandation": "Recommandation",
    "relation_dla": "Relation avec le DLA",
    "rapport_qualite_prix": "Rapport qualité-prix",
}
"""The points of an evaluation, each from 0 to 5 (domain 7.13), in the order in which they are told."""

DU_DLA = ("relation_dla", "rapport_qualite_prix")
"""Those that are asked of the DLA alone."""

NOTE_MAX = 5


class Suite(Protocol):
    """What tells where an evaluation stands."""

    @property
    def repondu_le(self) -> object:
        """When the prestataire answered, None where it has not."""


@dataclass(frozen=True)
class Moyenne:
    """The average of one point, to a tenth, and of how many evaluations: some have not that point."""

    libelle: str
    note: Decimal
    avis: int


def fin_de_reponse(rendue: date, delai_jours: int) -> date:
    """The last day on which the prestataire may answer an evaluation given that day (domain 4.16)."""
    return rendue + timedelta(days=delai_jours)


def peut_repondre(suite: Suite, rendue: date, today: date, delai_jours: int) -> bool:
    """Whether the prestataire may answer: once, and in time."""
    return suite.repondu_le is None and today <= fin_de_reponse(rendue, delai_jours)


def est_publiee(suite: Suite, rendue: date, today: date, delai_jours: int) -> bool:
    """Whether others of the network may read it: answered, or the time to answer is over."""
    return suite.repondu_le is not None or today > fin_de_reponse(rendue, delai_jours)


def verifier_reponse(suite: Suite, rendue: date, today: date, delai_jours: int, texte: str) -> str:
    """The answer, trimmed. Raises RefusMetier after the time, a second time, or without a word."""
    if suite.repondu_le is not None:
        raise RefusMetier("Vous avez déjà répondu à cette évaluation.")
    if not peut_repondre(suite, rendue, today, delai_jours):
        raise RefusMetier(f"Le droit de réponse dure {delai_jours} jours : il est passé.")
    if not texte.strip():
        raise RefusMetier("Écrivez votre réponse.", champ="reponse")
    return texte.strip()


def moyennes(notes: Sequence[Sequence[int | None]], minimum: int) -> list[Moyenne]:
    """The averages of rows of points in the order of CRITERES.

    None below `minimum` rows (domain 14), nor of a point that fewer of them have.
    """
    if len(notes) < minimum:
        return []
    trouvees = []
    for rang, libelle in enumerate(CRITERES.values()):
        dites = [note for rangee in notes if (note := rangee[rang]) is not None]
        if dites and len(dites) >= minimum:
            trouvees.append(Moyenne(libelle, round(Decimal(sum(dites)) / len(dites), 1), len(dites)))
    return trouvees
