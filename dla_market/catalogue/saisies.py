"""What a prestataire enters in its fiche, step by step: plain values, already parsed, never a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dla_market.catalogue.models import RegimeTva, TypePrestataire


@dataclass(frozen=True)
class IdentiteSaisie:
    """Who it is and how to reach it. `siret` has 14 digits, None where there is none yet."""

    nom: str
    siret: str | None
    type_prestataire: TypePrestataire
    regime_tva: RegimeTva
    adresse: str
    commune: str
    departement_code: str | None
    telephone: str
    courriel: str
    site: str


@dataclass(frozen=True)
class PresentationSaisie:
    """What it offers. The day price is in centimes, before tax, None where not said."""

    titre: str
    presentation: str
    individuel: bool
    collectif: bool
    tarif_jour_ht_centimes: int | None
    disponible_le: date | None


@dataclass(frozen=True)
class ActiviteSaisie:
    """A pair secteur x thématique with its level, 1 to 3."""

    secteur_code: str
    thematique_code: str
    niveau: int


@dataclass(frozen=True)
class IntervenantSaisi:
    """A person; `id` None for someone new."""

    nom: str
    fonction: str
    experience: str
    id: int | None = None


@dataclass(frozen=True)
class ReferenceSaisie:
    """A mission done; `jours_centiemes` in hundredths of a day; `id` None for a new one."""

    client: str
    annee: int
    secteur_code: str | None
    thematique_code: str | None
    jours_centiemes: int | None
    resume: str
    id: int | None = None


@dataclass(frozen=True)
class FicheSaisie:
    """One save of the fiche: each part replaces the one of the fiche, None leaves it as it is.

    `version` is that of the fiche when its form was shown; None does not check.
    """

    version: int | None = None
    identite: IdentiteSaisie | None = None
    presentation: PresentationSaisie | None = None
    activites: tuple[ActiviteSaisie, ...] | None = None
    zones: frozenset[str] | None = None
    intervenants: tuple[IntervenantSaisi, ...] | None = None
    references: tuple[ReferenceSaisie, ...] | None = None
