"""Images that are too large, cut short, or followed by something else."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image, PngImagePlugin

from tests.pieces import feuilles
from tests.pieces.hostiles_pdf import EICAR, SCRIPT, Cas

GIF = (
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
)


def morceau(nom: bytes, contenu: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack("!I", len(contenu)) + nom + contenu + struct.pack("!I", zlib.crc32(nom + contenu))


def png_de(largeur: int, hauteur: int) -> bytes:
    """A PNG that says it is that large, and holds one line."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + morceau(b"IHDR", struct.pack("!IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0))
        + morceau(b"IDAT", zlib.compress(bytes(1 + 3 * min(largeur, 1000))))
        + morceau(b"IEND", b"")
    )


def png_annote(texte: str) -> bytes:
    corps, notes = io.BytesIO(), PngImagePlugin.PngInfo()
    notes.add_text("Comment", texte)
    Image.new("RGB", (9, 9)).save(corps, "PNG", pnginfo=notes)
    return corps.getvalue()


def jpg_annote(texte: bytes) -> bytes:
    corps = io.BytesIO()
    Image.new("RGB", (9, 9)).save(corps, "JPEG", comment=texte)
    return corps.getvalue()


def png() -> Iterator[Cas]:
    bon = feuilles.image("PNG")
    suites = {
        "zip": feuilles.boite({"a": "b"}),
        "html": SCRIPT,
        "pdf": feuilles.pdf(),
        "programme": b"MZ" * 99,
    }
    for nom, suite in suites.items():
        yield f"suivi_{nom}", bon + suite
    for cinquieme in range(1, 5):
        yield f"coupe_{cinquieme}", bon[: len(bon) * cinquieme // 5]
    yield "script_en_note", png_annote(SCRIPT.decode())
    yield "php_en_note", png_annote("<?php phpinfo();")
    yield "eicar_en_note", png_annote(EICAR.decode())
    yield (
        "note_en_bombe",
        png_annote("x").replace(b"IDAT", b"zTXt", 1),
    )  # the only data renamed away: an image without an image
    yield "immense", png_de(60_000, 60_000)
    yield "demesuree", png_de(2**31 - 1, 2**31 - 1)
    yield "plate", png_de(0, 10)
    yield "somme_fausse", bon.replace(b"IHDR\0\0\0\x14", b"IHDR\0\0\0\x15", 1)
    yield "signature_seule", b"\x89PNG\r\n\x1a\n"
    yield "jpg_dedans", feuilles.image("JPEG")
    yield "gif_dedans", GIF
    yield "svg_dedans", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield "bmp_dedans", feuilles.image("BMP")
    yield "tiff_dedans", feuilles.image("TIFF")


def jpg() -> Iterator[Cas]:
    bon = feuilles.image("JPEG")
    for nom, suite in {"zip": feuilles.boite({"a": "b"}), "html": SCRIPT, "programme": b"MZ" * 99}.items():
        yield f"suivi_{nom}", bon + suite
    for cinquieme in range(1, 5):
        yield f"coupe_{cinquieme}", bon[: len(bon) * cinquieme // 5]
    yield "script_en_note", jpg_annote(SCRIPT)
    yield "php_en_note", jpg_annote(b"<?php system('id');")
    yield "eicar_en_note", jpg_annote(EICAR)
    yield "png_dedans", feuilles.image("PNG")
    yield "signature_seule", b"\xff\xd8\xff\xe0"
    yield "signature_et_fin", b"\xff\xd8\xff\xd9"
    yield "webp_dedans", feuilles.image("WEBP")
    yield "immense", bon.replace(b"\0\x14\0\x14\x03", b"\xff\xff\xff\xff\x03", 1)


def tous() -> Iterator[tuple[str, bytes, str]]:
    for extension, famille in (("png", png), ("jpg", jpg)):
        for nom, corps in famille():
            yield f"{extension}_{nom}", corps, extension
