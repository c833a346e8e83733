"""What happens to a sollicitation."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class SollicitationEnvoyee(Evenement):
    """A centre is asked, by a DLA or by the centre that it was sent to first."""

    sollicitation_id: int


@dataclass(frozen=True)
class SollicitationPriseEnCharge(Evenement):
    """Someone of the centre follows it."""

    sollicitation_id: int


@dataclass(frozen=True)
class MessageDeSollicitationEcrit(Evenement):
    """One side has written to the other."""

    message_id: int


@dataclass(frozen=True)
class SollicitationRepondue(Evenement):
    """The centre has answered."""

    sollicitation_id: int


@dataclass(frozen=True)
class SollicitationReorientee(Evenement):
    """Another centre follows it from now on."""

    sollicitation_id: int
    suite_id: int


@dataclass(frozen=True)
class SollicitationRetiree(Evenement):
    """The DLA asks no more."""

    sollicitation_id: int


@dataclass(frozen=True)
class SollicitationClose(Evenement):
    """The DLA has said whether the answer was useful."""

    sollicitation_id: int
