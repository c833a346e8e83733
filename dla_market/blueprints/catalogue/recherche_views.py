"""Finding a prestataire: the search page, and the page that says where its order comes from."""

from __future__ import annotations

from flask import request, url_for

from dla_market.blueprints.catalogue import resultats
from dla_market.blueprints.catalogue.criteres import Criteres
from dla_market.blueprints.catalogue.selection import selection_en_cours
from dla_market.catalogue import queries
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.search import classement
from dla_market.web.acteurs import acteur_courant
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page


def chercher() -> Reponse:
    """The catalogue: a text, filters, and why each result is there. Everything is in the address."""
    acteur, session, connus = acteur_courant(), session_courante(), nomenclatures()
    assert acteur is not None
    criteres = Criteres.lire(request.args, connus)
    reponse = page(
        "catalogue/chercher.html",
        fragments=("resultats",),
        titre="Trouver un prestataire",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Catalogue", None)],
        selection=selection_en_cours(session, acteur, criteres),
        **resultats.contexte(session, acteur, criteres, connus),
    )
    # the address that one shares: without the empty fields that a form sends along
    reponse.headers["HX-Push-Url"] = criteres.url_page(criteres.page)
    return reponse


def ordre() -> Reponse:
    """The rules of the order, read from those that the engine applies."""
    return page(
        "catalogue/ordre.html",
        titre="Pourquoi cet ordre ?",
        fil=[("Catalogue", url_for("catalogue.chercher")), ("Pourquoi cet ordre ?", None)],
        regles=classement,
        validite=queries.validite(session_courante(), clock.today()),
    )
