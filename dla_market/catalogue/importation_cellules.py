"""How one cell of an imported file is read: the value that it says, or a sentence that says what is wrong.

Every reader takes a cell that is not empty and raises ValueError with a French sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache
from typing import Final, TypeVar

from email_validator import EmailNotValidError, validate_email
from stdnum.fr import siret as numero_siret

from dla_market.catalogue.rules import LIBELLES_NIVEAU
from dla_market.kernel.money import lire_montant
from dla_market.referentiel.noms import normaliser

E = TypeVar("E", bound=Enum)
COURRIEL_MAX: Final = 255
SITE_MAX: Final = 255
FRANCE: Final = frozenset({"france", "france entiere", "toute la france", "national"})
OUI_NON: Final = {"oui": True, "o": True, "x": True, "1": True, "non": False, "n": False, "0": False}
_PONCTUATION = re.compile(r"[\W_]+")
_FINS_DE_LIGNE = re.compile("\r\n?|\u2028|\u2029|\x85")
_POINT_DECIMAL = re.compile("^([0-9 \u00a0\u202f]+)[.]([0-9]{1,2})(?= ?€?$)")
_ENTIER_DECIMAL = re.compile(r"^([0-9]+)\.0+$", re.ASCII)
_JOUR_ECRIT = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_JOUR_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache(maxsize=4096)
def plier(texte: str) -> str:
    """A name as it is compared: without accents, case or punctuation."""
    return _PONCTUATION.sub(" ", normaliser(texte)).strip()


def nettoyer(cellule: str) -> str:
    """The cell without the spaces around it, its accents in one piece, its lines ended in one way."""
    return unicodedata.normalize("NFC", _FINS_DE_LIGNE.sub("\n", cellule)).strip()


def lisible(cellule: str) -> str:
    """The cell itself; refused where it holds a sign that no one typed."""
    for signe in cellule:
        if signe == "\ufffd" or (signe not in "\n\t" and unicodedata.category(signe) in {"Cc", "Cs", "Cn"}):
            raise ValueError("Cette cellule contient un signe illisible.")
    return cellule


def texte(maximum: int) -> Callable[[str], str]:
    """A text of at most that many signs, its lines kept."""

    def lire(cellule: str) -> str:
        if len(cellule) > maximum:
            raise ValueError(f"Ce texte dépasse {maximum} signes.")
        return cellule

    return lire


def sur_une_ligne(maximum: int) -> Callable[[str], str]:
    """A text of at most that many signs, its spaces and lines made single spaces."""
    borner = texte(maximum)
    return lambda cellule: borner(" ".join(cellule.split()))


def montant(cellule: str) -> int:
    """An amount in centimes, as people type it, or « 650.0 » and « 600.50 » as a program writes numbers.

    Three digits after a point stay refused: « 1.250 » may be a thousand. See kernel.money.lire_montant.
    """
    return lire_montant(_POINT_DECIMAL.sub(r"\1,\2", cellule))


def entier(cellule: str) -> str:
    """The digits of a code that a spreadsheet took for a number: « 26.0 » is 26. Other cells as they are."""
    return _ENTIER_DECIMAL.sub(r"\1", cellule)


def siret(cellule: str) -> str:
    """Fourteen digits with their checksum; spaces are welcome."""
    compact = "".join(entier(cellule).split())
    if not (compact.isascii() and compact.isdigit() and numero_siret.is_valid(compact)):
        raise ValueError("Ce numéro n’est pas un SIRET\u00a0: vérifiez ses 14 chiffres.")
    return compact


def courriel(cellule: str) -> str:
    """An address to write to; whether it exists is not asked."""
    try:
        adresse = validate_email(cellule, check_deliverability=False).normalized
    except EmailNotValidError as erreur:
        raise ValueError("Écrivez une adresse comme contact@cabinet.example.") from erreur
    return texte(COURRIEL_MAX)(adresse)


def site(cellule: str) -> str:
    """An address that a reader may follow."""
    if not cellule.lower().startswith(("https://", "http://")) or len(cellule.split()) > 1:
        raise ValueError("Écrivez une adresse complète, qui commence par https://.")
    return texte(SITE_MAX)(cellule)


def oui(cellule: str) -> bool:
    """Oui or non."""
    if plier(cellule) not in OUI_NON:
        raise ValueError("Écrivez oui ou non.")
    return OUI_NON[plier(cellule)]


def jour(cellule: str) -> date:
    """A day, written in French or in ISO."""
    ecrit = _JOUR_ECRIT.fullmatch(cellule)
    iso = f"{ecrit[3]}-{ecrit[2]}-{ecrit[1]}" if ecrit else cellule
    try:
        if _JOUR_ISO.fullmatch(iso):
            return date.fromisoformat(iso)
    except ValueError:
        pass  # well written, and not in the calendar
    raise ValueError("Écrivez un jour comme 31/12/2026 ou 2026-12-31.")


def un_de(enumeration: type[E]) -> Callable[[str], E]:
    """One of the words of an enumeration."""
    mots = {plier(e.value): e for e in enumeration}

    def lire(cellule: str) -> E:
        if plier(cellule) not in mots:
            raise ValueError(f"Écrivez l’un de ces mots\u00a0: {', '.join(e.value for e in enumeration)}.")
        return mots[plier(cellule)]

    return lire


def niveau(cellule: str) -> int:
    """A level of practice."""
    if entier(cellule) not in {str(n) for n in LIBELLES_NIVEAU}:
        raise ValueError("Écrivez un niveau de 1 à 3.")
    return int(entier(cellule))


@dataclass(frozen=True)
class Lexique:
    """Codes by what people write for them, folded: the code itself, its label."""

    secteurs: Mapping[str, str]
    thematiques: Mapping[str, str]
    departements: Mapping[str, str]

    @classmethod
    def de(
        cls, secteurs: Mapping[str, str], thematiques: Mapping[str, str], departements: Mapping[str, str]
    ) -> Lexique:
        """From the labels, by code, of what may be chosen today."""
        territoires = _par_nom(departements)
        for code, libelle in departements.items():
            # « Drôme (26) », « 26 - Drôme », and 1 where a spreadsheet lost the zero of 01
            for ecrit in (f"{code} {libelle}", f"{libelle} {code}", code.lstrip("0")):
                territoires[plier(ecrit)] = code
        return cls(_par_nom(secteurs), _par_nom(thematiques), territoires)

    def departement(self, cellule: str) -> str:
        """One département."""
        return _code(cellule, self.departements, "un département connu")

    def des_secteurs(self, cellule: str) -> frozenset[str]:
        """The secteurs of a list."""
        return _codes(cellule, self.secteurs, "un secteur connu")

    def des_thematiques(self, cellule: str) -> frozenset[str]:
        """The thématiques of a list."""
        return _codes(cellule, self.thematiques, "une thématique en usage")

    def des_zones(self, cellule: str) -> frozenset[str]:
        """The départements of a list; « France entière » is all of them."""
        if plier(cellule) in FRANCE:
            return frozenset(self.departements.values())
        return _codes(cellule, self.departements, "un département connu")


def _par_nom(libelles: Mapping[str, str]) -> dict[str, str]:
    return {plier(ecrit): code for code, libelle in libelles.items() for ecrit in (libelle, code)}


def _code(cellule: str, noms: Mapping[str, str], quoi: str) -> str:
    trouve = noms.get(plier(entier(cellule)))
    if trouve is None:
        proches = get_close_matches(plier(cellule)[:80], noms, n=1, cutoff=0.75)
        aide = f" Le plus proche est «\u00a0{noms[proches[0]]}\u00a0»." if proches else ""
        raise ValueError(f"«\u00a0{cellule[:60]}\u00a0» n’est pas {quoi}.{aide}")
    return trouve


def _codes(cellule: str, noms: Mapping[str, str], quoi: str) -> frozenset[str]:
    ecrits = [e.strip() for e in re.split("[;\n]", cellule) if e.strip()]
    if not ecrits:
        raise ValueError("Cette cellule est vide.")
    return frozenset(_code(ecrit, noms, quoi) for ecrit in ecrits)
