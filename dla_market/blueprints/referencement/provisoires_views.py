"""Provisional référencements, asked by the DLA of the region for one mission."""

from __future__ import annotations

from flask import request, url_for

from dla_market.blueprints.referencement.forms import DeciderProvisoireForm
from dla_market.consultations import operations
from dla_market.consultations.provisoires import PROVISOIRE, ReferencementProvisoire, provisoires_visibles
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.web.actes import acte, qui
from dla_market.web.pages import Reponse, page

TITRE = "Référencements provisoires"


def lister_provisoires() -> Reponse:
    """What the DLA of the region have asked, answered or not."""
    return page(
        "referencement/lister_provisoires.html",
        titre=TITRE,
        fil=[("Référencements", url_for("referencement.lister")), (TITRE, None)],
        provisoires=paginer(
            session_courante(), provisoires_visibles(qui()), request.args.get("page", 1, type=int)
        ),
        etats=PROVISOIRE.libelles,
        url_page=lambda numero: url_for("referencement.lister_provisoires", page=numero),
    )


def decider_provisoire(provisoire: ReferencementProvisoire) -> Reponse:
    """Grant or refuse, for this mission."""
    form = DeciderProvisoireForm()
    return acte(
        form,
        lambda: _page_provisoire(provisoire, form),
        lambda session, acteur: operations.decider_provisoire(
            session,
            acteur,
            provisoire,
            accorder=form.decision.data == "accorder",
            reponse=form.reponse.data or "",
        ),
        vers=url_for("referencement.lister_provisoires"),
        succes="Votre réponse est envoyée au DLA.",
    )


def _page_provisoire(provisoire: ReferencementProvisoire, form: DeciderProvisoireForm) -> Reponse:
    nom = provisoire.prestataire.nom
    return page(
        "referencement/decider_provisoire.html",
        titre=f"Référencement provisoire\u00a0: {nom}",
        fil=[(TITRE, url_for("referencement.lister_provisoires")), (nom, None)],
        provisoire=provisoire,
        etats=PROVISOIRE.libelles,
        form=form,
    )
