"""Writing down a kept file, within what an organisation may keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.fichiers.genres import MEBIOCTET, Genre
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.kernel.fichiers.reserve import FichierAbsent, Reserve

QUOTA = 200 * MEBIOCTET
"""Bytes that one organisation may keep."""

PAR_JOUR = 60
"""Files that one organisation may hand in within 24 hours."""

ORPHELIN = timedelta(hours=24)
"""After this, a file that no row names was never handed in for good."""


@dataclass(frozen=True)
class FichierRecu:
    """A file that has been received and examined, not yet anyone's."""

    cle: str
    nom: str
    genre: Genre
    octets: int
    empreinte: str

    def __str__(self) -> str:
        """What tells two forms' contents apart: the key differs each time that the same file is sent."""
        return f"{self.nom} {self.empreinte}"


def enregistrer(
    session: Session, recu: FichierRecu, *, organisation_id: int, utilisateur_id: int, antivirus: bool
) -> Fichier:
    """Keep a received file as an organisation's; it waits for the antivirus where there is one.

    Raises RefusMetier beyond QUOTA or PAR_JOUR.
    """
    maintenant = clock.now()
    gardes = select(func.coalesce(func.sum(Fichier.octets), 0), func.count()).where(
        Fichier.organisation_id == organisation_id
    )
    octets = session.execute(gardes).one()[0]
    if octets + recu.octets > QUOTA:
        raise RefusMetier(
            f"Vos fichiers dépassent la place permise ({QUOTA // MEBIOCTET}\u00a0Mo). Réduisez celui-ci.",
            champ="fichier",
        )
    recents = session.execute(gardes.where(Fichier.depose_le > maintenant - timedelta(days=1))).one()[1]
    if recents >= PAR_JOUR:
        raise RefusMetier("Vous avez déposé trop de fichiers aujourd’hui. Reprenez demain.", champ="fichier")
    fichier = Fichier(
        cle=recu.cle,
        nom=recu.nom,
        genre=recu.genre,
        octets=recu.octets,
        empreinte=recu.empreinte,
        organisation_id=organisation_id,
        utilisateur_id=utilisateur_id,
        depose_le=maintenant,
        analyse=EtatAnalyse.EN_ATTENTE if antivirus else EtatAnalyse.NON_CONFIGURE,
    )
    session.add(fichier)
    session.flush()
    return fichier


def effacer_orphelins(session: Session, reserve: Reserve) -> int:
    """Take away the files that no row names a day after they came. Returns how many."""
    effaces = 0
    for cle in reserve.cles((clock.now() - ORPHELIN).timestamp()):
        if session.scalar(select(Fichier.id).where(Fichier.cle == cle)) is None:
            reserve.effacer(cle)
            effaces += 1
    return effaces


def ecarts(session: Session, reserve: Reserve) -> tuple[int, list[str]]:
    """How many files the database names, and a sentence for each that the disk no longer has as it came."""
    compte, trouves = 0, []
    for fichier in session.scalars(select(Fichier).order_by(Fichier.id)).yield_per(1000):
        compte += 1
        try:
            reserve.lire(fichier.cle, fichier.empreinte)
        except FichierAbsent as absent:
            trouves.append(f"{absent} : déposé par l’organisation {fichier.organisation_id}")
    return compte, trouves
