"""A page of a list: its rows and its total, the nearest page where there is no such one."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, literal, select

from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.pagination import paginer, rangees_de_page

LISTE = select(Organisation).where(Organisation.nom.startswith("Page ")).order_by(Organisation.nom)


@pytest.fixture
def cinq(session):
    with unit_of_work() as ecriture:
        lignes = [
            {"type": TypeOrganisation.PILOTE, "nom": f"Page {rang}", "active": True} for rang in range(5)
        ]
        ecriture.execute(insert(Organisation.__table__), lignes)
    return session


@pytest.mark.parametrize(
    ("numero", "lu", "noms"),
    [
        (1, 1, ["Page 0", "Page 1"]),
        (3, 3, ["Page 4"]),
        (4, 3, ["Page 4"]),
        (0, 1, ["Page 0", "Page 1"]),
        (-2, 1, ["Page 0", "Page 1"]),
    ],
)
def test_a_page_and_its_total(cinq, numero, lu, noms):
    page = paginer(cinq, LISTE, numero, 2)
    assert ([o.nom for o in page.elements], page.numero, page.total) == (noms, lu, 5)


@pytest.mark.parametrize("numero", [1, 9])
def test_an_empty_list_has_one_page(cinq, numero):
    page = paginer(cinq, LISTE.where(Organisation.nom == "Personne"), numero, 2)
    assert (page.elements, page.numero, page.total, page.derniere) == ([], 1, 0, 1)


def test_rows_keep_the_columns_beside_the_entity(cinq):
    page = rangees_de_page(cinq, LISTE.add_columns(literal(7)), 2, 2)
    assert [(rangee[0].nom, rangee[1]) for rangee in page.elements] == [("Page 2", 7), ("Page 3", 7)]
    assert page.total == 5
