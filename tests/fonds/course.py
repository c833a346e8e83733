"""A race for one fund: processes that reserve, engage, release, cancel, raise and lower at the same time.

Each process reports what it was told (accepted, refused, error), so that the ledger can be compared with
what people believe. `courir_naif` is the control: the same race on « read, check, write ».
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pysqlite3
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dla_market.fonds import operations
from dla_market.fonds.models import Tranche
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier
from tests.fonds import monde

VERROU = {"40001", "40P01", "55P03"}
"""PostgreSQL: serialization failure, deadlock, lock timeout."""

Coup = tuple[str, int, int]
"""A verb, the number of its object, its centimes."""


@dataclass
class Course:
    """What the processes were told, added up."""

    acceptes: list[Coup] = field(default_factory=list)
    refus: int = 0
    verrous: int = 0
    erreurs: list[str] = field(default_factory=list)
    duree_s: float = 0.0

    def ajouter(self, autre: Course) -> None:
        """Add one process's report."""
        self.acceptes += autre.acceptes
        self.refus += autre.refus
        self.verrous += autre.verrous
        self.erreurs += autre.erreurs
        self.duree_s = max(self.duree_s, autre.duree_s)

    def resume(self) -> dict[str, Any]:
        """Counts to print."""
        return {
            "acceptés": dict(Counter(verbe for verbe, _, _ in self.acceptes)),
            "refus": self.refus,
            "erreurs de verrou": self.verrous,
            "autres erreurs": len(self.erreurs),
            "secondes": round(self.duree_s, 1),
        }


def jouer(session: Session, coup: Coup) -> None:
    """One move, by the program's own operations."""
    verbe, numero, montant = coup
    acteur = monde.un_acteur()
    if verbe == "reserver":
        monde.reserver(session, numero, montant)
    elif verbe == "liberer":
        operations.liberer(session, acteur, "consultation", numero, "Sans suite")
    elif verbe == "engager":
        monde.engager(session, numero, montant, reservation=numero)
    elif verbe == "commander":
        monde.engager(session, numero, montant)
    elif verbe == "desengager":
        operations.desengager(session, acteur, "commande", numero, "Annulation")
    elif verbe == "realiser":
        operations.realiser(session, acteur, "commande", numero, montant, "Service fait")
    else:
        tranche = session.scalars(select(Tranche).where(Tranche.id == numero)).one()
        agir = operations.augmenter if verbe == "augmenter" else operations.reduire
        agir(session, acteur, tranche, montant)


def tirer(hasard: random.Random, rang: int, essai: int, plafond: int, miens: list[int], nombre: int) -> Coup:
    """The next move of a process: mostly spending, the rest on its own files, or on those of another."""
    de = hasard.random()
    autre = hasard.randrange(nombre) * 1_000_000 + hasard.randrange(essai + 1)
    numero = hasard.choice(miens) if miens and hasard.random() < 0.7 else autre
    montant = hasard.randrange(1, plafond // 20)
    if de < 0.45:
        return ("reserver", rang * 1_000_000 + essai, montant)
    if de < 0.55:
        return ("commander", rang * 1_000_000 + essai, montant)
    if de < 0.65:
        return ("augmenter", hasard.randrange(1, 4), hasard.randrange(1, plafond // 200))
    if de < 0.75:
        return ("reduire", hasard.randrange(1, 4), montant)
    return (hasard.choice(("liberer", "engager", "desengager", "realiser")), numero, montant)


def concourir(
    url: str, rang: int, nombre: int, essais: int, plafond: int, graine: int, depart: Any
) -> Course:
    """One process's share of the race."""
    hasard = random.Random(graine * 1000 + rang)
    course, miens = Course(), []
    with monde.application(url):
        depart.wait()
        debut = time.perf_counter()
        for essai in range(essais):
            coup = tirer(hasard, rang, essai, plafond, miens, nombre)
            try:
                with unit_of_work() as session:
                    jouer(session, coup)
            except RefusMetier:
                course.refus += 1
            except DBAPIError as erreur:
                _noter(course, erreur)
            else:
                course.acceptes.append(coup)
                if coup[0] in {"reserver", "commander"}:
                    miens.append(coup[1])
        course.duree_s = time.perf_counter() - debut
    return course


def concourir_naif(
    url: str, rang: int, _nombre: int, essais: int, plafond: int, graine: int, depart: Any
) -> Course:
    """The control: read the available, check it, think for a moment, write what is left."""
    hasard = random.Random(graine * 1000 + rang)
    course = Course()
    options = {"module": pysqlite3, "connect_args": {"timeout": 60}} if url.startswith("sqlite") else {}
    moteur = create_engine(url, **options)
    compte = "SELECT c.id, c.solde_centimes FROM fonds_compte c WHERE nature='disponible' AND tranche_id=1"
    depart.wait()
    for essai in range(essais):
        montant = hasard.randrange(1, plafond // 20)
        try:
            with moteur.begin() as connexion:
                identifiant, solde = connexion.execute(text(compte)).one()
                time.sleep(hasard.random() / 1000)
                if solde < montant:
                    course.refus += 1
                    continue
                connexion.execute(
                    text("UPDATE fonds_compte SET solde_centimes = :reste WHERE id = :id"),
                    {"reste": solde - montant, "id": identifiant},
                )
            course.acceptes.append(("reserver", rang * 1_000_000 + essai, montant))
        except DBAPIError as erreur:
            _noter(course, erreur)
    moteur.dispose()
    return course


def _noter(course: Course, erreur: DBAPIError) -> None:
    if getattr(erreur.orig, "sqlstate", None) in VERROU or "locked" in str(erreur.orig):
        course.verrous += 1
    else:
        course.erreurs.append(str(erreur.orig))


def _processus(tache: Callable[..., Course], retour: Any, arguments: tuple[Any, ...]) -> None:
    try:
        retour.send(tache(*arguments))
    except BaseException as erreur:  # a child that dies must not leave its parent waiting
        retour.send(Course(erreurs=[repr(erreur)]))
        raise


def courir(
    url: str,
    *,
    processus: int,
    essais: int,
    plafond: int,
    graine: int,
    tache: Callable[..., Course] = concourir,
) -> Course:
    """Run the race in that many processes, started together; gives the sum of their reports."""
    contexte = multiprocessing.get_context("spawn")
    depart = contexte.Barrier(processus)
    enfants = []
    for rang in range(processus):
        lecture, ecriture = contexte.Pipe(duplex=False)
        enfant = contexte.Process(
            target=_processus,
            args=(tache, ecriture, (url, rang, processus, essais, plafond, graine, depart)),
        )
        enfant.start()
        ecriture.close()
        enfants.append((enfant, lecture))
    course = Course()
    for enfant, lecture in enfants:
        course.ajouter(lecture.recv())
        enfant.join()
    return course


def annuler_tout(
    url: str, _rang: int, _nombre: int, essais: int, _plafond: int, _graine: int, depart: Any
) -> Course:
    """Cancel every order, as everybody else does at the same time."""
    course = Course()
    with monde.application(url):
        depart.wait()
        for numero in range(1, essais + 1):
            try:
                with unit_of_work() as session:
                    jouer(session, ("desengager", numero, 0))
            except RefusMetier:
                course.refus += 1
            except DBAPIError as erreur:
                _noter(course, erreur)
            else:
                course.acceptes.append(("desengager", numero, 0))
    return course
