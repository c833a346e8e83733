"""Honest files, made by code: one page of PDF, an image, office documents."""

from __future__ import annotations

import io
import zipfile

import pikepdf
from PIL import Image

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
DOCUMENT = '<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body><w:p/></w:body></w:document>'
CLASSEUR = '<?xml version="1.0"?><workbook><sheets/></workbook>'
FEUILLE = '<?xml version="1.0"?><worksheet><sheetData><row r="1"><c r="A1"/></row></sheetData></worksheet>'
TEXTE = '<?xml version="1.0"?><office xmlns="urn:o"/>'
CALCUL = (
    '<?xml version="1.0"?><office xmlns="urn:o" xmlns:table="urn:t"><table:table><table:table-row>'
    "<table:table-cell/></table:table-row></table:table></office>"
)
MIME_ODS = "application/vnd.oasis.opendocument.spreadsheet"
MIME_ODT = "application/vnd.oasis.opendocument.text"


def pdf(trace: str = "") -> bytes:
    """One blank page; `trace` makes two of them differ."""
    corps = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        document.docinfo["/Title"] = f"Feuille {trace}"
        document.save(corps, deterministic_id=True)
    return corps.getvalue()


def image(genre: str = "PNG", taille: tuple[int, int] = (20, 20)) -> bytes:
    """A plain square."""
    corps = io.BytesIO()
    Image.new("RGB", taille, (200, 30, 30)).save(corps, genre)
    return corps.getvalue()


def boite(entrees: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these entries."""
    corps = io.BytesIO()
    with zipfile.ZipFile(corps, "w", compression) as archive:
        for nom, contenu in entrees.items():
            archive.writestr(nom, contenu)
    return corps.getvalue()


def docx(entrees: dict[str, str | bytes] | None = None) -> bytes:
    """A document of one paragraph, with other or more entries."""
    return boite({"[Content_Types].xml": TYPES, "word/document.xml": DOCUMENT} | (entrees or {}))


def xlsx(entrees: dict[str, str | bytes] | None = None) -> bytes:
    """A workbook of one cell, with other or more entries."""
    return boite(
        {"[Content_Types].xml": TYPES, "xl/workbook.xml": CLASSEUR, "xl/worksheets/sheet1.xml": FEUILLE}
        | (entrees or {})
    )


def odt(entrees: dict[str, str | bytes] | None = None) -> bytes:
    """A text."""
    texte: dict[str, str | bytes] = {"mimetype": MIME_ODT, "content.xml": TEXTE}
    return boite(texte | (entrees or {}), zipfile.ZIP_STORED)


def ods(entrees: dict[str, str | bytes] | None = None) -> bytes:
    """A sheet of one cell."""
    calcul: dict[str, str | bytes] = {"mimetype": MIME_ODS, "content.xml": CALCUL}
    return boite(calcul | (entrees or {}), zipfile.ZIP_STORED)
