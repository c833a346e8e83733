"""Sessions kept on the server: a cookie holds a token, the table its SHA-256 (reliability F4, M15).

Written through a connection of its own, apart from the request's transaction: signing in or a flashed
sentence must survive a refusal, and a GET stays read-only for everything else. Written only when something
in it has changed, or when its end has come nearer by a part of its life: a page read must not cost a write,
which waits for the disk and for every other writer.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask, Request, g
from flask_session.base import ServerSideSession, ServerSideSessionInterface
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from dla_market.comptes.models import SessionServeur
from dla_market.kernel import clock
from dla_market.kernel.db import db, moteur_ecriture, session_courante

log = structlog.get_logger(__name__)

UTILISATEUR = "_user_id"
PARTS = 24
"""A session in use has its end pushed back once this part of its life has gone."""

SESSION = SessionServeur.__table__
EN_VIE = select(SESSION.c.contenu, SESSION.c.expire_le).where(
    SESSION.c.empreinte == bindparam("empreinte_lue"), SESSION.c.expire_le > bindparam("maintenant")
)
"""Asked at each request: built once."""


class SessionGardee(ServerSideSession):  # type: ignore[misc]  # untyped base of Flask-Session
    """A session that remembers under which token the table held it, and until when."""

    jeton_lu: str | None = None
    expire_le: datetime | None = None


class SessionsEnBase(ServerSideSessionInterface):  # type: ignore[misc]  # untyped base of Flask-Session
    """Flask-Session's interface over our table."""

    session_class = SessionGardee

    def __init__(self, app: Flask) -> None:
        super().__init__(app, key_prefix="", use_signer=False, permanent=True, sid_length=32)

    def _get_store_id(self, sid: str) -> str:
        return hashlib.sha256(sid.encode()).hexdigest()

    def _retrieve_session_data(self, store_id: str) -> dict[str, Any] | None:
        # read in the request's own transaction, which is to be opened for the person anyway
        valeurs = {"empreinte_lue": store_id, "maintenant": clock.now()}
        ligne = session_courante().connection().execute(EN_VIE, valeurs).one_or_none()
        if ligne is None:
            return None
        g.session_expire_le = ligne.expire_le
        contenu: dict[str, Any] = self.serializer.decode(ligne.contenu)
        return contenu

    def open_session(self, app: Flask, request: Request) -> SessionGardee:
        """The session of the request's token, or an empty one under a token of its own."""
        session: SessionGardee = super().open_session(app, request)
        session.expire_le = g.pop("session_expire_le", None)
        session.jeton_lu = session.sid if session.expire_le else None
        return session

    def should_set_storage(self, app: Flask, session: SessionGardee) -> bool:
        """Whether something changed, or the end came nearer by a `PARTS`th of the session's life."""
        if session.modified or session.expire_le is None:
            return True
        vie = app.permanent_session_lifetime
        return session.expire_le - clock.now() < vie - vie / PARTS

    def _delete_session(self, store_id: str) -> None:
        with moteur_ecriture(db.engine).begin() as connexion:
            connexion.execute(delete(SessionServeur).where(SessionServeur.empreinte == store_id))

    def _upsert_session(self, session_lifetime: timedelta, session: SessionGardee, store_id: str) -> None:
        valeurs = {
            "contenu": self.serializer.encode(session),
            "utilisateur": session.get(UTILISATEUR),
            "expire_le": clock.now() + session_lifetime,
        }
        try:
            self._garder(session, store_id, valeurs)
        except OperationalError as erreur:
            # what the request did is committed: a busy database must not tell the person that it failed
            log.warning("session.non_gardee", erreur=repr(erreur.orig))

    def _garder(self, session: SessionGardee, store_id: str, valeurs: dict[str, Any]) -> None:
        with moteur_ecriture(db.engine).begin() as connexion:
            change = connexion.execute(
                update(SessionServeur).where(SessionServeur.empreinte == store_id).values(**valeurs)
            )
            # one that was ended while this request ran stays ended: only a new token makes a new row
            if change.rowcount == 0 and session.jeton_lu != session.sid:
                connexion.execute(insert(SessionServeur).values(empreinte=store_id, **valeurs))


def fermer_sessions_de(utilisateur: str) -> None:
    """End every session of a person, named by Flask-Security's unique mark (new password, closed account)."""
    with moteur_ecriture(db.engine).begin() as connexion:
        connexion.execute(delete(SessionServeur).where(SessionServeur.utilisateur == utilisateur))


def effacer_sessions_passees() -> int:
    """Remove the expired sessions; returns how many."""
    with moteur_ecriture(db.engine).begin() as connexion:
        return int(
            connexion.execute(delete(SessionServeur).where(SessionServeur.expire_le <= clock.now())).rowcount
        )
