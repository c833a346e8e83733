"""The antivirus: clamd over its socket where one is configured, an honest « none » otherwise (H3)."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.kernel import clock
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.kernel.fichiers.reserve import FichierAbsent, Reserve

DELAI_S = 30
BLOC = 64 * 1024
REPONSE_MAX = 4096
PORT = 3310
PAR_TOUR = 50


@dataclass(frozen=True)
class Verdict:
    """What the antivirus said: clean, infected with its name of it, or no answer."""

    etat: EtatAnalyse
    detail: str = ""


class Antivirus(Protocol):
    """Something that looks at bytes. It never raises: no answer is a verdict too."""

    def analyser(self, corps: bytes) -> Verdict:
        """Look at the bytes of one file."""
        ...


class Clamd:
    """clamd by its INSTREAM command. `adresse` is unix:///chemin or tcp://hote:port.

    clamd's StreamMaxLength (25 Mo by default) must be no less than the largest file that we accept.
    """

    def __init__(self, adresse: str, delai_s: float = DELAI_S) -> None:
        self._parties = urlsplit(adresse)
        self._delai_s = delai_s
        if self._parties.scheme not in {"unix", "tcp"}:
            raise ValueError("DLA_CLAMD est unix:///chemin ou tcp://hote:port")

    def analyser(self, corps: bytes) -> Verdict:
        """Send, read the verdict; ERREUR where clamd is away or says something else."""
        try:
            reponse = self._demander(corps)
        except OSError as erreur:
            return Verdict(EtatAnalyse.ERREUR, type(erreur).__name__)
        if reponse == "stream: OK":
            return Verdict(EtatAnalyse.SAIN)
        if reponse.endswith(" FOUND"):
            return Verdict(EtatAnalyse.INFECTE, reponse.removeprefix("stream: ").removesuffix(" FOUND")[:200])
        return Verdict(EtatAnalyse.ERREUR, reponse[:200])

    def _demander(self, corps: bytes) -> str:
        with self._ouvrir() as prise:
            prise.settimeout(self._delai_s)
            prise.sendall(b"zINSTREAM\0")
            for debut in range(0, len(corps), BLOC):
                bloc = corps[debut : debut + BLOC]
                prise.sendall(struct.pack("!I", len(bloc)) + bloc)
            prise.sendall(struct.pack("!I", 0))
            recu = b""
            while not recu.endswith(b"\0") and len(recu) < REPONSE_MAX and (bloc := prise.recv(REPONSE_MAX)):
                recu += bloc
        return recu.rstrip(b"\0\n").decode("utf-8", "replace")

    def _ouvrir(self) -> socket.socket:
        if self._parties.scheme == "tcp":
            hote, port = self._parties.hostname or "", self._parties.port or PORT
            return socket.create_connection((hote, port), self._delai_s)
        prise = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        prise.settimeout(self._delai_s)
        try:
            prise.connect(self._parties.path)
        except OSError:
            prise.close()
            raise
        return prise


def a_analyser(session: Session) -> list[int]:
    """The files without a verdict, oldest first: after an error, and from before there was a clamd, too."""
    return list(
        session.scalars(
            select(Fichier.id)
            .where(Fichier.analyse.not_in((EtatAnalyse.SAIN, EtatAnalyse.INFECTE)))
            .order_by(Fichier.id)
            .limit(PAR_TOUR)
        )
    )


def examiner(reserve: Reserve, antivirus: Antivirus, fichier: Fichier) -> Verdict:
    """Ask the antivirus about one file; writes nothing."""
    try:
        return antivirus.analyser(reserve.lire(fichier.cle, fichier.empreinte))
    except FichierAbsent as absent:
        return Verdict(EtatAnalyse.ERREUR, str(absent)[:200])


def noter(fichier: Fichier, verdict: Verdict) -> None:
    """Write a verdict on its file."""
    fichier.analyse, fichier.analyse_detail = verdict.etat, verdict.detail
    fichier.analyse_le = clock.now()


def ouvert(fichier: Fichier, *, configure: bool) -> bool:
    """Whether others than its sender may have it: once found clean, where there is an antivirus."""
    if fichier.analyse is EtatAnalyse.INFECTE:
        return False
    return fichier.analyse is EtatAnalyse.SAIN or not configure
