"""What has happened to an ingénierie."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class IngenierieCreee(Evenement):
    """An ingénierie was opened on a diagnostic."""

    ingenierie_id: int


@dataclass(frozen=True)
class CahierRedige(Evenement):
    """Its cahier des charges was written or rewritten."""

    ingenierie_id: int


@dataclass(frozen=True)
class IngenierieAbandonnee(Evenement):
    """It was given up before any order."""

    ingenierie_id: int
