"""A ressource put on a cahier des charges, or taken off it: one click each."""

from __future__ import annotations

from flask import url_for

from dla_market.blueprints.ressources.chargement import Jonction
from dla_market.blueprints.ressources.forms import JoindreForm
from dla_market.ingenieries import operations_ressources as operations
from dla_market.ingenieries.models_ressources import RessourceJointe
from dla_market.web.ecriture import executer
from dla_market.web.forms import FormulaireVide
from dla_market.web.pages import Reponse
from dla_market.web.redirections import chemin_local


def joindre(jonction: Jonction) -> Reponse:
    """Attach it, then back to where the button stood."""
    form, ingenierie = JoindreForm(), jonction.ingenierie
    return executer(
        lambda session, acteur: operations.joindre_ressource(session, acteur, ingenierie, jonction.ressource),
        vers=chemin_local(form.retour.data) or _adresse(ingenierie.id),
        succes=f"La ressource est jointe au cahier des charges {ingenierie.reference}.",
        form=form,
    )


def detacher(jointe: RessourceJointe) -> Reponse:
    """Take it off."""
    return executer(
        lambda session, acteur: operations.detacher_ressource(session, acteur, jointe),
        vers=_adresse(jointe.ingenierie_id),
        succes="La ressource n’est plus jointe.",
        form=FormulaireVide(),
    )


def _adresse(ingenierie_id: int) -> str:
    return url_for("ingenieries.consulter", ingenierie_id=ingenierie_id)
