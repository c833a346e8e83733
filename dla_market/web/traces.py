"""The program's log: what happened and where, never what people wrote."""

from __future__ import annotations

import structlog


def regler_journaux() -> None:
    """One line an event on the output; a traceback without the values of its variables (reliability B3).

    structlog's own choice shows them wherever the library « rich » is installed: a crash while an offer
    is in hand would then write it, and the keys, into the log.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )
