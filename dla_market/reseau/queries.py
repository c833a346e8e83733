"""Reading the bodies of the scheme."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.reseau.models import DlaRegional


def regionaux(session: Session) -> Sequence[DlaRegional]:
    """The DLA R at work, by name."""
    return session.scalars(select(DlaRegional).where(DlaRegional.active).order_by(DlaRegional.nom)).all()
