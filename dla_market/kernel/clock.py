"""One clock: instants in UTC, days in Paris. Nothing else in the program reads the time."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_arretee: list[datetime] = []


def now() -> datetime:
    """The present instant, UTC, to the microsecond."""
    return _arretee[-1] if _arretee else datetime.now(UTC)


def today() -> date:
    """Today's date in Paris: the day that rules of the trade are counted in."""
    return now().astimezone(PARIS).date()


def a_paris(instant: datetime) -> datetime:
    """The same instant, told in Paris."""
    return instant.astimezone(PARIS)


def dire_jour(jour: date) -> str:
    """« 2 décembre 2026 »; « 1er » for the first. As mails, refusals and papers write a day."""
    numero = "1er" if jour.day == 1 else str(jour.day)
    return f"{numero}\u00a0{MOIS[jour.month - 1]}\u00a0{jour.year}"


def instant_de_paris(jour: date, heure: time) -> datetime:
    """The UTC instant of a Paris wall time.

    Raises ValueError for a time that does not exist (spring change): a deadline must exist to be kept.
    An ambiguous autumn time is the first of the two.
    """
    local = datetime.combine(jour, heure, tzinfo=PARIS)
    instant = local.astimezone(UTC)
    if instant.astimezone(PARIS).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("cette heure n’existe pas ce jour-là (passage à l’heure d’été)")
    return instant


def dans_mois(jour: date, mois: int) -> date:
    """The same day `mois` months later, or that month's last day where it has none such."""
    annee, rang = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    return date(annee, rang + 1, min(jour.day, calendar.monthrange(annee, rang + 1)[1]))


@contextmanager
def arretee_a(instant: datetime) -> Iterator[None]:
    """Pin the clock of this process, for tests and for the demo's past: never in production code."""
    if instant.tzinfo is None:
        raise ValueError("the clock is pinned to an instant with its zone")
    _arretee.append(instant.astimezone(UTC))
    try:
        yield
    finally:
        _arretee.pop()


def avancer_de(duree: timedelta) -> None:
    """Move the pinned clock of this process; raises IndexError where no clock is pinned."""
    _arretee[-1] += duree
