"""What a person typed, read as clauses: words, "phrases", beginnings by *, exclusions by -.

Nothing that a person types is an error: what cannot be read as a sign is read as text or left out.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from dla_market.search.analyse import Groupe, Terme, grouper

TEXTE_MAXIMAL: Final = 600
CLAUSES_MAXIMALES: Final = 16
PREFIXE_MINIMAL: Final = 2

_GUILLEMETS: Final = str.maketrans(dict.fromkeys("“”«»„‟〝〞＂", '"'))
_MORCEAU: Final = re.compile(r'(?P<moins>-)?"(?P<phrase>[^"]*)(?:"|$)|(?P<mot>[^\s"]+)')


@dataclass(frozen=True, slots=True)
class MotCherche:
    """A word to find at ``decalage`` places after the first of its motif."""

    forme: str
    racine: str
    decalage: int


@dataclass(frozen=True, slots=True)
class Motif:
    """Words that follow one another, often one; or, where ``prefixe`` is set, any word that begins so."""

    mots: tuple[MotCherche, ...] = ()
    prefixe: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One demand: met by any of its motifs. ``saisi`` is what the person wrote, to say it back."""

    saisi: str
    motifs: tuple[Motif, ...]
    exclue: bool = False


@dataclass(frozen=True, slots=True)
class Lecture:
    """A text read: what must be, what must not, and the words left out because they say nothing."""

    clauses: tuple[Clause, ...]
    exclusions: tuple[Clause, ...]
    ignores: tuple[str, ...]


def _mot(terme: Terme, decalage: int = 0) -> MotCherche:
    return MotCherche(terme.forme, terme.racine, decalage)


def _suite(termes: list[Terme]) -> Motif | None:
    mots = [_mot(terme, place) for place, terme in enumerate(termes) if not terme.vide]
    if not mots:
        return None
    premier = mots[0].decalage
    return Motif(tuple(replace(mot, decalage=mot.decalage - premier) for mot in mots))


def _clause_du_groupe(groupe: Groupe) -> Clause | None:
    motif = _suite(list(groupe.parties))
    saisi = "-".join(terme.graphie for terme in groupe.parties)
    if groupe.joint is None:
        return None if motif is None else Clause(saisi, (motif,))
    joint = Motif((_mot(groupe.joint),))
    return Clause(saisi, (joint,) if motif is None else (motif, joint))


def _clause_phrase(texte: str) -> Clause | None:
    termes = [terme for groupe in grouper(texte) for terme in groupe.parties]
    motif = _suite(termes)
    if motif is None:
        return None
    return Clause('"' + " ".join(terme.graphie for terme in termes) + '"', (motif,))


def _clause_prefixe(groupe: Groupe) -> Clause | None:
    """The end of a compound is what may go on: multi-acc* begins as multiacc or holds a word in acc."""
    dernier = groupe.parties[-1]
    if len(dernier.forme) < PREFIXE_MINIMAL:
        return None
    motifs = [Motif(prefixe=dernier.forme)]
    if groupe.joint is not None:
        motifs = [Motif(prefixe=groupe.joint.forme)]
    return Clause("-".join(terme.graphie for terme in groupe.parties) + "*", tuple(motifs))


def _clauses_du_mot(mot: str, ignores: list[str]) -> list[Clause]:
    groupes = list(grouper(mot))
    clauses: list[Clause] = []
    for rang, groupe in enumerate(groupes):
        clause = None
        if rang == len(groupes) - 1 and mot.endswith("*"):
            clause = _clause_prefixe(groupe)
        if clause is None:
            clause = _clause_du_groupe(groupe)
        if clause is None:
            ignores.extend(terme.graphie for terme in groupe.parties)
        else:
            clauses.append(clause)
    return clauses


def lire(texte: str) -> Lecture:
    """Read a text of any content; what stands beyond TEXTE_MAXIMAL signs or CLAUSES_MAXIMALES is left out."""
    retenues: dict[tuple[tuple[Motif, ...], bool], Clause] = {}
    ignores: list[str] = []
    for morceau in _MORCEAU.finditer(texte[:TEXTE_MAXIMAL].translate(_GUILLEMETS)):
        phrase, mot = morceau.group("phrase"), morceau.group("mot")
        if phrase is not None:
            exclue = morceau.group("moins") is not None
            lue = _clause_phrase(phrase)
            clauses = [] if lue is None else [lue]
        else:
            exclue = len(mot) > 1 and mot[0] == "-" and mot[1].isalnum()
            clauses = _clauses_du_mot(mot, ignores)
        for clause in clauses:
            if len(retenues) < CLAUSES_MAXIMALES:
                retenues.setdefault((clause.motifs, exclue), replace(clause, exclue=exclue))
    return Lecture(
        tuple(clause for clause in retenues.values() if not clause.exclue),
        tuple(clause for clause in retenues.values() if clause.exclue),
        tuple(dict.fromkeys(ignores)),
    )
