"""What waits in the ingénieries of a DLA, before any consultation."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session, joinedload

from dla_market.blueprints.ingenieries.suite import cahier_a_completer
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import queries
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.web.attentes import Attente
from dla_market.web.parcours import lien

E = EtatIngenierie


def attentes_charge(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """A cahier to write or to complete; then the prestataires to choose."""
    ouvertes = session.scalars(
        queries.visible_to(acteur)
        .where(Ingenierie.etat.in_([E.PROJET, E.CDC_REDIGE]))
        .options(joinedload(Ingenierie.cahier))
        .order_by(Ingenierie.cree_le)
    )
    for ingenierie in ouvertes:
        detail = f"{ingenierie.reference} · {ingenierie.intitule}"
        cahier = url_for("ingenieries.rediger_cahier", ingenierie_id=ingenierie.id)
        if ingenierie.cahier is None:
            yield Attente("Rédiger un cahier des charges", cahier, detail)
        elif manquent := cahier_a_completer(ingenierie):
            yield Attente(
                "Compléter un cahier des charges", cahier, f"{detail} : il manque {' et '.join(manquent)}"
            )
        elif url := lien("consultations.consulter_selection", ingenierie_id=ingenierie.id):
            yield Attente("Choisir les prestataires à consulter", url, detail, ingenierie.cahier.limite_offre)
