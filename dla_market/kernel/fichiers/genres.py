"""The kinds of files that may be handed in, by their name and their first bytes (reliability H1)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

MEBIOCTET = 2**20
NOM_MAX = 120
SANS_NOM = "fichier"
_INTERDITS = re.compile(r'[<>:"|?*;%\x00-\x1f\x7f]')


class Genre(Enum):
    """A kind of file, by its extension."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    DOCX = "docx"
    ODT = "odt"
    XLSX = "xlsx"
    ODS = "ods"


MIMES = {
    Genre.PDF: "application/pdf",
    Genre.JPG: "image/jpeg",
    Genre.PNG: "image/png",
    Genre.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Genre.ODT: "application/vnd.oasis.opendocument.text",
    Genre.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Genre.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
"""What a file is served as: from its examined kind, never from what its sender said."""

DEBUTS = {
    Genre.PDF: b"%PDF-",
    Genre.JPG: b"\xff\xd8\xff",
    Genre.PNG: b"\x89PNG\r\n\x1a\n",
    Genre.DOCX: b"PK\x03\x04",
    Genre.ODT: b"PK\x03\x04",
    Genre.XLSX: b"PK\x03\x04",
    Genre.ODS: b"PK\x03\x04",
}
"""How a file of each kind must begin, at its very first byte."""

EXTENSIONS = {genre.value: genre for genre in Genre} | {"jpeg": Genre.JPG}


@dataclass(frozen=True)
class Usage:
    """What one purpose accepts: kinds, and bytes a file. The page prints it and the server holds it (B10)."""

    genres: tuple[Genre, ...]
    octets: int

    @property
    def phrase(self) -> str:
        """« PDF, JPG ou PNG, 10 Mo au plus. »"""
        noms = [genre.value.upper() for genre in self.genres]
        liste = noms[0] if len(noms) == 1 else f"{', '.join(noms[:-1])} ou {noms[-1]}"
        return f"{liste}, {self.octets // MEBIOCTET}\u00a0Mo au plus."

    @property
    def extensions(self) -> str:
        """For the `accept` of a file control."""
        return ",".join(f".{ext}" for ext, genre in EXTENSIONS.items() if genre in self.genres)


SCANS = (Genre.PDF, Genre.JPG, Genre.PNG)
BUREAU = (*SCANS, Genre.DOCX, Genre.ODT, Genre.XLSX, Genre.ODS)


def nom_propre(nom: str) -> str:
    """A name to show and to save under: no path, no control, direction or invisible sign, 120 signs at most.

    The extension is that of the cleaned name, so that a name cannot show another one than it has.
    """
    composee = unicodedata.normalize("NFC", nom.replace("\\", "/").rsplit("/", 1)[-1])
    visible = "".join(
        c for c in composee if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    )
    net = " ".join(_INTERDITS.sub(" ", visible).split()).strip(". ")
    tige, point, extension = net.rpartition(".")
    if not point:
        return net[:NOM_MAX] or SANS_NOM
    return f"{tige.strip('. ')[: NOM_MAX - len(extension) - 1] or SANS_NOM}.{extension[:20]}"


def genre_du_nom(nom: str) -> Genre | None:
    """The kind that the extension of a cleaned name says, None where it says none of ours."""
    _, point, extension = nom.rpartition(".")
    return EXTENSIONS.get(extension.lower()) if point else None


def commence_bien(genre: Genre, debut: bytes) -> bool:
    """Whether the first bytes are those of the kind."""
    return debut.startswith(DEBUTS[genre])
