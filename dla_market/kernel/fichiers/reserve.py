"""Where files rest: a folder that no web server reads, each file under a random key (reliability H2)."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from dla_market.kernel.fichiers.controle import FichierRefuse, phrase

BLOC = 64 * 1024
_CLE = re.compile(r"[0-9a-f]{32}")


class FichierAbsent(Exception):  # noqa: N818  # says what is wrong, in the words of who reads it
    """The database names a file that is not on the disk, or that is no longer the one handed in."""


class Reserve:
    """A folder of files, readable by its owner only; requests spool in its `depots` (reliability H5)."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.depots = dossier / "depots"

    def preparer(self) -> None:
        """Make the folders, closed to other accounts of the machine."""
        self.depots.mkdir(parents=True, exist_ok=True, mode=0o700)

    def chemin(self, cle: str) -> Path:
        """Where the file of that key is. Raises ValueError for what is no key of ours."""
        if not _CLE.fullmatch(cle):
            raise ValueError("this is no key of a file")
        return self.dossier / cle[:2] / cle

    def recevoir(self, flux: IO[bytes] | BinaryIO, octets_max: int) -> tuple[str, int, str]:
        """Write a stream down to the disk itself. Gives the file's key, its bytes, its SHA-256.

        Raises FichierRefuse, with nothing left on disk, for an empty stream or one beyond `octets_max`.
        """
        cle = secrets.token_hex(16)
        chemin = self.chemin(cle)
        self.preparer()
        chemin.parent.mkdir(exist_ok=True, mode=0o700)
        try:
            octets, empreinte = _ecrire(chemin, flux, octets_max)
        except BaseException:
            chemin.unlink(missing_ok=True)
            raise
        _fixer(chemin.parent)
        return cle, octets, empreinte

    def lire(self, cle: str, empreinte: str) -> bytes:
        """The bytes that were handed in. Raises FichierAbsent where they are gone or no longer the same."""
        try:
            corps = self.chemin(cle).read_bytes()
        except FileNotFoundError as erreur:
            raise FichierAbsent(f"fichier {cle} absent") from erreur
        if hashlib.sha256(corps).hexdigest() != empreinte:
            raise FichierAbsent(f"fichier {cle} altéré")
        return corps

    def effacer(self, cle: str) -> None:
        """Take a file away; nothing where it is already gone."""
        self.chemin(cle).unlink(missing_ok=True)

    def cles(self, avant: float) -> Iterator[str]:
        """The keys of the files last written before `avant`, in seconds since 1970."""
        for chemin in self.dossier.glob("??/*"):
            if _CLE.fullmatch(chemin.name) and chemin.stat().st_mtime < avant:
                yield chemin.name


def _ecrire(chemin: Path, flux: IO[bytes] | BinaryIO, octets_max: int) -> tuple[int, str]:
    octets, empreinte = 0, hashlib.sha256()
    descripteur = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descripteur, "wb") as fichier:
        while bloc := flux.read(BLOC):
            octets += len(bloc)
            if octets > octets_max:
                raise FichierRefuse(phrase("trop_lourd"))
            empreinte.update(bloc)
            fichier.write(bloc)
        fichier.flush()
        os.fsync(fichier.fileno())
    if not octets:
        raise FichierRefuse(phrase("vide"))
    return octets, empreinte.hexdigest()


def _fixer(dossier: Path) -> None:
    """Have the folder remember its new entry, power cut or not."""
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
