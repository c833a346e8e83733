"""The white map on the home of a référent régional: where its region has nobody to invite."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.referencement.couverture import blancs
from dla_market.web.attentes import Panneau, poser
from dla_market.web.nomenclatures import nomenclatures

PREMIERS = 5
"""How many secteurs are named: those with the most white cells; the map has them all."""


def ou_manquent_des_prestataires(session: Session, acteur: Acteur) -> Panneau | None:
    """The secteurs that lack the most; None for a DLA R that answers for no département."""
    secteurs = nomenclatures().secteurs
    trouves = blancs(session, clock.today(), acteur.organisation_id, secteurs)
    if not trouves.departements:
        return None
    ordre = sorted(trouves.par_secteur, key=lambda code: (-trouves.par_secteur[code], secteurs[code]))
    return Panneau(
        "referencement/_panneau.html",
        {
            "departements": trouves.departements,
            "manques": [(secteurs[code], trouves.par_secteur[code]) for code in ordre[:PREMIERS]],
            "autres": len(ordre[PREMIERS:]),
            "url": url_for("referencement.couverture"),
        },
    )


poser(ou_manquent_des_prestataires, Role.REFERENT_REGIONAL)
