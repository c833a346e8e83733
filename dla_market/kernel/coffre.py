"""Envelope encryption: keys wrapped by keys, the outermost ones in a file that no database or backup holds.

The file has one key a line, 64 hexadecimal digits; the last line wraps, all of them unwrap, so that a key
is renewed by adding a line. A key's version is drawn from the key itself: a wrong file is known as such.
Everything is AES-256-GCM with a fresh random nonce a block, and every block is bound to its place
(`contexte`): what is moved elsewhere no longer opens (reliability B1, 8.6).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OCTETS_CLE = 32
OCTETS_NONCE = 12


class CoffreInutilisable(Exception):  # noqa: N818  # says what is wrong, in the words of who reads it
    """The file of keys is missing, empty or not made of keys: sealing must not be attempted without it."""


class Illisible(Exception):  # noqa: N818  # a fact about the block, not a fault of the program
    """The block does not open: altered, moved from its place, or wrapped by a key that is not here."""


def version_de(cle: bytes) -> str:
    """The name of a key: 16 hexadecimal digits that say nothing about the key itself."""
    return hmac.new(cle, b"dla-market cle de scellement", hashlib.sha256).hexdigest()[:16]


class Coffre:
    """The keys in memory, and the only place of the program where bytes are sealed and unsealed."""

    def __init__(self, cles: Sequence[bytes]) -> None:
        if not cles or any(len(cle) != OCTETS_CLE for cle in cles):
            raise CoffreInutilisable("il faut au moins une clé, de 32 octets")
        self._cles = {version_de(cle): cle for cle in cles}
        self.version = version_de(cles[-1])

    @classmethod
    def depuis_fichier(cls, fichier: Path) -> Coffre:
        """Read the keys. Raises CoffreInutilisable where the file is missing or malformed."""
        try:
            lignes = fichier.read_text(encoding="ascii").split()
            return cls([bytes.fromhex(ligne) for ligne in lignes])
        except (OSError, ValueError) as erreur:
            raise CoffreInutilisable(f"la clé de scellement ne se lit pas dans {fichier}") from erreur

    def nouvelle_cle(self) -> bytes:
        """A fresh random key."""
        return secrets.token_bytes(OCTETS_CLE)

    def envelopper(self, cle: bytes, contexte: str) -> tuple[bytes, str]:
        """Wrap a key with the present outermost key; gives the envelope and that key's version."""
        enveloppe = self.sceller(self._cles[self.version], cle, f"{contexte}|{self.version}")
        return enveloppe, self.version

    def developper(self, enveloppe: bytes, contexte: str, version: str) -> bytes:
        """The key within an envelope. Raises Illisible, also where that version is not in the file."""
        if version not in self._cles:
            raise Illisible("la clé qui a scellé ceci n’est pas dans le fichier des clés")
        return self.desceller(self._cles[version], enveloppe, f"{contexte}|{version}")

    def renouveler(self, enveloppe: bytes, contexte: str, version: str) -> tuple[bytes, str]:
        """The same key under the present outermost key. Raises Illisible."""
        return self.envelopper(self.developper(enveloppe, contexte, version), contexte)

    def sceller(self, cle: bytes, clair: bytes, contexte: str) -> bytes:
        """Seal bytes under a key, bound to their place."""
        nonce = secrets.token_bytes(OCTETS_NONCE)
        return nonce + AESGCM(cle).encrypt(nonce, clair, contexte.encode())

    def desceller(self, cle: bytes, bloc: bytes, contexte: str) -> bytes:
        """The bytes that were sealed. Raises Illisible."""
        try:
            return AESGCM(cle).decrypt(bloc[:OCTETS_NONCE], bloc[OCTETS_NONCE:], contexte.encode())
        except (InvalidTag, ValueError) as erreur:
            raise Illisible("ce bloc est altéré, ou n’est pas à sa place") from erreur
