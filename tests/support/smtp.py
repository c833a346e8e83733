"""A mail server for tests: a real socket that smtplib talks to, and that keeps what it is given."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class Pli:
    """A mail as it came: who the envelope names, and its bytes."""

    expediteur: str
    destinataires: list[str]
    octets: bytes

    @property
    def courriel(self) -> EmailMessage:
        """The same, parsed."""
        return email.message_from_bytes(self.octets, policy=email.policy.default)


@dataclass
class Boite:
    """What was received, in order. Addresses in `refuses` are refused."""

    url: str = ""
    plis: list[Pli] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)


@contextmanager
def boite_aux_lettres() -> Iterator[Boite]:
    """An SMTP server on a free port of this machine until the block ends; `url` is for SMTP_URL."""
    boite = Boite()

    class Echange(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._dire("220 essai")
            pli = Pli("", [], b"")
            while ligne := self.rfile.readline().decode().strip():
                verbe = ligne.upper()
                if verbe.startswith(("EHLO", "HELO")):
                    self._dire("250 essai")
                elif verbe.startswith("MAIL FROM:"):
                    pli = Pli(_adresse(ligne), [], b"")
                    self._dire("250 ok")
                elif verbe.startswith("RCPT TO:") and _adresse(ligne) in boite.refuses:
                    self._dire("550 inconnu")
                elif verbe.startswith("RCPT TO:"):
                    pli.destinataires.append(_adresse(ligne))
                    self._dire("250 ok")
                elif verbe == "DATA":
                    self._dire("354 allez")
                    pli.octets = b"".join(iter(self.rfile.readline, b".\r\n"))
                    boite.plis.append(pli)
                    self._dire("250 ok")
                elif verbe == "QUIT":
                    self._dire("221 au revoir")
                    return
                else:
                    self._dire("250 ok")

        def _dire(self, ligne: str) -> None:
            self.wfile.write(f"{ligne}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echange) as serveur:
        serveur.daemon_threads = True
        boite.url = f"smtp://127.0.0.1:{serveur.server_address[1]}"
        fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        fil.start()
        try:
            yield boite
        finally:
            serveur.shutdown()
            fil.join(timeout=10)


def _adresse(ligne: str) -> str:
    return ligne[ligne.index("<") + 1 : ligne.index(">")]
