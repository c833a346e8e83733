"""One lock a consultation, taken before the rules are asked."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.consultations.models import Consultation


def verrouiller(session: Session, consultation: Consultation) -> None:
    """Hold the row and read it afresh; on SQLite the transaction itself is the lock (reliability M8)."""
    session.flush()  # a refresh would drop what this unit of work has not written yet
    session.refresh(consultation, with_for_update=True)
