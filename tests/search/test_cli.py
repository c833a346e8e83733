"""The commands say what they did, in words or in JSON, and end with a true status."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from dla_market.search import SourceEnMemoire
from dla_market.search.cli import creer_groupe
from tests.search.corpus import FICHES, NUMEROS
from tests.search.fabrique import LE


@pytest.fixture
def lancer(tmp_path):
    def lancer(*arguments: str, fiches=FICHES):
        groupe = creer_groupe(lambda: SourceEnMemoire(fiches), lambda: tmp_path, lambda: LE)
        return CliRunner().invoke(groupe, list(arguments))

    assert lancer("rebuild").exit_code == 0
    return lancer


def test_interroger_gives_the_answer_in_json(lancer):
    reponse = lancer("interroger", "chantiers", "--secteur", "insertion_emploi", "--format", "json")
    assert reponse.exit_code == 0
    donnees = json.loads(reponse.output)
    assert donnees["total"] == 1
    assert donnees["resultats"][0]["nom"] == "Garenne & Associés"
    assert {"signe": "+", "texte": "Aval iae\u00a0: insertion emploi"} in donnees["resultats"][0]["raisons"]
    assert {"code": "59", "nombre": 1} in donnees["facettes"]["departements"]


def test_interroger_says_the_correction_in_words(lancer):
    reponse = lancer("interroger", "recrtuement")
    assert "Résultats pour\u00a0: recrutement" in reponse.output
    assert "Écume RH" in reponse.output


def test_interroger_says_that_it_widened(lancer):
    assert "Aucune fiche ne contient tous les mots" in lancer("interroger", "théâtre agriculture").output


def test_verifier_ends_with_a_status(lancer):
    assert lancer("verifier").exit_code == 0
    reponse = lancer("verifier", fiches=[*FICHES[1:], replace(FICHES[0], titre="Autre")])
    assert reponse.exit_code == 1
    assert f"fiche {NUMEROS['abaque']}\u00a0: perimee" in reponse.output


def test_without_an_index_the_command_says_what_is_wrong(tmp_path):
    groupe = creer_groupe(lambda: SourceEnMemoire(FICHES), lambda: tmp_path / "rien", lambda: LE)
    for commande in (["interroger", "mot"], ["verifier"]):
        reponse = CliRunner().invoke(groupe, commande)
        assert reponse.exit_code == 1
        assert "Aucun index lisible" in reponse.output
