"""Sessions kept on the server: a cookie holds a token, the table its SHA-256 (reliability F4, M15).

Written through a connection of its own, apart from the request's transaction: signing in or a flashed
sentence must survive a refusal, and a GET stays read-only for everything else.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_session.base import ServerSideSession, ServerSideSessionInterface
from sqlalchemy import delete, insert, select, update

from dla_market.comptes.models import SessionServeur
from dla_market.kernel import clock
from dla_market.kernel.db import db

UTILISATEUR = "_user_id"


class SessionsEnBase(ServerSideSessionInterface):  # type: ignore[misc]  # untyped base of Flask-Session
    """Flask-Session's interface over our table."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app, key_prefix="", use_signer=False, permanent=True, sid_length=32)

    def _get_store_id(self, sid: str) -> str:
        return hashlib.sha256(sid.encode()).hexdigest()

    def _retrieve_session_data(self, store_id: str) -> dict[str, Any] | None:
        with db.engine.connect() as connexion:
            contenu = connexion.scalar(
                select(SessionServeur.contenu).where(
                    SessionServeur.empreinte == store_id, SessionServeur.expire_le > clock.now()
                )
            )
        return None if contenu is None else self.serializer.decode(contenu)

    def _delete_session(self, store_id: str) -> None:
        with db.engine.execution_options(ecriture=True).begin() as connexion:
            connexion.execute(delete(SessionServeur).where(SessionServeur.empreinte == store_id))

    def _upsert_session(self, session_lifetime: timedelta, session: ServerSideSession, store_id: str) -> None:
        valeurs = {
            "contenu": self.serializer.encode(session),
            "utilisateur": session.get(UTILISATEUR),
            "expire_le": clock.now() + session_lifetime,
        }
        with db.engine.execution_options(ecriture=True).begin() as connexion:
            change = connexion.execute(
                update(SessionServeur).where(SessionServeur.empreinte == store_id).values(**valeurs)
            )
            if change.rowcount == 0:
                connexion.execute(insert(SessionServeur).values(empreinte=store_id, **valeurs))


def fermer_sessions_de(utilisateur: str) -> None:
    """End every session of a person, named by Flask-Security's unique mark (new password, closed account)."""
    with db.engine.execution_options(ecriture=True).begin() as connexion:
        connexion.execute(delete(SessionServeur).where(SessionServeur.utilisateur == utilisateur))


def effacer_sessions_passees() -> int:
    """Remove the expired sessions; returns how many."""
    with db.engine.execution_options(ecriture=True).begin() as connexion:
        return int(
            connexion.execute(delete(SessionServeur).where(SessionServeur.expire_le <= clock.now())).rowcount
        )
