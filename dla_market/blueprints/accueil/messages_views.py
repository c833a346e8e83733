"""The messages of a person: the in-app mailbox."""

from __future__ import annotations

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.notices import operations, queries
from dla_market.notices.models import Message
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import executer
from dla_market.web.forms import FormulaireVide
from dla_market.web.pages import Reponse, page
from dla_market.web.redirections import chemin_local


def charger_message(session: Session, acteur: Acteur, identifiant: str) -> Message | None:
    """One of the actor's own messages."""
    return queries.charger(session, acteur, identifiant)


def messages() -> Reponse:
    """Newest first, twenty a page."""
    acteur = acteur_courant()
    assert acteur is not None
    numero = request.args.get("page", 1, type=int)
    return page(
        "accueil/messages.html",
        titre="Messages",
        fil=[("À faire", url_for("accueil.a_faire")), ("Messages", None)],
        messages=paginer(session_courante(), queries.visible_to(acteur), numero),
        url_page=lambda n: url_for("accueil.messages", page=n),
    )


def lire_message(message: Message) -> Reponse:
    """Mark it read, and go where it leads."""
    return executer(
        lambda session, acteur: operations.lire(session, acteur, message),
        vers=lambda lu: chemin_local(lu.lien) or url_for("accueil.messages"),
        form=FormulaireVide(),
    )
