"""What every page must be, whoever reads it: found by looking at its HTML.

Thousands of pages are read in a run: one pass of the standard library's parser, which builds no tree and
mends nothing. A page whose tags do not close in order is a fault of its own, since what stands in what could
not be told.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

SANS_LIBELLE = {"hidden", "submit", "button", "image", "reset"}
JINJA = re.compile(r"\{\{|\{%|<jinja|Undefined")
JETON = re.compile(r'(name="csrf_token"[^>]* value=")[^"]*')
SEULES = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
"""Elements without an end tag."""
JAMAIS_VIDES = frozenset({"a", "button", "h1", "h2", "h3", "label", "legend"})
CHAMPS = frozenset({"input", "select", "textarea"})
RENVOIS = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


def fautes(html: str, *, entier: bool = True) -> list[str]:
    """The faults of a page (`entier`) or of a fragment, in words; empty for a good one."""
    return list(_fautes(JETON.sub(r"\1-", html), entier))


@lru_cache(maxsize=512)
def _fautes(html: str, entier: bool) -> tuple[str, ...]:
    # the same refusal comes back for a hundred doors, with another token
    lecteur = _Lecteur()
    lecteur.feed(html)
    lecteur.close()
    trouvees = [*lecteur.fautes, *lecteur.conclure(), *(lecteur.manques() if entier else ())]
    if JINJA.search(html):
        trouvees.append("a template variable shows")
    return tuple(trouvees)


@dataclass(slots=True)
class _Ouvert:
    """An element whose end has not come yet, and what was met in it."""

    nom: str
    attributs: dict[str, str]
    dit: bool = False
    jeton: bool = False
    bouton: bool = False
    legende: bool = False


class _Lecteur(HTMLParser):
    """Reads a page from its first tag to its last."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fautes: list[str] = []
        self.pile: list[_Ouvert] = []
        self.compte: Counter[str] = Counter()
        self.elements: Counter[str] = Counter()
        self.libelles: set[str] = set()
        self.muets: list[tuple[str, str]] = []
        """The fields that only a <label for> can name: id, name."""
        self.renvois: list[tuple[str, str]] = []
        self.cibles: list[str] = []
        self.titre = self.langue = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = {nom: valeur or "" for nom, valeur in attrs}
        ouvert = _Ouvert(tag, attributs)
        self._attributs(ouvert)
        self._element(ouvert)
        if tag not in SEULES:
            self.pile.append(ouvert)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in SEULES:
            return
        if not any(o.nom == "svg" for o in self.pile):
            self.fautes.append(f"<{tag}/>, which a browser leaves open")
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.pile or self.pile[-1].nom != tag:
            self.fautes.append(f"</{tag}> where {self.pile[-1].nom if self.pile else 'nothing'} is open")
            while any(o.nom == tag for o in self.pile) and self.pile[-1].nom != tag:
                self.pile.pop()
            if not self.pile or self.pile[-1].nom != tag:
                return
        self._fermer(self.pile.pop())

    def handle_data(self, data: str) -> None:
        if not data or data.isspace():
            return
        for ouvert in self.pile:
            ouvert.dit = True
        if self.pile and self.pile[-1].nom == "title" and not any(o.nom == "svg" for o in self.pile):
            self.titre += data

    def conclure(self) -> list[str]:
        """What only the end of the page tells."""
        trouvees = [f"<{o.nom}> is left open" for o in self.pile]
        trouvees += [f"id {nom} {n} times" for nom, n in self.compte.items() if n > 1]
        for attribut, valeur in self.renvois:
            trouvees += [f"{attribut} to a missing {i}" for i in valeur.split() if i not in self.compte]
        trouvees += [
            f"field {nom} without a label" for cle, nom in self.muets if not cle or cle not in self.libelles
        ]
        trouvees += [f"hx-target to a missing {c}" for c in self.cibles if c[1:] not in self.compte]
        return trouvees

    def manques(self) -> list[str]:
        """What an entire page must have, and has not."""
        trouvees = []
        if self.elements["h1"] != 1:
            trouvees.append(f"{self.elements['h1']} h1")
        if not self.titre.strip().strip("– "):
            trouvees.append("no title")
        if self.langue != "fr":
            trouvees.append("no lang")
        if self.elements["main"] != 1:
            trouvees.append("no main")
        return trouvees

    def _attributs(self, ouvert: _Ouvert) -> None:
        for nom, valeur in ouvert.attributs.items():
            if nom == "id":
                self.compte[valeur] += 1
            elif nom in RENVOIS:
                self.renvois.append((nom, valeur))
            elif nom == "style" or nom.startswith(("on", "hx-on")):
                self.fautes.append(f"{nom} on {ouvert.nom}")
            elif nom == "hx-target" and valeur.startswith("#"):
                self.cibles.append(valeur)

    def _element(self, ouvert: _Ouvert) -> None:
        nom, attributs = ouvert.nom, ouvert.attributs
        self.elements[nom] += 1
        if nom == "label" and "for" in attributs:
            self.libelles.add(attributs["for"])
        elif nom == "html":
            self.langue = attributs.get("lang", "")
        elif nom == "script" and "src" not in attributs:
            self.fautes.append("an inline script")
        elif nom == "style":
            self.fautes.append("an inline style")
        elif nom in CHAMPS:
            self._champ(attributs, nom)
        if nom == "button" or (nom == "input" and attributs.get("type") == "submit"):
            self._marquer("form", "bouton")
        elif nom == "caption":
            self._marquer("table", "legende")
        elif nom == "img" and "alt" in attributs:
            for dehors in self.pile:
                dehors.dit = True

    def _champ(self, attributs: dict[str, str], nom: str) -> None:
        if attributs.get("name") == "csrf_token":
            self._marquer("form", "jeton")
        if attributs.get("type") in SANS_LIBELLE and nom == "input":
            return
        if attributs.get("aria-label") or attributs.get("aria-labelledby"):
            return
        if not any(o.nom == "label" for o in self.pile):
            self.muets.append((attributs.get("id", ""), attributs.get("name", "")))

    def _marquer(self, dans: str, quoi: str) -> None:
        """Tell the nearest open element of that name what it holds."""
        dehors = next((o for o in reversed(self.pile) if o.nom == dans), None)
        if dehors is not None:
            setattr(dehors, quoi, True)

    def _fermer(self, ouvert: _Ouvert) -> None:
        nom, attributs = ouvert.nom, ouvert.attributs
        if nom in JAMAIS_VIDES and not (ouvert.dit or attributs.get("aria-label")) and not self._cache():
            self.fautes.append(f"empty {nom}")
        elif nom == "table" and not ouvert.legende:
            self.fautes.append("a table without a caption")
        elif nom == "form":
            self._formulaire(ouvert)

    def _cache(self) -> bool:
        """A drawing doubled by its legend: nobody meets it as a link."""
        return any(o.attributs.get("aria-hidden") == "true" for o in self.pile)

    def _formulaire(self, ouvert: _Ouvert) -> None:
        action = ouvert.attributs.get("action")
        methode = ouvert.attributs.get("method", "").lower()
        if action is None or methode not in ("get", "post"):
            self.fautes.append("a form without action or method")
        if methode == "post" and not ouvert.jeton:
            self.fautes.append(f"form {action} without its token")
        if not ouvert.bouton:
            self.fautes.append(f"form {action} without a button")
