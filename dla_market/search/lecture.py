"""What a person typed, read as clauses: words, "phrases", beginnings by *, exclusions by -.

Nothing that a person types is an error: what cannot be read as a sign is read as text or left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
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
class Equivalent:
    """Another way of meeting a demand: ``dit`` is looked for besides ``de``, which the person wrote."""

    de: str
    dit: str
    motif: Motif


@dataclass(frozen=True, slots=True)
class Clause:
    """One demand: met by any of its motifs, or less well by any of its equivalents.

    ``saisi`` is what the person wrote, to say it back. A ``litterale`` clause has no synonyms: a phrase in
    quotes, a beginning. ``parties`` are the words of a compound, each a demand of its own, for where no fiche
    holds them together.
    """

    saisi: str
    motifs: tuple[Motif, ...]
    exclue: bool = False
    litterale: bool = False
    equivalents: tuple[Equivalent, ...] = ()
    parties: tuple["Clause", ...] = ()


@dataclass(frozen=True, slots=True)
class Lecture:
    """A text read: what must be, what must not, and the words left out because they say nothing."""

    clauses: tuple[Clause, ...]
    exclusions: tuple[Clause, ...]
    ignores: tuple[str, ...]


def _mot(terme: Terme, decalage: int = 0) -> MotCherche:
    return MotCherche(terme.forme, terme.racine, decalage)


def suite(termes: Sequence[Terme], *, seul: bool = False) -> Motif | None:
    """Return the motif of these words at their places, those without meaning left out.

    None where nothing is left; with ``seul``, a lone word is kept whatever it means.
    """
    if len(termes) == 1:
        return Motif((_mot(termes[0]),)) if seul or not termes[0].vide else None
    mots = [_mot(terme, place) for place, terme in enumerate(termes) if not terme.vide]
    if not mots:
        return None
    premier = mots[0].decalage
    return Motif(tuple(replace(mot, decalage=mot.decalage - premier) for mot in mots))


def _clause_du_groupe(groupe: Groupe, *, seul: bool) -> Clause | None:
    motif = suite(groupe.parties, seul=seul)
    saisi = "-".join(terme.graphie for terme in groupe.parties)
    if groupe.joint is None:
        return None if motif is None else Clause(saisi, (motif,))
    joint = Motif((_mot(groupe.joint),))
    parties = tuple(
        Clause(terme.graphie, (Motif((_mot(terme),)),)) for terme in groupe.parties if not terme.vide
    )
    return Clause(saisi, (joint,) if motif is None else (motif, joint), parties=parties)


def _clauses_de_la_phrase(texte: str) -> tuple[Clause, ...]:
    termes = [terme for groupe in grouper(texte) for terme in groupe.parties]
    motif = suite(termes)
    if motif is None:
        return ()
    return (Clause('"' + " ".join(terme.graphie for terme in termes) + '"', (motif,), litterale=True),)


def _clause_prefixe(groupe: Groupe) -> Clause | None:
    """The end of a compound is what may go on: multi-acc* begins as multiacc or holds a word in acc."""
    dernier = groupe.parties[-1]
    if len(dernier.forme) < PREFIXE_MINIMAL:
        return None
    motifs = [Motif(prefixe=dernier.forme)]
    if groupe.joint is not None:
        motifs = [Motif(prefixe=groupe.joint.forme)]
    saisi = "-".join(terme.graphie for terme in groupe.parties) + "*"
    return Clause(saisi, tuple(motifs), litterale=True)


def _continuer(groupe: Groupe, clause: Clause | None) -> Clause | None:
    """Let the word that one is typing go on: itself, or any word that begins so."""
    debut = _clause_prefixe(groupe)
    if debut is None or clause is None:
        return clause or debut
    return replace(clause, motifs=(*clause.motifs, *debut.motifs))


@lru_cache(maxsize=2048)
def _clauses_du_mot(
    mot: str, sigles: frozenset[str], *, frappe: bool
) -> tuple[tuple[Clause, ...], tuple[str, ...]]:
    """Return the clauses of what stands between two spaces, and the words left out."""
    groupes = list(grouper(mot))
    clauses: list[Clause] = []
    ignores: list[str] = []
    for rang, groupe in enumerate(groupes):
        clause = None
        if rang == len(groupes) - 1 and mot.endswith("*"):
            clause = _clause_prefixe(groupe)
        if clause is None:
            # « AI » in capitals is the structure, « ai » the verb
            seul = mot.isupper() and groupe.parties[0].racine in sigles
            clause = _clause_du_groupe(groupe, seul=seul)
            if frappe and rang == len(groupes) - 1:
                clause = _continuer(groupe, clause)
        if clause is None:
            ignores.extend(terme.graphie for terme in groupe.parties)
        else:
            clauses.append(clause)
    return tuple(clauses), tuple(ignores)


def lire(texte: str, sigles: frozenset[str] = frozenset(), *, frappe: bool = False) -> Lecture:
    """Read a text of any content; what stands beyond TEXTE_MAXIMAL signs or CLAUSES_MAXIMALES is left out.

    ``sigles`` are the folded words without meaning that have one in capitals. With ``frappe`` the text is
    being typed: its last word may go on.
    """
    retenues: dict[tuple[tuple[Motif, ...], bool], Clause] = {}
    ignores: list[str] = []
    texte = texte[:TEXTE_MAXIMAL].translate(_GUILLEMETS)
    for morceau in _MORCEAU.finditer(texte):
        phrase, mot = morceau.group("phrase"), morceau.group("mot")
        if phrase is not None:
            exclue = morceau.group("moins") is not None
            clauses = _clauses_de_la_phrase(phrase)
        else:
            exclue = len(mot) > 1 and mot[0] == "-" and mot[1].isalnum()
            dernier = frappe and not exclue and morceau.end() == len(texte)
            clauses, sans_sens = _clauses_du_mot(mot, sigles, frappe=dernier)
            ignores.extend(sans_sens)
        for clause in clauses:
            if len(retenues) < CLAUSES_MAXIMALES:
                voulue = replace(clause, exclue=True) if exclue else clause
                retenues.setdefault((clause.motifs, exclue), voulue)
    return Lecture(
        tuple(clause for clause in retenues.values() if not clause.exclue),
        tuple(clause for clause in retenues.values() if clause.exclue),
        tuple(dict.fromkeys(ignores)),
    )
