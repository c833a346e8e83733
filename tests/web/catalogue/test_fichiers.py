"""The logo of a prestataire and the CV of its people: what is kept, who is shown it, how it goes."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from dla_market.catalogue import operations_fichiers
from dla_market.catalogue.models import Intervenant, Prestataire
from dla_market.catalogue.vie import TraceFiche
from dla_market.comptes.models import Role
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.kernel.journal import EntreeJournal
from dla_market.reseau.models import DlaRegional
from tests.catalogue import semis
from tests.pieces import feuilles, hostiles_images
from tests.support import fabriques
from tests.web.catalogue.conftest import fiche_de

NOM = "Atelier des Communs"


@pytest.fixture
def prestataire(client, monde):
    return client.se_connecter(monde.acteurs["prestataire"])


def photo(genre="JPEG", taille=(900, 300)) -> bytes:
    """A photograph with what a telephone adds to it, lying on its side."""
    corps, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8298] = 6, "Telephone", "Camille Exemple"
    Image.new("RGB", taille, (10, 120, 60)).save(corps, genre, exif=exif)
    return corps.getvalue()


@pytest.fixture
def neufs(app):
    """The keys of the files kept since the test began, asked for when it wants."""
    reserve = app.extensions["reserve"]
    avant = set(reserve.cles(2**40))
    return lambda: set(reserve.cles(2**40)) - avant


def deposer_logo(client, corps, nom="logo.jpg", statut=303):
    reponse = client.envoyer("/ma-fiche/logo", {"fichier": (io.BytesIO(corps), nom)})
    assert reponse.status_code == statut, reponse.get_data(as_text=True)
    return reponse


def equipier(session) -> Intervenant:
    session.rollback()
    return session.scalars(select(Intervenant).join(Prestataire).where(Prestataire.nom == NOM)).one()


def deposer_cv(client, session, statut=303, **champs):
    donnees = {"accord": "y", "fichier": (io.BytesIO(feuilles.pdf("cv")), "cv.pdf")} | champs
    reponse = client.envoyer(f"/ma-fiche/equipe/{equipier(session).id}/cv", donnees)
    assert reponse.status_code == statut, reponse.get_data(as_text=True)
    return reponse


def test_le_logo_est_redessine_et_se_voit_sur_la_fiche(prestataire, monde, session):
    deposer_logo(prestataire, photo())
    fiche = fiche_de(session, NOM)
    adresse = f"/catalogue/{fiche.id}/logo"
    for page in ("/ma-fiche/apercu", f"/catalogue/{fiche.id}"):
        (image,) = prestataire.lire(page).select("img.logo")
        assert (image["src"], image["alt"]) == (adresse, f"Logo de {NOM}")
    prestataire.se_connecter(monde.acteurs["chargee"])
    recu = prestataire.get(adresse)
    assert recu.headers["Content-Type"] == "image/png"
    assert recu.headers["X-Content-Type-Options"] == "nosniff"
    assert recu.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    vue = Image.open(io.BytesIO(recu.data))
    vue.load()
    assert (vue.format, vue.size) == ("PNG", (80, 240)), "upright, within the box"
    assert not vue.info
    assert not vue.getexif()
    assert b"Camille" not in recu.data
    trace = session.scalars(select(TraceFiche).where(TraceFiche.champ == "logo_id")).one()
    assert (trace.prestataire_id, trace.avant, trace.apres) == (fiche.id, "", str(fiche.logo_id))


def test_une_image_transparente_le_reste(prestataire, session):
    corps = io.BytesIO()
    Image.new("RGBA", (50, 20), (0, 0, 0, 0)).save(corps, "PNG")
    deposer_logo(prestataire, corps.getvalue(), "logo.png")
    recu = prestataire.get(f"/catalogue/{fiche_de(session, NOM).id}/logo")
    assert Image.open(io.BytesIO(recu.data)).getpixel((1, 1))[3] == 0


def test_qui_ne_voit_pas_la_fiche_ne_voit_pas_son_logo(client, monde, session):
    client.se_connecter(monde.acteurs["redacteur"])
    deposer_logo(client, feuilles.image(), "logo.png")
    brouillon = fiche_de(session, "Secret brouillon").id
    assert client.get(f"/catalogue/{brouillon}/logo").status_code == 200
    for autre in ("chargee", "prestataire", "experte"):
        client.se_connecter(monde.acteurs[autre])
        assert client.get(f"/catalogue/{brouillon}/logo").status_code == 404
    assert client.get(f"/catalogue/{fiche_de(session, NOM).id}/logo").status_code == 404, "it has none"


def test_changer_puis_retirer_ne_laisse_rien(prestataire, session, neufs):
    deposer_logo(prestataire, photo())
    deposer_logo(prestataire, feuilles.image(), "autre.png")
    session.rollback()
    fichier = session.scalars(select(Fichier)).one()
    assert fiche_de(session, NOM).logo_id == fichier.id
    assert prestataire.envoyer("/ma-fiche/logo/retirer").status_code == 303
    assert fiche_de(session, NOM).logo_id is None
    assert session.scalars(select(Fichier)).all() == []
    assert "img" not in str(prestataire.lire("/ma-fiche/apercu").select_one("main"))
    assert len(neufs()) == 2, "the sweep takes what no row names, a day after it came"
    assert [e.action for e in session.scalars(select(EntreeJournal)) if "logo" in e.action] == [
        "fiche:deposer_logo",
        "fiche:deposer_logo",
        "fiche:retirer_logo",
    ]


@pytest.mark.parametrize(
    ("corps", "nom"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg"),
        (feuilles.pdf(), "logo.pdf"),
        (feuilles.pdf(), "logo.png"),
        (hostiles_images.png_de(30_000, 30_000), "logo.png"),
        (hostiles_images.GIF, "logo.png"),
        (feuilles.image() + b"<script>alert(1)</script>", "logo.png"),
        (feuilles.image()[:-20], "logo.png"),
        (b"", "logo.png"),
    ],
    ids=["svg", "pdf", "faux", "geante", "gif", "script", "coupee", "vide"],
)
def test_ce_qui_n_est_pas_une_image_est_refuse(prestataire, session, neufs, corps, nom):
    assert "JPG ou PNG, 2\u00a0Mo au plus" in prestataire.lire("/ma-fiche/logo").text
    deposer_logo(prestataire, corps, nom, statut=422)
    assert fiche_de(session, NOM).logo_id is None
    assert neufs() == set()


def test_le_cv_se_lit_dans_les_dla_et_nulle_part_ailleurs(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    assert "Demandez d’abord" in deposer_cv(client, session, statut=409, accord="").get_data(as_text=True)
    deposer_cv(client, session)
    personne = equipier(session)
    adresse, fiche = f"/catalogue/intervenants/{personne.id}/cv", f"/catalogue/{personne.prestataire_id}"
    assert "Changer ou retirer son CV" in client.lire("/ma-fiche/equipe").text
    for lecteur in ("prestataire", "chargee", "referente"):
        client.se_connecter(monde.acteurs[lecteur])
        recu = client.get(adresse)
        assert recu.data == feuilles.pdf("cv")
        assert recu.headers["Content-Disposition"].startswith("attachment; ")
        assert "Enregistrer son CV" in client.lire(fiche).text
    for autre in ("experte", "coordination", "redacteur"):
        client.se_connecter(monde.acteurs[autre])
        assert client.get(adresse).status_code in (403, 404)
    client.se_connecter(monde.acteurs["experte"])
    assert "Enregistrer son CV" not in client.lire(fiche).text
    for suite in ("", "/retirer"):
        client.se_connecter(monde.acteurs["redacteur"])
        assert client.get(f"/ma-fiche/equipe/{personne.id}/cv{suite}").status_code == 404


@pytest.mark.parametrize("quitte", ["actif", "accord_publication"])
def test_le_cv_de_qui_se_retire_ne_se_lit_plus(client, monde, session, quitte):
    client.se_connecter(monde.acteurs["prestataire"])
    deposer_cv(client, session)
    with unit_of_work() as ecriture:
        setattr(ecriture.get_one(Intervenant, equipier(session).id), quitte, False)
    adresse = f"/catalogue/intervenants/{equipier(session).id}/cv"
    assert client.get(adresse).status_code == 200, "the prestataire still has it, to take it away"
    client.se_connecter(monde.acteurs["chargee"])
    assert client.get(adresse).status_code == 404


def test_le_cv_part_avec_la_personne(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    deposer_cv(client, session)
    fiche_id = equipier(session).prestataire_id
    assert client.envoyer("/ma-fiche/equipe", {"lignes-0-retirer": "y"}).status_code == 303
    session.rollback()
    assert session.scalars(select(Fichier)).all() == []
    retrait = session.scalars(select(EntreeJournal).where(EntreeJournal.action == "cv:retirer")).one()
    assert retrait.objet_id == str(fiche_id)


def test_le_cv_se_retire(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    deposer_cv(client, session)
    assert client.envoyer(f"/ma-fiche/equipe/{equipier(session).id}/cv/retirer").status_code == 303
    personne = equipier(session)
    assert (personne.cv_id, personne.cv_accord_le) == (None, None)
    assert session.scalars(select(Fichier)).all() == []


def test_sans_nom_publie_pas_de_cv(client, monde, session):
    with unit_of_work() as ecriture:
        ecriture.get_one(Intervenant, equipier(session).id).accord_publication = False
    client.se_connecter(monde.acteurs["prestataire"])
    page = client.lire(f"/ma-fiche/equipe/{equipier(session).id}/cv")
    assert "Son nom n’est pas publié" in page.text
    assert page.select_one("main form") is None


def test_un_fichier_infecte_quitte_la_fiche(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    deposer_logo(client, feuilles.image(), "logo.png")
    deposer_cv(client, session)
    with unit_of_work() as ecriture:
        for fichier in ecriture.scalars(select(Fichier)).all():
            fichier.analyse = EtatAnalyse.INFECTE
            operations_fichiers.retirer_infecte(ecriture, fichier)
    assert fiche_de(session, NOM).logo_id is None
    assert equipier(session).cv_id is None
    assert session.scalars(select(Fichier)).all() == []


def test_un_dla_regional_d_une_autre_region_lit_aussi_la_fiche_publiee(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    deposer_cv(client, session)
    with unit_of_work() as ecriture:
        ailleurs = semis.un_regional(ecriture, "2012-11", "C2RA Île-de-France")
        assert isinstance(ailleurs, DlaRegional)
        acteur = fabriques.un_acteur(ecriture, Role.REFERENT_REGIONAL, ailleurs)
    client.se_connecter(acteur)
    assert client.get(f"/catalogue/intervenants/{equipier(session).id}/cv").status_code == 200


def test_l_index_ne_connait_pas_les_cv(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    deposer_cv(client, session, fichier=(io.BytesIO(feuilles.pdf("Zygomatique")), "zygomatique.pdf"))
    monde.reindexer()
    client.se_connecter(monde.acteurs["chargee"])
    assert NOM not in client.lire("/catalogue?texte=zygomatique").text
