"""The launch, after a summary of what it will do."""

from __future__ import annotations

from flask import url_for

from dla_market.blueprints.consultations.forms import LancerForm
from dla_market.consultations import operations
from dla_market.consultations.operations.lancement import preparer
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel.db import session_courante
from dla_market.web.ecriture import executer
from dla_market.web.pages import Reponse, page
from dla_market.web.scellement import coffre


def lancer(ingenierie: Ingenierie) -> Reponse:
    """Say what the launch will do, then do it."""
    form = LancerForm()

    def montrer() -> Reponse:
        return page(
            "consultations/lancer.html",
            titre="Lancer la consultation",
            fil=[(ingenierie.reference, f"/ingenieries/{ingenierie.id}"), ("Lancer la consultation", None)],
            ingenierie=ingenierie,
            preparation=preparer(session_courante(), ingenierie),
            form=form,
        )

    if not form.validate_on_submit():
        return montrer()
    justification = form.justification.data or ""
    return executer(
        lambda session, acteur: operations.lancer(
            session, acteur, coffre(), ingenierie, justification=justification
        ),
        vers=lambda lancee: url_for("consultations.consulter", consultation_id=lancee.id),
        succes="La consultation est lancée.",
        form=form,
        sinon=montrer,
    )
