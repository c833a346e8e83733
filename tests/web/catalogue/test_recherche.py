import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from dla_market.catalogue.models import Prestataire
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie, TypeIngenierie
from dla_market.kernel import clock
from dla_market.kernel.db import db, session_courante, unit_of_work
from dla_market.kernel.journal import SYSTEME
from dla_market.referentiel import reglages
from dla_market.search import WhooshMoteur
from tests.catalogue.fichiers import un_siret
from tests.support import fabriques


@pytest.fixture
def chargee(client, monde):
    return client.se_connecter(monde.acteurs["chargee"])


def noms(page):
    return [lien.text for lien in page.select("ol.resultats h2 a")]


def case(page, valeur):
    return page.select_one(f"input[type=checkbox][value={valeur}]")


def compte(page, valeur):
    return case(page, valeur).find_parent("label").select_one("small").text


def test_tout_le_catalogue_publie_et_rien_d_autre(chargee, monde):
    page = chargee.lire("/catalogue")
    assert set(noms(page)) == {"Atelier des Communs", "Conseil Trois Rivières", "Réseau Réemploi"}
    assert "3\u00a0fiches, dont 2 confirmées" in page.select_one(".chapo").text
    assert "Secret brouillon" not in page.text


def test_une_recherche_dit_pourquoi(chargee, monde):
    page = chargee.lire("/catalogue?texte=ressourcerie")
    assert noms(page)[0] == "Conseil Trois Rivières" or "Conseil Trois Rivières" in noms(page)
    ligne = next(li for li in page.select("ol.resultats > li") if "Trois Rivières" in li.text)
    assert ligne.select("ul.raisons li:not([class])")
    assert ligne.select("ul.raisons li.inconnu")
    assert "690\u00a0€" in ligne.select_one(".cote").text
    assert "Disponibilité inconnue" in ligne.select_one(".cote").text


def test_les_facettes_comptent_et_se_combinent(chargee, monde):
    page = chargee.lire("/catalogue")
    assert (compte(page, "environnement"), compte(page, "sport")) == ("3", "1")
    page = chargee.lire("/catalogue?secteur=sport&departement=07")
    assert noms(page) == ["Conseil Trois Rivières"]
    assert case(page, "sport").has_attr("checked")
    puces = page.select("ul.choisis li a")
    assert any("Sport" in puce.text for puce in puces)
    sport = next(puce for puce in puces if "Sport" in puce.text)
    assert "secteur" not in sport["href"]
    assert "departement=07" in sport["href"]


def test_l_aval_se_voit_dans_les_resultats_et_se_filtre(chargee, monde):
    page = chargee.lire("/catalogue?aval=environnement")
    assert noms(page) == ["Atelier des Communs"]
    assert "Centre environnement · confirmé" in page.select_one("span.aval").text


def test_l_adresse_dit_tout_et_le_formulaire_la_rend(chargee, monde):
    adresse = "/catalogue?texte=comptes&secteur=sport&tri=nom&disponible_avant=2026-12-31&jamais=1"
    page = chargee.lire(adresse)
    form = page.select_one("#resultats form")
    assert form["method"] == "get"
    assert form.select_one("input[name=texte]")["value"] == "comptes"
    assert form.select_one("input[name=disponible_avant]")["value"] == "2026-12-31"
    assert form.select_one("select[name=tri] option[selected]")["value"] == "nom"
    assert form.select_one("input[name=jamais]").has_attr("checked")


@pytest.mark.parametrize(
    "suite",
    [
        "secteur=nimporte&departement=999&aval=x",
        "page=99999999999999999999",
        "page=-1&tri=hasard",
        "disponible_avant=2026-02-31",
        "texte=%00%22%20AND%20(",
        "ingenierie=abc",
        "ingenierie=999999",
        "ingenierie=99999999999999999999",
    ],
)
def test_une_adresse_mal_tapee_repond_quand_meme(chargee, monde, suite):
    chargee.lire(f"/catalogue?{suite}")


def test_le_fragment_est_celui_de_la_page(chargee, monde):
    adresse = "/catalogue?secteur=sport"
    entetes = {"HX-Request": "true", "HX-Target": "resultats"}
    rendu = chargee.get(adresse, headers=entetes).get_data(as_text=True)
    entiere = chargee.get(adresse).get_data(as_text=True)
    assert rendu.strip() in entiere
    fragment = BeautifulSoup(rendu, "html5lib")
    assert fragment.select_one("[data-annonce]")["data-annonce"] == "1\u00a0prestataire"
    assert not fragment.select("h1")


