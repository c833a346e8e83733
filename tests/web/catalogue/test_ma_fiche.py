import pytest

from dla_market.blueprints.catalogue.libelles import dire_taux
from dla_market.catalogue.completude import manques
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.kernel.db import unit_of_work
from tests.support.client import champs_de
from tests.web.catalogue.conftest import fiche_de

ETAPES = [
    "identite", "presentation", "conditions", "activites", "zones", "equipe", "references", "engagements",
]  # fmt: skip


@pytest.fixture
def redacteur(client, monde):
    return client.se_connecter(monde.acteurs["redacteur"])


def formulaire(client, etape):
    return champs_de(client.lire(f"/ma-fiche/{etape}").select_one("main form"))


def envoyer(client, etape, donnees, statut=303):
    reponse = client.post(f"/ma-fiche/{etape}", data=donnees)
    assert reponse.status_code == statut, reponse.get_data(as_text=True)
    return reponse


def test_ma_fiche_dit_ou_elle_en_est(redacteur, monde):
    page = redacteur.lire("/ma-fiche")
    assert "en cours de rédaction" in page.select_one(".titre-etat").text.lower()
    assert "Le numéro SIRET n’est pas indiqué" in page.text
    assert [lien.text for lien in page.select("ol.etapes a")] == [
        "Identité", "Offre", "Prix et disponibilité", "Secteurs et thématiques", "Zones", "Équipe",
        "Références", "Engagements",
    ]  # fmt: skip


@pytest.mark.parametrize("etape", ETAPES)
def test_chaque_etape_s_enregistre_telle_quelle_et_mene_a_la_suivante(redacteur, monde, etape, session):
    avant = fiche_de(session, "Secret brouillon").version
    reponse = envoyer(redacteur, etape, formulaire(redacteur, etape))
    suite = [*ETAPES, None][ETAPES.index(etape) + 1]
    assert reponse.location.endswith(f"/ma-fiche/{suite}" if suite else "/ma-fiche")
    assert fiche_de(session, "Secret brouillon").version == avant


def test_l_identite_s_enregistre(redacteur, monde, session):
    donnees = formulaire(redacteur, "identite")
    envoyer(redacteur, "identite", donnees | {"siret": "732 829 320 00074", "departement_code": "07"})
    fiche = fiche_de(session, "Secret brouillon")
    assert (fiche.siret, fiche.departement_code) == ("73282932000074", "07")


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("nom", " "),
        ("siret", "12345678901234"),
        ("courriel", "pas une adresse"),
        ("site", "javascript:alert(1)"),
        ("departement_code", "999"),
        ("type_prestataire", "inconnu"),
    ],
)
def test_une_identite_fautive_garde_ce_qui_est_tape(redacteur, monde, champ, valeur):
    donnees = formulaire(redacteur, "identite") | {champ: valeur, "commune": "Privas"}
    reponse = envoyer(redacteur, "identite", donnees, statut=422)
    assert "Privas" in reponse.get_data(as_text=True)


def test_l_offre_s_enregistre(redacteur, monde, session):
    donnees = formulaire(redacteur, "presentation")
    donnees |= {"collectif": "y", "distance": "y", "langues": ["en", "fr"], "types_structures": ["mutuelle"]}
    envoyer(redacteur, "presentation", donnees)
    fiche = fiche_de(session, "Secret brouillon")
    assert (fiche.collectif, fiche.distance, fiche.langues) == (True, True, ("en", "fr"))
    assert fiche.types_structures == ("mutuelle",)


def test_les_structures_connues_disent_aussi_l_insertion(redacteur, client, monde):
    """The kinds of SIAE stand beside the legal types (R42); nobody knows structures « Non renseigné »."""
    etape = redacteur.lire("/ma-fiche/presentation")
    codes = {case["value"] for case in etape.select("input[name=types_structures]")}
    assert {"mutuelle", "aci", "ei", "ai", "etti"} <= codes
    assert "non_renseigne" not in codes
    with unit_of_work() as session:
        session.get_one(Prestataire, monde.fiches["Atelier des Communs"]).types_structures = (
            "mutuelle",
            "aci",
        )
    monde.reindexer()
    client.se_connecter(monde.acteurs["chargee"])
    page = client.lire("/catalogue?type_structure=aci")
    (ligne,) = page.select("ol.resultats h3, ol.resultats h2")
    assert "Atelier des Communs" in ligne.text
    assert "Atelier et chantier d’insertion (ACI)" in page.get_text()
    texte = client.lire(f"/catalogue/{monde.fiches['Atelier des Communs']}").get_text(" ")
    assert "Atelier et chantier d’insertion (ACI), Mutuelle" in " ".join(texte.split())


def test_le_prix_s_enregistre(redacteur, monde, session):
    donnees = formulaire(redacteur, "conditions")
    donnees |= {"tarif_jour_ht_centimes": "1 050,50", "tarif_min_centimes": "900", "jours_par_mois": "6"}
    envoyer(redacteur, "conditions", donnees)
    fiche = fiche_de(session, "Secret brouillon")
    assert (fiche.tarif_jour_ht_centimes, fiche.tarif_min_centimes, fiche.jours_par_mois) == (
        105_050,
        90_000,
        6,
    )
    envoyer(redacteur, "conditions", donnees | {"tarif_jour_ht_centimes": "1.050"}, statut=422)
    envoyer(redacteur, "conditions", formulaire(redacteur, "conditions") | {"tarif_max_centimes": "1"}, 409)


