from datetime import timedelta

from sqlalchemy import select

from dla_market.catalogue.models import Prestataire
from dla_market.expertise.models import Aval, EtatAval, NatureLien
from dla_market.expertise.operations_liens import declarer
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work

PROPOSITION = {
    "secteur": "environnement",
    "niveau": "2",
    "motif": "Deux missions suivies",
    "preuve_nature": "formation",
    "preuve": "Journée du réseau, mars 2026",
}


def proposer(client, monde, qui="experte", nom="Conseil Trois Rivières", **choix):
    client.se_connecter(monde.acteurs[qui])
    adresse = f"/avals/proposer/{monde.fiches[nom]}"
    return client.envoyer(adresse, PROPOSITION | choix)


def dernier(session):
    session.rollback()
    return session.scalars(select(Aval).order_by(Aval.id.desc()).limit(1)).one()


def test_de_la_fiche_a_la_facette(client, monde, session):
    client.se_connecter(monde.acteurs["experte"])
    fiche = client.lire(f"/catalogue/{monde.fiches['Conseil Trois Rivières']}")
    lien = next(a["href"] for a in fiche.select("a") if "Proposer un aval" in a.text)
    assert client.envoyer(lien, PROPOSITION).status_code == 303
    aval = dernier(session).id
    client.se_connecter(monde.acteurs["coordination"])
    assert "Confirmer l’aval\u00a0: Conseil Trois Rivières" in client.lire("/a-faire").text
    assert "À confirmer" in client.lire("/avals").text
    assert client.envoyer(f"/avals/{aval}/confirmer").status_code == 303
    monde.reindexer()
    client.se_connecter(monde.acteurs["chargee"])
    assert "Conseil Trois Rivières" in client.lire("/catalogue?aval=environnement").text
    assert "Deux missions suivies" in client.lire(f"/catalogue/{monde.fiches['Conseil Trois Rivières']}").text
    client.se_connecter(monde.acteurs["coordination"])
    assert client.envoyer(f"/avals/{aval}/retirer", {"motif": "Change de métier"}).status_code == 303
    assert dernier(session).etat is EtatAval.RETIRE


def test_un_formulaire_incomplet_dit_ce_qui_manque(client, monde):
    for champ in ("niveau", "motif", "preuve_nature", "fin"):
        assert proposer(client, monde, **{champ: ""}).status_code == 422
    for champ in ("secteur", "preuve"):
        assert proposer(client, monde, **{champ: ""}).status_code == 409
    assert proposer(client, monde, secteur="inconnu").status_code == 422


def test_hors_de_ses_secteurs_il_faut_une_raison(client, monde, session):
    reponse = proposer(client, monde, secteur="culture")
    assert reponse.status_code == 409
    assert "ne couvre pas ce secteur" in reponse.get_data(as_text=True)
    assert proposer(client, monde, secteur="culture", motif_hors_champ="Réseau commun").status_code == 303


def test_le_meme_aval_deux_fois_est_refuse(client, monde):
    assert proposer(client, monde).status_code == 303
    assert proposer(client, monde).status_code == 409


def test_qui_propose_ne_confirme_pas(client, monde, session):
    proposer(client, monde, qui="coordination")
    aval = dernier(session).id
    assert "Une autre personne doit le confirmer" in client.lire("/avals?liste=a_confirmer").text
    assert client.envoyer(f"/avals/{aval}/confirmer").status_code == 409
    assert dernier(session).etat is EtatAval.PROPOSE


def test_refuser_demande_une_raison(client, monde, session):
    proposer(client, monde)
    aval = dernier(session).id
    client.se_connecter(monde.acteurs["coordination"])
    assert client.envoyer(f"/avals/{aval}/refuser").status_code == 422
    assert client.envoyer(f"/avals/{aval}/refuser", {"motif": "Trop tôt"}).status_code == 303
    client.se_connecter(monde.acteurs["chargee"])
    assert (
        "Deux missions suivies"
        not in client.lire(f"/catalogue/{monde.fiches['Conseil Trois Rivières']}").text
    )


def test_un_dla_ne_touche_pas_aux_avals(client, monde, session):
    proposer(client, monde)
    aval = dernier(session).id
    client.se_connecter(monde.acteurs["chargee"])
    assert client.get("/avals").status_code == 403
    assert client.get(f"/avals/{aval}").status_code == 404
    assert client.get(f"/avals/{aval}/confirmer").status_code == 404
    client.se_connecter(monde.acteurs["experte"])
    assert client.get(f"/avals/{aval}/confirmer").status_code == 403


def test_l_aval_pres_de_sa_fin_attend_son_renouvellement(client, monde):
    client.se_connecter(monde.acteurs["experte"])
    assert "Renouveler" not in client.lire("/a-faire").text
    clock.avancer_de(timedelta(days=450))
    client.se_connecter(monde.acteurs["experte"])
    page = client.lire("/a-faire")
    assert "Renouveler l’aval\u00a0: Atelier des Communs" in page.text
    assert "Atelier des Communs" in client.lire("/avals?liste=bientot").select_one("table").text
    assert "Aucun aval" in client.lire("/avals?liste=passes&page=99").text


