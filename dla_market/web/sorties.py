"""What leaves after a commit: events to their subscribers, mails to their people."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from dla_market.config import Config
from dla_market.kernel import outbox
from dla_market.kernel.db import session_courante
from dla_market.kernel.events import abonnement
from dla_market.notices.courriels import envoyer_courriels, garder_courriels

log = structlog.get_logger(__name__)

FILE_INDEX = "index"
PAR_TOUR = 500


def _trouver(abonne: str, evenement: str) -> outbox.Traiter | None:
    trouve = abonnement(abonne, evenement)
    return None if trouve is None else trouve.traiter


def _reunir(abonne: str, evenement: str) -> outbox.Ensemble | None:
    trouve = abonnement(abonne, evenement)
    return None if trouve is None else trouve.ensemble


def _personne() -> None:
    """Nobody to wake: the periodic look will do."""


class Outbox:
    """The outbox of one application. `reveiller` wakes the worker, best effort."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.reveiller: Callable[[], object] = _personne

    def drainer(self) -> None:
        """Deliver what is due, best effort: the answer to the person does not depend on it."""
        try:
            outbox.drainer(_trouver)
            self.reveiller()
        except Exception:
            log.exception("outbox.panne")
            session_courante().rollback()

    def tout_livrer(self) -> None:
        """Everything that waits, one after the other: late deliveries, the index, the mails."""
        outbox.drainer(_trouver)
        self.indexer()
        self.expedier()

    def livrer(self) -> None:
        """The worker's round: late deliveries, then the mails, which may keep it waiting."""
        outbox.drainer(_trouver)
        self.expedier()

    def indexer(self, file: str = FILE_INDEX) -> None:
        """The worker's other round: what the index owes, or a copy of it whose deliveries wait in `file`.

        One writer: nobody else runs it meanwhile on the same index.
        """
        while outbox.drainer_ensemble(_trouver, _reunir, file=file, limite=PAR_TOUR) == PAR_TOUR:
            continue

    def reprendre(self, file: str = FILE_INDEX) -> None:
        """The worker begins: what one killed before it had taken for the index need not wait two minutes."""
        outbox.reprendre(file)

    def suivre(self) -> None:
        """What a command wrote: its events, and the index at once, so that it does not wait for a worker.

        Where a worker is at it already, what this leaves is delivered there.
        """
        self.drainer()
        outbox.drainer_ensemble(_trouver, _reunir, file=FILE_INDEX, limite=PAR_TOUR)

    def expedier(self) -> int:
        """Send the mails that wait, or keep them where there is no SMTP server. Returns how many."""
        if self.config.smtp_url is None:
            return garder_courriels()
        return envoyer_courriels(
            self.config.smtp_url, expediteur=self.config.mail_from, adresse=self.config.public_url
        )