def test_une_activite_a_ses_annees_et_ses_zones(redacteur, monde, session):
    donnees = formulaire(redacteur, "activites")
    envoyer(redacteur, "activites", donnees | {"lignes-0-annees": "12", "lignes-0-zones": "7, 2a 26;07"})
    (activite,) = fiche_de(session, "Secret brouillon").activites
    assert (activite.annees, activite.zones_propres) == (12, ("07", "26", "2A"))
    donnees = formulaire(redacteur, "activites")
    assert donnees["lignes-0-zones"] == "07, 26, 2A"
    envoyer(redacteur, "activites", donnees | {"lignes-0-zones": "999"}, statut=422)
    envoyer(redacteur, "activites", donnees | {"lignes-0-zones": ""})
    assert fiche_de(session, "Secret brouillon").activites[0].zones_propres == ()


def test_la_charte_se_signe_et_les_liens_se_declarent(redacteur, monde, session):
    donnees = formulaire(redacteur, "engagements")
    envoyer(redacteur, "engagements", donnees | {"lignes-0-organisation": "Ressourcerie du Lac"})
    fiche = fiche_de(session, "Secret brouillon")
    assert [lien.organisation for lien in fiche.liens] == ["Ressourcerie du Lac"]
    assert "Signée par" in redacteur.lire("/ma-fiche/engagements").text


def test_les_activites_s_ajoutent_par_couples_et_se_retirent(redacteur, monde, session):
    donnees = formulaire(redacteur, "activites")
    ajout = {"secteurs": ["sport", "culture"], "thematiques": ["gestion_financiere"], "niveau": "2"}
    envoyer(redacteur, "activites", donnees | ajout)
    paires = {(a.secteur_code, a.niveau) for a in fiche_de(session, "Secret brouillon").activites}
    assert paires == {("environnement", 3), ("sport", 2), ("culture", 2)}
    donnees = formulaire(redacteur, "activites")
    retirer = {nom: "0" for nom in donnees if nom.endswith("-niveau")}
    envoyer(redacteur, "activites", donnees | retirer)
    assert fiche_de(session, "Secret brouillon").activites == []
    envoyer(redacteur, "activites", formulaire(redacteur, "activites") | {"secteurs": ["sport"]}, statut=422)


def test_un_code_glisse_dans_la_page_ne_passe_pas(redacteur, monde, session):
    donnees = formulaire(redacteur, "activites") | {"lignes-0-secteur_code": "pirate"}
    envoyer(redacteur, "activites", donnees)
    assert fiche_de(session, "Secret brouillon").activites == []


def test_les_zones_s_enregistrent(redacteur, monde, session):
    envoyer(redacteur, "zones", formulaire(redacteur, "zones") | {"zones": ["07", "69"]})
    fiche = fiche_de(session, "Secret brouillon")
    assert {zone.departement_code for zone in fiche.zones} == {"07", "69"}


def test_l_equipe_grandit_et_se_reduit(redacteur, monde, session):
    donnees = formulaire(redacteur, "equipe") | {"lignes-1-nom": "Dominique Essai", "rester": "1"}
    assert envoyer(redacteur, "equipe", donnees).location.endswith("/ma-fiche/equipe")
    noms = {p.nom for p in fiche_de(session, "Secret brouillon").intervenants}
    assert noms == {"Camille Exemple", "Dominique Essai"}
    envoyer(redacteur, "equipe", formulaire(redacteur, "equipe") | {"lignes-0-retirer": "y"})
    assert len(fiche_de(session, "Secret brouillon").intervenants) == 1
    donnees = formulaire(redacteur, "equipe") | {"lignes-1-fonction": "Sans nom"}
    envoyer(redacteur, "equipe", donnees, statut=422)


def test_une_reference_de_plus(redacteur, monde, session):
    ligne = {"client": "Ressourcerie", "annee": "2025", "secteur_code": "culture", "jours_centiemes": "4,5"}
    envoyer(
        redacteur,
        "references",
        formulaire(redacteur, "references") | {f"lignes-1-{n}": v for n, v in ligne.items()},
    )
    trouvees = {r.client: r.jours_centiemes for r in fiche_de(session, "Secret brouillon").references}
    assert trouvees["Ressourcerie"] == 450
    donnees = formulaire(redacteur, "references") | {"lignes-2-client": "Sans année"}
    envoyer(redacteur, "references", donnees, statut=422)


def test_deux_onglets_ne_s_ecrasent_pas(redacteur, monde, session):
    ancien = formulaire(redacteur, "zones")
    envoyer(redacteur, "zones", ancien | {"zones": ["07"]})
    reponse = envoyer(redacteur, "zones", ancien | {"zones": ["69"]}, statut=409)
    assert "Une autre personne" in reponse.get_data(as_text=True)
    assert [z.departement_code for z in fiche_de(session, "Secret brouillon").zones] == ["07"]


