"""Pure rules of the sollicitations: what one must say, by when it is answered, and whether it is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Protocol

from dla_market.sollicitations.models import EtatSollicitation, NatureSollicitation

LIBELLES_NATURE = {
    NatureSollicitation.RELECTURE: "Relire un diagnostic",
    NatureSollicitation.SPECIALISTE: "Trouver un spécialiste",
    NatureSollicitation.RESSOURCE: "Trouver une ressource",
    NatureSollicitation.QUESTION: "Poser une autre question",
}


class Suivie(Protocol):
    """What tells whether a sollicitation is late."""

    @property
    def etat(self) -> EtatSollicitation:
        """Its stored state."""

    @property
    def prise_avant(self) -> date:
        """The last day to take it in charge."""

    @property
    def reponse_avant(self) -> date:
        """The last day to answer it."""


@dataclass(frozen=True)
class Demande:
    """What a DLA asks, in its own words and codes."""

    nature: NatureSollicitation
    objet: str
    texte: str
    secteur_code: str
    thematique_code: str | None = None
    souhaitee_le: date | None = None


def refus_demande(demande: Demande, today: date, *, diagnostic: bool) -> tuple[str, str] | None:
    """The first thing that a sollicitation lacks, as (field, sentence), None where it can be sent.

    `diagnostic` says whether one goes with it.
    """
    if not demande.objet.strip():
        return "objet", "Dites en quelques mots ce que vous demandez."
    if not demande.texte.strip():
        return "texte", "Expliquez votre demande au centre."
    if demande.nature is NatureSollicitation.RELECTURE and not diagnostic:
        return "dossier", "Choisissez le diagnostic à relire."
    if demande.souhaitee_le is not None and demande.souhaitee_le < today:
        return "souhaitee_le", "La date souhaitée est déjà passée."
    return None


@dataclass(frozen=True)
class Delais:
    """The settings of practice: days to take in charge, to answer, and to read a diagnostic after that."""

    prise: int = 5
    reponse: int = 15
    lecture: int = 30


def echeances(souhaitee_le: date | None, today: date, delais: Delais) -> tuple[date, date]:
    """The last days to take in charge and to answer: what the DLA wishes, else the usual delays."""
    reponse = souhaitee_le or today + timedelta(days=delais.reponse)
    return min(today + timedelta(days=delais.prise), reponse), reponse


def echeance(sollicitation: Suivie) -> date | None:
    """The next day that counts for the centre; None once it has answered, or where nothing is asked."""
    if sollicitation.etat is EtatSollicitation.ENVOYEE:
        return sollicitation.prise_avant
    if sollicitation.etat is EtatSollicitation.PRISE_EN_CHARGE:
        return sollicitation.reponse_avant
    return None


def en_retard(sollicitation: Suivie, today: date) -> bool:
    """Whether the centre has let its next day pass; queries.sql_en_retard says the same in SQL."""
    jour = echeance(sollicitation)
    return jour is not None and jour < today


def delai_median(durees: Iterable[timedelta]) -> float | None:
    """The median of some delays, in days to a tenth; None where there is none."""
    jours = [d.total_seconds() / 86_400 for d in durees]
    return round(median(jours), 1) if jours else None
