"""Who decides a suspension has the prestataire's answer under their eyes, and no form before its time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dla_market.kernel import clock

NOM = "Atelier des Communs"


@pytest.fixture
def suspension(client, monde):
    client.se_connecter(monde.acteurs["referente"])
    chemin = f"/fiches/{monde.fiches[NOM]}/suspension"
    assert "Aucune suspension annoncée" in client.lire(f"{chemin}/prononcer").text
    client.envoyer(f"{chemin}/annoncer", {"motif": "Deux missions abandonnées."})
    return chemin


def test_before_its_time_the_page_says_so_and_has_no_form(client, suspension):
    page = client.lire(f"{suspension}/prononcer")
    assert "encore le temps de répondre" in page.text
    assert page.select("main form") == []
    assert client.poster(f"{suspension}/prononcer", {"motif": "Sans attendre", "cle": "x"}).status_code == 409
    clock.avancer_de(timedelta(days=16))
    assert "Pas de réponse." in client.lire(f"{suspension}/prononcer").text
    assert client.envoyer(f"{suspension}/prononcer", {"motif": "Silence"}).status_code == 303
    assert "Silence" in client.lire(f"{suspension}/lever").text
    assert client.lire(f"{suspension}/prononcer").select("main form") == []


@pytest.mark.parametrize("decision", ["prononcer", "abandonner"])
def test_the_answer_is_read_where_one_decides(client, monde, suspension, decision):
    client.se_connecter(monde.acteurs["prestataire"])
    client.envoyer("/ma-fiche/suspension", {"reponse": "Une maladie, puis un remplaçant."})
    client.se_connecter(monde.acteurs["referente"])
    page = client.lire(f"{suspension}/{decision}")
    assert "Deux missions abandonnées." in page.text
    assert "Une maladie, puis un remplaçant." in page.text
    assert client.envoyer(f"{suspension}/{decision}", {"motif": "Entendu"}).status_code == 303
