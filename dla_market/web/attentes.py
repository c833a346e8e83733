"""What waits for an actor: each room's blueprint registers who finds it there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante

PROCHE = timedelta(days=3)


@dataclass(frozen=True)
class Attente:
    """One thing to do: a verb and its object, where to do it, by when."""

    libelle: str
    url: str
    detail: str = ""
    echeance: date | datetime | None = None

    @property
    def jour(self) -> date | None:
        """The deadline's day in Paris."""
        if isinstance(self.echeance, datetime):
            return clock.a_paris(self.echeance).date()
        return self.echeance

    @property
    def proche(self) -> bool:
        """Within three days, or past."""
        return self.jour is not None and self.jour <= clock.today() + PROCHE


Chercheur = Callable[[Session, Acteur], Iterable[Attente]]
_chercheurs: dict[Role, list[Chercheur]] = {}


def attendre(chercheur: Chercheur, *roles: Role) -> None:
    """Have `chercheur(session, acteur)` asked for what waits, for these roles; once each."""
    for role in roles:
        lignes = _chercheurs.setdefault(role, [])
        if chercheur not in lignes:
            lignes.append(chercheur)


def attentes_de(acteur: Acteur) -> list[Attente]:
    """Everything that waits for the actor: by deadline, what has none last."""
    session = session_courante()
    trouvees = [a for chercheur in _chercheurs.get(acteur.role, []) for a in chercheur(session, acteur)]
    return sorted(trouvees, key=lambda a: (a.jour is None, a.jour or date.max, a.libelle))


@dataclass(frozen=True)
class Panneau:
    """A piece of someone's home beside what waits: a template of the room and what it shows."""

    gabarit: str
    contexte: dict[str, Any]


Poseur = Callable[[Session, Acteur], Panneau | None]
_poseurs: dict[Role, list[Poseur]] = {}


def poser(poseur: Poseur, *roles: Role) -> None:
    """Have `poseur(session, acteur)` asked for a panel of these roles' home; once each."""
    for role in roles:
        lignes = _poseurs.setdefault(role, [])
        if poseur not in lignes:
            lignes.append(poseur)


def panneaux_de(acteur: Acteur) -> list[Panneau]:
    """The panels of the actor's home, in the order in which the rooms registered them."""
    session = session_courante()
    poses = [poseur(session, acteur) for poseur in _poseurs.get(acteur.role, [])]
    return [panneau for panneau in poses if panneau is not None]
