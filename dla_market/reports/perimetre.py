"""Whose records are counted: everybody's, or those of a region's bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from dla_market.reseau.models import Dla

DLA = Dla.__table__


@dataclass(frozen=True)
class Perimetre:
    """The whole country, or a DLA R (`regional_id`) with the DLA that it animates."""

    regional_id: int | None = None

    @property
    def national(self) -> bool:
        """Whether everything is counted; the printed history is of that perimeter alone."""
        return self.regional_id is None

    def contient(self, organisation_id: Any) -> ColumnElement[bool]:
        """The rows whose DLA, or DLA R, is of the perimeter."""
        if self.regional_id is None:
            return true()
        siens = select(DLA.c.id).where(DLA.c.regional_id == self.regional_id)
        return or_(organisation_id == self.regional_id, organisation_id.in_(siens))


NATIONAL = Perimetre()
