"""Where a page's time goes, told in the Server-Timing header when the configuration asks for it."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask, Response, g, has_request_context
from sqlalchemy import Connection, Engine, event


def mesurer(app: Flask, moteur: Engine) -> None:
    """Count the statements and the milliseconds of each request: database, rendering, total."""
    event.listen(moteur, "before_cursor_execute", _avant)
    event.listen(moteur, "after_cursor_execute", _apres)
    app.before_request(_debut)
    app.after_request(_fin)


def _debut() -> None:
    g.temps = {"debut": time.perf_counter(), "sql": 0.0, "requetes": 0}


def _avant(
    _connexion: Connection, _curseur: Any, _ordre: str, _valeurs: Any, contexte: Any, _plusieurs: bool
) -> None:
    contexte.depart = time.perf_counter()


def _apres(
    _connexion: Connection, _curseur: Any, ordre: str, _valeurs: Any, contexte: Any, _plusieurs: bool
) -> None:
    if has_request_context() and "temps" in g and not ordre.startswith("PRAGMA"):
        g.temps["sql"] += time.perf_counter() - contexte.depart
        g.temps["requetes"] += 1


def _fin(reponse: Response) -> Response:
    temps = g.get("temps")
    if temps:
        total = time.perf_counter() - temps["debut"]
        reponse.headers["Server-Timing"] = (
            f'sql;dur={temps["sql"] * 1000:.2f};desc="{temps["requetes"]} requetes", '
            f"reste;dur={(total - temps['sql']) * 1000:.2f}, total;dur={total * 1000:.2f}"
        )
    return reponse
