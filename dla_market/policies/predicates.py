"""Named facts about an actor and an object: what the lines of the grid are made of.

Each takes the actor and the object that a route has loaded. An object that lacks the fact fails the
test: absent means denied.
"""

from __future__ import annotations

from typing import Any

from dla_market.accompagnement.models import EtatDiagnostic
from dla_market.accompagnement.rules import lecture_ouverte
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import TypeOrganisation
from dla_market.kernel import clock


def toujours(_acteur: Acteur, _objet: Any) -> bool:
    """No condition beyond the role."""
    return True


def du_dla(acteur: Acteur, objet: Any) -> bool:
    """The object belongs to the actor's own DLA."""
    return _dla_id(objet) == acteur.organisation_id


def de_la_region(acteur: Acteur, objet: Any) -> bool:
    """The object belongs to a DLA of the actor's region, or to the regional body itself."""
    dla = getattr(objet, "dla", None) or getattr(_ingenierie(objet), "dla", None)
    if dla is not None and dla.regional_id == acteur.organisation_id:
        return True
    organisation = getattr(objet, "organisation", None)
    if organisation is None:
        return False
    return acteur.organisation_id in (organisation.id, getattr(organisation, "regional_id", None))


def a_sa_region(acteur: Acteur, objet: Any) -> bool:
    """The actor's own DLA R, or its call, a file that it decides, a withdrawal, a provisional request."""
    porteur = getattr(objet, "referencement", None) or objet
    if getattr(porteur, "type", None) is TypeOrganisation.DLA_REGIONAL:
        return bool(porteur.id == acteur.organisation_id)
    return getattr(porteur, "regional_id", None) == acteur.organisation_id


def du_fonds(acteur: Acteur, objet: Any) -> bool:
    """The fund or convention is that of the actor's own body."""
    return getattr(objet, "organisation_id", None) == acteur.organisation_id


def finance(acteur: Acteur, objet: Any) -> bool:
    """The actor's body pays a tranche of the fund, or signed the convention."""
    if getattr(objet, "financeur_id", None) == acteur.organisation_id:
        return True
    tranches = getattr(objet, "tranches", ())
    return any(t.convention.financeur_id == acteur.organisation_id for t in tranches)


def sa_structure(acteur: Acteur, objet: Any) -> bool:
    """The structure itself, or what belongs to it alone."""
    if getattr(objet, "type", None) is TypeOrganisation.STRUCTURE:
        return bool(objet.id == acteur.organisation_id)
    return getattr(objet, "structure_id", None) == acteur.organisation_id


def diagnostic_recu(acteur: Acteur, objet: Any) -> bool:
    """The diagnostic is that of the actor's structure, and its DLA has shared it."""
    etat = getattr(objet, "etat", EtatDiagnostic.EN_COURS)
    return etat is not EtatDiagnostic.EN_COURS and sa_structure(acteur, objet)


def y_participe(acteur: Acteur, objet: Any) -> bool:
    """The actor's structure takes part in the ingénierie that the object is about."""
    ingenierie = _ingenierie(objet)
    participations = getattr(ingenierie, "participations", ())
    return any(p.structure_id == acteur.organisation_id for p in participations)


def sa_fiche(acteur: Acteur, objet: Any) -> bool:
    """The prestataire itself."""
    return getattr(objet, "type", None) is TypeOrganisation.PRESTATAIRE and objet.id == acteur.organisation_id


def diagnostic_prete(acteur: Acteur, objet: Any) -> bool:
    """The diagnostic is lent to the actor's organisation, and still is."""
    maintenant = clock.now()
    return any(
        lecture.organisation_id == acteur.organisation_id and lecture_ouverte(lecture.jusqu_au, maintenant)
        for lecture in getattr(objet, "lectures", ())
    )


def de_son_organisation(acteur: Acteur, objet: Any) -> bool:
    """The ressource is written by the actor's own organisation."""
    return getattr(objet, "organisation_id", None) == acteur.organisation_id


