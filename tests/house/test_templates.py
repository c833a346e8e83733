"""Templates live under a policy without inline code, and escape what they show."""

import re

import pytest

from tests.support.maison import court, gabarits

INTERDITS = {
    "inline handler": r"<[^>]*\son[a-z]+\s*=",
    "inline style": r"<[^>]*\sstyle\s*=",
    "style element": r"<style\b",
    "inline script": r"<script(?![^>]*\bsrc=)[^>]*>",
    "script address": r"javascript:",
    "htmx code": r"\bhx-on\b|\bhx-vars\b|\bhx-boost\b|\bhx-(put|patch|delete)\b",
    "unescaped": r"\|\s*safe\b|autoescape\s+false",
}
HTML_PERMIS = {"dla_market/templates/documents", "dla_market/templates/emails"}
"""Mails and documents carry their own style: no browser applies our policy to them."""


@pytest.mark.parametrize("faute", INTERDITS)
def test_no_template_holds(faute):
    trouves = []
    for fichier in gabarits():
        if faute.startswith(("inline style", "style")) and court(fichier).startswith(tuple(HTML_PERMIS)):
            continue
        texte = re.sub(r"\{#.*?#\}", "", fichier.read_text(encoding="utf-8"), flags=re.DOTALL)
        trouves += [f"{court(fichier)}: {m.group()[:60]}" for m in re.finditer(INTERDITS[faute], texte)]
    assert not trouves


@pytest.mark.parametrize(
    ("faute", "exemple"),
    [
        ("inline handler", '<a href="#" onclick="x()">'),
        ("inline style", '<p class="a" style="color:red">'),
        ("inline script", "<script>x()</script>"),
        ("htmx code", '<form hx-put="/x">'),
        ("unescaped", "{{ texte | safe }}"),
    ],
)
def test_the_check_knows_its_cases(faute, exemple):
    assert re.search(INTERDITS[faute], exemple)


def test_a_script_with_an_address_is_not_inline():
    assert not re.search(INTERDITS["inline script"], '<script src="/static/app.js" defer></script>')
