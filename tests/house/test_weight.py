"""What a browser must fetch to show a page, once: 120 kB gzipped at most (issue 2, section 6)."""

import gzip

from tests.support.maison import PAQUET

LIMITE = 120_000
STATIQUE = PAQUET / "static"
A_LA_DEMANDE = {"france.departments.svg", "public-sans-latin-ext.woff2"}
"""The map goes into the page that draws it; the browser asks for the rarer letters where a text has them."""


def poids(fichier):
    octets = fichier.read_bytes()
    return len(octets) if fichier.suffix == ".woff2" else len(gzip.compress(octets, 9))


def test_all_assets_together_stay_light():
    fichiers = [
        f
        for f in STATIQUE.rglob("*")
        if f.suffix in {".css", ".js", ".woff2", ".svg", ".ico", ".png"} and f.name not in A_LA_DEMANDE
    ]
    assert {"htmx.min.js", "bootstrap.min.css", "public-sans-latin.woff2"} <= {f.name for f in fichiers}
    total = sum(poids(f) for f in fichiers)
    assert total <= LIMITE, sorted((poids(f), f.name) for f in fichiers)
