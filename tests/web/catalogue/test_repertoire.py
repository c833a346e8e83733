"""What the pages say of the directory of companies: to the network, to the prestataire, to the region."""

from datetime import date

import pytest

from dla_market.catalogue import sirene
from dla_market.catalogue.annuaire import Immatriculation
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.models_sirene import EtatSirene
from dla_market.kernel.db import unit_of_work
from tests.catalogue.fichiers import un_siret

NOM = "Atelier des Communs"
FERMEE = Immatriculation(EtatSirene.FERMEE, date(2026, 3, 31))


def repondre(monde, reponse):
    with unit_of_work() as session:
        fiche = session.get_one(Prestataire, monde.fiches[NOM])
        fiche.siret = un_siret(1)
        sirene.noter(session, fiche.id, un_siret(1), reponse)


def identite(client, adresse):
    return " ".join(client.lire(adresse).select_one("[aria-labelledby=titre-identite]").text.split())


@pytest.mark.parametrize(
    ("reponse", "phrase"),
    [
        (None, "Répertoire SireneNon vérifié"),
        (Immatriculation(EtatSirene.ACTIVE), "Vérifié le 23 novembre 2026 : active"),
        (FERMEE, "Vérifié le 23 novembre 2026 : fermée le 31 mars 2026"),
        (Immatriculation(EtatSirene.FERMEE), "Vérifié le 23 novembre 2026 : fermée"),
        (Immatriculation(EtatSirene.INCONNUE), "numéro absent ou non diffusé"),
    ],
    ids=["muet", "active", "fermee", "sans_date", "inconnue"],
)
def test_la_fiche_dit_ce_qui_a_ete_verifie_et_quand(client, monde, reponse, phrase):
    repondre(monde, reponse)
    for lecteur in ("chargee", "experte", "prestataire"):
        client.se_connecter(monde.acteurs[lecteur])
        assert phrase in identite(client, f"/catalogue/{monde.fiches[NOM]}")
    assert phrase in identite(client, "/ma-fiche/apercu")


def test_sans_siret_il_n_y_a_rien_a_verifier(client, monde):
    client.se_connecter(monde.acteurs["chargee"])
    assert "Répertoire Sirene" not in identite(client, f"/catalogue/{monde.fiches[NOM]}")


def test_la_region_est_avertie_et_decide(client, monde):
    client.se_connecter(monde.acteurs["referente"])
    phrase = f"Décider de la fiche de {NOM}"
    assert phrase not in client.lire("/a-faire").text
    repondre(monde, FERMEE)
    page = client.lire("/a-faire")
    assert phrase in page.text
    assert "Sirene dit son entreprise fermée le 31 mars 2026" in " ".join(page.text.split())
    lien = next(a["href"] for a in page.select("main a") if phrase in a.text)
    assert "Annoncer une suspension" in client.lire(lien).text
    assert NOM in client.lire("/fiches?liste=fermees_sirene").select_one("main").text
    client.se_connecter(monde.acteurs["prestataire"])
    assert "publiée" in client.lire("/ma-fiche").select_one(".titre-etat").text.lower()
