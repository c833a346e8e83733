"""Which places of a proposal are offered to whom: deterministic, and said in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

PLACES_OFFERTES = 2


class Place(Enum):
    """Why a prestataire has a place in the proposal."""

    RANG = "rang"
    JAMAIS = "jamais"
    AVAL = "aval"


OFFERTES = (Place.JAMAIS, Place.AVAL)

LIBELLES_PLACE = {
    Place.RANG: "selon l’ordre de la recherche",
    Place.JAMAIS: "place offerte à un prestataire qualifié que votre DLA n’a jamais sollicité",
    Place.AVAL: "place offerte à un prestataire avalisé par un centre de ressources",
}


@dataclass(frozen=True)
class Candidature:
    """What the places are given on: can it be invited without a written reason, does it answer the need."""

    prestataire_id: int
    qualifie: bool
    jamais: bool
    avalise: bool


def placer(candidatures: Sequence[Candidature], cible: int) -> dict[int, Place]:
    """Who has which place, given the candidates in the order of the search.

    The first ones by rank take all places but two. Of those left, the first that this DLA never used and the
    first with an aval have one each; where one prestataire could have both, the other place is not lost if
    somebody else can take it. What nobody can take goes by rank. Only the qualified are placed.
    """
    qualifies = [c for c in candidatures if c.qualifie]
    tete, reste = _couper(qualifies, max(cible - PLACES_OFFERTES, 0))
    places = {c.prestataire_id: Place.RANG for c in tete}
    jamais_d_abord, aval_d_abord = (_offrir(reste, ordre) for ordre in (OFFERTES, OFFERTES[::-1]))
    places |= aval_d_abord if len(aval_d_abord) > len(jamais_d_abord) else jamais_d_abord
    for c in reste:
        if len(places) >= cible:
            break
        places.setdefault(c.prestataire_id, Place.RANG)
    return places


def _couper(
    candidatures: Sequence[Candidature], combien: int
) -> tuple[Sequence[Candidature], Sequence[Candidature]]:
    return candidatures[:combien], candidatures[combien:]


def _offrir(candidatures: Sequence[Candidature], ordre: Sequence[Place]) -> dict[int, Place]:
    places: dict[int, Place] = {}
    for place in ordre:
        for c in candidatures:
            if c.prestataire_id not in places and (c.jamais if place is Place.JAMAIS else c.avalise):
                places[c.prestataire_id] = place
                break
    return places


def places_vides(places: dict[int, Place]) -> tuple[str, ...]:
    """What to say of the offered places that nobody took."""
    dites = {
        Place.JAMAIS: "aucun autre prestataire qualifié que votre DLA n’ait jamais sollicité",
        Place.AVAL: "aucun autre prestataire qualifié avec un aval en cours pour ce besoin",
    }
    return tuple(phrase for place, phrase in dites.items() if place not in places.values())


def motif_propose(raisons: Sequence[str], place: Place | None, maximum: int) -> str:
    """A first draft of the reason: what speaks for the prestataire, then why it has this place."""
    suite = [r for r in raisons if r]
    if place in (Place.JAMAIS, Place.AVAL):
        suite.append(LIBELLES_PLACE[place])
    texte = " ; ".join(suite)
    return texte if len(texte) <= maximum else f"{texte[: maximum - 1]}…"
