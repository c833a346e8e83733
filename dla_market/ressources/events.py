"""What happens to a ressource."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class RessourcePubliee(Evenement):
    """The network may read it, and attach it."""

    ressource_id: int


@dataclass(frozen=True)
class RessourceRetiree(Evenement):
    """It is offered no more; the cahiers that it stands on keep it."""

    ressource_id: int


@dataclass(frozen=True)
class RessourceInfectee(Evenement):
    """The antivirus found the file of one of its editions infected: nobody can open it any more."""

    ressource_id: int
