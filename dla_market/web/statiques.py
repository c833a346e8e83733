"""Styles, scripts, pictures: addresses that change with the file, so that browsers keep each for good."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, request

PARAMETRE = "v"
UN_AN = 365 * 24 * 3600
_LETTRES = 12


class Statiques:
    """The addresses of an application's static files, each worked out once a process."""

    def __init__(self, app: Flask) -> None:
        assert app.static_folder is not None
        self._dossier, self._chemin = Path(app.static_folder), app.static_url_path
        self._adresses: dict[str, str] = {}

    def __call__(self, nom: str) -> str:
        """The address of a file of the static folder; a missing style makes no page fail."""
        adresse = self._adresses.get(nom)
        if adresse is None:
            fichier = self._dossier / nom
            if not fichier.is_file():
                return f"{request.script_root}{self._chemin}/{nom}"
            empreinte = hashlib.sha256(fichier.read_bytes()).hexdigest()[:_LETTRES]
            adresse = self._adresses[nom] = f"{self._chemin}/{nom}?{PARAMETRE}={empreinte}"
        return request.script_root + adresse


def cache_control() -> str:
    """How long the static file asked for may be kept: for good under its own address, else asked again."""
    return f"public, max-age={UN_AN}, immutable" if PARAMETRE in request.args else "no-cache"


def enregistrer(app: Flask) -> None:
    """Give templates `statique(nom)`."""
    app.jinja_env.globals["statique"] = Statiques(app)
