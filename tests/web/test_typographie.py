"""Spaces that may not end a line: in the text of a page, never in what a form sends back."""

import re

import pytest

from dla_market.web.typographie import insecables, sans_marges
from tests.support.maison import RACINE, fichiers_python


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        (
            "<p>Deux choses : une, deux ; trois !</p>",
            "<p>Deux choses\u00a0: une, deux\u00a0; trois\u00a0!</p>",
        ),
        ("<h1>Pourquoi cet ordre ?</h1>", "<h1>Pourquoi cet ordre\u00a0?</h1>"),
        ("<p>« demo »</p>", "<p>«\u00a0demo\u00a0»</p>"),
        ("<b>Prix :</b>", "<b>Prix\u00a0:</b>"),
        ("à la fin :", "à la fin\u00a0:"),
        ("<p>10:30, a&amp;b ; x</p>", "<p>10:30, a&amp;b\u00a0; x</p>"),
        ("<p>code :nom</p>", "<p>code :nom</p>"),
    ],
)
def test_a_high_mark_stays_with_its_word(avant, apres):
    assert insecables(avant) == apres


def test_what_a_form_sends_back_is_untouched():
    champs = '<input value="Quoi : ceci ?"><textarea rows="2">Et cela ?\nOui !</textarea>'
    assert insecables(champs) == champs
    assert insecables(champs + "<p>Vu ?</p>") == champs + "<p>Vu\u00a0?</p>"


def test_a_second_pass_changes_nothing():
    page = insecables("<p>« Vu ? » : oui !</p>")
    assert insecables(page) == page


@pytest.mark.parametrize("adresse", ["/credits", "/mot-de-passe/oublie"])
def test_every_page_goes_through_it(client, adresse):
    page = client.get(adresse).text
    assert insecables(page) == page
    assert "\u00a0" in page


def test_margins_go_but_not_those_that_are_typed():
    page = "<ul>\n    <li>a</li>\n\n  <textarea>\n  b\n</textarea>\n  <pre>\n  c</pre>\n  </ul>"
    assert sans_marges(page) == "<ul>\n<li>a</li>\n<textarea>\n  b\n</textarea>\n<pre>\n  c</pre>\n</ul>"
    assert sans_marges("<p>\n   a\n   b</p>") == "<p>\na\nb</p>"


def test_no_sentence_writes_a_day_in_figures():
    """« 7/12/2026 » is for cells of a table; people are told « 7 décembre 2026 » (kernel.clock.dire_jour)."""
    chiffres = re.compile(r"%d/%m|\.day\}/|\.month:02\}")
    trouves = [
        fichier.relative_to(RACINE).as_posix()
        for fichier in fichiers_python("dla_market")
        if chiffres.search(fichier.read_text(encoding="utf-8"))
    ]
    assert trouves == ["dla_market/documents/tableur.py"]
