"""Office documents with macros, parts from elsewhere, entities, far cells; zips that lie."""

from __future__ import annotations

import copy
import io
import stat
import zipfile
from collections.abc import Iterator

from tests.pieces import feuilles
from tests.pieces.feuilles import CALCUL, CLASSEUR, DOCUMENT, FEUILLE, MIME_ODT, TEXTE, TYPES
from tests.pieces.hostiles_pdf import EICAR, SCRIPT, Cas

RIRES = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}{"&a;" * 9}">' for n in range(1, 9))
    + "]><l>&a8;</l>"
)
XXE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'
RELATION = (
    '<?xml version="1.0"?><Relationships><Relationship Id="r1" Type="http://x/relationships/{}" '
    'Target="{}" TargetMode="External"/></Relationships>'
)
MACRO_OOXML = TYPES.replace("application/xml", "application/vnd.ms-word.document.macroEnabled.main+xml")


def feuille(cellules: str) -> str:
    return FEUILLE.replace('<row r="1"><c r="A1"/></row>', cellules)


def docx() -> Iterator[Cas]:
    noms = (
        "word/vbaProject.bin", "word/vbaData.xml", "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
        "word/embeddings/classeur.xlsx", "charge.exe", "charge.js", "word/media/image.svg",
        "charge.docm", "autre.zip",
        "/absolu.xml", "../dehors.xml", "word/../../dehors.xml", "word\\dehors.xml", "C:/dehors.xml",
    )  # fmt: skip
    for nom in noms:
        yield f"avec_{nom.strip('/.').replace('/', '_')}", feuilles.docx({nom: "x"})
    yield "type_macro", feuilles.docx({"[Content_Types].xml": MACRO_OOXML})
    for genre in ("attachedTemplate", "image", "oleObject", "frame", "externalLinkPath"):
        relation = RELATION.format(genre, "https://exemple.invalid/x")
        yield f"lien_{genre}", feuilles.docx({"word/_rels/document.xml.rels": relation})
    champ = DOCUMENT.replace("<w:p/>", "<w:p><w:instrText>DDEAUTO c:\\x.exe</w:instrText></w:p>")
    yield "dde", feuilles.docx({"word/document.xml": champ})
    coupe = (
        "<w:p><w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:</w:instrText></w:r></w:p>"
    )
    yield "dde_coupe", feuilles.docx({"word/document.xml": DOCUMENT.replace("<w:p/>", coupe)})
    for nom, xml in {
        "rires": RIRES,
        "entite": XXE,
        "casse": "<a><b></a>",
        "vide": "",
        "texte": "bonjour",
    }.items():
        yield f"xml_{nom}", feuilles.docx({"word/document.xml": xml})
    yield (
        "entite_en_utf16",
        feuilles.docx({"word/document.xml": XXE.replace("1.0", '1.0" encoding="UTF-16').encode("utf-16")}),
    )
    yield "sans_types", feuilles.boite({"word/document.xml": DOCUMENT})
    yield "sans_document", feuilles.boite({"[Content_Types].xml": TYPES})
    yield "classeur_deguise", feuilles.xlsx()
    yield "texte_deguise", feuilles.odt()
    yield (
        "eicar",
        feuilles.boite({"[Content_Types].xml": TYPES, "word/document.xml": EICAR}, zipfile.ZIP_STORED),
    )


def xlsx() -> Iterator[Cas]:
    lointaines = {
        "loin": '<row r="1048576"><c r="XFD1048576"/></row>',
        "bas": '<row r="900000"><c r="A900000"/></row>',
        "droite": '<row r="1"><c r="ZZZ1"/></row>',
        "reference_fausse": '<row r="1"><c r="1A"/></row>',
        "trop": "".join(f'<row r="{n % 900 + 1}"><c/></row>' for n in range(300_000)),
    }
    for nom, cellules in lointaines.items():
        yield f"cellule_{nom}", feuilles.xlsx({"xl/worksheets/sheet1.xml": feuille(cellules)})
    yield "macro", feuilles.xlsx({"xl/vbaProject.bin": "x"})
    yield "macro_xlm", feuilles.xlsx({"xl/macrosheets/sheet1.xml": "<a/>"})
    relation = RELATION.format("externalLinkPath", "file:///x.xlsx")
    yield "lien_externe", feuilles.xlsx({"xl/externalLinks/_rels/externalLink1.xml.rels": relation})
    yield "dde", feuilles.xlsx({"xl/externalLinks/externalLink1.xml": "<a><ddeLink ddeService='cmd'/></a>"})
    yield "rires", feuilles.xlsx({"xl/sharedStrings.xml": RIRES})
    yield "bombe", feuilles.xlsx({"xl/sharedStrings.xml": b"<a>" + b" " * (60 * 2**20) + b"</a>"})
    yield "sans_classeur", feuilles.boite({"[Content_Types].xml": TYPES, "xl/a.xml": CLASSEUR})
    yield "document_deguise", feuilles.docx()


