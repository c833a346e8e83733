"""What the solver hands over: plain rows. Money in integer centimes, days in hundredths of a day.

`cle` numbers rows of one kind from 1; other rows point at them by it. Dates are Paris days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Lieu:
    """A commune and its département."""

    commune: str
    code_postal: str
    departement: str


@dataclass(slots=True)
class Dla:
    """A DLA: `poids` is its share of the activity, out of the sum of all weights."""

    cle: int
    sigle: str
    nom: str
    porteuse: str
    siren: str
    lieu: Lieu
    region: str
    domaine: str
    poids: int


@dataclass(slots=True)
class Regional:
    """A C2RA, in its région of 2012."""

    cle: int
    nom: str
    region: str


@dataclass(slots=True)
class Centre:
    """A CNAR and the sectors that it covers."""

    cle: int
    code: str
    nom: str
    tete_de_reseau: str
    secteurs: tuple[str, ...]


@dataclass(slots=True)
class Financeur:
    """Who pays. `territoire` is a région, a département or nothing; `nouveau` means: first seen in 2012."""

    cle: int
    nom: str
    classe: str
    siren: str
    territoire: str = ""
    nouveau: bool = False


@dataclass(slots=True)
class Tranche:
    """What a financeur gives for a post in a year. `nature` of the organisation: dla, regional, centre."""

    nature: str
    organisation: int
    financeur: int
    annee: int
    poste: str
    centimes: int


@dataclass(slots=True)
class Structure:
    """A structure accompanied in 2012."""

    cle: int
    dla: int
    nom: str
    siret: str
    type_code: str
    secteur: str
    siae: tuple[str, ...]
    objet: str
    lieu: Lieu
    annee_creation: int
    accueil: date
    avec_ingenierie: bool
    nouvelle: bool


@dataclass(slots=True)
class Diagnostic:
    """A diagnostic of 2012, validated."""

    cle: int
    structure: int
    nature: str
    debut: date
    valide: date


@dataclass(slots=True)
class Emploi:
    """A head count taken with a diagnostic."""

    structure: int
    jour: date
    nature: str
    postes: int
    cdi: int
    cdd: int
    aides: int


@dataclass(slots=True)
class Impact:
    """An answer to the survey of 2012."""

    structure: int
    jour: date


@dataclass(slots=True)
class Activite:
    """A competence: sector, thématique, level 1 to 3."""

    secteur: str
    thematique: str
    niveau: int


@dataclass(slots=True)
class Intervenant:
    """A person of a prestataire."""

    nom: str
    fonction: str
    experience: str


@dataclass(slots=True)
class Reference:
    """A mission done before 2012."""

    client: str
    annee: int
    secteur: str
    thematique: str
    jours_centiemes: int
    resume: str


@dataclass(slots=True)
class Prestataire:
    """A fiche of the catalogue. `tva_dix_millemes` is 0 for those that VAT does not reach."""

    cle: int
    nom: str
    siret: str
    nature: str
    tva_dix_millemes: int
    titre: str
    presentation: str
    lieu: Lieu
    adresse: str
    region: str
    telephone: str
    courriel: str
    site: str
    tarif_centimes: int
    individuel: bool
    collectif: bool
    disponible: date | None
    confirmee: date
    cree: date
    mobilise: bool
    activites: list[Activite] = field(default_factory=list)
    zones: tuple[str, ...] = ()
    intervenants: list[Intervenant] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


@dataclass(slots=True)
class Ingenierie:
    """A mission bought in 2012, with its structures and its prestations (thématique, hundredths of a day)."""

    cle: int
    dla: int
    collective: bool
    structures: tuple[int, ...]
    secteur: str
    intitule: str
    prestations: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class Commande:
    """The order of an ingénierie; `realise`, `facture`, `paye` are days, None where it has not come yet."""

    cle: int
    ingenierie: int
    dla: int
    prestataire: int
    jours_centiemes: int
    ht: int
    tva_dix_millemes: int
    tva: int
    ttc: int
    notifiee: date
    debut: date
    fin: date
    realise: date | None = None
    facture: date | None = None
    paye: date | None = None
    imputations: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class France2012:
    """The whole year, ready to be written."""

    dlas: list[Dla] = field(default_factory=list)
    regionaux: list[Regional] = field(default_factory=list)
    centres: list[Centre] = field(default_factory=list)
    financeurs: list[Financeur] = field(default_factory=list)
    tranches: list[Tranche] = field(default_factory=list)
    structures: list[Structure] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    emplois: list[Emploi] = field(default_factory=list)
    impacts: list[Impact] = field(default_factory=list)
    prestataires: list[Prestataire] = field(default_factory=list)
    ingenieries: list[Ingenierie] = field(default_factory=list)
    commandes: list[Commande] = field(default_factory=list)
