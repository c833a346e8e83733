"""What a prestataire takes back by itself: its request, or a référencement."""

from __future__ import annotations

from functools import partial

from flask import url_for

from dla_market.blueprints.referencement.demandes_views import MES
from dla_market.blueprints.referencement.forms import SortieForm
from dla_market.blueprints.referencement.mots import mots
from dla_market.referencement import operations_sortie as operations
from dla_market.referencement.models import Referencement
from dla_market.web.actes import acte
from dla_market.web.pages import Reponse, page


def retirer(dossier: Referencement) -> Reponse:
    """Take the request back."""
    form = SortieForm()
    return acte(
        form,
        partial(_page, "retirer", "Retirer ma demande", dossier, form),
        lambda session, acteur: operations.retirer(session, acteur, dossier, form.motif.data or ""),
        vers=_adresse(dossier),
        succes="Votre demande est retirée. La région le sait.",
    )


def renoncer(dossier: Referencement) -> Reponse:
    """Give the référencement up."""
    form = SortieForm()
    return acte(
        form,
        partial(_page, "renoncer", "Renoncer au référencement", dossier, form),
        lambda session, acteur: operations.renoncer(session, acteur, dossier, form.motif.data or ""),
        vers=_adresse(dossier),
        succes="Vous n’êtes plus référencé dans cette région. Elle le sait.",
    )


def _page(nom: str, verbe: str, dossier: Referencement, form: SortieForm) -> Reponse:
    return page(
        f"referencement/{nom}.html",
        titre=f"{verbe}\u00a0: {dossier.regional.nom}",
        fil=[(MES, url_for("referencement.miens")), (dossier.regional.nom, _adresse(dossier)), (verbe, None)],
        dossier=dossier,
        form=form,
        **mots(),
    )


def _adresse(dossier: Referencement) -> str:
    return url_for("referencement.consulter", referencement_id=dossier.id)
