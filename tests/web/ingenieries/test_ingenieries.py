"""An ingénierie through its pages: opened on a diagnostic, described, listed, given up."""

import pytest
from sqlalchemy import func, select

from dla_market.accompagnement.models import Structure
from dla_market.comptes.models import Role
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.kernel.db import session_courante, unit_of_work
from tests.support import fabriques

E = EtatIngenierie


@pytest.fixture
def scene(app, horloge):
    with unit_of_work() as s:
        regional = fabriques.un_dla_regional(s)
        dla, ailleurs = fabriques.un_dla(s, regional=regional), fabriques.un_dla(s)
        structures = [fabriques.une_structure(s, dla, nom) for nom in ("Jardin", "Verger", "Potager")]
        diagnostic = fabriques.un_diagnostic(s, structures[0])
        acteurs = {
            Role.REFERENT_REGIONAL: fabriques.un_acteur(s, Role.REFERENT_REGIONAL, regional),
            Role.STRUCTURE: fabriques.un_acteur(s, Role.STRUCTURE, structures[0]),
            **{
                role: fabriques.un_acteur(s, role, dla)
                for role in (Role.CHARGE_MISSION, Role.RESPONSABLE, Role.GESTIONNAIRE)
            },
        }
        etranger = fabriques.un_acteur(s, Role.CHARGE_MISSION, ailleurs)
        return acteurs, etranger, diagnostic.id, [x.id for x in structures]


def connecter(app, acteur):
    return app.test_client().se_connecter(acteur)


@pytest.fixture
def charge(app, scene):
    return connecter(app, scene[0][Role.CHARGE_MISSION])


LIGNES = {
    "intitule": "Consolider le modèle économique",
    "type": "individuelle",
    "prestations-0-thematique_code": "strategie_consolidation",
    "prestations-0-jours_centiemes": "4,5",
}
CAHIER = {
    "contexte": "Six salariés.",
    "objectifs": "Équilibrer le budget.",
    "resultats_attendus": "Un budget à trois ans.",
    "livrables": "Un rapport.",
    "plafond_ttc_centimes": "4 500",
}


def ouvrir(charge, scene, **change):
    return charge.envoyer(f"/diagnostics/{scene[2]}/ingenieries/nouvelle", LIGNES | change)


def etat(numero):
    session_courante().rollback()
    return session_courante().get_one(Ingenierie, numero).etat


def test_from_a_diagnostic_to_a_cahier_ready_to_launch(app, charge, scene):
    adresse = ouvrir(charge, scene).location
    page = charge.lire(adresse)
    assert page.h1.text == "Consolider le modèle économique"
    assert page.select_one(".actions a").text == "Rédiger le cahier des charges"
    assert [e.text for e in page.select(".etapes .fait .etapes-nom")] == ["Diagnostic"]
    assert "Rédiger un cahier des charges" in charge.lire("/a-faire").text
    cahier = page.select_one(".actions a")["href"]
    formulaire = charge.lire(cahier)
    assert "Stabiliser le modèle économique." in formulaire.select_one("#objectifs").text
    assert formulaire.select_one("#jours_centiemes")["value"] == "4,5"
    assert "Total des poids\xa0: 100 sur 100" in formulaire.select_one("#total_poids").text
    assert charge.envoyer(cahier, CAHIER).location == adresse
    page = charge.lire(adresse)
    assert "4\u202f500,00\xa0€" in page.text
    assert etat(numero_de(adresse)) is E.CDC_REDIGE
    assert [e.text for e in page.select(".etapes .fait .etapes-nom")] == ["Diagnostic", "Cahier des charges"]
    structure = connecter(app, scene[0][Role.STRUCTURE])
    assert "Équilibrer le budget." in structure.lire(adresse).text
    assert "4,5 jours prévus" in structure.lire("/mon-accompagnement").select_one(".etapes").text


def numero_de(adresse):
    return int(adresse.rsplit("/", 1)[1])


def test_what_a_cahier_lacks_is_said_where_one_looks(charge, scene):
    adresse = ouvrir(charge, scene).location
    assert charge.envoyer(f"{adresse}/cahier", CAHIER | {"livrables": ""}).status_code == 303
    assert "Il reste à écrire les livrables" in charge.lire(adresse).text
    assert "il manque les livrables" in charge.lire("/a-faire").text


