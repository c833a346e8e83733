"""How templates are read: Jinja as Flask sets it up, with one map of what every template knows."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Environnement(Environment):
    """Jinja's environment whose templates share one dictionary of globals.

    Jinja lays an empty layer of its own over that dictionary for each template, and walks through both, in
    Python, at each include, import and page: a tenth of a page's time. Nothing here gives a template globals
    of its own, and a template that is given some still gets its layer.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own dictionary, under `d` where a template is given that."""
        return super().make_globals(d) if d else self.globals
