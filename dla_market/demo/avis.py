"""The messages of the demo's year: told when it happened, and read since where it happened long ago."""

from __future__ import annotations

import json
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dla_market.demo.lots import instant
from dla_market.kernel import clock, events
from dla_market.kernel.outbox import LigneOutbox, Livraison
from dla_market.notices.models import Message

FILE = "suite"
RECENTS = timedelta(days=6)


def distribuer(session: Session) -> None:
    """Do what the outbox would do after the commit, at once: there is none between two acts of the demo.

    Only the deliveries that follow a commit; the others (the index) stay for their worker.
    """
    session.flush()
    dues = session.execute(
        select(Livraison, LigneOutbox)
        .join(LigneOutbox, LigneOutbox.id == Livraison.evenement_id)
        .where(Livraison.file == FILE, Livraison.livree_le.is_(None))
        .order_by(Livraison.id)
    ).all()
    for livraison, ligne in dues:
        abonnement = events.abonnement(livraison.abonne, ligne.evenement)
        if abonnement is not None:
            abonnement.traiter(session, {**json.loads(ligne.charge), "evenement_id": ligne.id})
        livraison.livree_le = clock.now()
    session.flush()


def marquer_lus(session: Session, aujourd_hui: date) -> None:
    """Have the older messages read: what waits stands out."""
    session.execute(
        update(Message)
        .where(Message.cree_le < instant(aujourd_hui - RECENTS, 0), Message.lu_le.is_(None))
        .values(lu_le=Message.cree_le)
        .execution_options(synchronize_session=False)
    )
