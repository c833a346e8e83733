"""What happens to a region's call and to the files that answer it."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class AppelPublie(Evenement):
    """A region published an edition of its call."""

    appel_id: int


@dataclass(frozen=True)
class ReferencementDemande(Evenement):
    """A prestataire asks a region: a first time, again, or with what another region accepted."""

    referencement_id: int


@dataclass(frozen=True)
class ReferencementInstruit(Evenement):
    """The region has opened the file."""

    referencement_id: int


@dataclass(frozen=True)
class ComplementDemande(Evenement):
    """The region says what is missing."""

    referencement_id: int


@dataclass(frozen=True)
class ReferencementComplete(Evenement):
    """The prestataire gave what was missing."""

    referencement_id: int


@dataclass(frozen=True)
class ReferencementAccepte(Evenement):
    """The prestataire may be invited in the region, from a day to another."""

    referencement_id: int
    prestataire_id: int


@dataclass(frozen=True)
class ReferencementRefuse(Evenement):
    """The region refuses, with its reason and how to appeal."""

    referencement_id: int


@dataclass(frozen=True)
class DemandeRetiree(Evenement):
    """The prestataire takes its request back before the region has decided."""

    referencement_id: int


@dataclass(frozen=True)
class ReferencementRenonce(Evenement):
    """The prestataire gives up what the region had accepted."""

    referencement_id: int
    prestataire_id: int


@dataclass(frozen=True)
class FinDeReferencementARappeler(Evenement):
    """A référencement ends soon, and nothing follows it yet."""

    referencement_id: int


@dataclass(frozen=True)
class RetraitNotifie(Evenement):
    """The region announces that it will take the référencement back, and until when to answer."""

    retrait_id: int


@dataclass(frozen=True)
class RetraitRepondu(Evenement):
    """The prestataire answered the notice."""

    retrait_id: int


@dataclass(frozen=True)
class RetraitAbandonne(Evenement):
    """The region drops the withdrawal: the référencement goes on."""

    retrait_id: int


@dataclass(frozen=True)
class ReferencementRetire(Evenement):
    """The référencement is over, before its end."""

    retrait_id: int
    prestataire_id: int
