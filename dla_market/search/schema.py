"""The Whoosh schema, and the record that travels with each fiche.

Whoosh keeps the words; our own analysis has made them. A field's analyser here only unpacks what
classement.py worked out. The weight of a word in a fiche carries two things in one number: the mask of the
fields that hold it, times MASQUE, plus its weight over them in 1/256, which 32-bit floats keep exactly.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from whoosh.analysis import Token
from whoosh.fields import ID, STORED, TEXT, Schema

from dla_market.search import classement
from dla_market.search.documents import LIEUX, SIMPLES, DocumentFiche

MASQUE: Final = 256
RACINES, FORMES, GRAPHIES = "racines", "formes", "graphies"
_ENTRE_PAIRES: Final = " "
_DANS_PAIRE: Final = "|"


class Enregistrement(NamedTuple):
    """What is stored of a fiche: its columns. Days are ordinals, 0 where there is none."""

    id: int
    nom: str
    empreinte: str
    activites: tuple[tuple[str, str, int, str], ...]
    codes: tuple[tuple[str, ...], ...]  # in the order of SIMPLES
    avals: tuple[tuple[str, str, int, str], ...]
    referencements: tuple[tuple[str, int, int], ...]
    departement: str
    disponible_le: int
    confirmee_le: int
    missions: int
    missions_par_dla: tuple[tuple[int, int], ...]
    missions_par_thematique: tuple[tuple[str, int], ...]
    invitations: tuple[int, ...]
    lieux: tuple[tuple[tuple[str, ...], ...], ...]  # see _lieux


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


class AnalyseurPlaces:
    """Unpack « word|weight|place|place »: one token a place, the first with the weight as boost."""

    def __call__(self, value: str, **options: object) -> Iterator[Any]:
        """Yield the tokens; see AnalyseurPoids."""
        jeton = Token(**options)
        for liste in value.split(_ENTRE_PAIRES):
            mot, *nombres = liste.split(_DANS_PAIRE)
            for rang, place in enumerate(nombres[1:]):
                jeton.text, jeton.pos, jeton.boost = mot, int(place), 0.0 if rang else float(nombres[0])
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
    return Schema(
        cle=ID(unique=True),
        fiche=STORED(),
        racines=TEXT(analyzer=AnalyseurPlaces(), phrase=True),
        formes=TEXT(analyzer=AnalyseurPoids(), phrase=False),
        graphies=ID(analyzer=AnalyseurLignes()),
    )


def _emballer(masque: int, poids: float) -> str:
    return repr(masque * MASQUE + poids)


def _ordinal(jour: date | None) -> int:
    return 0 if jour is None else jour.toordinal()


def _lieux(fiche: DocumentFiche) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return for each activity what it covers, in the order of LIEUX; nothing where all cover the same."""
    if not fiche.a_zones_propres:
        return ()
    return tuple(
        tuple(tuple(sorted(set(fiche.lieux_de(un, nom)))) for nom in LIEUX) for un in fiche.activites
    )


def enregistrement(fiche: DocumentFiche) -> Enregistrement:
    """Return the columns of a fiche; of its price they hold the tranche alone."""
    return Enregistrement(
        id=fiche.id,
        nom=fiche.nom,
        empreinte=fiche.empreinte(),
        activites=tuple((un.secteur, un.thematique, un.niveau, un.groupe) for un in fiche.activites),
        codes=tuple(fiche.codes(nom) for nom in SIMPLES),
        avals=tuple((aval.centre, aval.secteur, _ordinal(aval.fin), aval.thematique) for aval in fiche.avals),
        referencements=tuple(
            (un.region, _ordinal(un.fin), _ordinal(un.debut)) for un in fiche.referencements
        ),
        departement=fiche.departement,
        disponible_le=_ordinal(fiche.disponible_le),
        confirmee_le=_ordinal(fiche.confirmee_le),
        missions=fiche.missions,
        missions_par_dla=tuple(
            sorted((dla, nombre) for dla, nombre in fiche.missions_par_dla.items() if nombre)
        ),
        missions_par_thematique=tuple(sorted(fiche.missions_par_thematique.items())),
        invitations=tuple(sorted(jour.toordinal() for jour in fiche.invitations)),
        lieux=_lieux(fiche),
    )


def champs(fiche: DocumentFiche) -> dict[str, object]:
    """Return what Whoosh is given for a fiche."""
    mots = classement.relever(fiche.textes())
    return {
        "cle": str(fiche.id),
        "fiche": tuple(enregistrement(fiche)),
        RACINES: _ENTRE_PAIRES.join(
            _DANS_PAIRE.join([racine, _emballer(*mots.racines[racine]), *map(str, places)])
            for racine, places in mots.positions.items()
        ),
        FORMES: _ENTRE_PAIRES.join(
            f"{forme}{_DANS_PAIRE}{_emballer(*poids)}" for forme, poids in mots.formes.items()
        ),
        GRAPHIES: "\n".join(sorted(f"{forme} {graphie}" for forme, graphie in mots.graphies)),
    }
