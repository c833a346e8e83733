"""Every actor reads every page they can reach, and sees no canary of somebody else's (reliability A5)."""

from __future__ import annotations

from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.policies.monde import LECTEURS
from tests.policies.test_matrice import ACTEURS, client_de

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
            soupe = BeautifulSoup(reponse.data, "html5lib")
            for case in soupe.select(".couverture td a, .carte-et-tableau a"):
                case.extract()  # thousands of cells, each the same search with another filter
            liens = [urldefrag(a["href"]).url for a in soupe.select("a[href]")]
            file.extend(
                lien
                for lien in liens
                if lien.startswith("/") and not urlsplit(lien).path.startswith("/static")
            )
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
