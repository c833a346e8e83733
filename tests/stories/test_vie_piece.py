"""The whole life of a document, by its actors: deposited, refused, replaced, accepted, told of, expired."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dla_market.catalogue.models import Prestataire
from dla_market.kernel import clock
from dla_market.kernel.db import db
from dla_market.web.veille_pieces import veiller_pieces
from tests.pieces import feuilles
from tests.stories.promenade import Personne

pytestmark = pytest.mark.navigateur
VIGILANCE = "Attestation de vigilance (Urssaf ou MSA)"
CODE = "A1B2C3D4E5F6G7H"
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def en_toutes_lettres(jour: date) -> str:
    return f"{'1er' if jour.day == 1 else jour.day} {MOIS[jour.month - 1]} {jour.year}"


def deposer(personne: Personne, nom: str, corps: bytes, bouton: str = "Déposer", **champs: str) -> None:
    fichier = {"name": nom, "mimeType": "application/pdf", "buffer": corps}
    personne.page.set_input_files("main [name='fichier']", files=[fichier])
    personne.envoyer(bouton, emise_le=clock.today().isoformat(), **champs)


def passer(monde, jours: int) -> None:
    """Days pass, and the worker looks each of them."""
    for _ in range(jours):
        clock.avancer_de(timedelta(days=1))
        with monde.app.app_context():
            veiller_pieces()
            db.session.remove()


@pytest.mark.parametrize(
    "javascript",
    [pytest.param(True, id="javascript"), pytest.param(False, id="sans_javascript", marks=pytest.mark.long)],
)
def test_a_document_from_its_deposit_to_its_end(browser, monde, photos, javascript):
    gens = {
        qui: Personne(browser, monde, qui, javascript=javascript)
        for qui in ("communs", "chargee", "gestionnaire", "experte", "rivieres")
    }
    for personne in gens.values():
        personne.photos = photos
    try:
        raconter(gens, monde)
    finally:
        for personne in gens.values():
            personne.fermer()


def raconter(gens: dict[str, Personne], monde) -> None:
    prestataire, dla = gens["communs"], gens["chargee"]
    # deposited: what is wrong is said at its field, then it waits for a DLA
    prestataire.aller("/mes-documents").lit(
        "Non déposée", "valent pour tous les DLA"
    ).tient_sur_un_telephone()
    prestataire.aller("/mes-documents/attestation_vigilance").lit("PDF, JPG ou PNG, 10 Mo au plus")
    deposer(prestataire, "attestation.pdf", b"MZ\x90 programme", code_securite=CODE)
    prestataire.lit("n’est pas celui que dit son nom").tient_sur_un_telephone()
    deposer(prestataire, "attestation.pdf", feuilles.pdf("flou"), code_securite=CODE)
    prestataire.lit("À vérifier", "attestation.pdf", "Aucun antivirus n’est configuré")
    # refused by the first DLA that reads it, with a reason
    dla.aller("/documents").lit("Atelier des Communs").tient_sur_un_telephone().suivre(VIGILANCE).lit(CODE)
    dla.suivre("Refuser").envoyer("Refuser le document", motif="La page est illisible.")
    dla.lit("Refusée", "La page est illisible.", "Camille Bonnet")
    prestataire.aller("/a-faire").lit("Déposer à nouveau")
    prestataire.aller("/mes-documents").lit("Raison du refus : La page est illisible.")
    # replaced, verified with its security code, seen by the network as a state
    prestataire.aller("/mes-documents/attestation_vigilance")
    deposer(prestataire, "nette.pdf", feuilles.pdf("net"), code_securite=CODE)
    dla.aller("/documents").suivre(VIGILANCE).suivre("Accepter").lit("À comparer avec le fichier")
    dla.tient_sur_un_telephone().envoyer("Accepter le document").lit("Vérifiez d’abord le code de sécurité")
    dla.envoyer("Accepter le document", authentique="y").lit("Valide", "Authenticité vérifiée par")
    fiche = f"/catalogue/{numero_de(monde)}"
    gens["experte"].aller(fiche).lit(VIGILANCE, "Valide").ne_lit_pas("Ouvrir ces documents")
    dla.aller(fiche).suivre("Ouvrir ces documents").lit(
        "nette.pdf", "attestation.pdf"
    ).tient_sur_un_telephone()
    # the RIB: neither its file nor its state for who does not pay
    prestataire.aller("/mes-documents/rib")
    deposer(prestataire, "rib.pdf", feuilles.pdf("rib"))
    prestataire.suivre("rib.pdf")
    rib = prestataire.page.url
    for autre in ("chargee", "gestionnaire", "experte", "rivieres"):
        reponse = gens[autre].page.request.get(f"{rib}/fichier")
        assert reponse.status in (403, 404) or "/connexion" in reponse.url
    for autre in ("chargee", "experte"):
        gens[autre].aller(fiche).ne_lit_pas("RIB")
    gens["gestionnaire"].aller("/documents").lit("Aucun document à vérifier").ne_lit_pas("RIB")
    # told before its end, once a threshold, then expired; a newer one takes its place
    fin = date(2026, 9, 2)
    clock.avancer_de(fin - timedelta(days=31) - clock.today())
    passer(monde, 1)
    prestataire.aller("/messages").lit("expire dans 30 jours")
    prestataire.aller("/mes-documents").lit("Expire bientôt", en_toutes_lettres(fin))
    passer(monde, 31)
    prestataire.aller("/messages").lit("expire dans 15 jours", "expire aujourd’hui")
    prestataire.aller("/mes-documents").lit("Expirée")
    gens["experte"].aller(fiche).lit("Expirée")
    prestataire.aller("/a-faire").lit("Remplacer").suivre("Remplacer")
    deposer(prestataire, "suivante.pdf", feuilles.pdf("suivante"), code_securite=CODE)
    dla.aller("/documents").suivre(VIGILANCE).suivre("Accepter")
    dla.envoyer("Accepter le document", authentique="y")
    prestataire.aller("/mes-documents").lit("Valide", "suivante.pdf", "nette.pdf").lit("remplacée")


def numero_de(monde) -> int:
    """The id of the fiche."""
    with monde.app.app_context():
        ident = db.session.scalar(select(Prestataire.id).where(Prestataire.nom == "Atelier des Communs"))
        db.session.remove()
    return ident
