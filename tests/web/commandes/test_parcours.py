"""The whole chain without JavaScript: each person does their part, from award to evaluation."""

from dla_market.commandes.models import Commande, EtatCommande, EtatFacture, Facture, ServiceFait
from dla_market.commandes.rules_evaluations import CRITERES, DU_DLA
from dla_market.kernel.db import session_courante


def agir(client, acteur, url, donnees=None):
    """Open the page as this person, fill it, send it: it must go through."""
    client.se_connecter(acteur)
    reponse = client.envoyer(url, donnees)
    assert reponse.status_code == 303, reponse.get_data(as_text=True)[:3000]
    return reponse.headers["Location"]


def gestes(client, acteur, url):
    """The buttons and links of acts that this person sees on a page."""
    page = client.se_connecter(acteur).lire(url)
    return {
        a["href"]: a.get_text(" ", strip=True)
        for a in page.select("main .actions a, main td a")
        if not a["href"].endswith("/document")
    }


def test_each_person_does_their_part(client, monde):
    page = agir(client, monde.charge, f"/commandes/etablir/{monde.consultation_id}")
    commande_id = int(page.rsplit("/", 1)[1])
    assert gestes(client, monde.charge, page) == {}

    for acteur in (monde.responsable, monde.prestataire, monde.structure):
        assert f"{page}/signer" in gestes(client, acteur, page)
        agir(client, acteur, f"{page}/signer")
        assert f"{page}/signer" not in gestes(client, acteur, page)
    agir(client, monde.responsable, f"{page}/notifier")
    assert monde.fonds() == {"disponible": 6_160_00, "engage": 3_840_00}

    livrables = [livrable.id for livrable in session_courante().get_one(Commande, commande_id).livrables]
    for livrable in livrables:
        agir(client, monde.prestataire, f"/commandes/livrables/{livrable}/remettre", {"remise": "Envoyé"})
    agir(client, monde.structure, f"/commandes/livrables/{livrables[0]}/refuser", {"motif": "Trop court"})
    agir(client, monde.prestataire, f"/commandes/livrables/{livrables[0]}/remettre", {"remise": "Repris"})
    for livrable in livrables:
        agir(client, monde.structure, f"/commandes/livrables/{livrable}/accepter")

    # the balance is proposed: one button is enough
    agir(client, monde.structure, f"{page}/attester")
    service = session_courante().query(ServiceFait).one()
    agir(client, monde.responsable, f"/commandes/services-faits/{service.id}/certifier")
    agir(
        client,
        monde.prestataire,
        f"{page}/facturer",
        {"numero_fournisseur": "F-1", "ht": "3 200", "tva": "640,00", "ttc": "3\u202f840 €"},
    )
    facture = session_courante().query(Facture).one()
    agir(client, monde.gestionnaire, f"/commandes/factures/{facture.id}/valider")
    assert gestes(client, monde.gestionnaire, "/commandes/factures") == {
        page: "DLA37-2026-001",
        f"/commandes/factures/{facture.id}/payer": "Payer : F-1",
    }
    agir(client, monde.gestionnaire, f"/commandes/factures/{facture.id}/payer", {"reference": "VIR 42"})
    assert monde.fonds() == {"disponible": 6_160_00, "paye": 3_840_00}

    tous = dict.fromkeys(CRITERES, "4")
    notes = {point: note for point, note in tous.items() if point not in DU_DLA}
    agir(client, monde.structure, f"{page}/evaluer", {**notes, "commentaire": "Une vraie aide"})
    assert client.se_connecter(monde.charge).envoyer(f"{page}/evaluer", notes).status_code == 422
    agir(client, monde.charge, f"{page}/evaluer", tous)
    vu = client.se_connecter(monde.prestataire).lire(page).get_text(" ")
    assert "Une vraie aide" in vu
    assert "Rapport qualité-prix" in vu
    session = session_courante()
    avis = {e.partie: e for e in session.get_one(Commande, commande_id).evaluations}
    assert (avis["structure"].pedagogie, avis["structure"].rapport_qualite_prix) == (4, None)
    assert (avis["dla"].appropriation, avis["dla"].relation_dla) == (4, 4)
    assert session_courante().get_one(Commande, commande_id).etat is EtatCommande.SOLDEE


def test_the_page_says_each_step_with_names_and_dates(client, monde):
    commande = monde.notifiee()
    page = client.se_connecter(monde.structure).lire(f"/commandes/{commande.id}")
    etapes = [li.get_text(" ", strip=True) for li in page.select(".etapes li")]
    assert "Paul Verdier" in etapes[2]
    assert "15 octobre 2026" in etapes[4].replace("\u00a0", " ")
    assert page.select_one('.etapes li[aria-current="step"]').get_text().split("(")[0].strip() == (
        "Livrables acceptés"
    )
    # a structure does not read invoices
    assert "facture" not in page.select_one("main").get_text().casefold().replace("facturer", "").replace(
        "facturé", ""
    )


