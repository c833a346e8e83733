"""Which organisation one acts for."""

from __future__ import annotations

from flask import abort, session, url_for
from flask_login import current_user
from wtforms import IntegerField
from wtforms.validators import InputRequired

from dla_market.comptes.acteur import LIBELLES_ROLE
from dla_market.web.acteurs import CLE_ADHESION, adhesions_en_cours
from dla_market.web.forms import Formulaire
from dla_market.web.pages import Reponse, aller, page


class ChangerOrganisationForm(Formulaire):
    """The membership to act in."""

    adhesion_id = IntegerField("Organisation", validators=[InputRequired()])


def organisations() -> Reponse:
    """The memberships of the person, one button each."""
    return page(
        "accueil/organisations.html",
        titre="Changer d’organisation",
        adhesions=adhesions_en_cours(current_user),
        libelles=LIBELLES_ROLE,
        choisie=session.get(CLE_ADHESION),
    )


def changer_organisation() -> Reponse:
    """Act in another of one's own memberships from now on."""
    form = ChangerOrganisationForm()
    siennes = {a.id for a in adhesions_en_cours(current_user)}
    if not form.validate_on_submit() or form.adhesion_id.data not in siennes:
        abort(404)
    session[CLE_ADHESION] = form.adhesion_id.data
    return aller(url_for("accueil.a_faire"))
