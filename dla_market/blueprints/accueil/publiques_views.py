"""Pages that anyone reads."""

from __future__ import annotations

from flask import url_for

from dla_market.web.acteurs import acteur_courant
from dla_market.web.pages import Reponse, aller, page


def porte() -> Reponse:
    """The front door: what the DLA is; who is signed in goes to their work."""
    if acteur_courant() is not None:
        return aller(url_for("accueil.a_faire"))
    return page("accueil/porte.html", titre="Trouver, commander et suivre les ingénieries du DLA")


def accessibilite() -> Reponse:
    """The accessibility statement that the law asks for (domain 10)."""
    return page("accueil/accessibilite.html", titre="Déclaration d’accessibilité")


def mentions() -> Reponse:
    """Who publishes, who hosts, what is kept."""
    return page("accueil/mentions.html", titre="Mentions légales")


def credits_() -> Reponse:
    """The works of others that the program stands on."""
    return page("accueil/credits.html", titre="Crédits")
