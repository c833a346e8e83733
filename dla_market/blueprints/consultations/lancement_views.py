"""The launch, after a summary of what it will do."""

from __future__ import annotations

from flask import url_for

from dla_market.blueprints.consultations.forms import LancerForm
from dla_market.blueprints.consultations.propositions import constat_de
from dla_market.consultations import operations
from dla_market.consultations.operations.lancement import preparer
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel.db import session_courante
from dla_market.web.ecriture import agir
from dla_market.web.pages import Reponse, page
from dla_market.web.scellement import coffre


def lancer(ingenierie: Ingenierie) -> Reponse:
    """Say what the launch will do, then do it."""
    form = LancerForm()
    return agir(
        form,
        lambda: _avant_de_lancer(ingenierie, form),
        lambda session, acteur: operations.lancer(
            session,
            acteur,
            coffre(),
            ingenierie,
            justification=form.justification.data or "",
            proposition=constat_de(session, acteur, ingenierie),
        ),
        vers=lambda lancee: url_for("consultations.consulter", consultation_id=lancee.id),
        succes="La consultation est lancée.",
    )


def _avant_de_lancer(ingenierie: Ingenierie, form: LancerForm) -> Reponse:
    return page(
        "consultations/lancer.html",
        titre="Lancer la consultation",
        fil=[(ingenierie.reference, f"/ingenieries/{ingenierie.id}"), ("Lancer la consultation", None)],
        ingenierie=ingenierie,
        preparation=preparer(session_courante(), ingenierie),
        form=form,
    )
