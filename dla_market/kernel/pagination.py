"""Pages of a list: a total, a slice, and the numbers that a reader needs to move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
TAILLE = 20


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of `elements`; `numero` starts at 1."""

    elements: Sequence[T]
    numero: int
    taille: int
    total: int

    @property
    def derniere(self) -> int:
        """The last page's number, 1 for an empty list."""
        return max(1, -(-self.total // self.taille))


def numero_existant(numero: int, total: int, taille: int = TAILLE) -> int:
    """The page that exists nearest to `numero`, of a list of `total` rows."""
    return min(max(1, numero), max(1, -(-total // taille)))


def paginer(session: Session, requete: Select[Any], numero: int, taille: int = TAILLE) -> Page[Any]:
    """The page `numero` of a select of entities, as `rangees_de_page` reads it."""
    page = rangees_de_page(session, requete, numero, taille)
    return Page([rangee[0] for rangee in page.elements], page.numero, page.taille, page.total)


def rangees_de_page(session: Session, requete: Select[Any], numero: int, taille: int = TAILLE) -> Page[Any]:
    """The page `numero` of the rows of a select without DISTINCT or GROUP BY: one statement with its total.

    A number out of range gives the nearest page that exists, by two statements more.
    """
    compte = requete.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    total = compte.correlate(None).scalar_subquery()
    avec_total = requete.add_columns(total)

    def lire(numero: int) -> Sequence[Any]:
        return session.execute(avec_total.limit(taille).offset((numero - 1) * taille)).unique().all()

    numero = max(1, numero)
    rangees = lire(numero)
    if not rangees and numero > 1:
        numero = numero_existant(numero, session.scalar(select(total)) or 0, taille)
        rangees = lire(numero)
    return Page(rangees, numero, taille, rangees[0][-1] if rangees else 0)


def decouper(elements: Sequence[T], numero: int, taille: int = TAILLE) -> Page[T]:
    """The page `numero` of a list already read, or the nearest one that exists."""
    numero = min(max(1, numero), max(1, -(-len(elements) // taille)))
    return Page(elements[(numero - 1) * taille : numero * taille], numero, taille, len(elements))
