"""The memory of a process that serves for long: what was loaded at its start is never garbage."""

from __future__ import annotations

import gc

SEUIL = 20_000
"""Objects more than were let go before the collector looks for cycles: a page makes a few thousand."""


def servir_longtemps() -> None:
    """Have the collector leave aside what stands now, and look less often: a tenth of the time of a page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SEUIL, 10, 10)
