"""The fund on the home of those who spend it: the same gauge as on its page."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.blueprints.fonds import adresses
from dla_market.blueprints.fonds.presentation import segments
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.fonds import queries
from dla_market.kernel import clock
from dla_market.web.attentes import Panneau, poser


def jauge_du_fonds(session: Session, acteur: Acteur) -> Panneau | None:
    """This year's gauge of the actor's own body; nothing before its first convention."""
    exercice = queries.charger_exercice(session, acteur, acteur.organisation_id, clock.today().year)
    if exercice is None or exercice.fonds_id is None:
        return None
    total = queries.situation(session, exercice.fonds_id).total
    return Panneau(
        "fonds/_panneau.html",
        {
            "annee": exercice.annee,
            "total": total,
            "segments": segments(exercice, total),
            "url": adresses.url_du_fonds(acteur, exercice),
        },
    )


poser(jauge_du_fonds, Role.CHARGE_MISSION, Role.RESPONSABLE, Role.GESTIONNAIRE)
