"""How values read on paper: French amounts to the centime, days, instants in Paris."""

from __future__ import annotations

from datetime import date, datetime

from dla_market.kernel.clock import a_paris, dire_jour

INSECABLE = "\u00a0"


def montant(centimes: int) -> str:
    """« 3 860,50 € »."""
    euros, reste = divmod(centimes, 100)
    return f"{euros:,}".replace(",", INSECABLE) + f",{reste:02d}{INSECABLE}€"


def decimal(centiemes: int) -> str:
    """Hundredths: « 4,5 », « 20 »."""
    entier, reste = divmod(centiemes, 100)
    return f"{entier}" + (f",{reste:02d}".rstrip("0") if reste else "")


def jours(centiemes: int) -> str:
    """« 4,5 jours », « 1 jour »."""
    return f"{decimal(centiemes)}{INSECABLE}jour{'s' if centiemes >= 200 else ''}"  # noqa: PLR2004  # French plural starts at two


def taux(dix_millemes: int) -> str:
    """« 20 % », « 8,5 % »."""
    return f"{decimal(dix_millemes)}{INSECABLE}%"


def jour(valeur: date | datetime | str | None) -> str:
    """« 2 décembre 2026 », in Paris; nothing for nothing. A text is read in ISO."""
    if not valeur:
        return ""
    if isinstance(valeur, str):
        valeur = datetime.fromisoformat(valeur)
        valeur = valeur if valeur.tzinfo else valeur.date()
    if isinstance(valeur, datetime):
        valeur = a_paris(valeur).date()
    return dire_jour(valeur)


def instant(valeur: datetime | str | None) -> str:
    """« 2 décembre 2026 à 17 h 00 min 05 s, heure de Paris »; nothing for nothing."""
    if not valeur:
        return ""
    lu = datetime.fromisoformat(valeur) if isinstance(valeur, str) else valeur
    local = a_paris(lu)
    heure = (
        f"{local.hour}{INSECABLE}h{INSECABLE}{local.minute:02d}{INSECABLE}min{INSECABLE}{local.second:02d}"
    )
    return f"{jour(lu)} à {heure}{INSECABLE}s, heure de Paris"