def test_a_refusal_stands_at_its_field_and_writes_nothing(client, monde):
    commande = monde.notifiee()
    client.se_connecter(monde.structure)
    reponse = client.envoyer(f"/commandes/{commande.id}/attester", {"montant": "9 999"})
    assert reponse.status_code == 409
    assert "Il reste" in reponse.get_data(as_text=True)
    assert 'aria-invalid="true"' in reponse.get_data(as_text=True)
    reponse = client.envoyer(f"/commandes/{commande.id}/attester", {"montant": "1.234"})
    assert reponse.status_code == 422
    assert session_courante().query(ServiceFait).count() == 0


def test_a_form_sent_twice_has_its_effect_once(client, monde):
    commande = monde.restituee()
    monde.certifier(commande, commande.ttc_centimes)
    facture = monde.facturer(commande, 3_200_00, 640_00)
    client.se_connecter(monde.gestionnaire)
    adresse = f"/commandes/factures/{facture.id}/valider"
    page = client.lire(adresse)
    valeurs = {champ["name"]: champ.get("value", "") for champ in page.select("main form input")}
    premiere, seconde = client.post(adresse, data=valeurs), client.post(adresse, data=valeurs)
    assert (premiere.status_code, seconde.status_code) == (303, 303)
    assert premiere.headers["Location"] == seconde.headers["Location"]
    assert monde.fonds() == {"disponible": 6_160_00, "facture": 3_840_00}
    # a new form is another act: it is refused, since the invoice is no longer to be checked
    assert client.envoyer(adresse).status_code == 409


def test_a_signature_sent_twice_is_one_signature(client, monde):
    commande = monde.etablie()
    client.se_connecter(monde.responsable)
    adresse = f"/commandes/{commande.id}/signer"
    page = client.lire(adresse)
    valeurs = {champ["name"]: champ.get("value", "") for champ in page.select("main form input")}
    assert [client.post(adresse, data=valeurs).status_code for _ in range(3)] == [303] * 3
    session_courante().rollback()
    assert [s.partie for s in session_courante().get_one(Commande, commande.id).signatures] == ["dla"]


def test_lists_filter_in_the_address_and_as_a_fragment(client, monde):
    commande = monde.etablie()
    client.se_connecter(monde.charge)
    assert commande.numero in client.lire("/commandes?etat=a_signer&annee=2026").get_text()
    assert commande.numero not in client.lire("/commandes?etat=soldee").get_text()
    assert commande.numero in client.lire("/commandes?etat=inconnu&annee=1999").get_text()
    fragment = client.get(
        "/commandes?etat=a_signer", headers={"HX-Request": "true", "HX-Target": "liste"}
    ).get_data(as_text=True)
    assert fragment.strip().startswith('<div id="liste">')
    assert commande.numero in fragment


def test_the_document_has_the_permission_of_the_page(client, monde):
    commande = monde.etablie()
    reponse = client.se_connecter(monde.prestataire).get(f"/commandes/{commande.id}/document")
    assert reponse.mimetype == "application/pdf"
    assert reponse.data.startswith(b"%PDF")
    assert "commande-DLA37-2026-001.pdf" in reponse.headers["Content-Disposition"]
    for etranger in (monde.autre_dla, monde.autre_prestataire):
        client.se_connecter(etranger)
        assert client.get(f"/commandes/{commande.id}/document").status_code == 404
        assert client.get(f"/commandes/{commande.id}").status_code == 404


def test_only_the_right_roles_act(client, monde):
    commande = monde.etablie()
    interdits = {
        "signer": [monde.charge, monde.gestionnaire, monde.regional],
        "notifier": [monde.charge, monde.gestionnaire, monde.prestataire, monde.structure],
        "annuler": [monde.charge, monde.prestataire, monde.structure],
        "facturer": [monde.responsable, monde.structure],
        "attester": [monde.responsable, monde.prestataire],
    }
    for verbe, acteurs in interdits.items():
        for acteur in acteurs:
            client.se_connecter(acteur)
            assert client.get(f"/commandes/{commande.id}/{verbe}").status_code == 403, (verbe, acteur.role)
            assert client.poster(f"/commandes/{commande.id}/{verbe}").status_code == 403


def test_a_rejected_invoice_says_why_to_its_provider(client, monde):
    commande = monde.restituee()
    monde.certifier(commande, commande.ttc_centimes)
    facture = monde.facturer(commande, 3_200_00, 640_00)
    adresse = f"/commandes/factures/{facture.id}/rejeter"
    client.se_connecter(monde.gestionnaire)
    assert client.envoyer(adresse, {"motif": ""}).status_code == 422
    agir(client, monde.gestionnaire, adresse, {"motif": "Le SIRET manque"})
    assert "Le SIRET manque" in client.se_connecter(monde.prestataire).lire(f"/commandes/{commande.id}").text
    session_courante().rollback()
    assert session_courante().get_one(Facture, facture.id).etat is EtatFacture.REJETEE
