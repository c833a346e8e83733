"""How one's own fiche fares: rank, reasons, what would change it; nobody else's name."""

import re

import pytest

from dla_market.catalogue.models import ActiviteZone, EtatFiche, Prestataire
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.search import Indexeur
from dla_market.search.source import SourceEnBase

AUTRES = ("Conseil Trois Rivières", "Réseau Réemploi", "Fiche soumise", "Secret brouillon")


def lire(client, acteur, question=""):
    client.se_connecter(acteur)
    page = client.lire(f"/ma-fiche/recherche{question}")
    return re.sub(r"\s+", " ", page.select_one("main").get_text()).replace("\xa0", " ")


def test_it_comes_out_with_its_rank_and_its_reasons(client, monde):
    dit = lire(client, monde.acteurs["prestataire"], "?secteur=environnement")
    assert "Votre fiche ressort" in dit
    assert re.search(r"Au rang \d+ sur 3 prestataires", dit)
    assert "Activité" in dit
    assert not [nom for nom in AUTRES if nom in dit]


@pytest.mark.parametrize(
    ("question", "attendu"),
    [
        ("?texte=zoologie", "« zoologie » n’est nulle part dans votre fiche"),
        ("?secteur=sport", "Vous n’avez pas déclaré d’activité en"),
        ("?departement=07&texte=", "Vous n’avez pas déclaré intervenir dans"),
    ],
)
def test_it_does_not_and_says_what_is_missing(client, monde, question, attendu):
    dit = lire(client, monde.acteurs["prestataire"], question)
    assert "Votre fiche ne ressort pas" in dit
    assert attendu in dit


def test_an_activity_with_its_own_departements_is_not_found_in_the_others(client, monde):
    with unit_of_work() as session:
        fiche = session.get_one(Prestataire, monde.fiches["Atelier des Communs"])
        for activite in fiche.activites:
            activite.zones = [ActiviteZone(departement_code="38")]
    Indexeur(monde.dossier).reconstruire(SourceEnBase())
    question = "?secteur=environnement&departement="
    dit = lire(client, monde.acteurs["prestataire"], f"{question}26")
    assert "Votre fiche ne ressort pas" in dit
    assert "ses propres départements, et elle n’y couvre pas ceux de la recherche" in dit
    for ailleurs in (f"{question}38", "?departement=26"):
        assert "n’y couvre pas" not in lire(client, monde.acteurs["prestataire"], ailleurs)


def test_a_region_without_referencement_is_said(client, monde):
    dit = lire(client, monde.acteurs["prestataire"], "?departement=07")
    assert "Aucun référencement en cours dans la région de ce département" in dit


def test_a_draft_is_read_as_if_it_were_published(client, monde):
    acteur = monde.acteurs["redacteur"]
    assert "ressortirait" in lire(client, acteur, "?texte=brouillon")
    dit = lire(client, acteur, "?secteur=environnement")
    assert "Publiée telle qu’elle est, elle serait au rang 2 sur 4 prestataires" in dit
    assert "Aujourd’hui cette recherche trouve 3 prestataires, sans elle" in dit
    dit = lire(client, acteur, "?texte=zoologie")
    assert "Votre fiche ne ressortirait pas" in dit
    assert not [nom for nom in AUTRES[:3] if nom in dit]


def test_the_rank_of_a_draft_is_the_one_it_gets_once_published(client, monde):
    acteur, question = monde.acteurs["redacteur"], "?texte=modèle+économique&departement=26"
    promis = re.search(r"au rang (\d+) sur (\d+) prestataires", lire(client, acteur, question)).groups()
    with unit_of_work() as session:
        fiche = session.get_one(Prestataire, monde.fiches["Secret brouillon"])
        fiche.etat, fiche.confirmee_le = EtatFiche.PUBLIEE, clock.today()
    monde.reindexer()
    dit = lire(client, acteur, question)
    assert re.search(r"Au rang (\d+) sur (\d+) prestataires", dit).groups() == promis


def test_what_would_help_anywhere_is_said(client, monde):
    with unit_of_work() as session:
        session.get_one(Prestataire, monde.fiches["Atelier des Communs"]).disponible_le = None
    assert "Votre disponibilité n’est pas dite" in lire(
        client, monde.acteurs["prestataire"], "?secteur=environnement"
    )


def test_it_is_the_prestataire_s_own_page(client, monde):
    client.se_connecter(monde.acteurs["chargee"])
    assert client.get("/ma-fiche/recherche").status_code in (403, 404)
