"""Names, numbers and addresses that belong to nobody.

SIREN numbers start at 000 000 500 and stay under 000 190 000: their check digit is right, and the
registers hold no number that low (the lowest we have found are 000 199 968 in the trade register
and 000 325 175 in Sirene). Surnames and brands are made of syllables; e-mail domains end in .example
(RFC 2606); telephone numbers lie in blocks that the regulator keeps for fiction (01 99 00, 06 39 98…).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

from stdnum import luhn

from dla_market.referentiel.noms import normaliser

DONNEES = Path(__file__).parent / "donnees"
PREMIER, DERNIER = 50, 18_999
FICTION = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")


def vocabulaire(nom: str) -> dict[str, dict[str, list[str]]]:
    """A vocabulary file of ours, by section."""
    with (DONNEES / f"{nom}.toml").open("rb") as fichier:
        return tomllib.load(fichier)


def listes(nom: str) -> dict[str, list[str]]:
    """A vocabulary file without sections."""
    with (DONNEES / f"{nom}.toml").open("rb") as fichier:
        return tomllib.load(fichier)


def sirens() -> Iterator[str]:
    """SIREN numbers never allotted, each once, with a right check digit."""
    for corps in range(PREMIER, DERNIER + 1):
        debut = f"{corps:08d}"
        yield debut + luhn.calc_check_digit(debut)


def siret(siren: str) -> str:
    """The first establishment of a SIREN."""
    debut = siren + "0001"
    return debut + luhn.calc_check_digit(debut)


def domaine(nom: str) -> str:
    """A domain name of a name, under .example."""
    mots = normaliser(nom).replace("&", " ").replace("(", " ").replace(")", " ").replace(".", " ").split()
    return "-".join(mots)[:50].strip("-") + ".example"


def de(lieu: str) -> str:
    """« de » before a place’s name: du Mans, des Lilas, d’Albi, de La Rochelle, de Lyon."""
    article, _, reste = lieu.partition(" ")
    if article == "Le":
        return f"du {reste}"
    if article == "Les":
        return f"des {reste}"
    return f"d’{lieu}" if normaliser(lieu)[0] in "aeiouy" else f"de {lieu}"


def a(lieu: str) -> str:
    """« à » before a place’s name: au Mans, aux Lilas, à Albi."""
    article, _, reste = lieu.partition(" ")
    return f"{ {'Le': 'au', 'Les': 'aux'}[article] } {reste}" if article in {"Le", "Les"} else f"à {lieu}"


def minuscule(nom: str) -> str:
    """A name inside a sentence: its first letter small, unless it is an acronym."""
    return nom if nom[:2].isupper() else nom[0].lower() + nom[1:]


class Noms:
    """Draws names from a stream; a brand is given once only."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._mots = listes("noms")
        self._pris: set[str] = {normaliser(mot) for mot in self._mots["interdits"]}

    def prenom(self) -> str:
        """A first name."""
        return self._rng.choice(self._mots["prenoms"])

    def nom(self) -> str:
        """A surname made of two or three syllables."""
        milieu = self._rng.choice(self._mots["nom_milieu"]) if self._rng.random() < 0.7 else ""
        nom = self._rng.choice(self._mots["nom_debut"]) + milieu + self._rng.choice(self._mots["nom_fin"])
        return self.nom() if normaliser(nom) in self._pris else nom

    def personne(self) -> str:
        """First name and surname."""
        return f"{self.prenom()} {self.nom()}"

    def marque(self) -> str:
        """A brand that has not been given yet."""
        milieu = self._rng.choice(self._mots["marque_milieu"])
        mot = (
            self._rng.choice(self._mots["marque_debut"]) + milieu + self._rng.choice(self._mots["marque_fin"])
        )
        if normaliser(mot) in self._pris:
            return self.marque()
        self._pris.add(normaliser(mot))
        return mot

    def prefixe(self) -> str:
        """How an association likes to call itself."""
        return self._rng.choice(self._mots["prefixes_structures"])

    def adresse(self) -> str:
        """A street address, without its commune."""
        return f"{self._rng.randint(1, 98)} {self._rng.choice(self._mots['voies'])}"

    def telephone(self) -> str:
        """A number of the blocks kept for fiction."""
        return f"{self._rng.choice(FICTION)} {self._rng.randint(0, 99):02d} {self._rng.randint(0, 99):02d}"

    def fonction(self) -> str:
        """What a person of a prestataire does."""
        return self._rng.choice(self._mots["fonctions"])
