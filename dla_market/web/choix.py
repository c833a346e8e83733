"""The options of a list or of radio buttons, as WTForms 3.3 wants them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the types published for it


def choix(couples: Iterable[tuple[str, str]], *, vide: str | None = None) -> list[Any]:
    """Options from (value, label); `vide` is the words of a first, empty one."""
    options = [SelectChoice(valeur, libelle) for valeur, libelle in couples]
    return options if vide is None else [SelectChoice("", vide), *options]
