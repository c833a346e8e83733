"""The pages of the référencement, walked without JavaScript, each linted as it is read."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from dla_market.consultations.models import OrigineSelection
from dla_market.consultations.operations import ajouter_selection
from dla_market.consultations.provisoires import EtatProvisoire, ReferencementProvisoire
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie, TypeIngenierie
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.referencement import operations_sortie
from dla_market.referencement.models import Appel, EtatAppel, EtatReferencement, Referencement, Retrait
from dla_market.referentiel.models import Departement
from tests.referencement.monde import JOUR, un_accepte, une_demande


def texte(page):
    return re.sub(r"\s+", " ", page.get_text())


def dernier(session, modele=Referencement):
    session.rollback()
    return session.scalars(select(modele).order_by(modele.id.desc()).limit(1)).one()


APPEL = {
    "texte": "Un texte.\nUn second paragraphe.",
    "recours": "Écrivez-nous.",
    "debut": "2026-03-02",
    "criteres-0-libelle": "Ancrage",
    "criteres-0-explication": "Où vous travaillez.",
    "criteres-1-libelle": "",
    "criteres-1-explication": "",
}


def test_un_appel_se_prepare_se_relit_et_se_publie(client, monde, session):
    client.se_connecter(monde.referente)
    page = client.lire("/mon-appel")
    assert page.select_one("#criteres-0-libelle")["value"] == "Expérience"
    assert client.envoyer("/mon-appel", APPEL | {"texte": ""}).status_code == 422
    refus = client.envoyer("/mon-appel", APPEL | {"criteres-0-libelle": ""})
    assert refus.status_code == 409
    assert "Chaque critère a un nom" in refus.get_data(as_text=True)
    reponse = client.envoyer("/mon-appel", APPEL)
    assert reponse.status_code == 303
    assert "Un second paragraphe." in texte(client.lire("/mon-appel/publier"))
    assert client.envoyer("/mon-appel/publier").status_code == 303
    assert dernier(session, Appel).etat is EtatAppel.PUBLIE
    visiteur = client.application.test_client()
    assert "C2RA Rhône-Alpes" in texte(visiteur.lire("/appels"))
    assert "Ancrage" in texte(visiteur.lire(f"/appels/{dernier(session, Appel).id}"))
    assert "ne reçoit pas de demandes" in texte(visiteur.lire(f"/appels/{monde.appel.id}"))
    assert visiteur.get("/appels/99999").status_code == 404


def test_ajouter_un_critere_ne_perd_rien(client, monde):
    client.se_connecter(monde.referente)
    reponse = client.envoyer("/mon-appel", {"texte": "Gardé", "ajouter": "Ajouter un critère"})
    assert reponse.status_code == 200
    assert "Gardé" in reponse.get_data(as_text=True)
    assert 'name="criteres-3-libelle"' in reponse.get_data(as_text=True)


def test_de_la_demande_au_retrait(client, monde, session):
    client.se_connecter(monde.prestataire)
    page = client.lire("/mes-referencements")
    regions = [th.text for th in page.select("tbody th")]
    assert regions == ["C2RA Rhône-Alpes", "C2RA Provence"], "the region of its zones first"
    ou = f"/appels/{monde.appel.id}/demander"
    assert client.envoyer(ou, {"reponse_1": "Oui"}).status_code == 422
    reponse = client.envoyer(ou, {"reponse_1": "Trois missions", "reponse_2": "Un plan"})
    assert reponse.status_code == 303
    dossier = reponse.location
    assert "Reçue, pas encore ouverte" in texte(client.lire(dossier))
    etapes = client.lire(dossier).select("ol.etapes li")
    assert [li.select_one(".etapes-nom").text for li in etapes] == [
        "Demande", "Instruction", "Décision", "Référencement",
    ]  # fmt: skip
    assert re.search(r"le \d+ \S+ \d{4}, par", etapes[0].select_one("small").text.replace("\xa0", " "))
    assert etapes[1]["aria-current"] == "step"
    client.se_connecter(monde.referente)
    assert "Lire la demande de référencement" in texte(client.lire("/a-faire"))
    assert "À instruire (1)" in texte(client.lire("/referencements"))
    assert client.envoyer(dossier, formulaire="main .actions form").status_code == 303
    assert client.envoyer(f"{dossier}/demander-complement", {"complement": "Une date"}).status_code == 303
    client.se_connecter(monde.prestataire)
    assert "Compléter votre demande" in texte(client.lire("/a-faire"))
    assert "Une date" in texte(client.lire(f"{dossier}/completer"))
    assert client.envoyer(f"{dossier}/completer", {"reponse_1": "En 2025"}).status_code == 303
    client.se_connecter(monde.referente)
    assert client.envoyer(f"{dossier}/accepter").status_code == 303
    assert dernier(session).etat is EtatReferencement.ACCEPTE
    assert client.envoyer(f"{dossier}/notifier-retrait", {"motif": "Plainte"}).status_code == 303
    retrait = dernier(session, Retrait).id
    client.se_connecter(monde.prestataire)
    assert "Répondre à l’annonce" in texte(client.lire("/a-faire"))
    assert client.envoyer(f"/retraits/{retrait}/repondre", {"reponse": "Infondée"}).status_code == 303
    client.se_connecter(monde.referente)
    assert "Conclure le retrait" in texte(client.lire("/a-faire"))
    assert client.envoyer(f"/retraits/{retrait}/prononcer", {"conclusion": "Maintenue"}).status_code == 303
    assert "Raison du retrait" in texte(client.lire(dossier))
    assert "Refusés, retirés ou expirés (1)" in texte(client.lire("/referencements"))


def test_proposer_a_une_autre_region_et_decider_en_un_ecran(client, monde, session):
    with unit_of_work() as ecriture:
        source = un_accepte(ecriture, monde).id
    client.se_connecter(monde.prestataire)
    ou = f"/referencements/{source}/proposer"
    pas = client.lire("/mes-referencements").find("a", href=f"{ou}?regional={monde.autre.id}")
    assert pas is not None, "one step, from where it stands"
    choisie = client.lire(pas["href"]).select_one("#regional option[selected]")
    assert choisie["value"] == str(monde.autre.id)
    reponse = client.envoyer(ou, {"regional": str(monde.autre.id)})
    assert reponse.status_code == 303
    client.se_connecter(monde.autre_referente)
    page = f"{reponse.location}/reconnaitre"
    accueil = client.lire("/a-faire")
    assert accueil.find("a", href=page) is not None, "what it decides on is one step away"
    decision = "Accepté par C2RA Rhône-Alpes, décidé le 2 mars 2026"
    assert decision in texte(accueil)
    for dit in ("Trois missions dans le réemploi.", decision, "y est toujours en cours"):
        assert dit in texte(client.lire(page)), dit
    with unit_of_work() as ecriture:
        operations_sortie.renoncer(ecriture, monde.prestataire, ecriture.get_one(Referencement, source))
    assert "n’y est plus en cours" in texte(client.lire(page))
    sans_raison = client.envoyer(page, {"decision": "refuser"})
    assert sans_raison.status_code == 409
    assert client.envoyer(page, {"decision": "accepter"}).status_code == 303
    assert dernier(session).etat is EtatReferencement.ACCEPTE
    client.se_connecter(monde.prestataire)
    assert "Aucune autre région" in texte(client.lire(ou))


def test_un_refus_et_sa_voie_de_recours(client, monde):
    with unit_of_work() as ecriture:
        dossier = une_demande(ecriture, monde).id
    client.se_connecter(monde.referente)
    client.envoyer(f"/referencements/{dossier}", formulaire="main .actions form")
    reponse = client.envoyer(f"/referencements/{dossier}/refuser", {"motif": "Aucune mission"})
    assert reponse.status_code == 303
    client.se_connecter(monde.prestataire)
    lue = texte(client.lire(f"/referencements/{dossier}"))
    assert "Aucune mission" in lue
    assert "dans les deux mois" in lue
    assert "Demander" in texte(client.lire("/mes-referencements"))


def test_la_fin_approche_puis_passe(client, monde):
    with unit_of_work() as ecriture:
        dossier = un_accepte(ecriture, monde, fin=JOUR + timedelta(days=100)).id
    client.se_connecter(monde.prestataire)
    assert "Renouveler" not in texte(client.lire("/a-faire"))
    clock.avancer_de(timedelta(days=11))
    assert "Renouveler votre référencement" in texte(client.lire("/a-faire"))
    assert "Demander le renouvellement" in texte(client.lire("/mes-referencements"))
    assert "finit bientôt" in texte(client.lire(f"/referencements/{dossier}"))
    client.se_connecter(monde.referente)
    assert "Finissent bientôt (1)" in texte(client.lire("/referencements"))
    clock.avancer_de(timedelta(days=90))
    client.se_connecter(monde.prestataire)
    assert "Expiré" in texte(client.lire(f"/referencements/{dossier}"))


def test_chacun_n_ouvre_que_ses_dossiers(client, monde):
    with unit_of_work() as ecriture:
        dossier = un_accepte(ecriture, monde).id
    for acteur in (monde.rival, monde.autre_referente, monde.charge, monde.pilote):
        client.se_connecter(acteur)
        assert client.get(f"/referencements/{dossier}").status_code in {403, 404}
    client.se_connecter(monde.charge)
    for url in ("/referencements", "/mes-referencements", "/mon-appel", "/couverture"):
        assert client.get(url).status_code in {403, 404}


@pytest.mark.parametrize(
    "filtre", ["texte=communs", "departement=26", "texte=%00", "liste=invente", "page=999"]
)
def test_les_filtres_ne_tombent_jamais(client, monde, filtre):
    with unit_of_work() as ecriture:
        un_accepte(ecriture, monde)
    client.se_connecter(monde.referente)
    assert "Atelier des Communs" in texte(client.lire(f"/referencements?{filtre}"))


def test_qui_ouvre_les_centres_les_a_dans_son_menu(client, monde):
    for acteur in (monde.pilote, monde.referente):
        client.se_connecter(acteur)
        assert client.get("/centres").status_code == 200
        assert client.lire("/couverture").select_one("nav a[href='/centres']")


def test_la_carte_des_manques_de_la_region_et_de_la_france(client, monde):
    with unit_of_work() as ecriture:
        un_accepte(ecriture, monde)
        ecriture.get_one(Departement, "974").outre_mer = True
    client.se_connecter(monde.referente)
    page = client.lire("/couverture")
    case = next(a for a in page.select("table.couverture td a") if a.text.startswith("1"))
    assert "departement=26" in case["href"]
    assert "secteur=environnement" in case["href"]
    assert "referencement=2012-82" in case["href"], "the cell counts the référencés of the region"
    assert "confirmation=confirmee" in case["href"], "and only those whose fiche is confirmed"
    assert len(page.select("table.couverture td.blanche")) > 100
    accueil = client.lire("/a-faire")
    panneau = accueil.select_one("section[aria-labelledby=titre-blancs]")
    assert panneau.select_one("h2 a")["href"] == "/couverture"
    blanches = [len(ligne.select("td.blanche")) for ligne in page.select("table.couverture tbody tr")]
    premiers = [int(li.text.split(":")[-1].split()[0]) for li in panneau.select("li")[:5]]
    assert premiers == sorted(blanches, reverse=True)[:5], "what the map says, the most white first"
    client.se_connecter(monde.pilote)
    assert client.lire("/a-faire").select_one("section[aria-labelledby=titre-blancs]") is None
    page = client.lire("/couverture?secteur=environnement")
    assert page.select_one("svg use[href$='#26']")["class"] == ["teinte-1"]
    assert page.select_one("svg use[href$='#38']")["class"] == ["teinte-0"]
    assert page.select_one("svg use[href$='#75']")["class"] == ["teinte-sans"], "no DLA R answers for it"
    assert "974" in page.select_one(".carte-france .tuiles:not(.legende) li").text
    lien = next(a["href"] for a in page.select("table.couverture td a") if "region=" in a["href"])
    assert "Où manque-t-il" in client.lire(lien).h1.text
    assert client.get("/couverture?region=99999").status_code == 404


def test_un_provisoire_se_demande_et_s_accorde_pour_une_mission(client, monde, session):
    with unit_of_work() as ecriture:
        ingenierie = Ingenierie(
            reference="X-1",
            dla_id=monde.dla.id,
            type=TypeIngenierie.INDIVIDUELLE,
            intitule="Réemploi",
            secteur_code="environnement",
            etat=EtatIngenierie.PROJET,
            cree_le=clock.now(),
        )
        ecriture.add(ingenierie)
        ecriture.flush()
        ligne = ajouter_selection(
            ecriture,
            monde.charge,
            ingenierie,
            monde.fiche,
            origine=OrigineSelection.CONNU,
            motif="Seule à connaître",
        )
        ecriture.flush()
        ligne_id, ingenierie_id = ligne.id, ingenierie.id
    page = f"/consultations/selection/{ingenierie_id}"
    client.se_connecter(monde.charge)
    assert "Sans référencement" in texte(client.lire(page))
    lien = next(a["href"] for a in client.lire(page).select("a") if "provisoire" in a.text)
    assert client.envoyer(lien, {"motif": "Personne d’autre"}).status_code == 303
    assert client.envoyer(lien, {"motif": "Encore"}).status_code == 409
    assert "demandé à la région" in texte(client.lire(page))
    client.se_connecter(monde.referente)
    assert "Répondre pour une mission" in texte(client.lire("/a-faire"))
    assert "Réemploi" in texte(client.lire("/referencements/provisoires"))
    ou = f"/referencements/provisoires/{dernier(session, ReferencementProvisoire).id}"
    assert client.envoyer(ou, {"decision": "refuser"}).status_code == 409
    assert client.envoyer(ou, {"decision": "accorder"}).status_code == 303
    assert dernier(session, ReferencementProvisoire).etat is EtatProvisoire.ACCEPTE
    client.se_connecter(monde.charge)
    lue = client.lire(page)
    assert "Référencement provisoire, pour cette mission" in texte(lue)
    assert not lue.select("textarea[name=justification]")
    client.se_connecter(monde.autre_referente)
    assert client.get(ou).status_code == 404
    assert ligne_id


def test_la_raison_s_ecrit_a_la_ligne_et_se_garde(client, monde, session):
    test_un_provisoire = "X-2"
    with unit_of_work() as ecriture:
        ingenierie = Ingenierie(
            reference=test_un_provisoire,
            dla_id=monde.dla.id,
            type=TypeIngenierie.INDIVIDUELLE,
            intitule="Réemploi",
            secteur_code="environnement",
            etat=EtatIngenierie.PROJET,
            cree_le=clock.now(),
        )
        ecriture.add(ingenierie)
        ecriture.flush()
        ajouter_selection(
            ecriture, monde.charge, ingenierie, monde.fiche, origine=OrigineSelection.CONNU, motif="Connue"
        )
        ecriture.flush()
        ingenierie_id = ingenierie.id
    page = f"/consultations/selection/{ingenierie_id}"
    client.se_connecter(monde.charge)
    formulaire = "form:has(textarea[name=justification])"
    assert client.envoyer(page, {"justification": ""}, formulaire=formulaire).status_code == 422
    assert client.envoyer(page, {"justification": "Elle seule"}, formulaire=formulaire).status_code == 303
    assert "Raison écrite : Elle seule" in texte(client.lire(page))


def test_le_prestataire_retire_sa_demande_puis_renonce(client, monde, session):
    with unit_of_work() as ecriture:
        demande = une_demande(ecriture, monde).id
    client.se_connecter(monde.prestataire)
    ou = f"/referencements/{demande}"
    assert client.lire(ou).find("a", string="Retirer ma demande")
    assert client.envoyer(f"{ou}/retirer").status_code == 303
    assert "sans en dire la raison" in texte(client.lire(ou))
    with unit_of_work() as ecriture:
        accepte = un_accepte(ecriture, monde).id
    ou = f"/referencements/{accepte}"
    assert client.lire(ou).find("a", string="Renoncer à ce référencement")
    assert client.envoyer(f"{ou}/renoncer", {"motif": "Nous cessons."}).status_code == 303
    assert dernier(session).etat is EtatReferencement.RENONCE
    client.se_connecter(monde.referente)
    page = client.lire(ou)
    assert "a renoncé à ce référencement le 2 mars 2026" in texte(page)
    assert "Nous cessons." in texte(page)
    assert page.select("main .actions a") == []
    client.lire(f"{ou}/renoncer", statut=403)
