"""The home of each person says what waits for them in orders, and nothing that is done."""

import pytest


def attentes(client, acteur):
    """What this room says that waits; other rooms have their own."""
    page = client.se_connecter(acteur).lire("/a-faire")
    return [a.get_text(" ", strip=True) for a in page.select('.taches a[href^="/commandes"]')]


def test_an_awarded_consultation_waits_for_its_order(client, monde):
    assert attentes(client, monde.charge) == ["Établir la commande"]
    monde.etablie()
    assert attentes(client, monde.charge) == []
    assert attentes(client, monde.responsable) == ["Signer la commande"]
    assert attentes(client, monde.prestataire) == []


@pytest.mark.parametrize("nom", ["autre_dla", "autre_prestataire", "regional"])
def test_nothing_waits_for_strangers(client, monde, nom):
    commande = monde.restituee()
    monde.certifier(commande, commande.ttc_centimes)
    assert attentes(client, getattr(monde, nom)) == []


def test_what_waits_follows_the_mission(client, monde):
    commande = monde.notifiee()
    assert attentes(client, monde.prestataire) == ["Remettre", "Remettre"]
    assert attentes(client, monde.structure) == ["Attester le service fait"]
    for livrable in list(commande.livrables):
        monde.accepter(livrable)
    assert attentes(client, monde.structure) == [
        "Attester le service fait",
        "Donner votre avis sur la mission",
    ]
    monde.certifier(commande, commande.ttc_centimes)
    assert attentes(client, monde.prestataire) == ["Donner votre avis sur le DLA", "Déposer une facture"]
    monde.facturer(commande, 3_200_00, 640_00)
    assert attentes(client, monde.gestionnaire) == ["Contrôler la facture F-1"]


def test_who_is_written_to_is_who_the_confirmation_names(client, monde):
    commande = monde.signee()
    page = client.se_connecter(monde.responsable).lire(f"/commandes/{commande.id}/notifier")
    titre = page.find("h2", string="À qui nous écrirons")
    promis = {li.get_text(strip=True) for li in titre.find_next("ul").select("li")}
    assert promis == {"Cabinet Loire Conseil", "Les Jardins de la Varenne"}
    assert client.envoyer(f"/commandes/{commande.id}/notifier").status_code == 303
    for acteur in (monde.prestataire, monde.structure):
        assert "La commande est notifiée" in client.se_connecter(acteur).lire("/messages").get_text()
    for acteur in (monde.autre_prestataire, monde.gestionnaire):
        assert "notifiée" not in client.se_connecter(acteur).lire("/messages").get_text()
