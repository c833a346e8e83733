"""How figures of the bilan read on a screen."""

from __future__ import annotations

from decimal import Decimal

from dla_market.reports.formules import CENT
from dla_market.web.filters import INSECABLE, montant, nombre, pluriel, pourcent

FICHIERS = {
    "activite": "Activité",
    "secteurs": "Secteurs",
    "types_structures": "Types de structures",
    "thematiques": "Thématiques",
    "financeurs_dla": "Financeurs",
}
"""The files, by the beginning of their names."""


def dire(unite: str, valeur: Decimal | None) -> str:
    """« 12 427 346 € », « 87 % », « 14,5 jours », « plus de 62 000 »."""
    if valeur is None:
        return "–"
    if unite.startswith("EUR"):
        return montant(int(valeur * CENT))
    plus_de = "plus de " if "more than" in unite else ""
    if unite.startswith("%"):
        return f"{plus_de}{pourcent(float(valeur / CENT))}"
    texte = nombre(int(valeur))
    if valeur != int(valeur):
        texte += "," + f"{valeur.normalize():f}".split(".")[1]
    return f"{plus_de}{texte}{f'{INSECABLE}jours' if unite == 'jours' else ''}"


def evolution(valeur: Decimal | None, avant: Decimal | None) -> str:
    """« +7 % », « stable »; nothing where one of the two is not known."""
    if valeur is None or not avant:
        return ""
    part = round((valeur - avant) * CENT / avant)
    if part == 0:
        return "stable"
    return f"{'+' if part > 0 else '−'}{abs(part)}{INSECABLE}%"


def evolution_points(valeur: Decimal | None, avant: Decimal | None) -> str:
    """The same for shares, in points: « +2 points »."""
    if valeur is None or avant is None:
        return ""
    ecart = round(valeur - avant)
    if ecart == 0:
        return "stable"
    return f"{'+' if ecart > 0 else '−'}{pluriel(abs(ecart), 'point')}"
