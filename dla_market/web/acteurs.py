"""Who asks: the signed-in person in the membership they have chosen, from live rows at each request."""

from __future__ import annotations

from flask import g, session
from flask_login import current_user

from dla_market.comptes.acteur import Acteur, acteur_de
from dla_market.comptes.models import Adhesion, Utilisateur
from dla_market.kernel import clock

CLE_ADHESION = "adhesion"


def acteur_courant() -> Acteur | None:
    """The actor of this request; None for a visitor, or for a person without a running membership."""
    if "acteur" not in g:
        g.acteur = _lire()
    acteur: Acteur | None = g.acteur
    return acteur


def adhesions_en_cours(utilisateur: Utilisateur) -> list[Adhesion]:
    """The memberships that run today, in organisations still active."""
    jour = clock.today()
    return [
        a
        for a in utilisateur.adhesions
        if a.depuis <= jour and (a.jusqu_au is None or jour <= a.jusqu_au) and a.organisation.active
    ]


def _lire() -> Acteur | None:
    if not current_user.is_authenticated:
        return None
    adhesions = adhesions_en_cours(current_user)
    if not adhesions:
        return None
    choisie = next((a for a in adhesions if a.id == session.get(CLE_ADHESION)), adhesions[0])
    return acteur_de(choisie, plusieurs=len(adhesions) > 1)
