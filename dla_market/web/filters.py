"""How values read on a screen: French amounts, days and hours in Paris, in French typography."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from dla_market.kernel import clock

FINE = "\u202f"
INSECABLE = "\u00a0"
MOIS = clock.MOIS
CENT = 100
KO = 1024


def nombre(valeur: int | None) -> str:
    """« 14 229 147 »; a dash for nothing."""
    return "–" if valeur is None else f"{valeur:,}".replace(",", FINE).replace("-", "−")


def montant(centimes: int | None) -> str:
    """Centimes in whole euros, half up: « 14 229 147 € »."""
    if centimes is None:
        return "–"
    euros = (abs(centimes) + CENT // 2) // CENT
    return f"{nombre(euros if centimes >= 0 else -euros)}{INSECABLE}€"


def montant_exact(centimes: int | None) -> str:
    """Centimes to the centime: « 3 860,50 € »."""
    if centimes is None:
        return "–"
    euros, reste = divmod(abs(centimes), CENT)
    signe = "−" if centimes < 0 else ""
    return f"{signe}{nombre(euros)},{reste:02d}{INSECABLE}€"


def ecrire_montant_saisi(centimes: int) -> str:
    """An amount as one types it again: « 3 860,50 »."""
    euros, reste = divmod(centimes, CENT)
    return nombre(euros) + (f",{reste:02d}" if reste else "")


def ecrire_jours(centiemes: int | None) -> str:
    """Hundredths of a day: « 4,5 »."""
    if centiemes is None:
        return "–"
    entier, reste = divmod(centiemes, CENT)
    return nombre(entier) + (f",{reste:02d}".rstrip("0") if reste else "")


def jours(centiemes: int | None) -> str:
    """« 4,5 jours », « 1 jour »."""
    if centiemes is None:
        return "–"
    return f"{ecrire_jours(centiemes)}{INSECABLE}jour{'s' if centiemes >= 2 * CENT else ''}"


def jour(valeur: date | datetime | None) -> str:
    """« 2 décembre 2026 », in Paris; « 1er » for the first."""
    if valeur is None:
        return "–"
    if isinstance(valeur, datetime):
        valeur = clock.a_paris(valeur).date()
    numero = "1er" if valeur.day == 1 else str(valeur.day)
    return f"{numero}{INSECABLE}{MOIS[valeur.month - 1]} {valeur.year}"


def heure(valeur: datetime) -> str:
    """« 17 h 00 », in Paris."""
    local = clock.a_paris(valeur)
    return f"{local.hour}{INSECABLE}h{INSECABLE}{local.minute:02d}"


def instant(valeur: datetime | None) -> str:
    """« 2 décembre 2026 à 17 h 00 (heure de Paris) »."""
    return "–" if valeur is None else f"{jour(valeur)} à {heure(valeur)} (heure de Paris)"


def pourcent(part: float | None, decimales: int = 0) -> str:
    """A share from 0 to 1: « 87 % »."""
    if part is None:
        return "–"
    return f"{part * 100:.{decimales}f}".replace(".", ",") + f"{INSECABLE}%"


def dans(valeur: datetime | date | None) -> str:
    """How far a deadline is, in days of Paris: « aujourd’hui », « dans 5 jours », « il y a 2 jours »."""
    if valeur is None:
        return "–"
    cible = clock.a_paris(valeur).date() if isinstance(valeur, datetime) else valeur
    ecart = (cible - clock.today()).days
    if abs(ecart) <= 1:
        return {0: "aujourd’hui", 1: "demain", -1: "hier"}[ecart]
    return f"dans {ecart}{INSECABLE}jours" if ecart > 0 else f"il y a {-ecart}{INSECABLE}jours"


def poids(octets: int) -> str:
    """What a file weighs, in whole kilobytes: « 240 ko »."""
    return f"{nombre(-(-octets // KO))}{INSECABLE}ko"


def pluriel(compte: int, singulier: str, au_pluriel: str | None = None) -> str:
    """« 1 offre », « 3 offres »; zero is singular in French."""
    mot = singulier if abs(compte) < 2 else (au_pluriel or f"{singulier}s")  # noqa: PLR2004  # French plural starts at two
    return f"{nombre(compte)}{INSECABLE}{mot}"


def enregistrer(app: Flask) -> None:
    """Give the filters to the templates."""
    for filtre in (
        nombre, montant, montant_exact, jours, jour, heure, instant, pourcent, dans, poids, pluriel,
    ):  # fmt: skip
        app.jinja_env.filters[filtre.__name__] = filtre
