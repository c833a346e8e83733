"""Reading everything that one person can reach: links, fragments, and addresses that one may guess."""

from __future__ import annotations

import contextvars
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from flask import Flask

from dla_market.kernel.db import session_courante

LIEN = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
CIBLE = re.compile(r'hx-target="#([\w-]+)"')
VARIANTES = 2
"""Queries tried for one path: filters of a list multiply, and show no more by being combined."""


def lire_tout(
    app: Flask, biscuit: str | None, departs: Iterable[str] = ("/", "/a-faire", "/messages")
) -> Iterator[tuple[str, int, str, bytes]]:
    """Each page and fragment reached by a person: its address, status, headers as text, body."""
    lire = _lecteur(app, biscuit)
    vues: set[str] = set()
    par_chemin: Counter[str] = Counter()
    attente = list(departs)
    while attente:
        url = attente.pop(0)
        chemin = url.split("?")[0]
        if url in vues or chemin.startswith("/static/") or par_chemin[chemin] >= VARIANTES:
            continue
        vues.add(url)
        par_chemin[chemin] += 1
        statut, entetes, corps = lire(url, {})
        yield url, statut, entetes, corps
        texte = corps.decode("utf-8", "replace") if b"<" in corps[:200] else ""
        for cible in sorted(set(CIBLE.findall(texte))):
            statut, entetes, bloc = lire(url, {"HX-Request": "true", "HX-Target": cible})
            yield f"{url} > {cible}", statut, entetes, bloc
        attente += [html.unescape(lien) for lien in LIEN.findall(texte)]


def _lecteur(app: Flask, biscuit: str | None):
    client = app.test_client(use_cookies=False)
    connu = {"Cookie": biscuit} if biscuit else {}

    def lire(url: str, entetes: dict[str, str]) -> tuple[int, str, bytes]:
        session_courante().rollback()
        reponse = contextvars.Context().run(client.get, url, headers=connu | entetes, buffered=True)
        return reponse.status_code, str(reponse.headers), reponse.data

    return lire


def adresses_devinees(app: Flask, identifiants: dict[str, list[int]]) -> list[str]:
    """Every GET address with one identifier, for these: « invitation_id » -> its values."""
    adresses = []
    for regle in app.url_map.iter_rules():
        if "GET" in (regle.methods or ()) and len(regle.arguments) == 1:
            (nom,) = regle.arguments
            adresses += [re.sub(r"<[^>]+>", str(valeur), regle.rule) for valeur in identifiants.get(nom, [])]
    return sorted(adresses)
