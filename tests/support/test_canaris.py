import base64
import gzip
import io
import json
import zipfile
import zlib
from urllib.parse import quote

import pytest

from tests.support.canaris import chercher

CANARI = "Zébulon Éther 77"


def archive(octets):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("dedans.txt", octets)
    return tampon.getvalue()


@pytest.mark.parametrize(
    "octets",
    [
        CANARI.encode(),
        CANARI.encode("utf-16"),
        CANARI.encode().hex().encode(),
        quote(CANARI).encode(),
        json.dumps({"a": CANARI}).encode(),
        *(base64.b64encode(b"x" * n + CANARI.encode() + b"suite") for n in range(6)),
        gzip.compress(CANARI.encode(), mtime=0),
        archive(CANARI.encode()),
        archive(gzip.compress(CANARI.encode(), mtime=0)),
        b"%PDF-1.7\nstream\n" + zlib.compress(CANARI.encode()) + b"\nendstream",
    ],
)
def test_a_text_is_seen_in_every_disguise(octets):
    assert chercher(
        b"avant " * 9 + octets if octets[:2] not in (b"PK", b"\x1f\x8b", b"%P") else octets, [CANARI]
    )


@pytest.mark.parametrize(
    "texte", ["9876543210", "98765432,10", "98\u202f765\u202f432,10", "98 765 432", "98765432.10"]
)
def test_an_amount_is_seen_as_people_and_machines_write_it(texte):
    assert chercher(texte, [9_876_543_210])


def test_an_amount_is_seen_as_a_stored_number():
    assert chercher(b"..." + (9_876_543_210).to_bytes(6, "big"), [9_876_543_210])


def test_nothing_is_seen_where_nothing_is(tmp_path):
    (tmp_path / "a").write_bytes(b"rien de tel" * 1000)
    assert chercher(tmp_path, [CANARI, 9_876_543_210]) == []


def test_a_folder_gives_names_and_places(tmp_path):
    (tmp_path / f"{CANARI}.txt").write_text("x")
    (tmp_path / "autre").write_text(CANARI)
    assert {t.endroit for t in chercher(tmp_path, [CANARI])} == {f"nom de {CANARI}.txt", "autre"}
