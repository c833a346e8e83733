"""What happens to a fiche."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class FicheModifiee(Evenement):
    """The prestataire changed its fiche."""

    prestataire_id: int


@dataclass(frozen=True)
class FicheSoumise(Evenement):
    """The prestataire asks its DLA R to publish the fiche."""

    prestataire_id: int


@dataclass(frozen=True)
class FicheRenvoyee(Evenement):
    """The DLA R sent the fiche back, saying what is missing; the sentence stands in the journal."""

    prestataire_id: int
    motif: str


@dataclass(frozen=True)
class FichePubliee(Evenement):
    """The fiche is in the catalogue from now on."""

    prestataire_id: int


@dataclass(frozen=True)
class FicheConfirmee(Evenement):
    """The prestataire said that its fiche still holds."""

    prestataire_id: int


@dataclass(frozen=True)
class FichesImportees(Evenement):
    """These fiches came from a file, or were changed by it: told together, to be indexed together."""

    prestataire_ids: tuple[int, ...]
