"""Folding names for comparison: what a person types finds what the register writes."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": " ", "'": " ", "-": " "})
_ESPACES = re.compile(r"\s+")


def normaliser(nom: str) -> str:
    """Lower case, without accents, ligatures undone, hyphens and apostrophes as spaces.

    « L’Haÿ-les-Roses » gives « l hay les roses ».
    """
    decompose = unicodedata.normalize("NFD", nom.translate(_LIGATURES))
    sans_accent = "".join(c for c in decompose if not unicodedata.combining(c))
    return _ESPACES.sub(" ", sans_accent).strip().lower()
