"""Every actor reads every page they can reach, and sees no canary of somebody else's (reliability A5)."""

from __future__ import annotations

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.policies.monde import LECTEURS
from tests.policies.test_matrice import ACTEURS, client_de
from tests.support.lint import SEULES

DEPARTS = (
    "/a-faire",
    "/messages",
    "/organisations",
    "/catalogue",
    "/fonds/2026",
    "/commandes",
    "/consultations/",
)
PAGES_MAX = 400


class _Liens(HTMLParser):
    """The addresses of a page's links, but for the cells of the coverage: each the same search, filtered."""

    def __init__(self) -> None:
        super().__init__()
        self.vus: list[str] = []
        self.pile: list[set[str]] = []
        """The name and the classes of each open element."""

    def handle_starttag(self, tag, attrs):
        attributs = dict(attrs)
        if tag == "a" and attributs.get("href") and not self._dans_la_couverture():
            self.vus.append(urldefrag(attributs["href"]).url)
        if tag not in SEULES:
            self.pile.append({tag, *(f".{c}" for c in (attributs.get("class") or "").split())})

    def handle_startendtag(self, tag, attrs):
        """Only a drawing closes so: no link."""

    def handle_endtag(self, tag):  # noqa: ARG002  # the parent’s signature
        self.pile.pop()

    def _dans_la_couverture(self) -> bool:
        ouverts = set().union(*self.pile)
        return ".carte-et-tableau" in ouverts or {".couverture", "td"} <= ouverts


def liens(html: str) -> list[str]:
    """Where a page leads within the program."""
    lecteur = _Liens()
    lecteur.feed(html)
    return [u for u in lecteur.vus if u.startswith("/") and not urlsplit(u).path.startswith("/static")]


def lire_tout(client) -> dict[str, str]:
    """The text of each page that links lead to from the usual doors, documents included as their bytes."""
    lues: dict[str, str] = {}
    file = deque(DEPARTS)
    while file and len(lues) < PAGES_MAX:
        url = file.popleft()
        if url in lues:
            continue
        reponse = client.get(url)
        lues[url] = reponse.get_data(as_text=True) if reponse.mimetype.startswith("text") else ""
        if reponse.mimetype == "text/html" and reponse.status_code == 200:
            file.extend(liens(lues[url]))
    assert len(lues) < PAGES_MAX
    return lues


@pytest.mark.parametrize("acteur", ACTEURS)
def test_nobody_reads_another_s_canary(matrice, acteur):
    base, monde, remettre = matrice
    remettre()
    lues = lire_tout(client_de(base.app, monde, acteur))
    fuites = [
        (canari, url)
        for canari, lecteurs in LECTEURS.items()
        if acteur not in lecteurs
        for url, texte in lues.items()
        if canari in texte
    ]
    assert fuites == []


def test_the_crawl_can_see(matrice):
    """The control: each canary is read by someone who may."""
    base, monde, remettre = matrice
    remettre()
    vus = set()
    for acteur in ("charge", "structure", "titulaire", "expert"):
        textes = "".join(lire_tout(client_de(base.app, monde, acteur)).values())
        vus |= {canari for canari in LECTEURS if canari in textes}
    assert vus == set(LECTEURS)
