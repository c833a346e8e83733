"""One form, one effect: a key per rendered form, bound to what was sent with it (reliability C6)."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dla_market.kernel import clock
from dla_market.kernel.db import Base
from dla_market.kernel.errors import CleDejaUtilisee
from dla_market.kernel.types import UtcDateTime


class CleIdempotence(Base):
    """A key that has had its effect, with the fingerprint of its content and the address of its result."""

    __tablename__ = "idempotence_cle"
    __table_args__ = (UniqueConstraint("utilisateur_id", "action", "cle"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    utilisateur_id: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(80))
    cle: Mapped[str] = mapped_column(String(64))
    contenu: Mapped[str] = mapped_column(String(64))
    resultat: Mapped[str] = mapped_column(String(300))
    instant: Mapped[datetime] = mapped_column(UtcDateTime)


def empreinte_contenu(contenu: Any) -> str:
    """A fingerprint of what was asked, whatever its order."""
    return hashlib.sha256(json.dumps(contenu, sort_keys=True, default=str).encode()).hexdigest()


def deja_fait(session: Session, utilisateur_id: int, action: str, cle: str, contenu: Any) -> str | None:
    """The result of the first time, None the first time.

    Twins sent at once take turns: the second sees what the first did, and not a refusal of it.
    Raises CleDejaUtilisee where the key comes back with another content.
    """
    _attendre_son_jumeau(session, utilisateur_id, action, cle)
    trouvee = session.scalar(
        select(CleIdempotence).where(
            CleIdempotence.utilisateur_id == utilisateur_id,
            CleIdempotence.action == action,
            CleIdempotence.cle == cle,
        )
    )
    if trouvee is None:
        return None
    if trouvee.contenu != empreinte_contenu(contenu):
        raise CleDejaUtilisee(
            "Ce formulaire a déjà servi avec d’autres valeurs. Rechargez la page avant de recommencer."
        )
    return trouvee.resultat


def _attendre_son_jumeau(session: Session, utilisateur_id: int, action: str, cle: str) -> None:
    """Hold the key until the end of the transaction. On SQLite a write transaction is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        marque = hashlib.sha256(f"{utilisateur_id}|{action}|{cle}".encode()).digest()[:8]
        session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(marque, signed=True))))


def retenir(
    session: Session, utilisateur_id: int, action: str, cle: str, contenu: Any, resultat: str
) -> None:
    """Remember the effect in the transaction that had it; the unique key stops a concurrent twin."""
    session.add(
        CleIdempotence(
            utilisateur_id=utilisateur_id,
            action=action,
            cle=cle,
            contenu=empreinte_contenu(contenu),
            resultat=resultat,
            instant=clock.now(),
        )
    )
