"""What the templates of a signed-in page always know: the actor, the menu, the messages waiting."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, g, request, url_for
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, select

from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.notices.models import Message
from dla_market.policies.grid import a_le_droit, permits
from dla_market.web.acteurs import acteur_courant
from dla_market.web.redirections import chemin_local

ENTREES = (
    ("À faire", "accueil.a_faire", "accueil:consulter"),
    ("Mon accompagnement", "accompagnement.mon_accompagnement", "accompagnement:consulter"),
    ("Structures", "accompagnement.lister", "structure:lister"),
    ("Ingénieries", "ingenieries.lister", "ingenierie:lister"),
    ("Consultations", "consultations.lister", "consultation:lister"),
    ("Catalogue", "catalogue.chercher", "fiche:chercher"),
    ("Invitations", "invitations.lister", "invitation:lister"),
    ("Commandes", "commandes.lister", "commande:lister"),
    ("Factures", "commandes.lister_factures", "facture:lister"),
    ("Ma fiche", "catalogue.ma_fiche", "fiche:modifier"),
    ("Fiches", "catalogue.suivre", "fiche:suivre"),
    ("Mes documents", "pieces.consulter_les_miennes", "piece:consulter_les_miennes"),
    ("Mes référencements", "referencement.miens", "referencement:lister_siens"),
    ("Référencements", "referencement.lister", "referencement:lister"),
    ("Couverture", "referencement.couverture", "couverture:consulter"),
    ("Avals", "expertise.lister", "aval:lister"),
    ("Centres", "centres.lister", "centre:lister"),
    ("Demandes", "sollicitations.lister", "sollicitation:repondre"),
    ("Ressources", "ressources.lister", "ressource:creer"),
    ("Fonds", "fonds.courant", "fonds:lister"),
    ("Bilan", "bilan.courant", "bilan:consulter"),
    ("Réglages", "reglages.lister", "reglage:lister"),
    ("Synonymes", "synonymes.lister", "synonyme:lister"),
)


FAMILLES = {"ressources": "centres", "sollicitations": "centres"}
"""Rooms that stand under another one's entry, for who has no entry of theirs: a menu stays short."""


@dataclass(frozen=True)
class EntreeMenu:
    """One link of the main navigation."""

    libelle: str
    url: str
    courant: bool


def menu_de(acteur: Acteur, app: Flask) -> list[EntreeMenu]:
    """The rooms that the actor's role may enter, in the order of the work."""
    ici = request.endpoint or ""
    entrees = [e for e in ENTREES if a_le_droit(acteur, e[2]) and e[1] in app.view_functions]
    piece = ici.split(".")[0]
    pieces = [e for p in (piece, FAMILLES.get(piece)) for e in entrees if e[1].split(".")[0] == p]
    courante = next((e for e in entrees if e[1] == ici), None) or next(iter(pieces), None)
    return [EntreeMenu(e[0], url_for(e[1]), e is courante) for e in entrees]


def url_avec(**changements: Any) -> str:
    """This page's address with some of its parameters changed; None takes one away, a list repeats it."""
    parametres: dict[str, Any] = {**request.args.to_dict(flat=False), **changements}
    gardes = {nom: valeur for nom, valeur in parametres.items() if valeur is not None}
    return url_for(request.endpoint or "accueil.porte", **(request.view_args or {}), **gardes)


def _composants(app: Flask) -> None:
    """Every component is known everywhere by its file's name: a fragment needs no import of its own."""
    for fichier in sorted(Path(app.root_path, "templates/components").glob("*.html")):
        app.jinja_env.globals[fichier.stem] = _Composant(app, fichier.stem)


class _Composant:
    """A component macro, loaded at its first use, when every filter is known."""

    def __init__(self, app: Flask, nom: str) -> None:
        self.app, self.nom = app, nom
        self.macro: Any = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.macro is None:
            gabarit = self.app.jinja_env.get_template(f"components/{self.nom}.html")
            self.macro = getattr(gabarit.make_module({"csrf_token": generate_csrf}), self.nom)
        return self.macro(*args, **kwargs)


def enregistrer(app: Flask) -> None:
    """Give every template its surroundings."""
    _composants(app)
    app.jinja_env.globals["url_avec"] = url_avec
    app.jinja_env.filters["chemin_local"] = chemin_local

    @app.context_processor
    def entourage() -> dict[str, Any]:
        acteur = None if g.get("sans_base") else acteur_courant()
        return {
            "acteur": acteur,
            "permet": lambda permission, objet: acteur is not None and permits(acteur, permission, objet),
            "menu": menu_de(acteur, app) if acteur else [],
            "nb_messages": _non_lus(acteur) if acteur else 0,
            "csrf_token": generate_csrf,
            "liens": _liens(),
            "demo": app.config["DEMO"],
            "maintenant": clock.now(),
            "aujourdhui": clock.today(),
        }


SURES = frozenset({"GET", "HEAD"})

LIENS = {
    "accueil": "accueil.porte",
    "connexion": "security.login",
    "deconnexion": "security.logout",
    "messages": "accueil.messages",
    "organisations": "accueil.organisations",
    "compte": "security.change_password",
    "equipe": "comptes.mes_membres",
    "accessibilite": "accueil.accessibilite",
    "mentions": "accueil.mentions",
    "credits": "accueil.credits",
}


def _liens() -> dict[str, str]:
    return {nom: url_for(endpoint) for nom, endpoint in LIENS.items()}


def _non_lus(acteur: Acteur) -> int:
    """The messages waiting, counted with the person where the request only reads."""
    if "non_lus" in g and request.method in SURES:
        return int(g.non_lus)
    attendent = select(func.count()).where(Message.utilisateur_id == acteur.utilisateur_id)
    return session_courante().scalar(attendent.where(Message.lu_le.is_(None))) or 0
