from dla_market.catalogue.models import Prestataire
from dla_market.commandes import operations_evaluations, operations_execution
from dla_market.commandes.operations_execution import Notes
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.referentiel import reglages

TEXTE = "CanariAvis de la structure"


def test_le_prestataire_repond_et_juge_a_son_tour(client, monde):
    commande = monde.restituee()
    evaluation = monde.faire(
        operations_execution.rendre_evaluation,
        monde.structure,
        commande,
        notes=Notes(4, 4, 4, 4, 4, 4),
        commentaire=TEXTE,
    )
    monde.certifier(commande, commande.ttc_centimes)
    ici, adresse = f"/commandes/{commande.id}", f"/commandes/evaluations/{evaluation.id}/repondre"
    client.se_connecter(monde.prestataire)
    assert "Lire un avis" in client.lire("/a-faire").text
    assert adresse in {a["href"] for a in client.lire(ici).select("a[href]")}
    assert TEXTE in client.lire(adresse).text
    assert client.envoyer(adresse, {"reponse": ""}).status_code == 422
    assert client.envoyer(adresse, {"reponse": "Le calendrier a glissé."}).status_code == 303
    assert client.envoyer(adresse, {"reponse": "Encore"}).status_code == 409
    assert "Le calendrier a glissé." in client.lire(ici).text
    notes = {"clarte_cahier": "5", "implication": "4", "delai_paiement": "3", "commentaire": "CanariDuDla"}
    assert client.envoyer(f"{ici}/evaluer-dla", notes | {"implication": ""}).status_code == 422
    assert client.envoyer(f"{ici}/evaluer-dla", notes).status_code == 303
    assert client.envoyer(f"{ici}/evaluer-dla", notes | {"commentaire": "Deux"}).status_code == 409
    client.se_connecter(monde.responsable)
    assert "CanariDuDla" in client.lire(ici).text
    for muet in (monde.structure, monde.regional):
        client.se_connecter(muet)
        assert "CanariDuDla" not in client.lire(ici).text
        assert client.get(adresse).status_code == 404


def test_la_fiche_montre_les_avis_au_dla_et_pas_ailleurs(client, monde):
    commande = monde.restituee()
    evaluation = monde.faire(
        operations_execution.rendre_evaluation,
        monde.structure,
        commande,
        notes=Notes(4, 4, 4, 4, 4, 4),
        commentaire=TEXTE,
    )
    fiche = f"/catalogue/{monde.prestataire_id}"
    client.se_connecter(monde.charge)
    assert TEXTE not in client.lire(fiche).text
    client.se_connecter(monde.prestataire)
    assert (
        client.envoyer(f"/commandes/evaluations/{evaluation.id}/repondre", {"reponse": "Merci."}).status_code
        == 303
    )
    assert TEXTE in client.lire(fiche).text
    client.se_connecter(monde.charge)
    page = client.lire(fiche)
    assert TEXTE in page.text
    assert "Les moyennes se montrent à partir de 3 avis." in page.text
    client.se_connecter(monde.autre_dla)
    assert TEXTE not in client.lire(fiche).text


def test_l_apercu_du_prestataire_dit_ce_que_lit_un_dla(client, monde):
    """Neither what is not published yet, nor averages of it: those of a DLA of its region."""
    with unit_of_work() as session:
        session.get_one(Prestataire, monde.prestataire_id).departement_code = "26"
        minimum = reglages.CONNUS["evaluation_minimum"]
        reglages.poser(
            session, monde.regional.auteur, minimum, valeur=2, valide_du=clock.today(), motif="Essai"
        )
    commande = monde.restituee()
    evaluations = [
        monde.faire(
            operations_execution.rendre_evaluation,
            partie,
            commande,
            notes=Notes(4, 4, 4, 4, 4, 4),
            commentaire=TEXTE,
        )
        for partie in (monde.structure, monde.charge)
    ]
    fiche = f"/catalogue/{monde.prestataire_id}"

    def avis(acteur, adresse):
        client.se_connecter(acteur)
        return client.lire(adresse).select_one("[aria-labelledby=titre-regard]").text

    avant = avis(monde.prestataire, "/ma-fiche/apercu")
    assert avant == avis(monde.charge, fiche)
    assert TEXTE not in avant
    for une in evaluations:
        monde.faire(operations_evaluations.repondre_evaluation, monde.prestataire, une, "Merci.")
    apres = avis(monde.prestataire, "/ma-fiche/apercu")
    assert "Moyennes de 2 avis" in apres
    assert TEXTE in apres
    assert apres == avis(monde.charge, fiche)
