"""The file of an edition, given back to who reads the ressource, or a cahier that it is attached to."""

from __future__ import annotations

from dla_market.ingenieries.models_ressources import RessourceJointe
from dla_market.ressources.models import Edition
from dla_market.web.actes import qui
from dla_market.web.envois import telechargement_joint
from dla_market.web.pages import Reponse


def telecharger(edition: Edition) -> Reponse:
    """For the network; its author has it before the antivirus has spoken."""
    assert edition.fichier is not None
    return telechargement_joint(
        edition.fichier, au_deposant=edition.ressource.organisation_id == qui().organisation_id
    )


def telecharger_jointe(jointe: RessourceJointe) -> Reponse:
    """For who reads the cahier before it is frozen."""
    assert jointe.edition.fichier is not None
    return telechargement_joint(jointe.edition.fichier, au_deposant=False)
