"""The French analysis of the catalogue: from a text to the words that are indexed and looked for.

The same code reads the fiches and the queries, so what a person types meets what a prestataire wrote:
elision (' and ’), case, accents, œ and æ, hyphens, acronyms with dots, plural, feminine and verb endings.
VERSION changes whenever a word may come out otherwise: an index of another version is rebuilt, never read.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dla_market.search.racines import raciner

VERSION: Final = 3
ECART: Final = 16  # places between two items of a list; a query has fewer words
LONGUEUR_MAXIMALE: Final = 40  # a longer run of letters is no word; its head is enough to find it

_APOSTROPHES: Final = "'’ʼ‘`´"
_TRAITS: Final = r"\-‐‑"
_BLOC: Final = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}{_TRAITS}.][^\W_]+)*")
_COUPE_APOSTROPHE: Final = re.compile(f"[{_APOSTROPHES}]")
_COUPE_TRAIT: Final = re.compile(f"[{_TRAITS}]")
_HORS_MOT: Final = re.compile(r"[\W_]+")
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})

_ELIDES: Final = """
c d j l m n s t qu jusqu lorsqu puisqu quoiqu presqu
"""
_ELISIONS: Final = frozenset(_ELIDES.split())
_SANS_SENS: Final = """
a ai ainsi alors apres au aucun aussi autre autres aux avant avec avoir ayant c car ce ceci cela
celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des deux dont du
elle elles en encore entre es est et etaient etait etant ete etes etre eu eux font ici il ils j je
jusque l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais me meme
memes mes moi moins mon n ne ni nos notre nous on ont ou par parce parmi pas pendant peu peut
peuvent plus plusieurs pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans
se selon sera seront ses si soi soit son sont sous sur t ta te tel telle telles tels tes toi ton
tous tout toute toutes tres tu un une vers via voire vos votre vous y
"""
MOTS_VIDES: Final = frozenset(_SANS_SENS.split())


@dataclass(frozen=True, slots=True)
class Terme:
    """One word.

    ``forme`` is folded (no accent, no capital), ``racine`` its stem, ``graphie`` as written, in small
    letters, ``vide`` says that it has no meaning of its own (de, pour, avec...).
    """

    forme: str
    racine: str
    graphie: str
    vide: bool


@dataclass(frozen=True, slots=True)
class Groupe:
    """What stands between two spaces, elision taken off: one word, or the parts of a compound.

    ``joint`` is the compound written in one word (auto-évaluation, autoévaluation), None for a plain word.
    """

    parties: tuple[Terme, ...]
    joint: Terme | None


def plier(texte: str) -> str:
    """Return the text in small letters without accent, œ and æ in two letters; safe on any text."""
    if texte.isascii():
        return texte.lower()
    decompose = unicodedata.normalize("NFKD", texte.lower().translate(_LIGATURES))
    return "".join(signe for signe in decompose if not unicodedata.combining(signe))


@lru_cache(maxsize=65_536)
def _terme(graphie: str) -> Terme | None:
    forme = _HORS_MOT.sub("", plier(graphie))[:LONGUEUR_MAXIMALE]
    if not forme:
        return None
    return Terme(forme, raciner(forme), graphie[:LONGUEUR_MAXIMALE], forme in MOTS_VIDES)


def _sans_elision(bloc: str) -> list[str]:
    morceaux = _COUPE_APOSTROPHE.split(bloc)
    while len(morceaux) > 1 and plier(morceaux[0]) in _ELISIONS:
        del morceaux[0]
    return morceaux


def _compose(morceaux: list[str]) -> Groupe | None:
    termes = tuple(terme for morceau in morceaux if (terme := _terme(morceau)) is not None)
    if not termes:
        return None
    return Groupe(termes, _terme("".join(morceaux)) if len(termes) > 1 else None)


@lru_cache(maxsize=65_536)
def _groupes_du_bloc(bloc: str) -> tuple[Groupe, ...]:
    segments = bloc.split(".")
    if len(segments) > 1 and all(len(segment) == 1 for segment in segments):
        segments = ["".join(segments)]  # S.I.A.E is the acronym SIAE
    groupes = []
    for segment in segments:
        morceaux: list[str] = []
        for partie in _COUPE_TRAIT.split(segment):
            morceaux.extend(_sans_elision(partie))
        groupe = _compose(morceaux)
        if groupe is not None:
            groupes.append(groupe)
    return tuple(groupes)


def grouper(texte: str) -> Iterator[Groupe]:
    """Cut any text into groups of words, in its order; never raises."""
    for bloc in _BLOC.finditer(unicodedata.normalize("NFC", texte).lower()):
        yield from _groupes_du_bloc(bloc.group())


def placer(texte: str) -> Iterator[tuple[int, Terme]]:
    """Return the words worth indexing with their positions.

    Empty words count a place and are left out; a compound stands joined at the place of its first part. A
    semicolon parts the items of a list: no phrase straddles it.
    """
    position = 0
    for morceau in texte.split(";"):
        for groupe in grouper(morceau):
            if groupe.joint is not None:
                yield position, groupe.joint
            for terme in groupe.parties:
                if not terme.vide:
                    yield position, terme
                position += 1
        position += ECART
