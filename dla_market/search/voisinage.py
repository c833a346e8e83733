"""The nearest known word of a word that is found nowhere."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Final, Protocol

from dla_market.search.analyse import plier
from dla_market.search.lecture import Clause, Lecture, Motif, lire
from dla_market.search.racines import raciner
from dla_market.search.requetes import Requete
from dla_market.search.synonymes import Lexique

_UNE_FAUTE: Final = 4  # letters from which one fault is forgiven
_DEUX_FAUTES: Final = 7  # and two
_TROP: Final = 99
_DEBUT: Final = 4  # letters from which an unknown word may be the beginning of another
_MOT: Final = re.compile(r"[^\W_]+")


def tolerance(forme: str) -> int:
    """Return how many faults are forgiven in a word of this length; none where it holds a digit."""
    if len(forme) < _UNE_FAUTE or not forme.isalpha():
        return 0
    return 1 if len(forme) < _DEUX_FAUTES else 2


def distance(mot: str, autre: str, maximum: int) -> int:
    """Return the faults between two words: letter added, missing, changed, two neighbours swapped.

    It is a number above ``maximum`` as soon as there are more.
    """
    if abs(len(mot) - len(autre)) > maximum:
        return _TROP
    avant_derniere: list[int] = []
    derniere = list(range(len(autre) + 1))
    for i, lettre in enumerate(mot):
        ligne = [i + 1]
        for j, face in enumerate(autre):
            cout = min(derniere[j + 1] + 1, ligne[j] + 1, derniere[j] + (lettre != face))
            if i and j and lettre == autre[j - 1] and mot[i - 1] == face:
                cout = min(cout, avant_derniere[j - 1] + 1)
            ligne.append(cout)
        if min(ligne) > maximum:
            return _TROP
        avant_derniere, derniere = derniere, ligne
    return derniere[-1]


def _fautes(forme: str, candidat: str, maximum: int) -> int:
    """Return the faults between two words; a plural's mark that was not typed is none."""
    fautes = distance(forme, candidat, maximum)
    if fautes and candidat[-1] == "s" != forme[-1]:
        fautes = min(fautes, distance(forme, candidat[:-1], maximum))
    return fautes


def proches(forme: str, candidats: Iterable[str], maximum: int) -> list[tuple[int, str]]:
    """Return the candidates within ``maximum`` faults, with their faults; formes.py does it in columns."""
    return [
        (faute, candidat) for candidat in candidats if (faute := _fautes(forme, candidat, maximum)) <= maximum
    ]


def le_plus_proche(
    forme: str, fautes: Iterable[tuple[int, str]], compter: Callable[[str], int]
) -> str | None:
    """Return the candidate with the fewest faults; None when there is none.

    Then the one with the same first letter, then in the most fiches, then first in the alphabet.
    ``compter`` gives a word's number of fiches, asked of the best only; one in none is no candidate.
    """
    rangees = sorted((faute, candidat[0] != forme[0], candidat) for faute, candidat in fautes)
    for _, egaux in groupby(rangees, key=itemgetter(0, 1)):
        comptes = [(-nombre, candidat) for _, _, candidat in egaux if (nombre := compter(candidat))]
        if comptes:
            return min(comptes)[1]
    return None


class Vocabulaire(Protocol):
    """What an engine knows of its words."""

    def porteuses(self, racine: str) -> int:
        """Return the number of fiches that hold this stem."""
        ...

    def trouve(self, motif: Motif) -> bool:
        """Say whether some fiche meets this motif."""
        ...

    def commence(self, debut: str) -> bool:
        """Say whether a known folded word begins so."""
        ...

    def voisine(self, forme: str) -> str | None:
        """Return the known folded word nearest to this one."""
        ...

    def graphie(self, forme: str) -> str:
        """Return the spelling that most fiches give to a folded word."""
        ...


@dataclass(frozen=True, slots=True)
class Correction:
    """The clauses to look for, and the text to say back when one was changed."""

    clauses: tuple[Clause, ...]
    texte: str | None


