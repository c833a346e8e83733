"""How one's own fiche fares: rank, reasons, what would change it; nobody else's name."""

import re
from datetime import date

import pytest

from dla_market.catalogue.models import Prestataire
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.referencement.models import EtatReferencement, Referencement
from dla_market.reseau.models import DlaRegional

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


def test_the_written_reason_is_said_as_the_launch_asks_it(client, monde):
    """None in any region: a reason; one in another region: none (domain 14); not confirmed: a reason."""
    acteur = monde.acteurs["prestataire"]
    assert "Aucune région ne vous a référencé. Un DLA devrait donner une raison écrite" in lire(
        client, acteur, "?departement=26"
    )
    with unit_of_work() as session:
        ailleurs = DlaRegional(nom="DLA R d’à côté", region_code="2012-83")
        session.add(ailleurs)
        session.flush()
        session.add(
            Referencement(
                prestataire_id=monde.fiches["Atelier des Communs"],
                regional_id=ailleurs.id,
                etat=EtatReferencement.ACCEPTE,
                demande_le=clock.now(),
                debut=date(2026, 1, 1),
            )
        )
    dit = lire(client, acteur, "?departement=26")
    assert "référencé dans une autre région que celle de ce département (Drôme)" in dit
    assert "devrait donner une raison écrite" not in dit
    with unit_of_work() as session:
        session.get_one(Prestataire, acteur.organisation_id).confirmee_le = date(2025, 1, 1)
    assert "n’est pas confirmée depuis moins d’un an. Un DLA devrait donner une raison écrite" in lire(
        client, acteur, "?departement=26"
    )


def test_a_draft_is_read_as_if_it_were_published(client, monde):
    acteur = monde.acteurs["redacteur"]
    assert "ressortirait" in lire(client, acteur, "?texte=brouillon")
    dit = lire(client, acteur, "?texte=zoologie")
    assert "Votre fiche ne ressortirait pas" in dit
    assert not [nom for nom in AUTRES[:3] if nom in dit]


def test_what_would_help_anywhere_is_said(client, monde):
    with unit_of_work() as session:
        session.get_one(Prestataire, monde.fiches["Atelier des Communs"]).disponible_le = None
    assert "Votre disponibilité n’est pas dite" in lire(
        client, monde.acteurs["prestataire"], "?secteur=environnement"
    )


def test_it_is_the_prestataire_s_own_page(client, monde):
    client.se_connecter(monde.acteurs["chargee"])
    assert client.get("/ma-fiche/recherche").status_code in (403, 404)
