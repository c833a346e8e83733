"""What has happened in the reference data that people edit."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class SynonymesModifies(Evenement):
    """A group of synonyms was written or changed."""

    groupe_id: int
