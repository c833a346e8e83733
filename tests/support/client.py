"""The test client: signs in without a password, sends the form's token, and lints each page that it reads."""

from __future__ import annotations

import contextvars
import html
import re
from typing import Any

from bs4 import BeautifulSoup
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Utilisateur
from dla_market.kernel.db import session_courante
from dla_market.web.acteurs import CLE_ADHESION
from tests.support.lint import fautes

REDIRECTIONS = range(300, 400)
JETON = re.compile(r'<input[^>]* name="csrf_token"[^>]* value="([^"]*)"')


class Client(FlaskClient):
    """A browser without JavaScript, with manners."""

    jeton: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """As Flask's, and every page in HTML is linted: a fault fails the test with its words.

        Each request runs in a context of its own, as on a server: what a test holds open does not reach it.
        """
        if has_app_context():
            session_courante().rollback()
        kwargs.setdefault("buffered", True)
        reponse = contextvars.Context().run(super().open, *args, **kwargs)
        if reponse.mimetype == "text/html" and reponse.status_code not in REDIRECTIONS and reponse.data:
            entier = "HX-Request" not in (kwargs.get("headers") or {})
            trouvees = fautes(reponse.get_data(as_text=True), entier=entier)
            assert not trouvees, f"{reponse.request.path}: {'; '.join(trouvees)}"
        return reponse

    def se_connecter(self, acteur: Acteur) -> Client:
        """Act for this actor from now on."""
        utilisateur = session_courante().get_one(Utilisateur, acteur.utilisateur_id)
        with self.session_transaction() as contenu:
            contenu["_user_id"] = utilisateur.fs_uniquifier
            contenu["_fresh"] = True
            contenu[CLE_ADHESION] = acteur.adhesion_id
        session_courante().rollback()
        self.jeton = None
        return self

    def lire(self, url: str, statut: int = 200, **kwargs: Any) -> BeautifulSoup:
        """GET a page and parse it; the status must be `statut`."""
        reponse = self.get(url, **kwargs)
        assert reponse.status_code == statut, (
            url,
            reponse.status_code,
            reponse.get_data(as_text=True)[:2000],
        )
        return BeautifulSoup(reponse.get_data(as_text=True), "html.parser")  # its tags close: it was linted

    def poster(self, url: str, donnees: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """POST with the session's token, as a form would send it."""
        if self.jeton is None:
            trouve = JETON.search(self.get("/messages").get_data(as_text=True))
            assert trouve is not None, "no form on /messages"
            self.jeton = html.unescape(trouve[1])
        return self.post(url, data={"csrf_token": self.jeton, **(donnees or {})}, **kwargs)

    def envoyer(
        self, url: str, donnees: dict[str, Any] | None = None, *, formulaire: str = "main form"
    ) -> TestResponse:
        """Open a page, fill the form that a CSS selector finds with `donnees`, and send it where it says."""
        page = self.lire(url)
        form = page.select_one(formulaire)
        assert form is not None, f"{url}: no form {formulaire}"
        valeurs = champs_de(form) | (donnees or {})
        return self.post(form.get("action") or url, data=valeurs)


def champs_de(form: Any) -> dict[str, Any]:
    """What a browser would send from a form left as it is."""
    valeurs: dict[str, Any] = {}
    for champ in form.select("input[name], textarea[name], select[name]"):
        nom, genre = champ["name"], champ.get("type", "text")
        if champ.name == "select":
            choisies = champ.select("option[selected]") or champ.select("option")[:1]
            if choisies:
                valeurs[nom] = choisies[0].get("value", choisies[0].text)
        elif champ.name == "textarea":
            valeurs[nom] = champ.text.removeprefix("\n")
        elif genre in ("checkbox", "radio"):
            if champ.has_attr("checked"):
                valeurs[nom] = champ.get("value", "on")
        elif genre not in ("submit", "button", "file"):
            valeurs[nom] = champ.get("value", "")
    return valeurs
