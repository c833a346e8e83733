"""What happens to the members of an organisation."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class InvitationMembreAcceptee(Evenement):
    """Someone has joined an organisation."""

    invitation_id: int
    organisation_id: int


@dataclass(frozen=True)
class MembreRetire(Evenement):
    """A membership has ended today."""

    adhesion_id: int
    organisation_id: int
