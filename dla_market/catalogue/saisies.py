"""What a prestataire enters in its fiche, step by step: plain values, already parsed, never a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dla_market.catalogue.models import FormeJuridique, RegimeTva, TypePrestataire


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
    nom_commercial: str = ""
    forme_juridique: FormeJuridique | None = None
    code_naf: str = ""
    creee_le: date | None = None
    effectif: int | None = None
    numero_tva: str = ""
    declaration_activite: str = ""
    qualiopi: bool = False


@dataclass(frozen=True)
class PresentationSaisie:
    """What it offers. Codes: `types_structures` of the nomenclature, `langues` of langues.LANGUES."""

    titre: str
    presentation: str
    individuel: bool
    collectif: bool
    presentiel: bool = False
    distance: bool = False
    types_structures: tuple[str, ...] = ()
    langues: tuple[str, ...] = ()
    techniques: str = ""
    outils: str = ""


@dataclass(frozen=True)
class ConditionsSaisie:
    """What it costs, in centimes a day before tax, and when it can come; None where not said.

    `tva_dix_millemes` is the usual rate of its VAT, in ten-thousandths.
    """

    tarif_jour_ht_centimes: int | None
    disponible_le: date | None
    tarif_min_centimes: int | None = None
    tarif_max_centimes: int | None = None
    tarif_collectif_centimes: int | None = None
    frais_deplacement: str = ""
    jours_par_mois: int | None = None
    accepte_urgences: bool = False
    tva_dix_millemes: int | None = None


@dataclass(frozen=True)
class ActiviteSaisie:
    """A pair secteur x thématique with its level, 1 to 3; `zones` empty where they are the fiche's."""

    secteur_code: str
    thematique_code: str
    niveau: int
    annees: int | None = None
    zones_propres: tuple[str, ...] = ()


@dataclass(frozen=True)
class IntervenantSaisi:
    """A person; `id` None for someone new."""

    nom: str
    fonction: str
    experience: str
    id: int | None = None
    prenom: str = ""
    diplomes: str = ""
    annees_experience: int | None = None
    langues: tuple[str, ...] = ()
    secteurs: tuple[str, ...] = ()
    thematiques: tuple[str, ...] = ()
    actif: bool = True
    accord_publication: bool = True
    courriel: str = ""


@dataclass(frozen=True)
class ReferenceSaisie:
    """A mission done; `jours_centiemes` in hundredths of a day; `id` None for a new one.

    `montant_centimes` before tax, `contact` who may be called at the client's.
    """

    client: str
    annee: int
    secteur_code: str | None
    thematique_code: str | None
    jours_centiemes: int | None
    resume: str
    id: int | None = None
    montant_centimes: int | None = None
    contact: str = ""


@dataclass(frozen=True)
class LienSaisi:
    """A declared link; `id` None for a new one."""

    organisation: str
    nature: str
    id: int | None = None


@dataclass(frozen=True)
class EngagementsSaisie:
    """The links declared, none of them being an answer too; `signer` signs the charter in force.

    `sans_tete_de_reseau` None leaves that declaration as it is.
    """

    liens: tuple[LienSaisi, ...]
    signer: bool = False
    sans_tete_de_reseau: bool | None = None


@dataclass(frozen=True)
class FicheSaisie:
    """One save of the fiche: each part replaces the one of the fiche, None leaves it as it is.

    `version` is that of the fiche when its form was shown; None does not check.
    """

    version: int | None = None
    identite: IdentiteSaisie | None = None
    presentation: PresentationSaisie | None = None
    conditions: ConditionsSaisie | None = None
    activites: tuple[ActiviteSaisie, ...] | None = None
    zones: frozenset[str] | None = None
    intervenants: tuple[IntervenantSaisi, ...] | None = None
    references: tuple[ReferenceSaisie, ...] | None = None
    engagements: EngagementsSaisie | None = None
