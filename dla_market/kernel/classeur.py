"""Whether a spreadsheet may be opened at all: what its zip says of itself, before anyone unpacks it.

Reliability H1 and I2: a small file that unpacks to gigabytes, that runs macros or that reads other files is
refused here. What the zip hides is left to the limits of the process that parses it.
"""

from __future__ import annotations

import io
import stat
import zipfile

ENTREES_MAX = 2000
DEPLOYE_MAX = 200 * 1024 * 1024
RATIO_MAX = 100
SANS_RATIO = 64 * 1024
"""Bytes under which a part may be as regular as it likes: an empty style sheet packs a hundredfold."""

EXIGEES = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
REFUSEES = (
    ("vbaproject.bin", "Le classeur contient des macros : enregistrez-le au format .xlsx simple."),
    ("externallinks/", "Le classeur lit d’autres fichiers : collez-en les valeurs, puis recommencez."),
)
ILLISIBLE = "Le classeur est abîmé ou n’est pas un fichier .xlsx."
DEMESURE = "Le classeur est trop gros une fois déplié."


def est_un_zip(octets: bytes) -> bool:
    """Whether the file begins as a zip does, whatever its name says."""
    return octets[:4] == b"PK\x03\x04"


def controler_classeur(octets: bytes) -> None:
    """Raises ValueError, with a French sentence, for a file that is no plain .xlsx of reasonable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entrees = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as erreur:
        raise ValueError(ILLISIBLE) from erreur
    if len(entrees) > ENTREES_MAX or sum(e.file_size for e in entrees) > DEPLOYE_MAX:
        raise ValueError(DEMESURE)
    noms = {e.filename for e in entrees}
    if not noms >= EXIGEES or len(noms) < len(entrees):
        raise ValueError(ILLISIBLE)
    for entree in entrees:
        _controler_entree(entree)


def _controler_entree(entree: zipfile.ZipInfo) -> None:
    nom = entree.filename.replace("\\", "/")
    if nom.startswith("/") or ".." in nom.split("/") or stat.S_ISLNK(entree.external_attr >> 16):
        raise ValueError(ILLISIBLE)
    if entree.file_size > max(SANS_RATIO, RATIO_MAX * entree.compress_size):
        raise ValueError(DEMESURE)
    for morceau, phrase in REFUSEES:
        if morceau in nom.lower():
            raise ValueError(phrase)
