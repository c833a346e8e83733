"""What may follow what: one table a state machine, used by code, buttons, documents and tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from dla_market.kernel.errors import TransitionRefusee

E = TypeVar("E", bound=Enum)
VOYELLES = "aeiouyhéè"


@dataclass(frozen=True)
class Transition(Generic[E]):
    """From any of the states `de`, the French infinitive `verbe` leads to `vers`."""

    verbe: str
    de: frozenset[E]
    vers: E


class Parcours(Generic[E]):
    """A state machine. `libelles` say each state in words for screens; no code word reaches a reader."""

    def __init__(
        self, nom: str, libelles: dict[E, str], transitions: Iterable[tuple[str, Iterable[E], E]]
    ) -> None:
        self.nom = nom
        self.libelles = libelles
        self.transitions = tuple(Transition(v, frozenset(d), a) for v, d, a in transitions)

    def suivant(self, etat: E, verbe: str) -> E:
        """The state that `verbe` leads to; raises TransitionRefusee where the table has no such line."""
        for transition in self.transitions:
            if transition.verbe == verbe and etat in transition.de:
                return transition.vers
        dit = verbe.replace("_", " ")
        de = "d’" if dit[0] in VOYELLES else "de "
        raise TransitionRefusee(
            f"Impossible {de}{dit} maintenant : {self.nom} est « {self.libelles[etat]} »."
        )

    def permet(self, etat: E, verbe: str) -> bool:
        """Whether `verbe` is possible from `etat`."""
        return any(t.verbe == verbe and etat in t.de for t in self.transitions)

    def verbes(self, etat: E) -> list[str]:
        """The verbs possible from `etat`, in the table's order."""
        return [t.verbe for t in self.transitions if etat in t.de]

    def finals(self) -> set[E]:
        """The states that nothing leaves."""
        return {e for e in self.libelles if not self.verbes(e)}
