from datetime import timedelta

from sqlalchemy import select

from dla_market.expertise.chargement import charger_centres
from dla_market.expertise.models import LienInteret
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.reseau.models import CentreRessources

NOM = "Conseil Trois Rivières"


def centre_de(monde):
    return f"/centres/{monde.acteurs['coordination'].organisation_id}"


def test_sept_centres_aujourd_hui_et_leurs_noms_de_2012(client, monde, session):
    with unit_of_work() as ecriture:
        charger_centres(ecriture)
        charger_centres(ecriture)
    client.se_connecter(monde.acteurs["chargee"])
    page = client.lire("/centres")
    assert len(page.select("table tbody th[scope=row] a")) == 7
    assert "Comptabilité, Fiscalité" in page.text
    ecologie = session.scalars(select(CentreRessources).where(CentreRessources.code == "environnement")).one()
    page = client.lire(f"/centres/{ecologie.id}")
    assert "Centre de ressources Transformation écologique" in page.select_one("h1").text
    assert "CNAR Environnement, de 2005 à 2012" in page.text
    assert "FNE, ESS France" in page.text
    assert "DGEFP, Caisse des Dépôts, Ministère ou administration du secteur, Avise" in page.text
    assert "Avant\u00a0: UNCPIE (Tête de réseau, 2005)" in page.text


def test_la_coordination_tient_l_equipe_et_le_programme(client, monde):
    client.se_connecter(monde.acteurs["coordination"])
    ici = centre_de(monde)
    envoi = {"fonction": "Chargée de mission", "etp": "0,5", "valide_du": "2026-01-01"}
    assert client.envoyer(f"{ici}/equipe/ajouter", envoi | {"etp": "beaucoup"}).status_code == 422
    assert client.envoyer(f"{ici}/equipe/ajouter", envoi | {"etp": "40"}).status_code == 409
    assert client.envoyer(f"{ici}/equipe/ajouter", envoi).status_code == 303
    action = {"annee": "2026", "axe": "appuyer", "intitule": "Relire les diagnostics"}
    assert client.envoyer(f"{ici}/programme/ajouter", action | {"axe": ""}).status_code == 422
    assert client.envoyer(f"{ici}/programme/ajouter", action | {"annee": "1990"}).status_code == 422
    client.envoyer(f"{ici}/programme/ajouter", action)
    page = client.lire(f"{ici}?annee=2026")
    assert "0,5 ETP aujourd’hui" in page.text
    assert "Relire les diagnostics" in page.text
    (clore,) = (a["href"] for a in page.select("a") if a.text.startswith("Clore"))
    (retirer,) = (a["href"] for a in page.select("a") if a.text.startswith("Retirer"))
    assert client.envoyer(clore, {"dernier_jour": "2025-01-01"}).status_code == 409
    assert client.envoyer(clore, {"dernier_jour": "2026-01-02"}).status_code == 303
    assert client.envoyer(retirer).status_code == 303
    page = client.lire(f"{ici}?annee=2026")
    assert "Relire les diagnostics" not in page.text
    assert "Chargée de mission" in page.text
    client.se_connecter(monde.acteurs["chargee"])
    assert "Ajouter" not in client.lire(ici).select_one("main").text
    assert client.get(f"{ici}/equipe/ajouter").status_code == 403


def test_un_lien_declare_recuse_et_se_lit_a_la_coordination(client, monde, session):
    client.se_connecter(monde.acteurs["experte"])
    assert "Aucun lien déclaré" in client.lire("/liens-interets").text
    fiche = monde.fiches[NOM]
    adresse = f"/liens-interets/declarer/{fiche}"
    assert client.envoyer(adresse, {"nature": ""}).status_code == 422
    demain = (clock.today() + timedelta(days=1)).isoformat()
    assert client.envoyer(adresse, {"nature": "emploi", "fin": demain}).status_code == 409
    assert (
        client.envoyer(adresse, {"nature": "emploi", "precision": "Salariée jusqu’en 2025"}).status_code
        == 303
    )
    assert "vous vous récusez" in client.lire(f"/avals/proposer/{fiche}").text
    envoi = {
        "secteur": "environnement",
        "niveau": "2",
        "motif": "Très bien",
        "preuve_nature": "autre",
        "preuve": "Nous",
    }
    assert client.envoyer(f"/avals/proposer/{fiche}", envoi).status_code == 409
    client.se_connecter(monde.acteurs["coordination"])
    assert "Salariée jusqu’en 2025" in client.lire("/liens-interets").text
    lien = session.scalars(select(LienInteret.id)).one()
    assert client.get(f"/liens-interets/{lien}/terminer").status_code == 403
    assert client.envoyer(f"/avals/proposer/{fiche}", envoi).status_code == 303
    client.se_connecter(monde.acteurs["experte"])
    fin = (clock.today() - timedelta(days=2)).isoformat()
    assert client.envoyer(f"/liens-interets/{lien}/terminer", {"fin": fin}).status_code == 303
    assert "Récuse" in client.lire("/liens-interets").text
    clock.avancer_de(timedelta(days=3 * 366))
    client.se_connecter(monde.acteurs["experte"])
    assert "Passé" in client.lire("/liens-interets").text
