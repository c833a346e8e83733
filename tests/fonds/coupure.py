"""A process that orders without end, saying before and after each order what it does, until it is killed.

Run as `python -m tests.fonds.coupure URL FIRST`: a process of its own, as a server's worker is.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from sqlalchemy.orm import Session

from dla_market.kernel.db import en_ecriture
from dla_market.kernel.idempotence import deja_fait, retenir
from tests.fonds import monde

RACINE = Path(__file__).parents[2]
ACTION = "commande:notifier"
MONTANT = 7_03


@dataclass
class Coupures:
    """What the killed processes had said: orders tried, orders acknowledged."""

    tentees: set[int] = field(default_factory=set)
    acquittees: set[int] = field(default_factory=set)
    tuees: int = 0

    def noter(self, ligne: bytes) -> str:
        """Take down one line of a process: « T 12 » or « A 12 »; gives its letter, "" for a cut one."""
        if not ligne.endswith(b"\n"):
            return ""
        lettre, numero = ligne.decode().split()
        (self.tentees if lettre == "T" else self.acquittees).add(int(numero))
        return lettre


def commander(session: Session, numero: int) -> None:
    """Bind the order once, whatever the number of times it is asked for: the key goes with the effect."""
    acteur, cle = monde.un_acteur(), f"formulaire-{numero}"
    if deja_fait(session, acteur.utilisateur_id, ACTION, cle, {"numero": numero}) is None:
        monde.engager(session, numero, MONTANT)
        retenir(session, acteur.utilisateur_id, ACTION, cle, {"numero": numero}, f"/commandes/{numero}")


def commander_sans_fin(url: str, premier: int) -> None:
    """Order `premier`, then the next ones; « T n » before the order n, « A n » once it is committed."""
    with monde.application(url):
        numero = premier
        while True:
            os.write(1, f"T {numero}\n".encode())
            en_ecriture(lambda session, n=numero: commander(session, n))
            os.write(1, f"A {numero}\n".encode())
            numero += 1


def couper(url: str, fois: int, graine: int) -> Coupures:
    """Start two such processes, kill both without warning at any moment of their work, again and again."""
    hasard, coupures = random.Random(graine), Coupures()
    for tour in range(fois):
        enfants = [_lancer(url, (2 * tour + rang) * 10_000 + 1) for rang in range(2)]
        for _, sortie in enfants:
            # the first order pays for everything that is done once: the cut comes when it is under way
            dit = ""
            while dit != "A":
                ligne = sortie.readline()
                assert ligne, "a process ended before its first order"
                dit = coupures.noter(ligne)
        time.sleep(hasard.uniform(0.02, 0.25))
        for enfant, sortie in enfants:
            enfant.kill()
            enfant.wait()
            coupures.tuees += 1
            for ligne in sortie:
                coupures.noter(ligne)
            sortie.close()
    return coupures


def _lancer(url: str, premier: int) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    enfant = subprocess.Popen(
        [sys.executable, "-m", __name__, url, str(premier)], cwd=RACINE, stdout=subprocess.PIPE
    )
    assert enfant.stdout is not None
    return enfant, enfant.stdout


if __name__ == "__main__":
    commander_sans_fin(sys.argv[1], int(sys.argv[2]))
