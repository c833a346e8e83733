"""The question and the answer: what every search engine of the house takes and gives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal, Protocol

TAILLE_MAXIMALE: Final = 500  # lines a page; an export asks page after page
FACETTES: Final = ("secteurs", "thematiques", "departements", "avals", "disponibilite", "sollicitation")

DISPONIBLE, PLUS_TARD, INCONNUE = "disponible", "plus_tard", "inconnue"
JAMAIS, DEJA = "jamais", "deja"


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


@dataclass(frozen=True, slots=True)
class Requete:
    """A search. Filters of one kind are alternatives, those of several kinds hold together.

    ``le`` is the day on which endorsements, availability and freshness are judged. secteurs and thématiques
    asked together must meet in one activity of the fiche. ``disponible_avant`` leaves out the fiches known to
    be free only later; those that say nothing stay, marked as unknown. ``jamais_sollicite_par`` is the
    identifier of a DLA that must have no mission with the prestataire; ``pour_dla`` is the one that searches:
    it changes the reasons and a facet, never the order. Pages count from 1.
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

    @property
    def fenetre(self) -> tuple[int, int]:
        """Return the first line and the line after the last, from 0, whatever page and size were asked."""
        taille = min(max(self.taille, 1), TAILLE_MAXIMALE)
        debut = (min(max(self.page, 1), 1_000_000) - 1) * taille
        return debut, debut + taille

    @property
    def dla_des_sollicitations(self) -> int | None:
        """Return the DLA whose missions the facet `sollicitation` counts."""
        return self.pour_dla if self.jamais_sollicite_par is None else self.jamais_sollicite_par

    @property
    def disponible_cible(self) -> date:
        """Return the day at which a known availability counts for the fiche."""
        return self.disponible_avant or self.le


@dataclass(frozen=True, slots=True)
class Raison:
    """Why a line stands where it does: '+' speaks for it, '?' is not known, '-' speaks against."""

    signe: Literal["+", "?", "-"]
    texte: str


@dataclass(frozen=True, slots=True)
class LigneResultat:
    """A fiche found; ``score`` is an integer number of points, comparable inside one result only."""

    id: int
    nom: str
    score: int
    raisons: tuple[Raison, ...]


@dataclass(frozen=True, slots=True)
class Resultat:
    """The lines of the page, and what is true of the whole result.

    ``facettes`` gives for each name of FACETTES its codes with the number of fiches, the own filter of the
    facet left aside; most frequent first, then by code. ``corrige`` is the text that was really looked for
    when a word was found nowhere (« résultats pour … »). ``elargi`` says that no fiche held all the words, so
    those that hold some are given. ``ignores`` are the words without meaning that were left out.
    """

    total: int
    lignes: tuple[LigneResultat, ...]
    facettes: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    corrige: str | None = None
    elargi: bool = False
    ignores: tuple[str, ...] = ()
    generation: str = ""


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
