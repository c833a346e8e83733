"""« Comment ma fiche ressort » : a prestataire tries a search on its own fiche."""

from __future__ import annotations

from flask import current_app, request, url_for

from dla_market.blueprints.catalogue.criteres import FAMILLES, LIBELLES_TRI, Criteres
from dla_market.blueprints.catalogue.libelles import ETAPES
from dla_market.blueprints.catalogue.resultats import SIGNES
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.catalogue.queries import validite
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.preselection.situation import Situation
from dla_market.preselection.situation import situer as chercher_situation
from dla_market.search import IndexAbsent
from dla_market.web.nomenclatures import libelle, nomenclatures
from dla_market.web.pages import Reponse, page

AILLEURS = frozenset({"secteur", "thematique", "departement", "tarif"})
"""Families that the form shows by themselves, and prices: what a fiche asks is nobody’s filter here."""


def situer(fiche: Prestataire) -> Reponse:
    """The search to try, and where the fiche stands for it; nothing of any other fiche."""
    connus = nomenclatures()
    criteres = Criteres.lire(request.args, connus)
    demandee = any(nom not in ("page", "tri", "ingenierie") for nom in criteres.arguments())
    return page(
        "catalogue/situer.html",
        titre="Comment ma fiche ressort",
        fil=[("Ma fiche", url_for("catalogue.ma_fiche")), ("Comment ma fiche ressort", None)],
        fiche=fiche,
        criteres=criteres,
        connus=connus,
        demandee=demandee,
        situation=_situation(fiche, criteres) if demandee else None,
        signes=SIGNES,
        autres_familles=[famille for famille in FAMILLES if famille.parametre not in AILLEURS],
        tris=LIBELLES_TRI,
        url_etape=_adresses(),
    )


def _adresses() -> dict[str, str]:
    """Where each step of the fiche is mended."""
    etapes = {etape: url_for("catalogue.modifier", etape=etape) for etape in ETAPES}
    return {**etapes, "confirmer": url_for("catalogue.confirmer")}


def _situation(fiche: Prestataire, criteres: Criteres) -> Situation | None:
    """None while there is no index to ask."""
    session, today = session_courante(), clock.today()
    try:
        return chercher_situation(
            session,
            current_app.extensions["recherche"],
            criteres.vers_requete(today, None, validite=validite(session, today)),
            fiche.id,
            libelle,
            publiee=fiche.etat is EtatFiche.PUBLIEE,
        )
    except IndexAbsent:
        return None
