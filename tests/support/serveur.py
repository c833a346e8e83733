"""A WSGI application served from a thread of the test's own process, so that the test can move its clock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _Muet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # the parent's name
        pass


class Bavard(WSGIRequestHandler):
    """Logs each request, as a server with an access log does."""


@contextmanager
def servir(
    application: WSGIApplication,
    hote: str = "127.0.0.1",
    *,
    gestionnaire: type[WSGIRequestHandler] = _Muet,
) -> Iterator[str]:
    """The address (http://127.0.0.1:port, a free one) at which the application answers until the block ends.

    Threads: one a request, as under gunicorn. At the end no request is left running.
    """
    serveur = make_server(hote, 0, application, threaded=True, request_handler=gestionnaire)
    serveur.daemon_threads = False  # so that server_close waits for the requests under way
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    fil.start()
    try:
        yield f"http://{hote}:{serveur.port}"
    finally:
        serveur.shutdown()
        fil.join(timeout=10)
        serveur.server_close()
