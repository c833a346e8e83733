"""Pages are tested on SQLite alone: what differs between databases lies below them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from dla_market.kernel.db import db


@pytest.fixture
def moteur() -> str:
    return "sqlite"


@pytest.fixture
def requetes(app) -> Callable[[Callable[[], Any]], int]:
    """How many SELECT a deed makes."""

    def compter(acte: Callable[[], Any]) -> int:
        ordres: list[str] = []

        def noter(*arguments: Any) -> None:
            ordres.append(arguments[2])

        event.listen(db.engine, "before_cursor_execute", noter)
        try:
            acte()
        finally:
            event.remove(db.engine, "before_cursor_execute", noter)
        return sum(ordre.startswith("SELECT") for ordre in ordres)

    return compter
