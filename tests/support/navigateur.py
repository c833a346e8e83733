"""Chromium for the tests: where it is, how it starts, what axe says of a page.

The top of this file uses the standard library only: the set-up reads it before the tests' packages exist.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

RACINE = Path(__file__).resolve().parents[2]
AXE = RACINE / "node_modules" / "axe-core" / "axe.min.js"
NOMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
TELECHARGES = "chromium-*/chrome-linux*/chrome"
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
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
    return next(iter(sorted(cache.glob(TELECHARGES), reverse=True)), None)


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
    resultat = page.evaluate(
        "(regles) => axe.run(document, {runOnly: {type: 'tag', values: regles}})",
        list(REGLES),
    )
    return [
        f"{violation['id']} ({violation['impact']}) {noeud['target']} : {noeud['failureSummary']}"
        for violation in resultat["violations"]
        for noeud in violation["nodes"]
    ]
