"""The home of each actor: what waits for them, then what their rooms show."""

from __future__ import annotations

from dla_market.web.acteurs import acteur_courant
from dla_market.web.attentes import attentes_de, panneaux_de
from dla_market.web.pages import Reponse, page


def a_faire() -> Reponse:
    """What waits, most pressing first, from every room that has something for this role."""
    acteur = acteur_courant()
    assert acteur is not None
    return page(
        "accueil/a_faire.html",
        titre="À faire",
        attentes=attentes_de(acteur),
        panneaux=panneaux_de(acteur),
    )
