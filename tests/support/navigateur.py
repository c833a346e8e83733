"""Chromium for the tests: where it is, how it starts, what axe says of a page.

The top of this file uses the standard library only: the set-up reads it before the tests' packages exist.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

RACINE = Path(__file__).resolve().parents[2]
AXE = RACINE / "node_modules" / "axe-core" / "axe.min.js"
SANS_FENETRE = "chromium-headless-shell"
NOMS = (SANS_FENETRE, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
"""The same engine without its window first: a page costs it a third of the time."""
TELECHARGES = ("chromium_headless_shell-*/chrome-*/*headless*shell", "chromium-*/chrome-linux*/chrome")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE_DIT = """
async (regles) => {
  const vu = await axe.run(document, {
    runOnly: {type: "tag", values: regles}, resultTypes: ["violations"]});
  const dire = (v, n) => `${v.id} (${v.impact}) ${n.target} : ${n.failureSummary}`;
  return vu.violations.flatMap((v) => v.nodes.map((n) => dire(v, n)));
}
"""
FORME = """
() => {
  const ids = new Map();
  for (const e of document.querySelectorAll("[id]")) ids.set(e.id, (ids.get(e.id) || 0) + 1);
  const RENVOIS = new Set(["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns",
    "aria-activedescendant", "aria-details", "aria-errormessage", "headers", "list"]);
  const LIBRES = new Set(["href", "src", "value", "action", "content", "name", "datetime", "title",
    "placeholder", "d", "points", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "max",
    "min", "transform", "data-libelle"]);
  const cible = (id) => {
    const e = document.getElementById(id);
    return e ? e.localName + !!e.textContent.trim() : "absent";
  };
  const valeur = (a) => {
    if (a.name === "id") return ids.get(a.value) > 1 ? "double" : "";
    if (RENVOIS.has(a.name)) return a.value.split(/\\s+/).map(cible);
    if (a.value.startsWith("#")) return cible(a.value.slice(1));
    if (a.ownerElement.name === "viewport") return a.value;
    if (LIBRES.has(a.name) || a.name.startsWith("hx-") || a.name.startsWith("data-")) return !!a.value.trim();
    return a.value;
  };
  const dire = (e) => {
    const attributs = [...e.attributes].map((a) => `${a.name}=${valeur(a)}`).sort().join(" ");
    const enfants = [];
    for (const n of e.childNodes) {
      let dit = "";
      if (n.nodeType === Node.ELEMENT_NODE) dit = dire(n);
      else if (n.nodeType === Node.TEXT_NODE && n.data.trim()) dit = "texte";
      if (dit && dit !== enfants.at(-1)) enfants.push(dit);
    }
    return `<${e.localName} ${attributs}>${enfants.join("")}</>`;
  };
  return innerWidth + dire(document.documentElement);
}
"""
REGLES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def trouver_chromium() -> Path | None:
    """The browser named by DLA_CHROMIUM, else the machine's, else the one of the test tool's download."""
    donne = os.environ.get("DLA_CHROMIUM")
    if donne:
        return Path(donne)
    for nom in NOMS:
        trouve = shutil.which(nom)
        if trouve:
            return Path(trouve)
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((f for motif in TELECHARGES for f in sorted(cache.glob(motif), reverse=True)), None)


def arguments_lancement() -> dict[str, Any]:
    """For pytest-playwright's `browser_type_launch_args`: the executable and its flags."""
    chromium = trouver_chromium()
    bac_a_sable = () if os.geteuid() else ("--no-sandbox",)  # root cannot use Chromium's own sandbox
    return {
        "executable_path": str(chromium) if chromium else None,
        "args": [*ARGUMENTS, *bac_a_sable],
        "headless": True,
    }


def arguments_contexte() -> dict[str, Any]:
    """For pytest-playwright's `browser_context_args`: a person in France."""
    return {"locale": "fr-FR", "timezone_id": "Europe/Paris"}


def violations_axe(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands, one line a violation: rule, impact, where."""
    page.evaluate(AXE.read_text())  # through the tool and not a tag: the page's own policy stays strict
    return list(page.evaluate(AXE_DIT, list(REGLES)))


def fautes_nouvelles(page: Page, saines: Path) -> list[str]:
    """As `violations_axe`, asked once for each shape of page that the run meets.

    A shape is all that axe judges by: elements, what stands in what, classes, roles, attributes and what they
    refer to, whether there is a text. Other words and more rows of the same make no other page.
    The sound ones are noted in the folder `saines`, which the run's processes share.
    """
    vue = saines / hashlib.sha256(page.evaluate(FORME).encode()).hexdigest()
    if vue.exists():
        return []
    trouvees = violations_axe(page)
    if not trouvees:
        saines.mkdir(parents=True, exist_ok=True)
        vue.touch()
    return trouvees
