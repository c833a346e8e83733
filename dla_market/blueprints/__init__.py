"""The faces of the rooms: one blueprint a subject, and the list of them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint


def pieces() -> list[Blueprint]:
    """Every blueprint package of this folder, by its `bp`, in alphabetical order."""
    return [import_module(f"{__name__}.{m.name}").bp for m in iter_modules(__path__) if m.ispkg]