def test_sans_resultat_on_dit_que_faire(chargee, monde):
    page = chargee.lire("/catalogue?secteur=culture")
    assert "Aucun prestataire ne répond" in page.text
    assert page.select_one(".vide a")["href"] == "/catalogue"


def test_sans_index_la_page_le_dit(app, chargee, monde, tmp_path):
    app.extensions["recherche"] = WhooshMoteur()
    assert "index" in chargee.lire("/catalogue").select_one(".avis").text


def test_ni_tarif_ni_liste_pour_un_prestataire(client, monde):
    client.se_connecter(monde.acteurs["prestataire"])
    assert client.get("/catalogue").status_code == 403
    assert client.get(f"/catalogue/{monde.fiches['Conseil Trois Rivières']}").status_code == 404


def test_la_page_coute_peu(chargee, monde):
    chargee.lire("/catalogue?texte=ressourcerie&secteur=environnement")
    ordres = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: ordres.append(a[2]))
    reponse = chargee.get("/catalogue?texte=ressourcerie&secteur=environnement&departement=26")
    lus = [ordre for ordre in ordres if ordre.lstrip().startswith("SELECT")]
    assert len(lus) <= 8, lus
    assert len(reponse.data) <= 40_000


def test_la_recherche_se_fait_pour_une_ingenierie_de_son_dla(chargee, monde):
    with unit_of_work() as session:
        siennes = [
            Ingenierie(
                reference=f"ESSAI-{dla}",
                dla_id=dla,
                type=TypeIngenierie.INDIVIDUELLE,
                intitule="Modèle économique de la Ressourcerie",
                secteur_code="environnement",
                etat=EtatIngenierie.CDC_REDIGE,
                cree_le=clock.now(),
            )
            for dla in (monde.acteurs["chargee"].organisation_id, fabriques.un_dla(session).id)
        ]
        session.add_all(siennes)
        session.flush()
        sienne, autre = (ingenierie.id for ingenierie in siennes)
    page = chargee.lire(f"/catalogue?ingenierie={sienne}&secteur=sport")
    assert "Modèle économique de la Ressourcerie" in page.select_one(".chapo").text
    assert page.select_one("#resultats input[name=ingenierie]")["value"] == str(sienne)
    assert f"ingenierie={sienne}" in page.select_one("ol.resultats h2 a")["href"]
    assert "Ressourcerie" not in chargee.lire(f"/catalogue?ingenierie={autre}").select_one(".chapo").text


def test_un_numero_demesure_n_est_pas_une_panne(chargee, monde):
    assert chargee.get("/catalogue/99999999999999999999").status_code == 404


def test_l_ordre_s_explique(chargee, monde):
    page = chargee.lire("/catalogue/ordre")
    assert "Ce qui ne compte jamais" in page.text


def test_la_fiche_dit_tout_a_qui_peut_le_lire(chargee, monde):
    page = chargee.lire(f"/catalogue/{monde.fiches['Atelier des Communs']}")
    assert page.h1.text == "Atelier des Communs"
    for mot in (
        "Centre environnement",
        "Trois missions suivies de près",
        "Camille Exemple",
        "780\u00a0€",
        "Crest",
    ):
        assert mot in page.text, mot
    assert [th.text for th in page.select("table tbody th")][:1] == ["Environnement"]
    session_courante().rollback()


@pytest.mark.parametrize("nom", ["Secret brouillon", "Fiche soumise"])
def test_une_fiche_non_publiee_n_existe_pas_pour_un_dla(chargee, monde, nom):
    assert chargee.get(f"/catalogue/{monde.fiches[nom]}").status_code == 404


def test_la_fiche_coute_peu(chargee, monde):
    adresse = f"/catalogue/{monde.fiches['Conseil Trois Rivières']}"
    chargee.lire(adresse)
    ordres = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: ordres.append(a[2]))
    chargee.lire(adresse)
    lus = [ordre for ordre in ordres if ordre.lstrip().startswith("SELECT")]
    assert len(lus) <= 10, lus


def test_toutes_les_facettes_sont_dans_l_adresse(chargee, monde):
    page = chargee.lire("/catalogue")
    for nom in ("groupe", "region", "mode", "tarif", "disponibilite", "mobilisation"):
        assert page.select(f"input[type=checkbox][name={nom}]"), nom
    adresse = (
        "/catalogue?groupe=economie_finances&region=84&mode=individuel&tarif=600_750"
        "&disponibilite=inconnue&mobilisation=jamais&tri=distance"
    )
    page = chargee.lire(adresse)
    assert noms(page) == ["Conseil Trois Rivières"]
    assert page.select_one("details.plus-de-filtres").has_attr("open")
    assert len(page.select("ul.choisis li")) == 7
    assert "Siège en Drôme" in page.select_one("ol.resultats").text


