"""Run apart, on its own: parses handed-in files with little memory, little time and no network.

Reads a JSON list of [path, kind] on its input, writes a JSON list of refusal codes, null for none (the codes
are the keys of `controle.PHRASES`). Each file has a process of its own, so that one that breaks its parser is
refused alone. Imports nothing of the house: this process must hold nothing worth taking.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import re
import resource
import signal
import stat
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Never
from xml.parsers import expat

MEBIOCTET = 2**20
MEMOIRE = 512 * MEBIOCTET
PROCESSEUR_S, MONTRE_S = 10, 20
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000

OUVERT_MAX = 100 * MEBIOCTET
RATIO_MAX, RATIO_A_PARTIR = 100, MEBIOCTET
ENTREES_MAX, OBJETS_MAX, PAGES_MAX = 2000, 100_000, 300
POINTS_MAX = 40_000_000
LIGNES_MAX, LETTRES_MAX, CELLULES_MAX = 20_000, 2, 500_000

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
BALISES = re.compile(rb"<(script|html|svg|iframe|!doctype html)\b|<\?php", re.IGNORECASE)
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Refus(Exception):  # noqa: N818  # a verdict, not an error of the program
    """The file is refused, for the reason of that code."""


def refuser(code: str) -> Never:
    """End the examination of this file."""
    raise Refus(code)


# — PDF —

CLES_ACTIVES = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
CLES_JOINTES = {"/EF", "/EmbeddedFiles", "/AF", "/EmbeddedFile"}
ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie",
    "/Sound", "/Trans", "/GoTo3DView", "/RichMediaExecute", "/ResetForm", "/Hide", "/SetOCGState",
}  # fmt: skip
ANNOTATIONS = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


def pdf(brut: bytes) -> None:
    """One PDF from its first byte to its last, that opens as it stands, shows pages and does nothing."""
    import pikepdf

    fin = brut.rfind(b"%%EOF")
    if fin < 0:
        refuser("abime")
    if brut[fin + 5 :].strip(b"\r\n\t \0"):
        refuser("suite")
    if BALISES.search(brut):
        refuser("suite")
    try:
        document = pikepdf.open(io.BytesIO(brut), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError:
        refuser("chiffre")
    with document:
        if document.is_encrypted:
            refuser("chiffre")
        if not 0 < len(document.pages) <= PAGES_MAX:
            refuser("bombe" if len(document.pages) else "abime")
        reste = OUVERT_MAX
        for rang, objet in enumerate(document.objects):
            if rang > OBJETS_MAX:
                refuser("bombe")
            _objet_pdf(objet, 0)
            if isinstance(objet, pikepdf.Stream):
                reste -= _deplie(objet, reste)


def _objet_pdf(objet: Any, profondeur: int) -> None:
    """Look through an object and what it holds directly; what it refers to comes by itself."""
    import pikepdf

    if profondeur > 50:  # noqa: PLR2004  # deeper than any real document
        refuser("bombe")
    if isinstance(objet, pikepdf.Stream):
        if "/F" in objet.stream_dict:
            refuser("externe")
        _dictionnaire_pdf(objet.stream_dict, profondeur)
    elif isinstance(objet, pikepdf.Dictionary):
        _dictionnaire_pdf(objet, profondeur)
    elif isinstance(objet, pikepdf.Array):
        for element in objet:
            if not getattr(element, "is_indirect", False):
                _objet_pdf(element, profondeur + 1)


def _dictionnaire_pdf(dictionnaire: Any, profondeur: int) -> None:
    cles = set(dictionnaire.keys())
    genres = {_nom(dictionnaire, "/Type"), _nom(dictionnaire, "/Subtype")}
    if cles & CLES_ACTIVES or genres & ANNOTATIONS or _nom(dictionnaire, "/S") in ACTIONS:
        refuser("actif")
    if cles & CLES_JOINTES or genres & {"/EmbeddedFile", "/FileAttachment"}:
        refuser("joint")
    for cle in cles:
        valeur = dictionnaire.get(cle)
        if not getattr(valeur, "is_indirect", False):
            _objet_pdf(valeur, profondeur + 1)


def _nom(dictionnaire: Any, cle: str) -> str:
    valeur = dictionnaire.get(cle)
    return str(valeur) if valeur is not None and type(valeur).__name__ in {"Name", "Object"} else ""


def _deplie(flux: Any, reste: int) -> int:
    """How many bytes a deflated stream holds, told without keeping them; refuses beyond `reste`."""
    import pikepdf

    filtre = flux.stream_dict.get("/Filter")
    noms = [str(f) for f in filtre] if isinstance(filtre, pikepdf.Array) else [str(filtre)]
    if sum(nom in {"/FlateDecode", "/LZWDecode", "/Fl", "/LZW"} for nom in noms) > 1:
        refuser("bombe")
    if noms[0] not in {"/FlateDecode", "/Fl"}:
        return 0
    total = 0
    for bloc in _gonfler(flux.read_raw_bytes()):
        total += len(bloc)
        if total > reste:
            refuser("bombe")
    return total


def _gonfler(brut: bytes) -> Iterator[bytes]:
    machine, suite = zlib.decompressobj(), brut
    while suite and not machine.eof:
        try:
            bloc = machine.decompress(suite, MEBIOCTET)
        except zlib.error:
            return
        if not bloc:
            return
        suite = machine.unconsumed_tail
        yield bloc


# — images —


def image(brut: bytes, genre: str) -> None:
    """One image, whole, of a bearable size, with nothing after it."""
    from PIL import Image

    if BALISES.search(brut):
        refuser("suite")
    if genre == "png":
        _fin_png(brut)
    elif not brut.rstrip(b"\0\r\n").endswith(b"\xff\xd9"):
        refuser("suite" if b"\xff\xd9" in brut[-1_000_000:] else "abime")
    Image.MAX_IMAGE_PIXELS = POINTS_MAX
    formats = ["PNG" if genre == "png" else "JPEG"]
    with Image.open(io.BytesIO(brut), formats=formats) as vue:
        if vue.width * vue.height > POINTS_MAX:
            refuser("geante")
        vue.verify()
    with Image.open(io.BytesIO(brut), formats=formats) as vue:
        vue.load()


def _fin_png(brut: bytes) -> None:
    position = 8
    while position + 12 <= len(brut):
        longueur = int.from_bytes(brut[position : position + 4], "big")
        nom = brut[position + 4 : position + 8]
        position += 12 + longueur
        if nom == b"IEND":
            if brut[position:].strip(b"\0\r\n"):
                refuser("suite")
            return
    refuser("abime")


# — OOXML and ODF —

MACROS = re.compile(
    r"(vbaproject|vbadata|macrosheets|activex|(^|/)(basic|scripts)/|\.(bin|ocx|exe|dll|js|vbs|bat|cmd|ps1|sh|jar|hta)$)",
    re.IGNORECASE,
)
IMPRESSION = re.compile(r"^xl/printerSettings/printerSettings[0-9]{1,3}\.bin$")
JOINTS = re.compile(
    r"(embeddings/|oleobject|\.(zip|docm?|xlsm?|pptm?|odt|ods|pdf|html?|svg)$)", re.IGNORECASE
)
ODF = {"odt": b"text", "ods": b"spreadsheet"}
MIME_ODF = b"application/vnd.oasis.opendocument."
PRINCIPAUX = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", **dict.fromkeys(ODF, "content.xml")}
LIENS_PERMIS = ("/hyperlink",)
ACTIF = re.compile(
    rb"\0|ddeLink|dde-source|dde-link|script:event|<office:script\b|draw:(applet|plugin|object)"
)
CHAMPS = {"instrText", "delInstrText"}


def archive(brut: bytes, genre: str) -> None:
    """One office document: a zip from the first byte to the last, small once open, made of plain XML."""
    fin = brut.rfind(b"PK\x05\x06")
    if fin + 22 != len(brut):  # a comment at the end would be room for something else
        refuser("suite" if fin >= 0 else "abime")
    with zipfile.ZipFile(io.BytesIO(brut)) as boite:
        entrees = boite.infolist()
        _table(entrees, brut)
        if genre in ODF and boite.read("mimetype")[:200] != MIME_ODF + ODF[genre]:
            refuser("contenu")
        if genre not in ODF and "[Content_Types].xml" not in boite.namelist():
            refuser("contenu")
        if PRINCIPAUX[genre] not in boite.namelist():
            refuser("contenu")
        reste = OUVERT_MAX
        for entree in entrees:
            corps = _lire(boite, entree, reste)
            reste -= len(corps)
            if entree.filename.endswith((".xml", ".rels")):
                _xml(entree.filename, corps)


def _table(entrees: list[zipfile.ZipInfo], brut: bytes) -> None:
    if not entrees or min(e.header_offset for e in entrees) != 0 or brut[:2] != b"PK":
        refuser("suite")
    noms = [entree.filename for entree in entrees]
    if len(noms) > ENTREES_MAX or len(set(map(str.lower, noms))) != len(noms):
        refuser("bombe" if len(noms) > ENTREES_MAX else "abime")
    if sum(entree.file_size for entree in entrees) > OUVERT_MAX:
        refuser("bombe")
    for entree in entrees:
        nom = entree.orig_filename
        dehors = nom.startswith("/") or ".." in nom.split("/") or set(nom) & set("\\:\0")
        if dehors or stat.S_ISLNK(entree.external_attr >> 16):
            refuser("abime")
        if entree.flag_bits & 0x1:
            refuser("chiffre")
        if MACROS.search(nom) and not IMPRESSION.search(nom):
            refuser("macro")
        if JOINTS.search(nom):
            refuser("joint")


def _lire(boite: zipfile.ZipFile, entree: zipfile.ZipInfo, reste: int) -> bytes:
    """The bytes of an entry, counted as they come: what its header says is not believed."""
    morceaux, total = [], 0
    with boite.open(entree) as flux:
        while bloc := flux.read(256 * 1024):
            total += len(bloc)
            if total > reste or (total > RATIO_A_PARTIR and total > RATIO_MAX * max(entree.compress_size, 1)):
                refuser("bombe")
            morceaux.append(bloc)
    return b"".join(morceaux)


def _xml(nom: str, corps: bytes) -> None:
    """Well-formed, without a DTD; no macro type, no part fetched from elsewhere, no far cell."""
    if ACTIF.search(corps):
        refuser("actif")
    cellules = 0
    ouvertes: list[str] = []
    champs: list[str] = []

    def element(balise: str, attributs: dict[str, str]) -> None:
        nonlocal cellules
        locale = balise.rpartition(":")[2]
        ouvertes.append(locale)
        champs.append(attributs.get("w:instr", ""))
        if "macroenabled" in attributs.get("ContentType", "").lower():
            refuser("macro")
        if attributs.get("TargetMode") == "External" and not attributs.get("Type", "").endswith(LIENS_PERMIS):
            refuser("externe")
        if locale == "encryption-data":
            refuser("chiffre")
        feuille = nom.startswith("xl/worksheets/") and locale in {"c", "row"}
        if feuille or locale == "table-cell":
            cellules += 1
            if cellules > CELLULES_MAX or (feuille and _lointaine(attributs.get("r", ""))):
                refuser("etendue")

    def texte(morceau: str) -> None:
        if ouvertes[-1] in CHAMPS:
            champs.append(morceau)

    if not corps and nom not in PRINCIPAUX.values():
        return  # some writers leave empty parts
    lecteur = expat.ParserCreate()
    lecteur.StartDoctypeDeclHandler = lambda *_: refuser("entite")
    lecteur.EntityDeclHandler = lambda *_: refuser("entite")
    lecteur.StartElementHandler = element
    lecteur.EndElementHandler = lambda _: ouvertes.pop()
    lecteur.CharacterDataHandler = texte
    lecteur.Parse(corps, True)
    if "DDE" in "".join(champs).upper():  # a field's words may be cut over several runs
        refuser("actif")


def _lointaine(reference: str) -> bool:
    if reference.isdigit():
        return int(reference) > LIGNES_MAX
    trouve = REFERENCE.fullmatch(reference)
    if trouve is None:
        return bool(reference)
    return len(trouve[1]) > LETTRES_MAX or int(trouve[2]) > LIGNES_MAX


# — one file, in a process of its own —


def examiner(chemin: str, genre: str) -> None:
    """Raises Refus with its code, or whatever a broken file makes a parser raise."""
    brut = Path(chemin).read_bytes()
    if EICAR in brut:
        refuser("virus")
    if genre == "pdf":
        pdf(brut)
    elif genre in {"jpg", "png"}:
        image(brut, genre)
    else:
        archive(brut, genre)


def verdict(chemin: str, genre: str) -> str | None:
    """The code of the refusal, None for none."""
    try:
        examiner(chemin, genre)
    except Refus as refus:
        return str(refus)
    except Exception as erreur:  # noqa: BLE001  # whatever a parser says, the file is refused and nothing else is
        return "geante" if "DecompressionBomb" in type(erreur).__name__ else "abime"
    return None


def isoler() -> None:
    """Leave the network where the system lets one; lessen what a parser may take."""
    ctypes.CDLL(None).unshare(
        CLONE_NEWUSER | CLONE_NEWNET
    )  # refused by some systems: the hook below stands anyway
    sys.addaudithook(_surveiller)
    for quoi, combien in (
        (resource.RLIMIT_AS, MEMOIRE),
        (resource.RLIMIT_CPU, PROCESSEUR_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(quoi, (combien, combien))
    signal.alarm(MONTRE_S)


def _surveiller(evenement: str, _arguments: Any) -> None:
    """A parser opens no connection and starts no program."""
    if evenement.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")):
        raise PermissionError(evenement)


def a_part(chemin: str, genre: str) -> str | None:
    """The verdict, found in a child: one that dies has found a bad file."""
    lecture, ecriture = os.pipe()
    enfant = os.fork()
    if enfant == 0:
        try:
            isoler()
            os.write(ecriture, json.dumps(verdict(chemin, genre)).encode())
        finally:
            os._exit(0)
    os.close(ecriture)
    with os.fdopen(lecture, "rb") as tuyau:
        rendu = tuyau.read()
    os.waitpid(enfant, 0)
    reponse: str | None = json.loads(rendu) if rendu else "abime"
    return reponse


def principal() -> None:
    """Examine what the input lists."""
    warnings.simplefilter("ignore")
    demandes = json.load(sys.stdin)
    if any(genre == "pdf" for _, genre in demandes):
        import pikepdf  # noqa: F401  # loaded once, before the children
    if any(genre in {"jpg", "png"} for _, genre in demandes):
        from PIL import Image, JpegImagePlugin, PngImagePlugin  # noqa: F401  # the same
    json.dump([a_part(chemin, genre) for chemin, genre in demandes], sys.stdout)


if __name__ == "__main__":
    principal()