def test_un_aval_se_lit_entier_et_le_prestataire_y_repond(client, monde, session):
    proposer(client, monde, nom="Atelier des Communs", thematique="fiscalite", note_interne="Canari interne")
    aval = dernier(session).id
    client.se_connecter(monde.acteurs["coordination"])
    page = client.lire(f"/avals/{aval}")
    assert "Canari interne" in page.text
    assert "Environnement × Fiscalité" in page.text
    assert [li.text for li in page.select("ol.etapes .etapes-nom")] == ["Proposé", "Confirmation", "En cours"]
    assert "Canari interne" in client.lire(f"/avals/{aval}/confirmer").text
    client.envoyer(f"/avals/{aval}/confirmer")
    client.se_connecter(monde.acteurs["prestataire"])
    page = client.lire(f"/avals/{aval}")
    assert "Canari interne" not in page.text
    assert "Formation\u00a0: Journée du réseau, mars 2026" in page.text
    assert client.envoyer(f"/avals/{aval}/repondre", {"reponse": ""}).status_code == 422
    assert client.envoyer(f"/avals/{aval}/repondre", {"reponse": "Merci, à deux voix"}).status_code == 303
    client.se_connecter(monde.acteurs["chargee"])
    fiche = client.lire(f"/catalogue/{monde.fiches['Atelier des Communs']}")
    assert "Merci, à deux voix" in fiche.text
    assert "Canari interne" not in fiche.text
    assert client.get(f"/avals/{aval}/repondre").status_code == 403


def test_le_renouvellement_garde_la_chaine(client, monde, session):
    ancien = dernier(session).id
    client.se_connecter(monde.acteurs["experte"])
    envoi = {"niveau": "3", "motif": "Toujours", "preuve_nature": "autre", "preuve": "Suivi", "fin": ""}
    assert client.envoyer(f"/avals/{ancien}/renouveler", envoi).status_code == 422
    clock.avancer_de(timedelta(days=450))
    fin = (clock.today() + timedelta(days=700)).isoformat()
    client.se_connecter(monde.acteurs["experte"])
    assert client.envoyer(f"/avals/{ancien}/renouveler", envoi | {"fin": fin}).status_code == 303
    assert "Renouveler" not in client.lire("/a-faire").text
    nouveau = dernier(session)
    assert nouveau.predecesseur_id == ancien
    client.se_connecter(monde.acteurs["coordination"])
    assert client.envoyer(f"/avals/{nouveau.id}/confirmer").status_code == 303
    client.se_connecter(monde.acteurs["chargee"])
    page = client.lire(f"/catalogue/{monde.fiches['Atelier des Communs']}")
    assert "c’est un renouvellement" in page.text
    assert "Avals passés" not in page.text
    assert "Aval du" in client.lire(f"/avals/{nouveau.id}").text
    assert "Renouvelé" in client.lire(f"/avals/{ancien}").text


def test_un_aval_en_cours_dont_une_personne_se_lie_attend_la_coordination(client, monde, session):
    fiche = monde.fiches["Conseil Trois Rivières"]
    proposer(client, monde)
    aval = dernier(session).id
    client.se_connecter(monde.acteurs["coordination"])
    client.envoyer(f"/avals/{aval}/confirmer")
    assert "à revoir" not in client.lire("/a-faire").text
    with unit_of_work() as ecriture:
        prestataire = ecriture.get_one(Prestataire, fiche)
        declarer(ecriture, monde.acteurs["experte"], prestataire, nature=NatureLien.FAMILLE)
    page = client.lire("/a-faire")
    lien = next(a["href"] for a in page.select("a") if "Aval à revoir" in a.text)
    texte = client.lire(lien).text
    assert "Des personnes sans lien le renouvellent" in texte
    assert "Renouveler l’aval" in texte
    client.se_connecter(monde.acteurs["chargee"])
    assert "À revoir" not in client.lire(f"/avals/{aval}").text


def test_l_accueil_d_un_centre_mene_aux_prestataires_de_ses_domaines(client, monde):
    for qui in ("experte", "coordination"):
        client.se_connecter(monde.acteurs[qui])
        panneau = client.lire("/a-faire").select_one("section[aria-labelledby=titre-specialistes]")
        vus = {}
        for ligne in panneau.select("li"):
            page = client.lire(ligne.a["href"])
            vus[ligne.a["href"]] = int(ligne.text.split(":")[-1].split()[0])
            assert len(page.select("ol.resultats > li")) == vus[ligne.a["href"]]
        assert vus["/catalogue?secteur=environnement"] > 0
    client.se_connecter(monde.acteurs["chargee"])
    assert client.lire("/a-faire").select_one("section[aria-labelledby=titre-specialistes]") is None
