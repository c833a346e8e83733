"""Pure rules of the ingénierie and its cahier des charges: no database here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

TOTAL_POIDS = 100
JOURS_ALERTE_INDIVIDUELLE = 600
"""Above 6 days for one structure, a warning (domain R24), in hundredths of a day."""
JOURS_ALERTE_COLLECTIVE = 1000
"""Above 10 days for several structures, a warning (domain R24), in hundredths of a day."""
BUDGET_ALERTE_CENTIMES = 800_000
"""Above 8 000 € a warning, never a wall (domain R25)."""
TARIF_ALERTE_CENTIMES = 110_000
"""Above 1 100 € TTC a day, a warning (domain R23)."""


@dataclass(frozen=True)
class LignePrestation:
    """A theme and its days, in hundredths of a day."""

    thematique_code: str
    jours_centiemes: int


@dataclass(frozen=True)
class LigneCritere:
    """A criterion: what it is called, what it means, its weight out of 100; one may be the price."""

    libelle: str
    poids: int
    definition: str = ""
    prix: bool = False


@dataclass(frozen=True)
class ContenuCahier:
    """What a cahier des charges says. Days in hundredths, the ceiling TTC in centimes, deadlines in UTC."""

    contexte: str
    objectifs: str
    resultats_attendus: str
    livrables: str
    modalites: str
    jours_centiemes: int
    plafond_ttc_centimes: int
    limite_intention: datetime
    limite_offre: datetime
    debut_souhaite: date | None = None
    fin_souhaitee: date | None = None


CRITERES_PROPOSES = (
    LigneCritere("Compréhension de la demande", 20, "La demande et son contexte sont bien saisis."),
    LigneCritere("Méthode et calendrier", 30, "Les étapes sont claires et tiennent dans le temps prévu."),
    LigneCritere(
        "Compétences et connaissance du secteur",
        30,
        "Les personnes ont déjà mené ce travail dans des structures semblables.",
    ),
    LigneCritere("Prix", 20, "Note calculée : 5 × prix le plus bas / prix de l’offre.", prix=True),
)
"""The criteria that a new cahier starts with (domain R13, R14)."""


def refus_structures(*, collective: bool, nombre: int) -> str | None:
    """Why that number of structures does not fit the type of ingénierie, None when it does."""
    if collective and nombre < 2:  # noqa: PLR2004  # « collective » means two or more
        return "Une ingénierie collective réunit au moins deux structures."
    if not collective and nombre != 1:
        return "Une ingénierie individuelle sert une seule structure."
    return None


def refus_prestations(lignes: Sequence[LignePrestation]) -> str | None:
    """Why these lines cannot stand: none at all, a theme twice, no days."""
    if not lignes:
        return "Indiquez au moins une thématique."
    if max(Counter(ligne.thematique_code for ligne in lignes).values()) > 1:
        return "Chaque thématique ne s’indique qu’une fois."
    if any(ligne.jours_centiemes <= 0 for ligne in lignes):
        return "Le nombre de jours de chaque thématique doit être supérieur à zéro."
    return None


def refus_criteres(criteres: Sequence[LigneCritere]) -> str | None:
    """Why these criteria cannot rank offers: weights that do not add up to 100, two prices, no name."""
    if not criteres or any(not c.libelle.strip() for c in criteres):
        return "Donnez un nom à chaque critère."
    if any(c.poids < 1 for c in criteres):
        return "Le poids de chaque critère est d’au moins 1."
    total = sum(c.poids for c in criteres)
    if total != TOTAL_POIDS:
        return f"La somme des poids doit faire 100 ; elle fait {total}."
    if sum(c.prix for c in criteres) > 1:
        return "Un seul critère peut porter sur le prix."
    return None


def refus_contenu(contenu: ContenuCahier) -> tuple[str, str] | None:
    """The first thing that cannot be written down, as (field, sentence), None when all can."""
    if contenu.jours_centiemes <= 0:
        return "jours_centiemes", "Indiquez un nombre de jours supérieur à zéro."
    if contenu.plafond_ttc_centimes <= 0:
        return "plafond_ttc_centimes", "Indiquez un budget maximal supérieur à zéro."
    if contenu.limite_intention > contenu.limite_offre:
        return "limite_intention", "Les intentions sont attendues avant les offres."
    if contenu.debut_souhaite and contenu.fin_souhaitee and contenu.debut_souhaite > contenu.fin_souhaitee:
        return "fin_souhaitee", "La fin souhaitée vient après le début souhaité."
    return None


def manques(contenu: ContenuCahier) -> list[str]:
    """What a cahier still lacks before a consultation can be launched, in words for a list."""
    attendus = {
        "le contexte": contenu.contexte,
        "les objectifs": contenu.objectifs,
        "les résultats attendus": contenu.resultats_attendus,
        "les livrables": contenu.livrables,
    }
    return [nom for nom, texte in attendus.items() if not texte.strip()]


def avertissements(*, collective: bool, jours_centiemes: int, plafond_ttc_centimes: int) -> list[str]:
    """What is unusual in size or price: said, never blocking (domain R23 to R25)."""
    phrases = []
    if jours_centiemes > (JOURS_ALERTE_COLLECTIVE if collective else JOURS_ALERTE_INDIVIDUELLE):
        phrases.append("Le nombre de jours est plus élevé que d’habitude.")
    if plafond_ttc_centimes > BUDGET_ALERTE_CENTIMES:
        phrases.append("Le budget dépasse 8\u202f000\u00a0€.")
    if jours_centiemes > 0 and plafond_ttc_centimes * 100 > TARIF_ALERTE_CENTIMES * jours_centiemes:
        phrases.append("Le budget dépasse 1\u202f100\u00a0€ TTC par jour.")
    return phrases
