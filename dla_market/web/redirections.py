"""Where a browser may be sent: a path of this program, and nothing else (reliability G7)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

_PROPRE = re.compile(r"/(?![/\\])[A-Za-z0-9\-._~/%?&=+:,;@!$'()*]*", re.ASCII)


def chemin_local(cible: str | None) -> str | None:
    """`cible` if it is a path that the URL table knows for GET, else None.

    Control characters, backslashes, double slashes and foreign hosts never pass, since only plain URL
    characters after one slash do.
    """
    if not cible or not _PROPRE.fullmatch(cible):
        return None
    parties = urlsplit(cible)
    if parties.netloc or parties.scheme:
        return None
    try:
        current_app.url_map.bind("").match(parties.path, method="GET")
    except (RequestRedirect, MethodNotAllowed, HTTPException):
        return None
    return cible.rstrip("?")
