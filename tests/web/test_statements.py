"""What each page of the demo asks of the database, and what it weighs: an N+1 shows here as a larger number.

`make bench` measures the same pages in time.
"""

from __future__ import annotations

import re

import pytest

from dla_market.kernel.db import db
from tests.bench.mesure import ordres
from tests.bench.pages import pages

REQUETES = {
    "catalogue, sans filtre": 5,
    "catalogue, deux filtres": 5,
    "catalogue, un mot et deux filtres": 5,
    "structures": 4,
    "ingénieries": 5,
    "consultations": 3,
    "commandes": 5,
    "factures": 5,
    "invitations": 3,
    "fonds": 5,
    "ressources": 5,
    "demandes aux centres": 8,
    "messages": 3,
    "bilan": 12,
    "fiche": 10,
    "structure": 7,
    "ingénierie": 8,
    "consultation": 7,
    "commande": 9,
    "invitation": 5,
    "ressource": 9,
    "demande à un centre": 7,
    "à faire, camille.charge": 13,
    "à faire, bruno.responsable": 10,
    "à faire, nadia.gestion": 8,
    "à faire, malika.structure": 7,
    "à faire, lise.prestataire": 13,
    "à faire, karim.prestataire": 13,
    "à faire, solene.prestataire": 13,
    "à faire, tanguy.prestataire": 13,
    "à faire, helene.regionale": 10,
    "à faire, yann.expert": 5,
    "à faire, odile.coordination": 6,
    "à faire, marc.financeur": 3,
    "à faire, ines.pilote": 6,
    "à faire, salome.intervenante": 6,
}
"""Page -> its statements at most: session, person with the messages waiting, then its own."""

POIDS = 40_000
"""Bytes of HTML at most (issue 2, section 6)."""

POIDS_DE = {"bilan": 70_000}
"""The printed report holds on one page, its tables with it."""

MATERIALISEE = re.compile(r"LEFT OUTER JOIN \(organisation AS")
"""An outer join of a whole kind of organisation: SQLite reads them all. What is never missing says
`innerjoin=True` in its relationship.
"""


@pytest.fixture(scope="module")
def lectures(app_demo):
    """Page -> its statements and its HTML, at its second reading."""
    with app_demo.app_context():
        moteur = db.engine
    vues = {}
    for page in pages(app_demo):
        with ordres(moteur) as vus:
            reponse = page.demander()
        assert reponse.statut == 200, page.url
        vues[page.nom] = (list(vus), reponse.corps)
    return vues


def test_no_page_asks_more_than_it_did(lectures):
    comptes = {nom: len(vus) for nom, (vus, _) in lectures.items()}
    assert comptes.keys() == REQUETES.keys()
    assert {nom: n for nom, n in comptes.items() if n > REQUETES[nom]} == {}


def test_no_page_writes_to_be_read(lectures):
    ecrits = {
        nom: [o for o in vus if not o.startswith(("SELECT", "WITH"))] for nom, (vus, _) in lectures.items()
    }
    assert {nom: ordres_ for nom, ordres_ in ecrits.items() if ordres_} == {}


def test_no_page_reads_a_whole_kind_of_organisation(lectures):
    assert [nom for nom, (vus, _) in lectures.items() if any(map(MATERIALISEE.search, vus))] == []


def test_no_page_is_heavy(lectures):
    poids = {nom: len(corps) for nom, (_, corps) in lectures.items()}
    assert {nom: octets for nom, octets in poids.items() if octets > POIDS_DE.get(nom, POIDS)} == {}
