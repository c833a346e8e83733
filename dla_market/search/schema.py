"""The Whoosh schema, and the record that travels with each fiche.

Whoosh keeps the words; our own analysis has made them. A field's analyser here only unpacks what
classement.py worked out. The weight of a word in a fiche carries two things in one number: the mask of the
fields that hold it, times MASQUE, plus its weight over them in 1/256, which 32-bit floats keep exactly.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from whoosh.analysis import Token
from whoosh.fields import ID, STORED, TEXT, Schema

from dla_market.search import classement
from dla_market.search.documents import DocumentFiche

MASQUE: Final = 256
RACINES, FORMES, POSITIONS, GRAPHIES = "racines", "formes", "positions", "graphies"
_ENTRE_PAIRES: Final = " "
_DANS_PAIRE: Final = "|"


class Enregistrement(NamedTuple):
    """What is stored of a fiche: its columns. Days are ordinals, 0 where there is none."""

    id: int
    nom: str
    empreinte: str
    activites: tuple[tuple[str, str, int], ...]
    departements: tuple[str, ...]
    avals: tuple[tuple[str, str, int], ...]
    disponible_le: int
    confirmee_le: int
    missions: int
    missions_par_dla: tuple[tuple[int, int], ...]


class AnalyseurPoids:
    """Unpack « word|weight » pairs: one token a word, its weight as boost."""

    def __call__(self, value: str, **options: object) -> Iterator[Any]:
        """Yield the tokens; Whoosh passes its modes as options, which change nothing here."""
        jeton = Token(**options)
        for paire in value.split(_ENTRE_PAIRES):
            mot, _, poids = paire.rpartition(_DANS_PAIRE)
            if mot:
                jeton.text, jeton.boost = mot, float(poids)
                yield jeton


class AnalyseurPositions:
    """Unpack « word|place|place » lists: one token a place."""

    def __call__(self, value: str, **options: object) -> Iterator[Any]:
        """Yield the tokens; see AnalyseurPoids."""
        jeton = Token(**options)
        for liste in value.split(_ENTRE_PAIRES):
            mot, *places = liste.split(_DANS_PAIRE)
            for place in places:
                jeton.text, jeton.pos, jeton.boost = mot, int(place), 1.0
                yield jeton


class AnalyseurLignes:
    """Take each line as one token."""

    def __call__(self, value: str, **options: object) -> Iterator[Any]:
        """Yield the tokens; see AnalyseurPoids."""
        jeton = Token(**options)
        for ligne in value.splitlines():
            jeton.text = ligne
            yield jeton


def creer_schema() -> Schema:
    """Return the schema of a new index."""
    schema = Schema(
        cle=ID(unique=True),
        fiche=STORED(),
        racines=TEXT(analyzer=AnalyseurPoids(), phrase=False),
        formes=TEXT(analyzer=AnalyseurPoids(), phrase=False),
        positions=TEXT(analyzer=AnalyseurPositions(), phrase=True),
        graphies=ID(analyzer=AnalyseurLignes()),
    )
    for nom in (RACINES, FORMES, POSITIONS):
        schema[nom].scorable = False  # the weights hold the lengths: Whoosh need not keep them a second time
    return schema


def _emballer(poids: Mapping[str, tuple[int, float]]) -> str:
    return _ENTRE_PAIRES.join(
        f"{mot}{_DANS_PAIRE}{masque * MASQUE + valeur!r}" for mot, (masque, valeur) in poids.items()
    )


def _ordinal(jour: date | None) -> int:
    return 0 if jour is None else jour.toordinal()


def enregistrement(fiche: DocumentFiche) -> Enregistrement:
    """Return the columns of a fiche; its price is not among them."""
    return Enregistrement(
        id=fiche.id,
        nom=fiche.nom,
        empreinte=fiche.empreinte(),
        activites=tuple((un.secteur, un.thematique, un.niveau) for un in fiche.activites),
        departements=tuple(sorted(set(fiche.departements))),
        avals=tuple((aval.centre, aval.secteur, _ordinal(aval.fin)) for aval in fiche.avals),
        disponible_le=_ordinal(fiche.disponible_le),
        confirmee_le=_ordinal(fiche.confirmee_le),
        missions=fiche.missions,
        missions_par_dla=tuple(
            sorted((dla, nombre) for dla, nombre in fiche.missions_par_dla.items() if nombre)
        ),
    )


def champs(fiche: DocumentFiche) -> dict[str, object]:
    """Return what Whoosh is given for a fiche."""
    mots = classement.relever(fiche.textes())
    return {
        "cle": str(fiche.id),
        "fiche": tuple(enregistrement(fiche)),
        RACINES: _emballer(mots.racines),
        FORMES: _emballer(mots.formes),
        POSITIONS: _ENTRE_PAIRES.join(
            _DANS_PAIRE.join([racine, *map(str, numeros)]) for racine, numeros in mots.positions.items()
        ),
        GRAPHIES: "\n".join(sorted(f"{forme} {graphie}" for forme, graphie in mots.graphies)),
    }
