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
    reponse = lancer("interroger", "chantiers", "--secteur", "insertion_emploi")
    assert reponse.exit_code == 0
    donnees = json.loads(reponse.output)
    assert donnees["total"] == 1
    assert donnees["resultats"][0]["nom"] == "Garenne & Associés"
    assert {"signe": "+", "texte": "Aval iae\u00a0: insertion emploi"} in donnees["resultats"][0]["raisons"]
    assert {"code": "59", "nombre": 1} in donnees["facettes"]["departements"]


def test_interroger_says_the_correction_in_words(lancer):
    reponse = lancer("interroger", "recrtuement", "--format", "texte")
    assert "Résultats pour\u00a0: recrutement" in reponse.output
    assert "Écume RH" in reponse.output


def test_interroger_says_that_it_widened(lancer):
    reponse = lancer("interroger", "théâtre agriculture", "--format", "texte")
    assert "Aucune fiche ne contient tous les mots" in reponse.output


def test_a_file_of_queries_gives_a_line_of_json_each(lancer, tmp_path):
    fichier = tmp_path / "requetes.txt"
    fichier.write_text('chantiers\n\n"utilité sociale" -école\r\ncompta*\n', "utf-8")
    reponse = lancer("interroger", "--fichier", str(fichier), "--departement", "59", "--departement", "75")
    assert reponse.exit_code == 0
    lues = [json.loads(ligne) for ligne in reponse.output.splitlines()]
    assert [lue["texte"] for lue in lues] == ["chantiers", "", '"utilité sociale" -école', "compta*"]
    assert lues[0]["resultats"][0]["raisons"]
    seule = json.loads(lancer("interroger", "chantiers", "--departement", "59", "--departement", "75").output)
    assert lues[0] == seule


def test_every_filter_is_an_option(lancer):
    arguments = [
        f"--{option}={code}" for option, code in (
            ("secteur", "insertion_emploi"), ("thematique", "x"), ("groupe", "x"), ("departement", "59"),
            ("region", "32"), ("mode", "collectif"), ("type-structure", "x"), ("langue", "fr"),
            ("aval", "iae"), ("referencement", "32"), ("disponibilite", "inconnue"), ("tri", "distance"),
        )
    ]  # fmt: skip
    reponse = lancer("interroger", *arguments, "--jamais-mobilise")
    assert reponse.exit_code == 0
    donnees = json.loads(reponse.output)
    assert donnees["total"] == 0
    assert "tarifs" not in donnees["facettes"]


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


def test_a_filter_may_be_written_in_words_and_an_unknown_one_is_refused(tmp_path):
    noms = {"departements": {"07": "Ardèche (07)", "59": "Nord (59)"}, "secteurs": {"sport": "Sport"}}
    groupe = creer_groupe(
        lambda: SourceEnMemoire(FICHES), lambda: tmp_path, lambda: LE, connus=lambda nom: noms.get(nom, {})
    )
    assert CliRunner().invoke(groupe, ["rebuild"]).exit_code == 0

    def demander(*arguments: str):
        return CliRunner().invoke(groupe, ["interroger", *arguments])

    en_mots, en_code = demander("--departement", "nord"), demander("--departement", "59")
    assert en_mots.output == en_code.output
    assert json.loads(en_code.output)["total"]
    assert demander("--departement", "7").exit_code == 0
    assert demander("--mode", "individuel").exit_code == 0
    refus = demander("--secteur", "spot")
    assert refus.exit_code == 2
    assert "--secteur\u00a0: «\u00a0spot\u00a0» n’est pas connu" in refus.output
    assert "Peut-être\u00a0: sport" in refus.output


def test_a_file_of_another_encoding_is_read_as_well_as_can_be(lancer, tmp_path):
    fichier = tmp_path / "requetes.txt"
    fichier.write_bytes("\ufeffchantiers\n".encode() + "médiation\n".encode("cp1252"))
    reponse = lancer("interroger", "--fichier", str(fichier))
    assert reponse.exit_code == 0
    assert [json.loads(ligne)["texte"] for ligne in reponse.output.splitlines()] == [
        "chantiers",
        "m\ufffddiation",
    ]