def test_une_faute_un_synonyme_et_un_debut_se_disent(chargee, monde):
    page = chargee.lire("/catalogue?texte=resourcerie")
    assert "résultats pour « ressourcerie »" in page.text.replace("\u00a0", " ")
    page = chargee.lire("/catalogue?texte=recyclerie")
    assert "Aussi cherché : « ressourcerie »" in page.text.replace("\u00a0", " ")
    assert "« recyclerie » par « ressourcerie »" in page.select_one("ul.raisons").text.replace("\u00a0", " ")
    assert noms(chargee.lire("/catalogue?texte=resso&frappe=1")) == noms(
        chargee.lire("/catalogue?texte=resso*")
    )


def test_un_synonyme_ecrit_par_le_pilote_vaut_sans_reconstruire(app, client, session, monde):
    from dla_market.kernel.journal import SYSTEME
    from dla_market.referentiel import synonymes

    client.se_connecter(monde.acteurs["chargee"])
    assert noms(client.lire("/catalogue?texte=brocanteurs")) == []
    generation = app.extensions["recherche"].generation
    with unit_of_work() as ecriture:
        synonymes.creer(
            ecriture, SYSTEME, mots="brocanteur\nressourcerie", aussi="",
            valide_du=clock.today(), valide_au=None,
        )  # fmt: skip
    app.extensions["outbox"].tout_livrer()
    assert "Conseil Trois Rivières" in noms(client.lire("/catalogue?texte=brocanteurs"))
    assert app.extensions["recherche"].generation == generation


def test_un_siret_mene_droit_a_sa_fiche(chargee, monde):
    """The number alone, typed as it is written; a SIREN too, unless several establishments bear it."""
    with unit_of_work() as ecriture:
        for nom, siret in {
            "Atelier des Communs": un_siret(6),
            "Conseil Trois Rivières": un_siret(7),
            "Réseau Réemploi": un_siret(7, etablissement=2),
            "Secret brouillon": un_siret(8),
        }.items():
            ecriture.get_one(Prestataire, monde.fiches[nom]).siret = siret

    def vers(texte, **plus):
        return chargee.get("/catalogue", query_string={"texte": texte, "ingenierie": 3, **plus})

    numero = un_siret(6)
    fiche = f"/catalogue/{monde.fiches['Atelier des Communs']}?ingenierie=3"
    for texte in (numero, f" {numero[:3]} {numero[3:6]} {numero[6:9]} {numero[9:]} ", numero[:9]):
        reponse = vers(texte)
        assert (reponse.status_code, reponse.location) == (303, fiche), texte
    page = chargee.lire(f"/catalogue?texte={un_siret(7)[:9]}")
    liens = {lien.text for lien in page.select("section[aria-label=Résultats] p a")}
    assert {"Conseil Trois Rivières", "Réseau Réemploi"} <= liens
    frappe = vers(numero, frappe="1")
    assert frappe.status_code == 200
    assert "Ce numéro est celui de" in frappe.get_data(as_text=True)
    for texte in (un_siret(8), un_siret(9), numero[:12], f"{numero[:13]}²"):
        reponse = vers(texte)
        assert reponse.status_code == 200, texte
        assert "Ce numéro est celui de" not in reponse.get_data(as_text=True)


def test_un_diplome_se_cherche_avec_l_accord_de_qui_le_porte(chargee, monde):
    with unit_of_work() as ecriture:
        for nom, accord in (("Atelier des Communs", True), ("Conseil Trois Rivières", False)):
            (personne,) = ecriture.get_one(Prestataire, monde.fiches[nom]).intervenants
            personne.diplomes, personne.accord_publication = "Doctorat d’ethnomusicologie", accord
    monde.reindexer()
    assert noms(chargee.lire("/catalogue?texte=ethnomusicologie")) == ["Atelier des Communs"]


def test_a_fiche_is_fresh_for_as_long_as_the_national_team_says(chargee, monde):
    """Confirmed 82 days ago: fresh for a year, no more where a confirmation holds 60 days."""

    def dites():
        page = chargee.lire("/catalogue?secteur=sport")
        return page.select_one("ol.resultats").text

    assert "non confirmée" not in dites()
    with unit_of_work() as session:
        reglages.poser(
            session,
            SYSTEME,
            reglages.CONNUS["fiche_validite_jours"],
            valeur=60,
            valide_du=clock.today(),
            motif="Décision du comité",
        )
    assert "Fiche non confirmée depuis le 1er\u00a0septembre\u00a02026" in dites()
    assert "moins de 60 jours" in chargee.lire("/catalogue/ordre").text
