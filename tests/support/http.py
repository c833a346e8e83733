"""A browser over real sockets: for servers in other threads and processes."""

from __future__ import annotations

import http.client
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup
from flask import Flask

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Utilisateur
from dla_market.kernel.db import session_courante
from dla_market.web.acteurs import CLE_ADHESION
from dla_market.web.sessions import SessionGardee
from tests.support.client import champs_de

UNE_JOURNEE = timedelta(hours=24)


@dataclass(frozen=True)
class Page:
    """An answer: status, headers, body."""

    statut: int
    entetes: list[tuple[str, str]]
    corps: bytes

    def entete(self, nom: str) -> str:
        """The value of one header, empty where absent."""
        return next((v for n, v in self.entetes if n.lower() == nom.lower()), "")


class Visiteur:
    """Someone at an address, signed in where a cookie is given. Not to be shared between threads."""

    def __init__(self, adresse: str, biscuit: str | None = None, delai_s: float = 60) -> None:
        parties = urlsplit(adresse)
        self.hote, self.port, self.delai_s = parties.hostname or "", parties.port, delai_s
        self.biscuit = biscuit
        self._connexion: http.client.HTTPConnection | None = None

    def demander(
        self, methode: str, chemin: str, donnees: dict[str, str] | None = None, **entetes: str
    ) -> Page:
        """One exchange. Raises OSError or http.client.HTTPException where the server goes away."""
        if self._connexion is None:
            self._connexion = http.client.HTTPConnection(self.hote, self.port, timeout=self.delai_s)
        corps = None if donnees is None else urlencode(donnees)
        if corps is not None:
            entetes["Content-Type"] = "application/x-www-form-urlencoded"
        if self.biscuit:
            entetes["Cookie"] = self.biscuit
        try:
            self._connexion.request(methode, chemin, corps, entetes)
            reponse = self._connexion.getresponse()
            return Page(reponse.status, reponse.getheaders(), reponse.read())
        except (OSError, http.client.HTTPException):
            self.fermer()
            raise

    def lire(self, chemin: str, **entetes: str) -> Page:
        """GET."""
        return self.demander("GET", chemin, **entetes)

    def formulaire(self, chemin: str, selecteur: str = "main form") -> tuple[str, dict[str, str]]:
        """The address that a page's form sends to, and what it would send left as it is."""
        page = self.lire(chemin)
        form = BeautifulSoup(page.corps, "html.parser").select_one(selecteur)
        assert form is not None, (chemin, page.statut, page.corps[:2000])
        return str(form.get("action") or chemin), champs_de(form)

    def envoyer(
        self, chemin: str, donnees: dict[str, str] | None = None, selecteur: str = "main form"
    ) -> Page:
        """Fill a page's form and send it."""
        adresse, champs = self.formulaire(chemin, selecteur)
        return self.demander("POST", adresse, champs | (donnees or {}))

    def fermer(self) -> None:
        """Let go of the connection; the next exchange opens another."""
        if self._connexion is not None:
            self._connexion.close()
            self._connexion = None


def connecter(app: Flask, acteur: Acteur) -> str:
    """A signed-in session of this actor, put down in the application's database; gives its cookie.

    To be called in the application's context, outside any unit of work.
    """
    interface = app.session_interface
    jeton = secrets.token_urlsafe(32)
    utilisateur = session_courante().get_one(Utilisateur, acteur.utilisateur_id)
    contenu = SessionGardee(
        {
            "_user_id": utilisateur.fs_uniquifier,
            "_fresh": True,
            CLE_ADHESION: acteur.adhesion_id,
            # or else browsers that share it would each draw one at their first page
            "csrf_token": secrets.token_hex(20),
        },
        jeton,
    )
    session_courante().rollback()
    interface._upsert_session(UNE_JOURNEE, contenu, interface._get_store_id(jeton))
    return f"{app.config['SESSION_COOKIE_NAME']}={jeton}"
