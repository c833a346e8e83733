"""Who listens to whom: the one place where higher rooms subscribe to the events of lower ones."""

from __future__ import annotations

from dla_market.catalogue.fusion import objecter
from dla_market.consultations.fusion import rivales
from dla_market.notices.abonnements import abonner_notices
from dla_market.search.abonnements import abonner_index


def abonner_tous() -> None:
    """Make every subscription of the program. Doing it twice changes nothing."""
    objecter(rivales)
    abonner_index()
    abonner_notices()
