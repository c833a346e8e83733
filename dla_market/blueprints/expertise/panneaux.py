"""Who works in what a centre covers, on the home of its people: links to the catalogue, already filtered."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.expertise.queries_centres import domaines
from dla_market.web.attentes import Panneau, poser
from dla_market.web.nomenclatures import nomenclatures


def specialistes(session: Session, acteur: Acteur) -> Panneau | None:
    """The secteurs and thématiques of the centre; None for one that covers none."""
    connus = nomenclatures()
    trouves = [
        (
            (connus.secteurs if un.secteur else connus.thematiques).get(un.code, un.code),
            un.fiches,
            url_for("catalogue.chercher", secteur=un.code)
            if un.secteur
            else url_for("catalogue.chercher", thematique=un.code),
        )
        for un in domaines(session, acteur.organisation_id)
    ]
    return Panneau("expertise/_panneau.html", {"domaines": trouves}) if trouves else None


poser(specialistes, Role.COORDINATEUR, Role.EXPERT)
