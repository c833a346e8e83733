"""What every page must be, whoever reads it: found by looking at its HTML."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup, Tag

SANS_LIBELLE = {"hidden", "submit", "button", "image", "reset"}
JINJA = re.compile(r"\{\{|\{%|<jinja|Undefined")


def fautes(html: str, *, entier: bool = True) -> list[str]:
    """The faults of a page (`entier`) or of a fragment, in words; empty for a good one."""
    soupe = BeautifulSoup(html, "html5lib")
    trouvees = [
        *_identifiants(soupe),
        *_champs(soupe),
        *_formulaires(soupe),
        *_gestes(soupe),
        *_tables(soupe),
    ]
    if entier:
        trouvees += _page(soupe)
    if JINJA.search(html):
        trouvees.append("a template variable shows")
    return trouvees


def _page(soupe: BeautifulSoup) -> list[str]:
    trouvees = []
    titres = soupe.select("h1")
    if len(titres) != 1 or not titres[0].text.strip():
        trouvees.append(f"{len(titres)} h1")
    if soupe.title is None or not soupe.title.text.strip().strip("– "):
        trouvees.append("no title")
    if soupe.html is None or soupe.html.get("lang") != "fr":
        trouvees.append("no lang")
    if len(soupe.select("main")) != 1:
        trouvees.append("no main")
    return trouvees


def _identifiants(soupe: BeautifulSoup) -> list[str]:
    compte = Counter(str(e["id"]) for e in soupe.select("[id]"))
    trouvees = [f"id {nom} {n} times" for nom, n in compte.items() if n > 1]
    for attribut in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for element in soupe.select(f"[{attribut}]"):
            manquants = [i for i in str(element[attribut]).split() if i not in compte]
            trouvees += [f"{attribut} to a missing {i}" for i in manquants]
    return trouvees


def _champs(soupe: BeautifulSoup) -> list[str]:
    libelles = {str(e["for"]) for e in soupe.select("label[for]")}
    trouvees = []
    for champ in soupe.select("input, select, textarea"):
        if champ.get("type") in SANS_LIBELLE:
            continue
        nomme = champ.get("id") in libelles or champ.get("aria-label") or champ.get("aria-labelledby")
        if not nomme and champ.find_parent("label") is None:
            trouvees.append(f"field {champ.get('name')} without a label")
    trouvees += [f"empty {e.name}" for e in soupe.select("a, button, h1, h2, h3, label, legend") if _vide(e)]
    return trouvees


def _vide(element: Tag) -> bool:
    if element.find_parent(attrs={"aria-hidden": "true"}) is not None:
        return False  # a drawing doubled by its legend: nobody meets it as a link
    return not (element.get_text(strip=True) or element.get("aria-label") or element.select_one("img[alt]"))


def _formulaires(soupe: BeautifulSoup) -> list[str]:
    trouvees = []
    for form in soupe.select("form"):
        if form.get("action") is None or str(form.get("method", "")).lower() not in ("get", "post"):
            trouvees.append("a form without action or method")
        if str(form.get("method")).lower() == "post" and not form.select("input[name=csrf_token]"):
            trouvees.append(f"form {form.get('action')} without its token")
        if not form.select("button, input[type=submit]"):
            trouvees.append(f"form {form.get('action')} without a button")
    return trouvees


def _gestes(soupe: BeautifulSoup) -> list[str]:
    trouvees = []
    for element in soupe.find_all(True):
        for attribut in element.attrs:
            if attribut == "style" or attribut.startswith(("on", "hx-on")):
                trouvees += [f"{attribut} on {element.name}"]
    trouvees += ["an inline script" for e in soupe.select("script:not([src])")]
    trouvees += ["an inline style" for _ in soupe.select("style")]
    cibles = {str(e["id"]) for e in soupe.select("[id]")}
    trouvees += [
        f"hx-target to a missing {e['hx-target']}"
        for e in soupe.select("[hx-target^='#']")
        if str(e["hx-target"])[1:] not in cibles
    ]
    return trouvees


def _tables(soupe: BeautifulSoup) -> list[str]:
    return ["a table without a caption" for t in soupe.select("table") if t.find("caption") is None]
