"""What happens to a pièce. Everything is told by its id: subscribers look the rest up."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class PieceDeposee(Evenement):
    """A prestataire has deposited a document: a DLA may verify it."""

    piece_id: int
    prestataire_id: int


@dataclass(frozen=True)
class PieceAcceptee(Evenement):
    """A DLA has verified it: it holds for all of them."""

    piece_id: int
    prestataire_id: int


@dataclass(frozen=True)
class PieceRefusee(Evenement):
    """A DLA has found it wanting, with a reason that the prestataire reads."""

    piece_id: int
    prestataire_id: int


@dataclass(frozen=True)
class PieceBientotExpiree(Evenement):
    """It ends in `seuil` days at most; told once a threshold."""

    piece_id: int
    prestataire_id: int
    seuil: int


@dataclass(frozen=True)
class PieceInfectee(Evenement):
    """The antivirus has found its file infected: nobody can open it any more."""

    piece_id: int
    prestataire_id: int
