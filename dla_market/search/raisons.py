"""Why this result: the facts of one line, in plain words. What is unknown is said so, and is not a no."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Final, NamedTuple

from dla_market.referentiel.voisinages import ELOIGNE
from dla_market.search.classement import champs_du_masque
from dla_market.search.documents import Activite, Aval, Referencement
from dla_market.search.requetes import Libelle, Raison, Requete, Tri

_CHAMPS: Final = {
    "nom": "le nom",
    "titre": "le titre",
    "activites": "les activités",
    "intervenants": "les intervenants",
    "references": "les références",
    "commune": "la commune",
    "presentation": "la présentation",
}
_MOIS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


# Made by the line, on the path of every page: named tuples, which cost a third of what dataclasses do.
class Mention(NamedTuple):
    """Where a fiche holds what was asked: the mask of the fields, 0 where none does.

    ``par`` are the synonyms of the demand: what was typed, what is told, the mask.
    """

    saisi: str
    masque: int
    par: Sequence[tuple[str, str, int]] = ()


class Faits(NamedTuple):
    """What is known of one fiche for one query.

    ``clauses``: what was asked, and where the fiche holds it. ``activites`` are
    those that meet the filters, best first, none without a filter on them; ``departements`` those asked that
    the fiche covers; ``missions_du_dla`` is None when no DLA asks.
    """

    clauses: Sequence[Mention]
    activites: Sequence[Activite]
    zone_connue: bool
    departements: Sequence[str]
    avals: Sequence[Aval]
    disponible_le: date | None
    confirmee_le: date | None
    missions: int
    missions_du_dla: int | None
    missions_du_theme: int = 0
    referencements: Sequence[Referencement] = ()
    siege: str = ""
    distance: int = ELOIGNE
    invitations: int = 0


def ranger_activites(activites: Iterable[Activite]) -> list[Activite]:
    """Return the activities, the best level first."""
    return sorted(activites, key=lambda un: (-un.niveau, un.secteur, un.thematique))


def ranger_avals(avals: Iterable[Aval]) -> list[Aval]:
    """Return the endorsements in the order in which they are told."""
    return sorted(avals, key=lambda un: (un.centre, un.secteur, un.thematique, str(un.fin)))


def dire_date(jour: date) -> str:
    """Return the day as French prose writes it: 1er mars 2027."""
    numero = "1er" if jour.day == 1 else str(jour.day)
    return f"{numero}\u00a0{_MOIS[jour.month - 1]}\u00a0{jour.year}"


def _enumerer(mots: Sequence[str]) -> str:
    return mots[0] if len(mots) == 1 else ", ".join(mots[:-1]) + " et " + mots[-1]


@cache
def _ou(masque: int) -> str:
    return _enumerer([_CHAMPS[nom] for nom in champs_du_masque(masque)])


def _citer(mots: str) -> str:
    return "«\u00a0" + mots.replace('"', "") + "\u00a0»"


@lru_cache(maxsize=4096)
def _du_mot(saisi: str, masque: int) -> Raison:
    return Raison("+", f"{_citer(saisi)} dans {_ou(masque)}")


def _du_texte(faits: Faits) -> list[Raison]:
    raisons = []
    for mention in faits.clauses:
        if mention.masque:
            raisons.append(_du_mot(mention.saisi, mention.masque))
            continue
        par = next(((de, dit, masque) for de, dit, masque in mention.par if masque), None)
        if par is not None:
            de, dit, masque = par
            raisons.append(Raison("+", f"{_citer(de)} par {_citer(dit)} dans {_ou(masque)}"))
        else:
            raisons.append(Raison("-", f"{_citer(mention.saisi)} n’est pas dans la fiche"))
    return raisons if len(raisons) < 2 else list(dict.fromkeys(raisons))  # noqa: PLR2004 - one is no repetition


def _des_filtres(faits: Faits, libelle: Libelle) -> list[Raison]:
    raisons = []
    if faits.activites:
        activite = faits.activites[0]
        mots = [libelle("secteurs", activite.secteur), libelle("thematiques", activite.thematique)]
        raisons.append(
            Raison("+", f"Activité {' × '.join(mot for mot in mots if mot)}, niveau {activite.niveau} sur 3")
        )
    if faits.departements:
        codes = [libelle("departements", code) for code in faits.departements]
        raisons.append(Raison("+", f"Intervient dans {_enumerer(codes)}"))
    elif not faits.zone_connue:
        raisons.append(Raison("?", "Zone d’intervention non renseignée"))
    return raisons


def _des_avals(requete: Requete, faits: Faits, libelle: Libelle) -> list[Raison]:
    raisons = []
    for aval in faits.avals:
        qui = f"Aval {libelle('avals', aval.centre)}"
        sur = " × ".join(
            libelle(facette, code)
            for facette, code in (("secteurs", aval.secteur), ("thematiques", aval.thematique))
            if code
        )
        ou = f"\u00a0: {sur}" if sur else ""
        if aval.fin is not None and aval.fin < requete.le:
            raisons.append(Raison("?", f"{qui}{ou}, terminé le {dire_date(aval.fin)}"))
        else:
            duree = f", jusqu’au {dire_date(aval.fin)}" if aval.fin else ""
            raisons.append(Raison("+", f"{qui}{ou}{duree}"))
    return raisons


def ranger_referencements(referencements: Iterable[Referencement], le: date) -> list[Referencement]:
    """Return the référencements that hold that day, one a région, in the order in which they are told."""
    tiennent = (un for un in referencements if un.tient(le))
    ordre = sorted(tiennent, key=lambda un: (un.region, un.fin or date.max, un.debut or date.min))
    return list({un.region: un for un in ordre}.values())


def _des_referencements(faits: Faits, libelle: Libelle) -> list[Raison]:
    return [
        Raison(
            "+",
            f"Référencé en région {libelle('referencements', un.region)}"
            + (f" jusqu’au {dire_date(un.fin)}" if un.fin else ""),
        )
        for un in faits.referencements
    ]


def _du_tri(requete: Requete, faits: Faits, libelle: Libelle) -> list[Raison]:
    """Say what the order asked for goes by, where the other reasons do not."""
    if requete.tri is Tri.DISTANCE:
        if not requete.origines:
            return [Raison("?", "Distance inconnue\u00a0: aucun département n’est demandé")]
        return [_de_la_distance(faits, libelle)]
    if requete.tri is Tri.MOINS_SOLLICITES:
        if not faits.invitations:
            return [Raison("+", "Aucune invitation depuis 24\u00a0mois")]
        nombre = "1\u00a0invitation" if faits.invitations == 1 else f"{faits.invitations}\u00a0invitations"
        return [Raison("-", f"{nombre} depuis 24\u00a0mois")]
    return []


def _de_la_distance(faits: Faits, libelle: Libelle) -> Raison:
    if not faits.siege:
        return Raison("?", "Département du siège non renseigné")
    ou = f"Siège en {libelle('departements', faits.siege)}"
    if faits.distance == ELOIGNE:
        return Raison("-", f"{ou}, sans département voisin commun")
    if faits.distance == 0:
        return Raison("+", ou)
    if faits.distance == 1:
        return Raison("+", f"{ou}, département voisin")
    return Raison("-", f"{ou}, à {faits.distance}\u00a0départements")


def _missions(nombre: int) -> str:
    return "1\u00a0mission" if nombre == 1 else f"{nombre}\u00a0missions"


@lru_cache(maxsize=1024)
def _des_missions(toutes: int, du_dla: int | None, du_theme: int) -> Raison:
    theme = f", dont {du_theme} sur ce thème" if du_theme else ""
    if du_dla:
        return Raison("+", f"{_missions(du_dla)} avec votre DLA, {toutes} en tout{theme}")
    if toutes:
        return Raison("+", f"{_missions(toutes)} pour le dispositif{theme}")
    return Raison("?", "Pas encore de mission connue")


@lru_cache(maxsize=4096)
def _de_la_disponibilite(jour: date | None, le: date, cible: date) -> Raison:
    if jour is None:
        return Raison("?", "Disponibilité non renseignée")
    if jour <= le:
        return Raison("+", "Disponible")
    if jour <= cible:
        return Raison("+", f"Disponible à partir du {dire_date(jour)}")
    return Raison("-", f"Pas disponible avant le {dire_date(jour)}")


@lru_cache(maxsize=4096)
def _de_la_fraicheur(confirmee_le: date | None, depuis: date) -> tuple[Raison, ...]:
    if confirmee_le is None:
        return (Raison("?", "Fiche jamais confirmée"),)
    if confirmee_le < depuis:
        return (Raison("-", f"Fiche non confirmée depuis le {dire_date(confirmee_le)}"),)
    return ()


def expliquer(requete: Requete, faits: Faits, libelle: Libelle) -> tuple[Raison, ...]:
    """Return the reasons of a line: the words, the filters, the endorsements, then the follow-up."""
    return (
        *_du_texte(faits),
        *_des_filtres(faits, libelle),
        *_des_avals(requete, faits, libelle),
        *_des_referencements(faits, libelle),
        *_du_tri(requete, faits, libelle),
        _des_missions(faits.missions, faits.missions_du_dla, faits.missions_du_theme),
        _de_la_disponibilite(faits.disponible_le, requete.le, requete.disponible_cible),
        *_de_la_fraicheur(faits.confirmee_le, requete.fraiche_depuis),
    )
