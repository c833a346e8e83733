"""From a real award to its order, and the records of the consultation as PDF."""

import io

from pypdf import PdfReader

from dla_market.commandes.models import Commande
from dla_market.consultations import operations as consultations
from dla_market.consultations.models import Consultation
from dla_market.kernel.db import session_courante, unit_of_work


def attribuer(scene):
    scene.deposer(3_000_00, 3_200_00)
    scene.ouvrir()
    scene.noter()
    scene.choisir()
    with unit_of_work() as session:
        consultation = session.get_one(Consultation, scene.consultation_id)
        offre = next(o for o in consultation.ouvertes if o.prestataire.nom == "Prestataire 1")
        consultations.attribuer(session, scene.monde.responsable, consultation, offre)


def test_the_awarded_consultation_leads_to_its_order(scene):
    attribuer(scene)
    client = scene.comme(scene.monde.charge)
    lien = client.lire(scene.url).select_one('main .actions a[href^="/commandes/etablir"]')
    assert client.envoyer(lien["href"]).status_code == 303
    commande = session_courante().query(Commande).one()
    assert (commande.ht_centimes, commande.prestataire.nom) == (3_000_00, "Prestataire 1")
    identifiant = commande.id
    # the same button now leads to the order
    assert client.get(lien["href"]).headers["Location"] == f"/commandes/{identifiant}"
    texte = client.lire(f"/commandes/{identifiant}").get_text()
    assert "Prestataire 1" in texte


def test_the_records_are_printed_for_who_reads_the_offers(scene):
    attribuer(scene)
    client = scene.comme(scene.monde.charge)
    page = client.lire(f"{scene.url}/proces-verbal")
    liens = [a["href"] for a in page.select("main .actions a") if a["href"].endswith(".pdf")]
    assert len(liens) == 2
    for lien, mots in zip(liens, ("ouverture", "sélection"), strict=True):
        reponse = client.get(lien)
        assert reponse.mimetype == "application/pdf"
        texte = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(reponse.data)).pages)
        assert mots in texte
        assert "Prestataire 1" in texte
    scene.comme(scene.monde.candidats[0])
    assert client.get(liens[0]).status_code in (403, 404)
