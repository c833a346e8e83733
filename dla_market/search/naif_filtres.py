"""The filters, facets and orders of the naive engine: one document at a time, as the sentences say them."""

from collections.abc import Callable

from dla_market.referentiel.voisinages import ELOIGNE, distances
from dla_market.search import classement
from dla_market.search.documents import LIEUX, SIMPLES, Activite, Aval, DocumentFiche
from dla_market.search.requetes import (
    A_CONFIRMER,
    CONFIRMEE,
    DEJA,
    DISPONIBLE,
    INCONNUE,
    JAMAIS,
    PLUS_TARD,
    Requete,
    Tri,
)

DES_ACTIVITES = ("secteurs", "thematiques", "groupes")


def passe(requete: Requete, document: DocumentFiche, sauf: str = "") -> bool:
    """Say whether a fiche passes all the filters but the one named."""
    if any(requete.codes(nom) for nom in DES_ACTIVITES if nom != sauf):
        ensemble = bool(acceptees(requete, document, sauf))
    else:
        ensemble = requete.couvre(document.codes("departements"), document.codes("regions"), sauf)
    return ensemble and all(
        _PASSE.get(nom, _simple(nom))(requete, document) for nom in _FILTRES if nom != sauf
    )


def acceptees(requete: Requete, document: DocumentFiche, sauf: str = "") -> list[Activite]:
    """Return the activities that meet the filters on activities and on places together, but the one named."""
    return [
        activite
        for activite in document.activites
        if requete.accepte(activite, sauf)
        and requete.couvre(
            document.lieux_de(activite, "departements"), document.lieux_de(activite, "regions"), sauf
        )
    ]


def codes(nom: str, requete: Requete, document: DocumentFiche) -> list[str]:
    """Return the codes under which a fiche that passes the other filters counts in a facet."""
    if nom in DES_ACTIVITES:
        return [code for un in acceptees(requete, document, nom) if (code := _code(nom, un))]
    if nom in LIEUX and requete.demande_activite:
        return [code for un in acceptees(requete, document, nom) for code in document.lieux_de(un, nom)]
    return _CODES[nom](requete, document) if nom in _CODES else list(document.codes(nom))


def points_des_regles(requete: Requete, document: DocumentFiche) -> int:
    """Return the points that hang on no text."""
    points = classement.points_de_base(
        disponible_le=document.disponible_le,
        confirmee_le=document.confirmee_le,
        cible=requete.disponible_cible,
        depuis=requete.fraiche_depuis,
    )
    if requete.demande_activite:
        niveaux = [activite.niveau for activite in acceptees(requete, document)]
        points += classement.POINTS_PAR_NIVEAU * max(niveaux, default=0)
    if any(
        (aval.centre in requete.avals or _aval_sur(requete, aval))
        and (aval.fin is None or aval.fin >= requete.le)
        for aval in document.avals
    ):
        points += classement.POINTS_AVAL
    return points


def distance(requete: Requete, document: DocumentFiche) -> int:
    """Return the distance of the seat, of the nearest of the zone where that is unknown."""
    connues = distances(requete.origines)
    if document.departement:
        return connues.get(document.departement, ELOIGNE)
    return min((connues.get(code, ELOIGNE) for code in document.codes("departements")), default=ELOIGNE)


def invitations(requete: Requete, document: DocumentFiche) -> int:
    """Return the number of recent invitations."""
    debut = classement.debut_des_invitations(requete.le)
    return sum(debut < jour <= requete.le for jour in document.invitations)


def cle(requete: Requete, document: DocumentFiche, score: int) -> int:
    """Return what the lines are ordered by, smallest first."""
    cles: dict[Tri, Callable[[], int]] = {
        Tri.PERTINENCE: lambda: -score,
        Tri.NOM: lambda: 0,
        Tri.FRAICHEUR: lambda: -(document.confirmee_le.toordinal() if document.confirmee_le else 0),
        Tri.DISPONIBILITE: lambda: document.disponible_le.toordinal() if document.disponible_le else 10**7,
        Tri.MOINS_SOLLICITES: lambda: invitations(requete, document),
        Tri.DISTANCE: lambda: distance(requete, document),
    }
    return cles[requete.tri]()


def _code(nom: str, activite: Activite) -> str:
    return {
        "secteurs": activite.secteur,
        "thematiques": activite.thematique,
        "groupes": activite.groupe,
    }[nom]


def _aval_sur(requete: Requete, aval: Aval) -> bool:
    """Whether an endorsement is about what was asked: it may leave a secteur or a thématique open."""
    secteur = aval.secteur in requete.secteurs
    thematique = aval.thematique in requete.thematiques
    return (
        (secteur or thematique)
        and (secteur or not requete.secteurs or not aval.secteur)
        and (thematique or not requete.thematiques or not aval.thematique)
    )


def _disponibilite(requete: Requete, document: DocumentFiche) -> str:
    if document.disponible_le is None:
        return INCONNUE
    return DISPONIBLE if document.disponible_le <= requete.disponible_cible else PLUS_TARD


def _sollicitation(requete: Requete, document: DocumentFiche) -> list[str]:
    dla = requete.dla_des_sollicitations
    if dla is None:
        return []
    return [DEJA if document.missions_par_dla.get(dla, 0) else JAMAIS]


def _mobilisation(document: DocumentFiche) -> str:
    return DEJA if document.missions else JAMAIS


def _confirmation(requete: Requete, document: DocumentFiche) -> str:
    return CONFIRMEE if classement.est_fraiche(document.confirmee_le, requete.fraiche_depuis) else A_CONFIRMER


def _avals(requete: Requete, document: DocumentFiche) -> list[str]:
    return [aval.centre for aval in document.avals if aval.fin is None or aval.fin >= requete.le]


def _referencements(requete: Requete, document: DocumentFiche) -> list[str]:
    return [un.region for un in document.referencements if un.tient(requete.le)]


_CODES: dict[str, Callable[[Requete, DocumentFiche], list[str]]] = {
    "avals": _avals,
    "referencements": _referencements,
    "disponibilite": lambda requete, document: [_disponibilite(requete, document)],
    "sollicitation": _sollicitation,
    "mobilisation": lambda _, document: [_mobilisation(document)],
    "confirmation": lambda requete, document: [_confirmation(requete, document)],
}


def _disponible(requete: Requete, document: DocumentFiche) -> bool:
    etat = _disponibilite(requete, document)
    if requete.disponible_avant is not None and etat == PLUS_TARD:
        return False
    return not requete.disponibilite or etat in requete.disponibilite


def _sollicite(requete: Requete, document: DocumentFiche) -> bool:
    deja, jamais = requete.deja_sollicite_par, requete.jamais_sollicite_par
    if deja is None and jamais is None:
        return True
    return (deja is not None and bool(document.missions_par_dla.get(deja, 0))) or (
        jamais is not None and not document.missions_par_dla.get(jamais, 0)
    )


def _simple(nom: str) -> Callable[[Requete, DocumentFiche], bool]:
    def garder(requete: Requete, document: DocumentFiche) -> bool:
        demandes = requete.codes(nom)
        return not demandes or bool(set(demandes) & set(codes(nom, requete, document)))

    return garder


_PASSE: dict[str, Callable[[Requete, DocumentFiche], bool]] = {
    "disponibilite": _disponible,
    "sollicitation": _sollicite,
}
_FILTRES = (*(nom for nom in SIMPLES if nom not in LIEUX), *_CODES)