def en_est_prestataire(acteur: Acteur, objet: Any) -> bool:
    """The invitation, order, deliverable, invoice, référencement or withdrawal is the actor's own firm's."""
    porteur = objet
    for chemin in ("commande", "referencement"):
        if not hasattr(porteur, "prestataire_id"):
            porteur = getattr(objet, chemin, None) or porteur
    return getattr(porteur, "prestataire_id", None) == acteur.organisation_id


def piece_ouverte(_acteur: Acteur, objet: Any) -> bool:
    """The document is not of a restricted kind."""
    return getattr(objet, "reservee", None) is False


def piece_du_paye(acteur: Acteur, objet: Any) -> bool:
    """The same, or the actor's DLA has a live order with the prestataire: it will pay it."""
    return piece_ouverte(acteur, objet) or acteur.organisation_id in getattr(objet, "payeurs", ())


def piece_instruite(acteur: Acteur, objet: Any) -> bool:
    """The document is of a kind that a request is judged by, and the actor's region examines one."""
    return getattr(objet, "instruite", False) and acteur.organisation_id in objet.instructeurs


def du_centre(acteur: Acteur, objet: Any) -> bool:
    """The endorsement, or what is asked, is that of the actor's own centre."""
    porteur = objet if hasattr(objet, "centre_id") else getattr(objet, "sollicitation", None)
    return getattr(porteur, "centre_id", None) == acteur.organisation_id


def son_centre(acteur: Acteur, objet: Any) -> bool:
    """The centre itself."""
    return getattr(objet, "type", None) is TypeOrganisation.CENTRE_RESSOURCES and (
        objet.id == acteur.organisation_id
    )


def sa_maison(acteur: Acteur, objet: Any) -> bool:
    """The actor's own organisation, or a membership or an invitation of it."""
    maison = _maison(objet)
    return maison is not None and bool(maison.id == acteur.organisation_id)


def structure_suivie(acteur: Acteur, objet: Any) -> bool:
    """A structure that the actor's DLA follows, or a membership or an invitation of it."""
    maison = _maison(objet)
    return maison.type is TypeOrganisation.STRUCTURE and maison.dla_id == acteur.organisation_id


def sa_maison_ou_structure_suivie(acteur: Acteur, objet: Any) -> bool:
    """Either."""
    return sa_maison(acteur, objet) or structure_suivie(acteur, objet)


def a_soi(acteur: Acteur, objet: Any) -> bool:
    """The message or membership is the actor's own."""
    return getattr(objet, "utilisateur_id", None) == acteur.utilisateur_id


def de_son_adhesion(acteur: Acteur, objet: Any) -> bool:
    """What the actor keeps for the organisation that they act for."""
    return getattr(objet, "adhesion_id", None) == acteur.adhesion_id


def _ingenierie(objet: Any) -> Any:
    """The ingénierie behind an object, through its order or consultation where need be."""
    while objet is not None and not _porte(objet, "participations"):
        objet = _derriere(objet)
    return objet


def _derriere(objet: Any) -> Any:
    """What an object is about, one step nearer to its ingénierie; None at the end."""
    suites = (getattr(objet, nom, None) for nom in ("ingenierie", "consultation", "commande", "facture"))
    return next((suite for suite in suites if suite is not None), None)


def _porte(objet: Any, nom: str) -> bool:
    """Whether an object has an attribute, without having the database asked for what it holds."""
    return hasattr(type(objet), nom) or nom in getattr(objet, "__dict__", ())


def _maison(objet: Any) -> Any:
    """The organisation that an object is, or is about."""
    return getattr(objet, "organisation", objet)


def _dla_id(objet: Any) -> int | None:
    while objet is not None and not _porte(objet, "dla_id"):
        objet = objet.sollicitation if _porte(objet, "sollicitation") else _derriere(objet)
    return None if objet is None else int(objet.dla_id)
