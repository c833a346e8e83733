"""What every answer carries, and what every unsafe request must show (reliability G)."""

from __future__ import annotations

import uuid
from http import HTTPStatus

import structlog
from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.web import statiques
from dla_market.web.acteurs import acteur_courant
from dla_market.web.pages import htmx, page

log = structlog.get_logger(__name__)

POLITIQUE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "manifest-src 'self'"
)
POLITIQUE_CODE = POLITIQUE.replace("img-src 'self'", "img-src 'self' data:")
ENTETES = {
    "Content-Security-Policy": POLITIQUE,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
UN_AN = 31_536_000
SURES = frozenset({"GET", "HEAD", "OPTIONS"})

TITRES = {
    400: "La demande n’a pas pu être lue",
    403: "Cette page ne vous est pas ouverte",
    404: "Cette page n’existe pas",
    405: "Cette action n’est pas possible ici",
    409: "Impossible pour le moment",
    413: "L’envoi est trop lourd",
    422: "Il reste des erreurs à corriger",
    429: "Trop d’essais rapprochés",
    500: "Le programme a rencontré une erreur",
    503: "Le service est momentanément indisponible",
}


def proteger(app: Flask) -> None:
    """Attach the checks, the headers and the error pages to the application."""
    app.before_request(_refuser_origine_etrangere)
    app.after_request(_entetes)
    app.register_error_handler(CSRFError, _jeton_perime)
    app.register_error_handler(HTTPException, _erreur)
    app.register_error_handler(RefusMetier, _refus)
    app.register_error_handler(OperationalError, _base_indisponible)
    app.register_error_handler(Exception, _panne)


def _refuser_origine_etrangere() -> None:
    """A second lock beside the token: the browser itself says whether another site sent the form."""
    if request.method not in SURES and request.headers.get("Sec-Fetch-Site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        abort(HTTPStatus.FORBIDDEN)


def _entetes(reponse: Response) -> Response:
    for nom, valeur in ENTETES.items():
        reponse.headers.setdefault(nom, valeur)
    if request.endpoint == "security.two_factor_setup":
        # the library draws its square code as a data: image, on this page alone
        reponse.headers["Content-Security-Policy"] = POLITIQUE_CODE
    if request.is_secure:
        reponse.headers.setdefault("Strict-Transport-Security", f"max-age={UN_AN}; includeSubDomains")
    reponse.vary.update(("HX-Request", "HX-Target"))
    gardes = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
    statique = request.endpoint == "static" and reponse.status_code in gardes
    reponse.headers["Cache-Control"] = statiques.cache_control() if statique else "no-store"
    return reponse


def _montrer(statut: int, phrase: str | None = None, reference: str | None = None) -> Response:
    if "acteur" not in g:
        try:
            acteur_courant()
        except Exception:  # noqa: BLE001  # the error page must stand even without a database
            g.acteur = None
            g.sans_base = True
    return page(
        f"erreurs/{statut}.html",
        statut=statut,
        titre=TITRES[statut],
        fil=[],
        phrase=phrase,
        reference=reference,
        erreurs_titre=False,
    )


def _erreur(erreur: HTTPException) -> Response:
    statut = erreur.code or 500
    if statut < HTTPStatus.BAD_REQUEST:
        return Response(erreur.get_response().get_data(), statut, headers=erreur.get_response().headers)
    return _montrer(statut if statut in TITRES else 400 if statut < HTTPStatus.INTERNAL_SERVER_ERROR else 500)


def refuser(phrase: str) -> Response:
    """409 with the sentence: a page, or under HTMX the alert region, so that what was typed stays."""
    if htmx:
        entetes = {"HX-Retarget": "#annonce-alerte", "HX-Reswap": "innerHTML"}
        return Response(str(escape(phrase)), 409, entetes, mimetype="text/html")
    return _montrer(409, phrase)


def _jeton_perime(_erreur: CSRFError) -> Response:
    return _montrer(
        400,
        "Le formulaire est resté ouvert trop longtemps. Rechargez la page et recommencez.",
    )


def _refus(refus: RefusMetier) -> Response:
    session_courante().rollback()
    return refuser(refus.phrase)


def _base_indisponible(erreur: OperationalError) -> Response:
    log.error("base.indisponible", erreur=repr(erreur.orig))
    g.acteur = None
    return _montrer(503)


def _panne(erreur: Exception) -> Response:
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise erreur
    reference = uuid.uuid4().hex[:12]
    log.error("panne", reference=reference, chemin=request.path, exc_info=erreur)
    session_courante().rollback()
    return _montrer(500, reference=reference)
