"""The files of a fiche and what the directory says of it, by their actors: a logo, a CV, a closed company."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy import select

from dla_market.catalogue.annuaire import Annuaire
from dla_market.catalogue.models import Prestataire
from dla_market.kernel.db import db
from dla_market.web.annuaires import verifier_au_repertoire
from tests.pieces import feuilles
from tests.stories.parcours import SIRET
from tests.stories.promenade import Personne
from tests.support.annuaire import repertoire, societe

pytestmark = pytest.mark.navigateur
NOM = "Atelier des Communs"


def joindre(personne: Personne, nom: str, genre: str, corps: bytes) -> None:
    fichier = {"name": nom, "mimeType": genre, "buffer": corps}
    personne.page.set_input_files("main [name='fichier']", files=[fichier])


def un_logo() -> bytes:
    corps = io.BytesIO()
    Image.new("RGB", (1200, 400), (20, 90, 60)).save(corps, "JPEG")
    return corps.getvalue()


def numero_de(monde) -> int:
    with monde.app.app_context():
        ident = db.session.scalar(select(Prestataire.id).where(Prestataire.nom == NOM))
        db.session.remove()
    return ident


def test_a_logo_a_cv_and_a_closed_company(browser, monde, photos):
    gens = {
        qui: Personne(browser, monde, qui, javascript=True)
        for qui in ("communs", "chargee", "experte", "regional")
    }
    for personne in gens.values():
        personne.photos = photos
    try:
        raconter(gens, monde)
    finally:
        for personne in gens.values():
            personne.fermer()


def raconter(gens: dict[str, Personne], monde) -> None:
    prestataire, dla, centre = gens["communs"], gens["chargee"], gens["experte"]
    fiche = f"/catalogue/{numero_de(monde)}"
    # the logo: what is no image is refused in words, then it is seen, small and by its name
    prestataire.aller("/ma-fiche").suivre("Ajouter un logo").lit("JPG ou PNG, 2 Mo au plus")
    joindre(prestataire, "logo.png", "image/png", feuilles.pdf())
    prestataire.envoyer("Enregistrer ce logo").lit("n’est pas celui que dit son nom")
    joindre(prestataire, "logo.jpg", "image/jpeg", un_logo())
    prestataire.envoyer("Enregistrer ce logo").lit("Changer ou retirer le logo")
    centre.aller(fiche).tient_sur_un_telephone()
    logo = centre.page.get_by_role("img", name=f"Logo de {NOM}")
    assert logo.evaluate("(img) => [img.naturalWidth, img.naturalHeight]") == [480, 160]
    assert logo.bounding_box()["width"] <= 240
    # the CV: by the word of whose it is, for DLA alone
    prestataire.aller("/ma-fiche/equipe").suivre("Déposer son CV").tient_sur_un_telephone()
    joindre(prestataire, "cv.pdf", "application/pdf", feuilles.pdf("cv"))
    prestataire.envoyer("Déposer ce CV").lit("Demandez d’abord à cette personne")
    joindre(prestataire, "cv.pdf", "application/pdf", feuilles.pdf("cv"))
    prestataire.envoyer("Déposer ce CV", accord="y").lit("Changer ou retirer son CV")
    lien = dla.aller(fiche).page.get_by_role("link", name="Enregistrer son CV")
    recu = dla.page.request.get(lien.get_attribute("href"))
    assert recu.body() == feuilles.pdf("cv")
    centre.aller(fiche).ne_lit_pas("Enregistrer son CV")
    assert centre.page.request.get(recu.url).status in (403, 404)
    # the directory: nothing was asked, then it says closed; the region judges, nothing happens by itself
    prestataire.aller("/ma-fiche/identite").envoyer("Enregistrer et continuer", siret=SIRET)
    dla.aller(fiche).lit("Répertoire Sirene", "Non vérifié")
    with repertoire() as annuaire, monde.app.app_context():
        annuaire.societes[SIRET] = societe(SIRET, etat="C", fermee_le="2026-02-03")
        monde.app.extensions["annuaire"] = Annuaire(annuaire.adresse)
        verifier_au_repertoire()
        monde.app.extensions["annuaire"] = None
        db.session.remove()
    dla.aller(fiche).lit("fermée le 3 février 2026").tient_sur_un_telephone()
    prestataire.aller("/messages").lit("Le répertoire Sirene dit votre entreprise fermée")
    gens["regional"].aller("/a-faire").lit("Sirene dit son entreprise fermée le 3 février 2026")
    gens["regional"].suivre(f"Décider de la fiche de {NOM}").lit("Annoncer une suspension")
    dla.aller("/catalogue").lit(NOM)
    # taken away again
    prestataire.aller("/ma-fiche/logo").suivre("Retirer ce logo").envoyer("Retirer le logo")
    prestataire.lit("Ajouter un logo").aller("/ma-fiche/equipe").suivre("Changer ou retirer son CV")
    prestataire.suivre("Le retirer").envoyer("Retirer le CV").lit("Déposer son CV")
    dla.aller(fiche).ne_lit_pas("Enregistrer son CV")
    assert dla.page.get_by_role("img", name=f"Logo de {NOM}").count() == 0
