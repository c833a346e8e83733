"""The fund on the home of those who spend it, and of those who follow several: always the same gauge."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.fonds import adresses
from dla_market.blueprints.fonds.mots import SEGMENTS
from dla_market.blueprints.fonds.presentation import segments
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.fonds import queries
from dla_market.fonds.queries import Montants
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


def jauge_des_fonds(session: Session, acteur: Acteur) -> Panneau | None:
    """This year's funds that the actor follows, added up; nothing where there is none."""
    annee = clock.today().year
    fonds = queries.lister(session, acteur, annee)
    if not fonds:
        return None
    total = sum((f.montants for f in fonds), Montants())
    return Panneau(
        "fonds/_panneau.html",
        {
            "annee": annee,
            "total": total,
            "segments": [
                {"cle": cle, "centimes": getattr(total, figure.value)}
                for figure, (cle, _) in SEGMENTS.items()
            ],
            "url": url_for("fonds.annee", annee=annee),
            "combien": len(fonds),
        },
    )


poser(jauge_du_fonds, Role.CHARGE_MISSION, Role.RESPONSABLE, Role.GESTIONNAIRE)
poser(jauge_des_fonds, Role.FINANCEUR, Role.REFERENT_REGIONAL, Role.PILOTE)