def odt() -> Iterator[Cas]:
    yield "macro_basic", feuilles.odt({"Basic/Standard/Module1.xml": "<a/>"})
    yield "script", feuilles.odt({"Scripts/python/x.py": "import os"})
    contenus = {
        "evenement": TEXTE.replace("/>", '><script:event-listener xmlns:script="urn:s"/></office>'),
        "applet": TEXTE.replace("/>", '><draw:applet xmlns:draw="urn:d"/></office>'),
        "objet": TEXTE.replace("/>", '><draw:object xmlns:draw="urn:d"/></office>'),
        "dde": TEXTE.replace("/>", '><text:dde-source xmlns:text="urn:t"/></office>'),
        "rires": RIRES,
        "entite": XXE,
    }
    for nom, contenu in contenus.items():
        yield nom, feuilles.odt({"content.xml": contenu})
    chiffre = '<m xmlns:manifest="urn:m"><manifest:encryption-data/></m>'
    yield "chiffre", feuilles.odt({"META-INF/manifest.xml": chiffre})
    yield "autre_type", feuilles.odt({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
    yield "sans_type", feuilles.boite({"content.xml": TEXTE})
    yield "sans_contenu", feuilles.boite({"mimetype": MIME_ODT})


def ods() -> Iterator[Cas]:
    yield "texte_deguise", feuilles.odt()
    yield "macro_basic", feuilles.ods({"Basic/Standard/Module1.xml": "<a/>"})
    yield "script", feuilles.ods({"Scripts/python/x.py": "import os"})
    contenus = {
        "dde": CALCUL.replace("<table:table-row>", "<table:dde-link/><table:table-row>"),
        "objet": CALCUL.replace("<table:table-cell/>", '<draw:object xmlns:draw="urn:d"/>'),
        "etendue": CALCUL.replace("<table:table-cell/>", "<table:table-cell/>" * 500_001),
        "rires": RIRES,
        "entite": XXE,
    }
    for nom, contenu in contenus.items():
        yield nom, feuilles.ods({"content.xml": contenu})
    yield "sans_contenu", feuilles.boite({"mimetype": feuilles.MIME_ODS})
    yield "classeur_deguise", feuilles.xlsx()


def menteurs() -> Iterator[Cas]:
    """Zips that lie about themselves, under a name of document."""
    bon = feuilles.docx()
    yield "precede_d_un_programme", b"MZ" + bytes(100) + bon
    yield "precede_de_html", SCRIPT + bon
    yield "suivi_de_html", bon + SCRIPT
    yield "suivi_d_un_autre", bon + feuilles.boite({"a": "b"})
    yield "avec_commentaire", _transforme(lambda a: setattr(a, "comment", SCRIPT))
    yield "coupe", bon[: len(bon) // 2]
    yield "sans_table", bon[: bon.index(b"PK\x01\x02")]
    yield "signature_seule", b"PK\x03\x04"
    yield "vide", b"PK\x05\x06" + bytes(18)
    yield "lien_symbolique", _transforme(_lien)
    yield "chiffre", bon.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\x01\0")
    yield "bombe", feuilles.docx({"word/media/x.xml": bytes(300 * 2**20)})
    yield "taille_fausse", _taille_fausse()
    yield "entrees_superposees", _transforme(_superposer)
    yield "trop_d_entrees", feuilles.docx({f"word/{n}.xml": "<a/>" for n in range(2100)})
    yield "noms_doubles", _transforme(lambda a: a.writestr("WORD/document.xml", "<a/>"))
    yield "methode_inconnue", bon.replace(b"\x08\0", b"\x63\0")


def _transforme(geste) -> bytes:
    corps = io.BytesIO(feuilles.docx())
    with zipfile.ZipFile(corps, "a") as archive:
        geste(archive)
        archive._didModify = True
    return corps.getvalue()


def _lien(archive: zipfile.ZipFile) -> None:
    lien = zipfile.ZipInfo("word/lien.xml")
    lien.create_system, lien.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    archive.writestr(lien, "/etc/passwd")


def _superposer(archive: zipfile.ZipFile) -> None:
    """Many names for the same packed bytes: a bomb that no single entry shows."""
    archive.writestr("word/gros.xml", b"<a>" + b" " * 2**20 + b"</a>", zipfile.ZIP_DEFLATED)
    gros = archive.getinfo("word/gros.xml")
    for rang in range(500):
        double = copy.copy(gros)
        double.filename = double.orig_filename = f"word/gros{rang}.xml"
        archive.filelist.append(double)


def _taille_fausse() -> bytes:
    """An entry that says ten bytes and unpacks to many."""
    corps = bytearray(feuilles.docx({"word/x.xml": b"<a>" + b" " * (30 * 2**20) + b"</a>"}))
    vraie = (30 * 2**20 + 7).to_bytes(4, "little")
    return bytes(corps.replace(vraie, (10).to_bytes(4, "little")))


def tous() -> Iterator[tuple[str, bytes, str]]:
    familles = (("docx", docx), ("xlsx", xlsx), ("odt", odt), ("ods", ods), ("docx", menteurs))
    for extension, famille in familles:
        for nom, corps in famille():
            yield f"{extension}_{famille.__name__}_{nom}", corps, extension
