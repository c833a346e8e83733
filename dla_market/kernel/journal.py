"""Who did what, when: append-only rows, each sealed to the one before by its fingerprint (reliability K)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Integer, String, Text, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from dla_market.kernel import clock
from dla_market.kernel.db import Base, avant_commit
from dla_market.kernel.types import UtcDateTime

GENESE = "0" * 64
PREMIERE = (
    "INSERT INTO journal_tete (id, seq, empreinte) VALUES (1, 0, :empreinte) ON CONFLICT (id) DO NOTHING"
)
"""The head of an empty journal: of those whose first acts come at once one puts it, the others wait."""


class EntreeJournal(Base):
    """One act. Names of what changed, never sealed content or secrets."""

    __tablename__ = "journal_entree"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    instant: Mapped[datetime] = mapped_column(UtcDateTime)
    acteur_id: Mapped[int | None] = mapped_column(Integer, index=True)
    acteur: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(80))
    objet_type: Mapped[str] = mapped_column(String(60))
    objet_id: Mapped[str] = mapped_column(String(60))
    details: Mapped[str] = mapped_column(Text)
    empreinte_precedente: Mapped[str] = mapped_column(String(64))
    empreinte: Mapped[str] = mapped_column(String(64), unique=True)


class TeteJournal(Base):
    """The chain's last link: the row that writers lock, last of all locks, so that the chain never forks."""

    __tablename__ = "journal_tete"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Integer)
    empreinte: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Auteur:
    """Who signs a journal row. The system itself has no id."""

    utilisateur_id: int | None = None
    nom: str = "DLA Market"
    organisation_id: int | None = None
    role: str = "systeme"


SYSTEME = Auteur()


@dataclass(frozen=True)
class Faute:
    """Where the chain breaks, and how."""

    seq: int
    motif: str


def empreinte(precedente: str, ligne: dict[str, Any]) -> str:
    """SHA-256 of the previous fingerprint and the row in canonical JSON."""
    texte = json.dumps(ligne, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{precedente}{texte}".encode()).hexdigest()


def journaliser(
    session: Session, auteur: Auteur, action: str, objet_type: str, objet_id: int | str, **details: Any
) -> None:
    """Have the act written at the end of this unit of work, in the same transaction.

    Buffered until just before the commit: the chain's head is then the last lock taken, whatever the
    operation did, so that two operations cannot wait for one another.
    """
    session.info.setdefault("journal", []).append(
        {
            "instant": clock.now(),
            "acteur_id": auteur.utilisateur_id,
            "acteur": auteur.nom,
            "organisation_id": auteur.organisation_id,
            "role": auteur.role,
            "action": action,
            "objet_type": objet_type,
            "objet_id": str(objet_id),
            "details": json.dumps(details, sort_keys=True, ensure_ascii=False, default=str),
        }
    )
    avant_commit(session, _ecrire)


def _ecrire(session: Session) -> None:
    lignes = session.info.pop("journal", [])
    if not lignes:
        return
    session.flush()
    avancer = update(TeteJournal).where(TeteJournal.id == 1).values(seq=TeteJournal.seq + len(lignes))
    if session.execute(avancer).rowcount != 1:  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        session.execute(text(PREMIERE), {"empreinte": GENESE})
        session.execute(avancer)
    tete = session.execute(select(TeteJournal.seq, TeteJournal.empreinte).where(TeteJournal.id == 1)).one()
    derniere = tete.empreinte
    for rang, ligne in enumerate(lignes, start=tete.seq - len(lignes) + 1):
        suivante = empreinte(derniere, _canonique({**ligne, "seq": rang}))
        session.add(EntreeJournal(**ligne, seq=rang, empreinte_precedente=derniere, empreinte=suivante))
        derniere = suivante
    session.execute(update(TeteJournal).where(TeteJournal.id == 1).values(empreinte=derniere))
    session.flush()


def _canonique(ligne: dict[str, Any]) -> dict[str, Any]:
    return {**ligne, "instant": ligne["instant"].astimezone(UTC).isoformat(timespec="microseconds")}


COLONNES = (
    "seq",
    "instant",
    "acteur_id",
    "acteur",
    "organisation_id",
    "role",
    "action",
    "objet_type",
    "objet_id",
    "details",
)


def verifier(session: Session) -> list[Faute]:
    """Every place where a row was changed, removed, added or moved since it was written; empty when whole."""
    fautes: list[Faute] = []
    precedente, attendue = GENESE, 1
    for entree in session.scalars(select(EntreeJournal).order_by(EntreeJournal.seq)).yield_per(1000):
        if entree.seq != attendue:
            fautes.append(Faute(attendue, "ligne absente"))
        if entree.empreinte_precedente != precedente:
            fautes.append(Faute(entree.seq, "chaîne rompue"))
        ligne = _canonique({c: getattr(entree, c) for c in COLONNES})
        if empreinte(entree.empreinte_precedente, ligne) != entree.empreinte:
            fautes.append(Faute(entree.seq, "contenu modifié"))
        precedente, attendue = entree.empreinte, entree.seq + 1
    tete = session.get(TeteJournal, 1)
    if tete is not None and (tete.seq, tete.empreinte) != (attendue - 1, precedente):
        fautes.append(Faute(tete.seq, "fin de chaîne absente"))
    if tete is None and attendue > 1:
        fautes.append(Faute(0, "tête de chaîne absente"))
    return fautes
