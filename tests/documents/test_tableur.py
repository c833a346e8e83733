"""What a spreadsheet opens: texts stay texts, numbers numbers (reliability I4)."""

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dla_market.documents.tableur import Colonne, ecrire_csv, ecrire_xlsx

COLONNES = [Colonne("Nom"), Colonne("Nombre", "nombre"), Colonne("Euros", "montant"), Colonne("Jour", "date")]
PIEGES = ["=1+1", "+33 1", "-2", "@SUM(A1)", "\tx", "\r=x", "\n=x", "\0=x", "＝A1", "＋1", "－1", "＠x"]


def relire(octets):
    assert octets.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def feuille(octets) -> str:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert archive.testzip() is None
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("piege", PIEGES)
def test_no_text_is_a_formula(piege):
    (_, ligne) = relire(ecrire_csv(COLONNES, [[piege, 1, 2, None]]))
    assert ligne[0].startswith("'")
    contenu = feuille(ecrire_xlsx("t", COLONNES, [[piege, 1, 2, None]], le=date(2026, 1, 1)))
    assert "<f>" not in contenu


def test_numbers_amounts_and_days_stay_so():
    rang = ["x", -5, -69_050, date(2026, 11, 22)]
    (_, ligne) = relire(ecrire_csv(COLONNES, [rang]))
    assert ligne == ["x", "-5", "-690,50", "22/11/2026"]
    contenu = feuille(ecrire_xlsx("t", COLONNES, [rang], le=date(2026, 1, 1)))
    assert re.search(r'<c r="B2"[^>]*><v>-5</v>', contenu)
    assert re.search(r'<c r="C2"[^>]*><v>-690.5</v>', contenu)
    assert re.search(r'<c r="D2"[^>]*><v>46348</v>', contenu)


def test_the_same_rows_are_the_same_bytes():
    deux = [ecrire_xlsx("t", COLONNES, [["x", 1, 2, None]], le=date(2026, 1, 1)) for _ in range(2)]
    assert deux[0] == deux[1]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_whatever_the_text_the_row_is_whole_and_harmless(texte):
    lignes = relire(ecrire_csv([Colonne("A"), Colonne("B")], [[texte, "fin"]]))
    assert lignes[1][1] == "fin"
    assert not lignes[1][0].startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
