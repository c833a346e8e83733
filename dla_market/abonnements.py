"""Who listens to whom: the one place where higher rooms subscribe to the events of lower ones."""

from __future__ import annotations


def abonner_tous() -> None:
    """Make every subscription of the program. Doing it twice changes nothing."""
