"""A centre's account of a year, on a page and as a file."""

from __future__ import annotations

from flask import abort, make_response, url_for

from dla_market.blueprints.sollicitations.sollicitations_views import fil
from dla_market.kernel.db import session_courante
from dla_market.reports import activite_centre
from dla_market.reports.annee import Annee
from dla_market.web.actes import qui
from dla_market.web.pages import Reponse, page


def activite(annee: int) -> Reponse:
    """What the centre was asked in a year, and what came of it."""
    acteur, session = qui(), session_courante()
    tenues = _annees(annee)
    return page(
        "sollicitations/activite.html",
        titre=f"Activité du centre en {annee}",
        fil=fil((f"Activité {annee}", None)),
        rubriques=activite_centre.activite(session, acteur.organisation_id, Annee(annee)),
        annee=annee,
        annees=[
            {
                "libelle": str(a),
                "url": url_for("sollicitations.activite", annee=a),
                "courant": a == annee,
            }
            for a in tenues
        ],
    )


def exporter_activite(annee: int) -> Reponse:
    """The same as a file."""
    acteur = qui()
    _annees(annee)
    rubriques = activite_centre.activite(session_courante(), acteur.organisation_id, Annee(annee))
    reponse = make_response(activite_centre.ecrire_csv(rubriques))
    reponse.headers["Content-Type"] = "text/csv; charset=utf-8"
    reponse.headers["Content-Disposition"] = f'attachment; filename="activite-{annee}.csv"'
    return reponse


def _annees(annee: int) -> list[int]:
    """The years that the centre can tell of; aborts with 404 for another."""
    tenues = activite_centre.annees(session_courante(), qui().organisation_id)
    return tenues if annee in tenues else abort(404)
