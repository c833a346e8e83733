"""What has happened between a DLA and a structure."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class StructureCreee(Evenement):
    """A structure was registered by the DLA that follows it."""

    structure_id: int


@dataclass(frozen=True)
class StructureAccueillie(Evenement):
    """A first meeting took place, with its decision."""

    structure_id: int
    accueil_id: int


@dataclass(frozen=True)
class DiagnosticPartage(Evenement):
    """A diagnostic was sent to its structure, to be validated."""

    diagnostic_id: int
    structure_id: int


@dataclass(frozen=True)
class ChangementsDemandes(Evenement):
    """The structure asked for changes to the diagnostic."""

    diagnostic_id: int
    dla_id: int


@dataclass(frozen=True)
class DiagnosticValide(Evenement):
    """The structure validated the diagnostic: it no longer changes."""

    diagnostic_id: int
    dla_id: int