@pytest.mark.parametrize(
    ("change", "statut", "phrase"),
    [
        ({"criteres-0-poids": "21"}, 409, "elle fait 101"),
        ({"criteres-0-poids": ""}, 409, "est d’au moins 1"),
        ({"plafond_ttc_centimes": ""}, 422, "budget maximal"),
        ({"plafond_ttc_centimes": "4.500"}, 422, "3\xa0860"),
        ({"jours_centiemes": "0"}, 409, "supérieur à zéro"),
        ({"limite_intention": "2027-01-30T12:00"}, 409, "avant les offres"),
        ({"criteres-0-prix": "y"}, 409, "Un seul critère"),
    ],
)
def test_a_cahier_that_cannot_be_is_refused_and_kept(charge, scene, change, statut, phrase):
    adresse = ouvrir(charge, scene).location
    reponse = charge.envoyer(f"{adresse}/cahier", CAHIER | change)
    texte = reponse.get_data(as_text=True)
    assert (reponse.status_code, phrase in texte or phrase.replace("\xa0", " ") in texte) == (statut, True)
    assert "Équilibrer le budget." in texte
    assert etat(numero_de(adresse)) is E.PROJET


def test_a_criterion_and_a_theme_are_added_without_javascript(charge, scene):
    adresse = ouvrir(charge, scene).location
    reponse = charge.envoyer(f"{adresse}/cahier", CAHIER | {"ajouter": "1"})
    assert reponse.status_code == 200
    assert 'name="criteres-4-libelle"' in reponse.get_data(as_text=True)
    reponse = charge.envoyer(f"{adresse}/prestations", {"ajouter": "1"})
    assert 'name="prestations-2-thematique_code"' in reponse.get_data(as_text=True)
    assert etat(numero_de(adresse)) is E.PROJET


@pytest.mark.parametrize("bloc", ["total_poids", "criteres"])
def test_the_total_that_follows_the_keys_is_that_of_the_page(charge, scene, bloc):
    url = (
        f"{ouvrir(charge, scene).location}/cahier?criteres-0-poids=30&criteres-1-poids=40&criteres-2-poids=x"
    )
    fragment = charge.lire(url, headers={"HX-Request": "true", "HX-Target": bloc})
    assert fragment.select_one("main") is None
    assert "il manque 30" in fragment.text
    entier = charge.lire(url)
    assert str(fragment.select_one(f"#{bloc}")) == str(entier.select_one(f"#{bloc}"))


def test_an_older_cahier_does_not_write_over_a_newer_one(charge, scene):
    adresse = ouvrir(charge, scene).location
    charge.envoyer(f"{adresse}/cahier", CAHIER)
    lue = charge.lire(f"{adresse}/cahier").select_one("input[name=version]")["value"]
    charge.envoyer(f"{adresse}/cahier", {"contexte": "Sept salariés."})
    reponse = charge.envoyer(f"{adresse}/cahier", {"contexte": "Huit salariés.", "version": lue})
    assert reponse.status_code == 409
    assert "Une autre personne" in reponse.get_data(as_text=True)


def test_several_structures_together(charge, scene):
    seule = ouvrir(charge, scene, type="collective")
    assert seule.status_code == 409
    assert "au moins deux structures" in seule.get_data(as_text=True)
    reponse = ouvrir(charge, scene, type="collective", structures=scene[3][1:])
    page = charge.lire(reponse.location)
    assert page.select_one("#participants").text == "3 structures"
    assert "ingénierie collective" in page.text


def test_an_individual_one_keeps_to_its_structure(charge, scene):
    page = charge.lire(ouvrir(charge, scene, structures=scene[3][1:]).location)
    assert page.select_one("#participants").text == "Structure"
    assert "Verger" not in page.text


@pytest.mark.parametrize(
    ("change", "statut", "phrase"),
    [
        ({"intitule": " "}, 422, "Donnez un intitulé"),
        ({"prestations-0-jours_centiemes": ""}, 422, "Indiquez le nombre de jours"),
        ({"prestations-0-thematique_code": ""}, 422, "Choisissez la thématique"),
        ({"prestations-0-thematique_code": "", "prestations-0-jours_centiemes": ""}, 409, "au moins une"),
        ({"prestations-0-jours_centiemes": "0"}, 409, "supérieur à zéro"),
    ],
)
def test_an_opening_that_cannot_be_is_refused(charge, scene, change, statut, phrase):
    reponse = ouvrir(charge, scene, **change)
    assert (reponse.status_code, phrase in reponse.get_data(as_text=True)) == (statut, True)
    session_courante().rollback()
    assert session_courante().scalar(select(func.count()).select_from(Ingenierie)) == 0