def test_soumettre_renvoyer_publier_confirmer(client, monde, session):
    client.se_connecter(monde.acteurs["redacteur"])
    assert client.envoyer("/ma-fiche/soumettre").status_code == 303
    client.se_connecter(monde.acteurs["referente"])
    assert "Secret brouillon" in client.lire("/fiches-a-publier").text
    fiche_id = monde.fiches["Secret brouillon"]
    reponse = client.envoyer(f"/fiches-a-publier/{fiche_id}/renvoyer", {"motif": "Une référence récente ?"})
    assert reponse.status_code == 303
    client.se_connecter(monde.acteurs["redacteur"])
    assert "à compléter" in client.lire("/ma-fiche").text.lower()
    client.envoyer("/ma-fiche/soumettre")
    client.se_connecter(monde.acteurs["referente"])
    assert client.envoyer(f"/fiches-a-publier/{fiche_id}/publier").status_code == 303
    fiche = fiche_de(session, "Secret brouillon")
    assert fiche.etat is EtatFiche.PUBLIEE
    assert [m.etape for m in manques(fiche)] == ["identite"]
    client.se_connecter(monde.acteurs["redacteur"])
    assert client.envoyer("/ma-fiche/confirmer").status_code == 303
    monde.reindexer()
    client.se_connecter(monde.acteurs["chargee"])
    assert "Secret brouillon" in client.lire("/catalogue?texte=brouillon").text


def test_une_fiche_incomplete_dit_ce_qui_manque_avant_de_se_soumettre(redacteur, monde):
    envoyer(redacteur, "zones", {n: v for n, v in formulaire(redacteur, "zones").items() if n != "zones"})
    page = redacteur.lire("/ma-fiche/soumettre")
    assert "Aucun département d’intervention" in page.text
    assert not page.select("main form")


def test_une_etape_inconnue_n_existe_pas(redacteur, monde):
    assert redacteur.get("/ma-fiche/secrets").status_code == 404


def test_qui_n_est_pas_prestataire_n_a_pas_de_fiche(client, monde):
    client.se_connecter(monde.acteurs["chargee"])
    assert client.get("/ma-fiche").status_code in {403, 404}
    assert client.get("/fiches-a-publier").status_code == 403


def test_chacun_trouve_ce_qui_l_attend(client, monde):
    client.se_connecter(monde.acteurs["redacteur"])
    assert "Finir votre fiche" in client.lire("/a-faire").text
    client.se_connecter(monde.acteurs["referente"])
    assert "publier la fiche de Fiche soumise" in client.lire("/a-faire").text
    assert "Fiche soumise" in client.lire(f"/catalogue/{monde.fiches['Fiche soumise']}").h1.text


def test_le_taux_de_tva_va_avec_le_regime(redacteur, monde, session):
    envoyer(redacteur, "conditions", formulaire(redacteur, "conditions") | {"tva_dix_millemes": "850"})
    assert fiche_de(session, "Secret brouillon").tva_dix_millemes == 850
    assert "8,5\u00a0%" in redacteur.lire("/ma-fiche/apercu").text
    assert "8,5\u00a0%" in redacteur.lire("/ma-fiche/historique").text
    assert dire_taux(1960) == "19,6\u00a0%"
    envoyer(redacteur, "conditions", formulaire(redacteur, "conditions") | {"tva_dix_millemes": "123"}, 422)
    envoyer(redacteur, "identite", formulaire(redacteur, "identite") | {"regime_tva": "franchise"})
    assert fiche_de(session, "Secret brouillon").tva_dix_millemes is None
    reponse = envoyer(
        redacteur, "conditions", formulaire(redacteur, "conditions") | {"tva_dix_millemes": "2000"}, 409
    )
    assert "franchise de TVA" in reponse.get_data(as_text=True)


def test_un_point_d_appui_dit_ce_dont_il_ne_depend_pas(redacteur, client, monde, session):
    envoyer(redacteur, "identite", formulaire(redacteur, "identite") | {"type_prestataire": "point_appui"})
    envoyer(redacteur, "engagements", formulaire(redacteur, "engagements") | {"sans_tete_de_reseau": "y"})
    fiche = fiche_de(session, "Secret brouillon")
    assert (fiche.type_prestataire.value, fiche.sans_tete_de_reseau) == ("point_appui", True)
    texte = " ".join(client.lire("/ma-fiche/apercu").get_text(" ").split())
    assert "Point d’appui à la vie associative" in texte
    assert "Déclare ne dépendre d’aucune tête de réseau." in texte
    assert "avec sa clause de confidentialité" in texte
    historique = client.lire("/ma-fiche/historique").get_text(" ")
    assert "Ne dépend d’aucune tête de réseau" in historique
    envoyer(redacteur, "engagements", formulaire(redacteur, "engagements") | {"sans_tete_de_reseau": ""})
    assert not fiche_de(session, "Secret brouillon").sans_tete_de_reseau
