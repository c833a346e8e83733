"""The home of each actor: what waits for them."""

from __future__ import annotations

from dla_market.web.acteurs import acteur_courant
from dla_market.web.attentes import attentes_de
from dla_market.web.pages import Reponse, page


def a_faire() -> Reponse:
    """What waits, most pressing first, from every room that has something for this role."""
    acteur = acteur_courant()
    assert acteur is not None
    return page("accueil/a_faire.html", titre="À faire", taches=attentes_de(acteur))
