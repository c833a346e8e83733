"""What happens to an aval. The prestataire is named by id: the index and the notices look it up."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class AvalPropose(Evenement):
    """An expert vouches for a prestataire; the centre's coordination must confirm."""

    aval_id: int
    prestataire_id: int


@dataclass(frozen=True)
class AvalConfirme(Evenement):
    """The centre stands behind it: the aval shows from now on."""

    aval_id: int
    prestataire_id: int


@dataclass(frozen=True)
class AvalRefuse(Evenement):
    """The centre does not follow its expert. Stays inside the centre: no one else is told."""

    aval_id: int


@dataclass(frozen=True)
class AvalRetire(Evenement):
    """The centre takes its aval back."""

    aval_id: int
    prestataire_id: int


@dataclass(frozen=True)
class AvalRepondu(Evenement):
    """The prestataire uses its right of reply: its words stand beside the aval."""

    aval_id: int
    prestataire_id: int


@dataclass(frozen=True)
class FinDAvalARappeler(Evenement):
    """An aval ends soon, and nothing follows it yet."""

    aval_id: int


@dataclass(frozen=True)
class LienDeclare(Evenement):
    """A person of a centre declares a link with a prestataire, and stands back from its avals."""

    lien_id: int
    centre_id: int
