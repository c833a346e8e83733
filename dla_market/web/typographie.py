"""French typography in what is sent: the spaces that may not end a line, whoever wrote the words."""

from __future__ import annotations

import re

INSECABLE = "\u00a0"
_DEVANT = re.compile(r" (?=[:;!?»](?:[\s<]|$))|(?<=«) ")
"""A plain space before a high mark that ends its word, or inside French quotes."""

_SAISIE = re.compile(r"<textarea\b.*?</textarea>", re.DOTALL)
_TEL_QUEL = re.compile(r"(<(?:textarea|pre)\b.*?</(?:textarea|pre)>)", re.DOTALL)
_MARGE = re.compile(r"\n\s+")


def insecables(html: str) -> str:
    """The page with non-breaking spaces before : ; ! ? » and after «, in its text alone.

    Neither attributes nor what a person is typing (textarea) change: forms send back what was stored.
    """
    saisies = [trouve.span() for trouve in _SAISIE.finditer(html)] if "<textarea" in html else []

    def poser(trouve: re.Match[str]) -> str:
        place = trouve.start()
        dans_balise = html.rfind("<", 0, place) > html.rfind(">", 0, place)
        en_saisie = any(debut < place < fin for debut, fin in saisies)
        return " " if dans_balise or en_saisie else INSECABLE

    return _DEVANT.sub(poser, html)


def sans_marges(html: str) -> str:
    """The page without the margins of its templates, a sixth of its weight; textarea and pre stay."""
    if "<textarea" not in html and "<pre" not in html:
        return _MARGE.sub("\n", html)
    morceaux = _TEL_QUEL.split(html)
    morceaux[::2] = [_MARGE.sub("\n", morceau) for morceau in morceaux[::2]]
    return "".join(morceaux)