def test_a_structure_of_another_dla_cannot_be_slipped_in(app, charge, scene):
    with unit_of_work() as s:
        intruse = fabriques.une_structure(s, fabriques.un_dla(s)).id
    reponse = ouvrir(charge, scene, type="collective", structures=[intruse])
    assert reponse.status_code == 422


def test_the_same_form_sent_twice_opens_one(charge, scene):
    url = f"/diagnostics/{scene[2]}/ingenieries/nouvelle"
    cle = charge.lire(url).select_one("input[name=cle]")["value"]
    donnees = LIGNES | {"cle": cle, "secteur_code": "environnement"}
    adresses = {charge.poster(url, donnees).location for _ in range(2)}
    assert len(adresses) == 1


def test_the_themes_change_until_the_launch_and_no_later(charge, scene):
    adresse = ouvrir(charge, scene).location
    charge.envoyer(f"{adresse}/prestations", {"prestations-0-jours_centiemes": "6"})
    assert "6\xa0jours" in charge.lire(adresse).select_one("table").text
    charge.envoyer(f"{adresse}/cahier", CAHIER)
    with unit_of_work() as s:
        s.get_one(Ingenierie, numero_de(adresse)).etat = E.EN_CONSULTATION
    for page in ("prestations", "cahier"):
        reponse = charge.get(f"{adresse}/{page}")
        assert reponse.status_code == 409
        assert "depuis le lancement" in reponse.get_data(as_text=True)


def test_the_responsable_gives_it_up_with_a_reason(app, charge, scene):
    adresse = ouvrir(charge, scene).location
    responsable = connecter(app, scene[0][Role.RESPONSABLE])
    assert charge.poster(f"{adresse}/abandonner", {"motif": "x"}).status_code == 403
    assert responsable.envoyer(f"{adresse}/abandonner", {"motif": ""}).status_code == 422
    assert responsable.envoyer(f"{adresse}/abandonner", {"motif": "Le local est vendu."}).status_code == 303
    page = responsable.lire(adresse)
    assert "Abandonnée" in page.text
    assert page.select(".etapes .courant") == []


def test_who_reads_it_and_who_does_not(app, charge, scene):
    adresse = ouvrir(charge, scene).location
    for acteur in scene[0].values():
        client = connecter(app, acteur)
        assert client.get(adresse).status_code == 200
        assert "Consolider le modèle" in client.lire("/ingenieries").text
    etranger = connecter(app, scene[1])
    assert etranger.get(adresse).status_code == 404
    assert etranger.get(f"/diagnostics/{scene[2]}/ingenieries/nouvelle").status_code == 404
    assert "Aucune ingénierie" in etranger.lire("/ingenieries").text


def test_the_list_filters_by_stage_and_by_words(charge, scene):
    for intitule in ("Structurer la gouvernance", "Trouver des mécènes"):
        ouvrir(charge, scene, intitule=intitule)
    with unit_of_work() as s:
        s.scalars(select(Ingenierie).where(Ingenierie.intitule.like("Trouver%"))).one().etat = E.SOLDEE
    page = charge.lire("/ingenieries?etat=soldee")
    assert [a.text for a in page.select("tbody td[data-libelle=Intitulé]")] == ["Trouver des mécènes"]
    assert "En projet" in page.select_one("main details").text
    assert len(charge.lire("/ingenieries?texte=gouvernance").select("tbody tr")) == 1
    assert "ne correspond" in charge.lire("/ingenieries?texte=100%").text
    url = "/ingenieries?etat=soldee&tri=intitule"
    fragment = charge.lire(url, headers={"HX-Request": "true", "HX-Target": "resultats"})
    assert str(fragment.select_one("#resultats")) == str(charge.lire(url).select_one("#resultats"))


def test_no_ingenierie_before_the_structure_agrees(charge, scene):
    with unit_of_work() as s:
        brouillon = fabriques.un_diagnostic(s, s.get_one(Structure, scene[3][1]), valide=False).id
    reponse = charge.get(f"/diagnostics/{brouillon}/ingenieries/nouvelle")
    assert reponse.status_code == 409
    assert "validé par la structure" in reponse.get_data(as_text=True)


def test_a_longer_list_asks_no_more_of_the_database(charge, scene, requetes):
    ouvrir(charge, scene)
    charge.lire("/ingenieries")
    court = requetes(lambda: charge.lire("/ingenieries"))
    for _ in range(5):
        ouvrir(charge, scene, type="collective", structures=scene[3][1:])
    assert requetes(lambda: charge.lire("/ingenieries")) == court
