"""The application: Flask's, whose addresses are moulded once where numbers alone change in them."""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context
from flask.globals import request_ctx

SUITE = 10**12
"""Numbers that no address holds: they mark in a mould where each value goes."""

Cle = tuple[str, str | None, str | None, str, tuple[str, ...]]


class Application(Flask):
    """Flask's application. A page names fifty addresses or more, and nearly all are a rule and its ids."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._moules: dict[Cle, str] = {}

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask's. Raises what Flask's raises, at each call: only an address that was made is kept."""
        nombres = {nom: valeur for nom, valeur in values.items() if valeur is not None}
        if not has_request_context() or any(type(v) is not int or v < 0 for v in nombres.values()):
            return super().url_for(endpoint, **values)
        adresses = request_ctx.url_adapter
        if adresses is None or endpoint.startswith("."):
            return super().url_for(endpoint, **values)
        cle = (adresses.script_name, adresses.subdomain, adresses.default_method, endpoint, tuple(nombres))
        moule = self._moules.get(cle)
        if moule is None:
            moule = self._mouler(endpoint, nombres)
            if moule is None:
                return super().url_for(endpoint, **values)
            self._moules[cle] = moule
        return moule % nombres

    def _mouler(self, endpoint: str, nombres: dict[str, Any]) -> str | None:
        """The address of `endpoint` with a place for each number; None where they do more than stand."""
        juste = super().url_for(endpoint, **nombres)
        places: dict[str, Any] = {nom: SUITE + rang for rang, nom in enumerate(nombres)}
        moule = super().url_for(endpoint, **places).replace("%", "%%")
        for nom, place in places.items():
            moule = moule.replace(str(place), f"%({nom})d")
        simple = not any(regle.defaults for regle in self.url_map.iter_rules(endpoint))
        return moule if simple and moule % nombres == juste else None
