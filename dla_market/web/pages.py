"""Answers: a whole page, one of its blocks, a redirection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_htmx import HTMX
from jinja2_fragments.flask import render_block
from wtforms import Form

from dla_market.web.redirections import chemin_local
from dla_market.web.typographie import insecables, sans_marges

Reponse = Response
_NOM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
htmx = HTMX()


def page(
    template: str, *, fragments: Sequence[str] = (), statut: int | None = None, **contexte: Any
) -> Reponse:
    """Render `template`, or only its block named by HX-Target when `fragments` declares it.

    The status is `statut`, else 422 when a form in the context holds errors, else 200.
    """
    erreurs = any(isinstance(v, Form) and (v.errors or v.form_errors) for v in contexte.values())
    contexte.setdefault("erreurs_titre", erreurs)
    bloc = _fragment_demande(fragments)
    corps = _sortir(render_block(template, bloc, **contexte)) if bloc else rendre(template, **contexte)
    return make_response(corps, statut or (422 if erreurs else 200))


def rendre(template: str, **contexte: Any) -> str:
    """A whole page as text, in French typography."""
    return _sortir(render_template(template, **contexte))


def _sortir(html: str) -> str:
    return insecables(sans_marges(html))


def _fragment_demande(fragments: Sequence[str]) -> str | None:
    if not htmx or htmx.history_restore_request:
        return None
    return htmx.target if htmx.target in fragments else None


def aller(vers: str) -> Reponse:
    """See the result: 303 for a browser, HX-Redirect for HTMX. `vers` is made by url_for, never typed."""
    if htmx:
        return make_response("", 200, {"HX-Redirect": vers})
    return _reponse(redirect(vers, 303))


def telechargement(corps: bytes, genre: str, nom: str, *, a_garder: bool = False) -> Reponse:
    """A document shown by the browser, or one to keep (`a_garder`: a spreadsheet that no browser shows).

    It is saved under `nom`: plain letters, digits, dots and dashes only.
    """
    if not _NOM.fullmatch(nom):
        raise ValueError(f"{nom!r} is no name for a file")
    disposition = f'{"attachment" if a_garder else "inline"}; filename="{nom}"'
    return make_response(corps, 200, {"Content-Type": genre, "Content-Disposition": disposition})


def vers_connexion() -> Reponse:
    """To the sign-in page, and back here afterwards."""
    suite = chemin_local(request.full_path) if request.method == "GET" else None
    url = url_for("security.login", next=suite) if suite and suite != "/" else url_for("security.login")
    if htmx:
        return make_response("", 401, {"HX-Redirect": url})
    return _reponse(redirect(url, 302))


def _reponse(reponse: Any) -> Reponse:
    return make_response(reponse)
