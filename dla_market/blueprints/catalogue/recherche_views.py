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
from dla_market.web.pages import Reponse, aller, page


def chercher() -> Reponse:
    """The catalogue: a text, filters, and why each result is there. Everything is in the address.

    The number of one company goes straight to its fiche, once typed whole.
    """
    acteur, session, connus = acteur_courant(), session_courante(), nomenclatures()
    assert acteur is not None
    criteres = Criteres.lire(request.args, connus)
    numerotees = queries.par_numero(session, acteur, criteres.texte)
    if len(numerotees) == 1 and not criteres.frappe:
        return aller(_vers(next(iter(numerotees)), criteres))
    reponse = page(
        "catalogue/chercher.html",
        fragments=("resultats",),
        titre="Trouver un prestataire",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Catalogue", None)],
        selection=selection_en_cours(session, acteur, criteres),
        numerotees=[(nom, _vers(fiche_id, criteres)) for fiche_id, nom in numerotees.items()],
        **resultats.contexte(session, acteur, criteres, connus),
    )
    # the address that one shares: without the empty fields that a form sends along
    reponse.headers["HX-Push-Url"] = criteres.url_page(criteres.page)
    return reponse


def _vers(fiche_id: int, criteres: Criteres) -> str:
    return url_for("catalogue.consulter", prestataire_id=fiche_id, ingenierie=criteres.ingenierie)


def ordre() -> Reponse:
    """The rules of the order, read from those that the engine applies."""
    return page(
        "catalogue/ordre.html",
        titre="Pourquoi cet ordre ?",
        fil=[("Catalogue", url_for("catalogue.chercher")), ("Pourquoi cet ordre ?", None)],
        regles=classement,
        validite=queries.validite(session_courante(), clock.today()),
    )
