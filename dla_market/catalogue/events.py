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


@dataclass(frozen=True)
class ConfirmationARappeler(Evenement):
    """The confirmation of a fiche ends soon, or has: `jours` are left, `fin` is its last day (ISO)."""

    prestataire_id: int
    jours: int
    fin: str


@dataclass(frozen=True)
class SuspensionAnnoncee(Evenement):
    """A suspension is announced to the prestataire, which may answer until `repondre_avant` (ISO)."""

    prestataire_id: int
    repondre_avant: str


@dataclass(frozen=True)
class SuspensionRepondue(Evenement):
    """The prestataire has answered; `organisation_id` is who had announced the suspension."""

    prestataire_id: int
    organisation_id: int


@dataclass(frozen=True)
class SuspensionAbandonnee(Evenement):
    """Nothing is done to the fiche after all."""

    prestataire_id: int


@dataclass(frozen=True)
class FicheSuspendue(Evenement):
    """The fiche has left the catalogue until it is put back."""

    prestataire_id: int


@dataclass(frozen=True)
class FicheRetablie(Evenement):
    """The suspension is lifted: the fiche is in the catalogue again."""

    prestataire_id: int


@dataclass(frozen=True)
class FicheFermee(Evenement):
    """The fiche has left the catalogue for good, or until its prestataire writes it anew."""

    prestataire_id: int


@dataclass(frozen=True)
class BrouillonNonRepris(Evenement):
    """Nobody has claimed this fiche: it will be erased on `effacer_le` (ISO) unless a new link is sent.

    `organisation_id` drafted it, by the hand of `utilisateur_id` where that is known.
    """

    prestataire_id: int
    organisation_id: int
    utilisateur_id: int | None
    creee_le: str
    effacer_le: str


@dataclass(frozen=True)
class FicheEffacee(Evenement):
    """Nothing is left of what a draft said of its prestataire; what was mailed to it is to go too."""

    prestataire_id: int


@dataclass(frozen=True)
class SireneFermee(Evenement):
    """The directory of companies says that this prestataire's is closed; nobody has judged it yet."""

    prestataire_id: int


@dataclass(frozen=True)
class FichierDeFicheInfecte(Evenement):
    """The antivirus found the logo or a CV of the fiche infected: it is there no more."""

    prestataire_id: int


@dataclass(frozen=True)
class FicheFusionnee(Evenement):
    """One fiche has taken another in."""

    absorbee_id: int
    gardee_id: int
