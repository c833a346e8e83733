"""What has happened to an order, told to the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class EvenementCommande(Evenement):
    """Base: every event of this room says which order."""

    commande_id: int


@dataclass(frozen=True)
class CommandeEtablie(EvenementCommande):
    """The order is drawn up and waits for the DLA's signature."""


@dataclass(frozen=True)
class CommandeSignee(EvenementCommande):
    """A party has signed; `suivante` is the party whose turn it is, empty when all have."""

    partie: str
    suivante: str


@dataclass(frozen=True)
class CommandeNotifiee(EvenementCommande):
    """The order is notified: legally engaged (domain R38)."""


@dataclass(frozen=True)
class CommandeAnnulee(EvenementCommande):
    """The order is cancelled before its notification; the reservation is released."""


@dataclass(frozen=True)
class LivrableRemis(EvenementCommande):
    """The provider has handed something over."""

    livrable_id: int


@dataclass(frozen=True)
class LivrableAccepte(EvenementCommande):
    """The structure accepts it."""

    livrable_id: int


@dataclass(frozen=True)
class LivrableRefuse(EvenementCommande):
    """The structure asks for it again, and says why."""

    livrable_id: int


@dataclass(frozen=True)
class ServiceFaitAtteste(EvenementCommande):
    """The structure says that the service is done, for an amount."""

    service_fait_id: int


@dataclass(frozen=True)
class ServiceFaitCertifie(EvenementCommande):
    """The DLA certifies it: the provider may invoice."""

    service_fait_id: int


@dataclass(frozen=True)
class CommandeExecutee(EvenementCommande):
    """The whole amount is certified: time to evaluate."""


@dataclass(frozen=True)
class FactureDeposee(EvenementCommande):
    """An invoice has come in."""

    facture_id: int


@dataclass(frozen=True)
class FactureValidee(EvenementCommande):
    """The invoice is right and will be paid."""

    facture_id: int


@dataclass(frozen=True)
class FactureRejetee(EvenementCommande):
    """The invoice is wrong, with the reason."""

    facture_id: int


@dataclass(frozen=True)
class PaiementEnregistre(EvenementCommande):
    """The invoice is paid."""

    facture_id: int


@dataclass(frozen=True)
class CommandeSoldee(EvenementCommande):
    """Everything is paid."""


@dataclass(frozen=True)
class EvaluationRendue(EvenementCommande):
    """The structure or the DLA has said what it thinks of the mission."""

    partie: str


@dataclass(frozen=True)
class EvaluationRepondue(EvenementCommande):
    """The provider has answered what the structure or the DLA said of the mission."""

    partie: str


@dataclass(frozen=True)
class EvaluationDlaRendue(EvenementCommande):
    """The provider has said how it was to work with the DLA."""
