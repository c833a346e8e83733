"""A directory of companies for tests: a real server on the loopback, that answers what it is given."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


def societe(
    siret: str, /, *, etat: str = "A", fermee_le: str | None = None, **etablissement: Any
) -> dict[str, Any]:
    """A company as the public API tells it, its seat at that SIRET."""
    siege = {"siret": siret, "etat_administratif": "A", "date_fermeture": None} | etablissement
    return {
        "siren": siret[:9],
        "nom_complet": "SOCIETE D EXEMPLE",
        "etat_administratif": etat,
        "date_fermeture": fermee_le,
        "siege": siege,
        "matching_etablissements": [siege],
        "dirigeants": [{"nom": "EXEMPLE"}],
    }


@dataclass
class Repertoire:
    """What it knows by SIRET, the status and body that it answers instead where given, what it was asked."""

    adresse: str = ""
    societes: dict[str, dict[str, Any]] = field(default_factory=dict)
    statut: int = 200
    corps: bytes | None = None
    demandes: list[str] = field(default_factory=list)
    attente: threading.Event | None = None


@contextmanager
def repertoire() -> Iterator[Repertoire]:
    """One, until the block ends."""
    vu = Repertoire()

    class Echange(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parties = urlsplit(self.path)
            siret = parse_qs(parties.query).get("q", [""])[0]
            vu.demandes.append(f"{parties.path} {siret}")
            if vu.attente is not None:
                vu.attente.wait(10)
            trouvees = [vu.societes[siret]] if siret in vu.societes else []
            corps = json.dumps({"results": trouvees, "total_results": len(trouvees)}).encode()
            corps = corps if vu.corps is None else vu.corps
            self.send_response(vu.statut)
            self.send_header("Content-Type", "application/json")
            if vu.statut in (301, 302):
                self.send_header("Location", f"{vu.adresse}/ailleurs")
            self.end_headers()
            self.wfile.write(corps)

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Echange)
    vu.adresse = f"http://127.0.0.1:{serveur.server_address[1]}"
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02})
    fil.start()
    try:
        yield vu
    finally:
        if vu.attente is not None:
            vu.attente.set()
        serveur.shutdown()
        serveur.server_close()
        fil.join()
