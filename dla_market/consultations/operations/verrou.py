"""The locks on a consultation, taken before the rules are asked.

On SQLite the write transaction itself is the lock (it is IMMEDIATE); on PostgreSQL the row is (M8).
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.consultations.models import Consultation


def verrouiller(session: Session, consultation: Consultation) -> None:
    """Hold the row against everybody and read it afresh: opening, extension, choice, award."""
    session.flush()  # a refresh would drop what this unit of work has not written yet
    session.refresh(consultation, with_for_update=True)


def partager(session: Session, consultation: Consultation) -> None:
    """Hold the row against those, and not against other deposits; read it afresh."""
    session.flush()
    session.refresh(consultation, with_for_update={"read": True})
