"""Looking for what must not be there: canaries in bytes, files, folders, archives and PDF, in any clothes.

A canary is a text, or an amount as an integer number of centimes (sought as text and as stored numbers).
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

PROFONDEUR = 6
OCTETS_MIN = 4
"""A shorter pattern turns up in random bytes by chance, and would prove nothing."""


@dataclass(frozen=True)
class Touche:
    """A canary seen: which one, how it was written, and where."""

    canari: str | int
    encodage: str
    endroit: str


def chercher(ou: Path | bytes | str, canaris: Iterable[str | int]) -> list[Touche]:
    """Every canary found in bytes, a text, a file or a folder (its names too), once a place and encoding."""
    motifs = [(c, nom, motif) for c in canaris for nom, motif in formes(c)]
    vues: dict[Touche, None] = {}
    for endroit, octets in _morceaux(ou):
        for canari, encodage, motif in motifs:
            if motif in octets:
                vues[Touche(canari, encodage, endroit)] = None
    return list(vues)


def formes(canari: str | int) -> Iterator[tuple[str, bytes]]:
    """The ways a canary may be written, by name; never shorter than OCTETS_MIN."""
    vues: set[bytes] = set()
    for nom, motif in _toutes(canari):
        if len(motif) >= OCTETS_MIN and motif not in vues:
            vues.add(motif)
            yield nom, motif


def _toutes(canari: str | int) -> Iterator[tuple[str, bytes]]:
    if isinstance(canari, int):
        yield from _montants(canari)
        return
    brut = canari.encode()
    yield "utf-8", brut
    yield "utf-16-le", canari.encode("utf-16-le")
    yield "utf-16-be", canari.encode("utf-16-be")
    yield "hexadécimal", brut.hex().encode()
    yield "hexadécimal majuscule", brut.hex().upper().encode()
    yield "url", quote(canari).encode()
    yield "url plus", quote_plus(canari).encode()
    yield "json", json.dumps(canari)[1:-1].encode()
    yield "json dans json", json.dumps(json.dumps(canari)[1:-1])[1:-1].encode()
    yield "html", html.escape(canari).encode()
    for decalage in range(3):
        for nom, encoder in (("base64", base64.b64encode), ("base64 url", base64.urlsafe_b64encode)):
            # what surrounds the canary changes the first and last characters: only the middle is sure
            texte = encoder(b"\0" * decalage + brut)
            debut = (0, 2, 3)[decalage]
            yield f"{nom} +{decalage}", texte[debut : len(texte) - 4]


def _montants(centimes: int) -> Iterator[tuple[str, bytes]]:
    euros, reste = divmod(centimes, 100)
    groupe = f"{euros:,}"
    textes = {"centimes": str(centimes), "point": f"{euros}.{reste:02d}", "virgule": f"{euros},{reste:02d}"}
    for nom, espace in (("espace", " "), ("insécable", "\u00a0"), ("fine", "\u202f")):
        textes[f"{nom} euros"] = groupe.replace(",", espace)
    for nom, texte in textes.items():
        yield nom, texte.encode()
        yield f"{nom} utf-16", texte.encode("utf-16-le")
        yield f"{nom} json", json.dumps(texte)[1:-1].encode()
        yield f"{nom} url", quote(texte).encode()
    # what SQLite keeps for an INTEGER, and a double of the same amount
    for taille in (4, 6, 8):
        if centimes < 1 << (8 * taille - 1) and centimes >= 1 << (8 * (taille - 2) - 1):
            yield f"entier {taille} octets", centimes.to_bytes(taille, "big")
    for valeur in (float(centimes), centimes / 100):
        yield "double", struct.pack(">d", valeur)
        yield "double inversé", struct.pack("<d", valeur)


def _morceaux(ou: Path | bytes | str) -> Iterator[tuple[str, bytes]]:
    if isinstance(ou, str):
        ou = ou.encode()
    if isinstance(ou, bytes):
        yield from _deplier("octets", ou, 0)
        return
    fichiers = [ou] if ou.is_file() else sorted(f for f in ou.rglob("*") if f.is_file())
    for fichier in fichiers:
        endroit = str(fichier.relative_to(ou.parent if ou.is_file() else ou))
        yield f"nom de {endroit}", endroit.encode()
        yield from _deplier(endroit, fichier.read_bytes(), 0)


def _deplier(endroit: str, octets: bytes, profondeur: int) -> Iterator[tuple[str, bytes]]:
    """The bytes, and what they wrap: gzip, zip members, PDF streams and text."""
    yield endroit, octets
    if profondeur >= PROFONDEUR:
        return
    if octets.startswith(b"\x1f\x8b"):
        try:
            yield from _deplier(f"{endroit} > gzip", gzip.decompress(octets), profondeur + 1)
        except (OSError, EOFError, zlib.error):
            return
    if octets.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(octets)) as archive:
                for membre in archive.infolist():
                    ici = f"{endroit} > {membre.filename}"
                    yield f"nom de {ici}", membre.filename.encode()
                    yield from _deplier(ici, archive.read(membre), profondeur + 1)
        except (zipfile.BadZipFile, zlib.error):
            return
    if octets.startswith(b"%PDF"):
        yield from _deplier_pdf(endroit, octets, profondeur)


def _deplier_pdf(endroit: str, octets: bytes, profondeur: int) -> Iterator[tuple[str, bytes]]:
    for rang, flux in enumerate(re.findall(rb"stream\r?\n(.*?)endstream", octets, re.DOTALL), start=1):
        try:
            clair = zlib.decompressobj().decompress(flux)
        except zlib.error:
            continue
        yield from _deplier(f"{endroit} > flux {rang}", clair, profondeur + 1)
    # fonts are subset and glyphs renumbered: only a reader of PDF finds the text again
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        texte = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(octets)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError):
        return
    yield f"{endroit} > texte", texte.encode()
