"""The question and the answer: what every search engine of the house takes and gives."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal, NamedTuple, Protocol

from dla_market.search.documents import SIMPLES, Activite

TAILLE_MAXIMALE: Final = 500  # lines a page; an export asks page after page
FACETTES: Final = (
    "secteurs", "thematiques", "groupes", *SIMPLES, "avals", "referencements", "disponibilite",
    "sollicitation", "mobilisation", "confirmation",
)  # fmt: skip

VALIDITE: Final = 365
"""Days for which a confirmation holds where nobody set otherwise (domain 7.1: confirmed every year)."""

DISPONIBLE, PLUS_TARD, INCONNUE = "disponible", "plus_tard", "inconnue"
JAMAIS, DEJA = "jamais", "deja"
CONFIRMEE, A_CONFIRMER = "confirmee", "a_confirmer"


class IndexAbsent(Exception):  # noqa: N818 - a state of the machine, named as the house names things
    """There is no index that this code can read: `flask search rebuild` makes one."""


class IndexeurOccupe(Exception):  # noqa: N818 - see IndexAbsent
    """Another indexer holds the index; the caller tries again later."""


class Tri(StrEnum):
    """The order of the lines; ties go by name, then by identifier."""

    PERTINENCE = "pertinence"
    NOM = "nom"
    FRAICHEUR = "fraicheur"
    DISPONIBILITE = "disponibilite"
    MOINS_SOLLICITES = "moins_sollicites"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Requete:
    """A search. Filters of one kind are alternatives, those of several kinds hold together.

    ``le`` is the day on which endorsements, référencements, availability and freshness are judged; a
    confirmation holds ``validite`` days, as set for that day by who asks (domain R31). secteurs,
    thématiques and groups asked together must meet in one activity of the fiche, and that one must cover a
    département and a région asked with them: its own where it has some, else those of the fiche. Where no
    activity is asked, the fiche covers its own and those of all its activities. ``disponible_avant`` leaves
    out the fiches known to be free only later; those that say nothing stay, marked as unknown.
    ``jamais_sollicite_par`` and ``deja_sollicite_par`` are the identifier of a DLA that must have no mission
    with the prestataire, or one; ``mobilisation`` asks the same of the whole scheme. ``pour_dla`` is the one
    that searches: it changes the reasons and a facet, never the order. ``depuis`` are the départements that
    distances are counted from where the query asks for none. Without ``voit_tarifs`` neither filter nor
    facet knows of prices. ``facettes`` are those to count; without ``avec_raisons`` the lines have none.
    With ``frappe`` the text is being typed, so that its last word may go on. Pages count from 1.
    """

    le: date
    texte: str = ""
    secteurs: tuple[str, ...] = ()
    thematiques: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    avals: tuple[str, ...] = ()
    disponible_avant: date | None = None
    jamais_sollicite_par: int | None = None
    pour_dla: int | None = None
    tri: Tri = Tri.PERTINENCE
    page: int = 1
    taille: int = 20
    avec_facettes: bool = True
    groupes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    types_structures: tuple[str, ...] = ()
    langues: tuple[str, ...] = ()
    tarifs: tuple[str, ...] = ()
    referencements: tuple[str, ...] = ()
    disponibilite: tuple[str, ...] = ()
    mobilisation: tuple[str, ...] = ()
    deja_sollicite_par: int | None = None
    confirmation: tuple[str, ...] = ()
    depuis: tuple[str, ...] = ()
    voit_tarifs: bool = False
    facettes: tuple[str, ...] = FACETTES
    frappe: bool = False
    avec_raisons: bool = True
    validite: int = VALIDITE

    def codes(self, facette: str) -> tuple[str, ...]:
        """Return the codes asked for in a facet; none of a price by who may not see prices."""
        if facette == "tarifs" and not self.voit_tarifs:
            return ()
        choisis: tuple[str, ...] = getattr(self, facette, ())
        return choisis

    @property
    def facettes_comptees(self) -> tuple[str, ...]:
        """Return the facets to count, in the order of FACETTES."""
        if not self.avec_facettes:
            return ()
        return tuple(
            nom for nom in FACETTES if nom in self.facettes and (nom != "tarifs" or self.voit_tarifs)
        )

    @property
    def demande_activite(self) -> bool:
        """Say whether something is asked of the activities."""
        return bool(self.secteurs or self.thematiques or self.groupes)

    def accepte(self, activite: Activite, sauf: str = "") -> bool:
        """Say whether an activity meets the filters on activities, but the one named."""
        return (
            (sauf == "secteurs" or not self.secteurs or activite.secteur in self.secteurs)
            and (sauf == "thematiques" or not self.thematiques or activite.thematique in self.thematiques)
            and (sauf == "groupes" or not self.groupes or activite.groupe in self.groupes)
        )

    @property
    def demande_lieu(self) -> bool:
        """Say whether something is asked of the places."""
        return bool(self.departements or self.regions)

    def couvre(self, departements: Collection[str], regions: Collection[str], sauf: str = "") -> bool:
        """Say whether these places meet the filters on places, but the one named."""
        return (
            sauf == "departements"
            or not self.departements
            or not set(self.departements).isdisjoint(departements)
        ) and (sauf == "regions" or not self.regions or not set(self.regions).isdisjoint(regions))

    @property
    def origines(self) -> tuple[str, ...]:
        """Return the départements that distances are counted from."""
        return self.departements or self.depuis

    @property
    def fenetre(self) -> tuple[int, int]:
        """Return the first line and the line after the last, from 0, whatever page and size were asked."""
        taille = min(max(self.taille, 1), TAILLE_MAXIMALE)
        debut = (min(max(self.page, 1), 1_000_000) - 1) * taille
        return debut, debut + taille

    @property
    def dla_des_sollicitations(self) -> int | None:
        """Return the DLA whose missions the facet `sollicitation` counts."""
        for dla in (self.jamais_sollicite_par, self.deja_sollicite_par):
            if dla is not None:
                return dla
        return self.pour_dla

    @property
    def fraiche_depuis(self) -> date:
        """Return the first day at which a confirmation still holds."""
        return self.le - timedelta(days=self.validite)

    @property
    def disponible_cible(self) -> date:
        """Return the day at which a known availability counts for the fiche."""
        return self.disponible_avant or self.le


class Raison(NamedTuple):
    """Why a line stands where it does: '+' speaks for it, '?' is not known, '-' speaks against."""

    signe: Literal["+", "?", "-"]
    texte: str


class LigneResultat(NamedTuple):
    """A fiche found; ``score`` is an integer number of points, comparable inside one result only."""

    id: int
    nom: str
    score: int
    raisons: tuple[Raison, ...]


@dataclass(frozen=True, slots=True)
class Resultat:
    """The lines of the page, and what is true of the whole result.

    ``facettes`` gives for each name of FACETTES its codes with the number of fiches that choosing that code
    alone in its facet would find; most frequent first, then by code. ``corrige`` is the text that was really
    looked for when a word was found nowhere (« résultats pour … »). ``elargi`` says that no fiche held all
    the words, so those that hold some are given. ``ignores`` are the words without meaning that were left
    out. ``aussi`` are the synonyms that were looked for besides what was typed, where some fiche holds them.
    """

    total: int
    lignes: tuple[LigneResultat, ...]
    facettes: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    corrige: str | None = None
    elargi: bool = False
    ignores: tuple[str, ...] = ()
    generation: str = ""
    aussi: tuple[str, ...] = ()


class Corpus(Protocol):
    """What the points of a text hang on beyond the fiche itself: how many there are, how many hold a word."""

    @property
    def fiches(self) -> int:
        """Return how many fiches there are."""
        ...

    def porteuses(self, racine: str) -> int:
        """Return how many hold a stem."""
        ...

    def porteuses_du_debut(self, debut: str) -> int:
        """Return how many hold a word that begins so."""
        ...


Libelle = Callable[[str, str], str]
"""Given a facet's name and a code, the words to show."""


def libelle_du_code(_facette: str, code: str) -> str:
    """Return the code read as words: what is shown where no nomenclature is at hand."""
    return code.replace("_", " ")


class MoteurRecherche(Protocol):
    """A search engine. Implementations give equal results on equal documents: contract tests hold them."""

    def ouvrir(self, dossier: Path) -> None:
        """Serve the index of this folder from now on; raises IndexAbsent when none can be read."""
        ...

    def interroger(self, requete: Requete) -> Resultat:
        """Answer; never raises on what a person typed."""
        ...

    def corpus(self) -> Corpus:
        """Return the words of what is served now: what a fiche outside of it is weighed by."""
        ...

    def identifiants(self, requete: Requete) -> list[int]:
        """Return every fiche of the answer in its order, whatever page was asked: no line is told."""
        ...
