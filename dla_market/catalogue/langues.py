"""The languages that a prestataire or one of its people may work in, by their ISO 639 codes."""

from __future__ import annotations

from collections.abc import Mapping

LANGUES: Mapping[str, str] = {
    "fr": "Français",
    "fsl": "Langue des signes française",
    "en": "Anglais",
    "de": "Allemand",
    "es": "Espagnol",
    "it": "Italien",
    "pt": "Portugais",
    "ar": "Arabe",
    "gcf": "Créole guadeloupéen ou martiniquais",
    "gcr": "Créole guyanais",
    "rcf": "Créole réunionnais",
    "swb": "Shimaoré",
    "br": "Breton",
    "eu": "Basque",
    "co": "Corse",
    "oc": "Occitan",
    "gsw": "Alsacien",
    "ca": "Catalan",
}
"""Words by code, in the order in which they are offered."""
