"""Writing the history of a fiche, in the transaction of what it tells, and reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.contenu import VIDE, Contenu, Ecart, contenu, defiger, ecarts, figer
from dla_market.catalogue.discretion import nommables, taire, taire_contacts, taire_mots
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.queries import lit_les_contacts
from dla_market.catalogue.vie import CopieFiche, TraceFiche
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.journal import Auteur

SUJET_MAX = 300
UN_ENVOI = timedelta(seconds=1)
"""Within which the lines of one save were written, before they shared one instant."""


def tracer_acte(
    session: Session, acteur: Acteur | Auteur, fiche: Prestataire, verbe: str, mots: str = ""
) -> None:
    """Write that something was done to the fiche, with the words that came with it."""
    _tracer(session, acteur, fiche, verbe, [Ecart("", "", "", mots)])


def tracer_ecarts(
    session: Session, acteur: Acteur | Auteur, fiche: Prestataire, trouves: Iterable[Ecart]
) -> None:
    """Write each field that changed, from what to what, all at one instant: they are one act."""
    _tracer(session, acteur, fiche, "modifier", trouves)


def _tracer(
    session: Session, acteur: Acteur | Auteur, fiche: Prestataire, verbe: str, trouves: Iterable[Ecart]
) -> None:
    auteur = acteur.auteur if isinstance(acteur, Acteur) else acteur
    instant = clock.now()
    session.add_all(
        TraceFiche(
            prestataire_id=fiche.id, instant=instant, auteur=auteur.nom, role=auteur.role, verbe=verbe,
            champ=ecart.champ, sujet=ecart.sujet[:SUJET_MAX], avant=ecart.avant, apres=ecart.apres,
        )
        for ecart in trouves
    )  # fmt: skip


def figer_copie(session: Session, acteur: Acteur, fiche: Prestataire, verbe: str) -> None:
    """Keep the fiche as `acteur` has just read it."""
    session.add(
        CopieFiche(
            prestataire_id=fiche.id, version=fiche.version, verbe=verbe, contenu=figer(fiche),
            figee_le=clock.now(), figee_par=acteur.nom,
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Comparaison:
    """What changed since someone in charge last read the fiche; `copie` None where nobody has yet."""

    copie: CopieFiche | None
    ecarts: Sequence[Ecart]


def depuis_la_lecture(session: Session, acteur: Acteur, fiche: Prestataire) -> Comparaison:
    """The fiche beside its last frozen copy: what there is to read, and only that (see discretion)."""
    copie = session.scalars(
        select(CopieFiche)
        .where(CopieFiche.prestataire_id == fiche.id)
        .order_by(CopieFiche.id.desc())
        .limit(1)
    ).one_or_none()
    avant: Contenu = VIDE if copie is None else defiger(copie.contenu)
    return Comparaison(copie, _lecture(acteur, fiche)(ecarts(avant, contenu(fiche))))


@dataclass(frozen=True)
class Moment:
    """One act of one person on the fiche, with the fields that it changed or the words that it gave."""

    instant: datetime
    auteur: str
    role: str
    verbe: str
    mots: str
    ecarts: Sequence[Ecart]


def moments(session: Session, acteur: Acteur, fiche: Prestataire, limite: int = 500) -> list[Moment]:
    """The history of the fiche, the latest first; at most `limite` lines of it (see discretion)."""
    noms = _noms(acteur, fiche)
    lire = _lecture(acteur, fiche)
    lignes = session.scalars(
        select(TraceFiche)
        .where(TraceFiche.prestataire_id == fiche.id)
        .order_by(TraceFiche.id.desc())
        .limit(limite)
    )
    actes: list[list[TraceFiche]] = []
    for trace in lignes:
        if actes and _meme_acte(actes[-1][0], trace):
            actes[-1].append(trace)
        else:
            actes.append([trace])
    return [
        Moment(
            traces[0].instant, traces[0].auteur, traces[0].role, traces[0].verbe,
            _lire_mots(traces, noms),
            lire(Ecart(t.champ, t.sujet, t.avant, t.apres) for t in reversed(traces) if t.champ),
        )
        for traces in actes
    ]  # fmt: skip


def _meme_acte(une: TraceFiche, autre: TraceFiche) -> bool:
    """Whether two lines that follow each other were written by one save."""
    memes = (une.auteur, une.role, une.verbe) == (autre.auteur, autre.role, autre.verbe)
    return memes and abs(une.instant - autre.instant) <= UN_ENVOI


def _lire_mots(traces: Sequence[TraceFiche], noms: frozenset[str] | None) -> str:
    mots = " ".join(t.apres for t in reversed(traces) if not t.champ)
    return mots if noms is None else taire_mots(traces[0].verbe, mots, noms)


def _noms(acteur: Acteur, fiche: Prestataire) -> frozenset[str] | None:
    """The names that the past of the fiche may tell, None for all of them: it is the reader's own."""
    return None if acteur.organisation_id == fiche.id else nommables(fiche)


def _lecture(acteur: Acteur, fiche: Prestataire) -> Callable[[Iterable[Ecart]], list[Ecart]]:
    """What makes of differences those that this reader may have."""
    noms, contacts = _noms(acteur, fiche), lit_les_contacts(acteur, fiche.id)

    def lire(trouves: Iterable[Ecart]) -> list[Ecart]:
        lus = list(trouves) if noms is None else taire(trouves, noms)
        return lus if contacts else taire_contacts(lus)

    return lire