def _trouvee(clause: Clause, vocabulaire: Vocabulaire) -> bool:
    """Say whether a clause may be met; of a phrase in quotes it is enough that its words are known."""
    if clause.litterale:
        return any(
            motif.prefixe or all(vocabulaire.porteuses(mot.racine) for mot in motif.mots)
            for motif in clause.motifs
        )
    moyens = (*clause.motifs, *(un.motif for un in clause.equivalents))
    return any(vocabulaire.trouve(motif) for motif in moyens)


def _corriger_clause(clause: Clause, vocabulaire: Vocabulaire) -> tuple[Clause, ...]:
    """Return what to look for in the place of a clause that nothing meets; itself where nothing better is.

    Its words corrected; then, of a compound (mise-en-réseau), its words each for itself.
    """
    if _trouvee(clause, vocabulaire):
        return (clause,)
    corrigee = _corriger_mots(clause, vocabulaire)
    if corrigee is not None and _trouvee(corrigee, vocabulaire):
        return (corrigee,)
    parties = tuple(une for partie in clause.parties for une in _corriger_clause(partie, vocabulaire))
    return parties if any(_trouvee(une, vocabulaire) for une in parties) else (clause,)


def _corriger_mots(clause: Clause, vocabulaire: Vocabulaire) -> Clause | None:
    """Return the clause with each word that no fiche holds replaced by its nearest; None where none is near.

    A lone word that begins known ones is taken for that beginning (compta), the others for a fault.
    """
    saisi = clause.saisi
    premier = clause.motifs[0]
    if (
        len(premier.mots) == 1
        and not clause.parties
        and len(forme := premier.mots[0].forme) >= _DEBUT
        and vocabulaire.commence(forme)
    ):
        return replace(clause, saisi=f"{saisi}*", motifs=(Motif(prefixe=forme),), litterale=True)
    mots = []
    for mot in premier.mots:
        voisine = None
        if not vocabulaire.porteuses(mot.racine) and tolerance(mot.forme):
            voisine = vocabulaire.voisine(mot.forme)
        if voisine is None:
            mots.append(mot)
        else:
            mots.append(replace(mot, forme=voisine, racine=raciner(voisine)))
            saisi = _remplacer(saisi, mot.forme, vocabulaire.graphie(voisine))
    if tuple(mots) == premier.mots:
        return None
    return replace(clause, saisi=saisi, motifs=(Motif(tuple(mots)), *clause.motifs[1:]), equivalents=())


def _remplacer(saisi: str, forme: str, graphie: str) -> str:
    return _MOT.sub(lambda mot: graphie if plier(mot.group()) == forme else mot.group(), saisi)


@dataclass(frozen=True, slots=True)
class Comprise:
    """What is really looked for: see Lecture, and Correction for ``corrige``."""

    clauses: tuple[Clause, ...]
    exclusions: tuple[Clause, ...]
    ignores: tuple[str, ...]
    corrige: str | None


def corriger(lecture: Lecture, clauses: tuple[Clause, ...], vocabulaire: Vocabulaire) -> Correction:
    """Replace, in what must be found, each word that no fiche holds by its nearest known one."""
    corrigees = tuple(une for clause in clauses for une in _corriger_clause(clause, vocabulaire))
    if corrigees == clauses:
        return Correction(clauses, None)
    return Correction(
        corrigees,
        " ".join(
            [clause.saisi for clause in corrigees] + [f"-{clause.saisi}" for clause in lecture.exclusions]
        ),
    )


def comprendre(requete: Requete, vocabulaire: Vocabulaire, lexique: Lexique) -> Comprise:
    """Read the text of a query: its words, their synonyms, a fault corrected where nothing else is known."""
    lecture = lire(requete.texte, lexique.sigles, frappe=requete.frappe)
    correction = corriger(lecture, lexique.etendre(lecture.clauses), vocabulaire)
    clauses = correction.clauses
    if correction.texte is not None:
        clauses = lexique.etendre(clauses)
    return Comprise(clauses, lecture.exclusions, lecture.ignores, correction.texte)
