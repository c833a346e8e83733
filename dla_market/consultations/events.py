"""What has happened in a consultation. Ids only: nothing sealed, no count, no name."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.kernel.events import Evenement


@dataclass(frozen=True)
class ConsultationLancee(Evenement):
    """Invitations have gone out."""

    consultation_id: int


@dataclass(frozen=True)
class ConsultationProlongee(Evenement):
    """The deadline was moved further away, for all."""

    consultation_id: int


@dataclass(frozen=True)
class InvitationRepondue(Evenement):
    """An invited provider said whether it would answer."""

    invitation_id: int


@dataclass(frozen=True)
class QuestionPosee(Evenement):
    """An invited provider asked something."""

    question_id: int


@dataclass(frozen=True)
class QuestionRepondue(Evenement):
    """The DLA answered, to all."""

    question_id: int


@dataclass(frozen=True)
class OffreDeposee(Evenement):
    """An offer was deposited: for its owner alone, who gets a receipt."""

    offre_id: str


@dataclass(frozen=True)
class OffreRetiree(Evenement):
    """An offer was withdrawn: for its owner alone."""

    offre_id: str


@dataclass(frozen=True)
class OffresOuvertes(Evenement):
    """The offers received in time were opened."""

    consultation_id: int


@dataclass(frozen=True)
class ChoixFait(Evenement):
    """The structure has chosen."""

    consultation_id: int


@dataclass(frozen=True)
class ConsultationAttribuee(Evenement):
    """The responsable has awarded; every bidder is told, each with its own scores."""

    consultation_id: int


@dataclass(frozen=True)
class ConsultationInfructueuse(Evenement):
    """No offer could be retained; the reservation is released."""

    consultation_id: int


@dataclass(frozen=True)
class ConsultationSansSuite(Evenement):
    """It was stopped; all are told, the reservation is released."""

    consultation_id: int


@dataclass(frozen=True)
class ProvisoireDemande(Evenement):
    """A DLA asks its region for a référencement that counts for one mission."""

    provisoire_id: int


@dataclass(frozen=True)
class ProvisoireDecide(Evenement):
    """The region has answered."""

    provisoire_id: int
