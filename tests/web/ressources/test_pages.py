"""The shelf through its pages: written, found, attached, read by who is consulted."""

from __future__ import annotations

import hashlib
import io

import pytest
from sqlalchemy import select

from dla_market.comptes.models import Role
from dla_market.consultations import cahier as fige
from dla_market.consultations.cahier import figer
from dla_market.ingenieries import operations as ingenieries
from dla_market.ingenieries.models import Ingenierie, TypeIngenierie
from dla_market.ingenieries.models_ressources import RessourceJointe, UsageRessource
from dla_market.ingenieries.queries_ressources import jointes
from dla_market.ingenieries.rules import LignePrestation
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.ressources import operations
from dla_market.ressources.models import NatureRessource, Ressource
from dla_market.ressources.rules import Contenu, Parties
from tests.pieces import feuilles
from tests.support import fabriques

GUIDE = {"titre": "Tenir ses comptes", "resume": "Pour commencer.", "texte": "Un tableau suffit."}
MODELE = Contenu(
    "Cahier : modèle économique",
    "Une trame.",
    secteurs=("environnement",),
    thematiques=("strategie_consolidation",),
    parties=Parties(contexte="Décrire les recettes.", objectifs="Choisir.", livrables="Un plan."),
)


@pytest.fixture
def scene(app, horloge):
    app.extensions.pop("nomenclatures", None)
    with unit_of_work() as s:
        regional, centre = fabriques.un_dla_regional(s), fabriques.un_centre(s)
        dla = fabriques.un_dla(s, regional=regional)
        structure = fabriques.une_structure(s, dla)
        acteurs = {
            "chargee": fabriques.un_acteur(s, Role.CHARGE_MISSION, dla),
            "gestion": fabriques.un_acteur(s, Role.GESTIONNAIRE, dla),
            "structure": fabriques.un_acteur(s, Role.STRUCTURE, structure),
            "experte": fabriques.un_acteur(s, Role.EXPERT, centre),
            "referente": fabriques.un_acteur(s, Role.REFERENT_REGIONAL, regional),
        }
        ingenierie = ingenieries.creer(
            s,
            acteurs["chargee"],
            type_=TypeIngenierie.INDIVIDUELLE,
            intitule="Tenir",
            secteur_code="environnement",
            structures=[structure],
            prestations=[LignePrestation("strategie_consolidation", 400)],
            diagnostic=fabriques.un_diagnostic(s, structure),
        )
        modele = operations.creer(s, acteurs["experte"], NatureRessource.MODELE_CAHIER, MODELE)
        operations.publier(s, acteurs["experte"], modele)
        return acteurs, ingenierie.id, modele.id


def publier(client, acteur, **change):
    client.se_connecter(acteur)
    reponse = client.envoyer("/ressources/nouvelle", GUIDE | change)
    assert reponse.status_code == 303, reponse.get_data(as_text=True)
    assert client.envoyer(f"{reponse.location}/publier").status_code == 303
    return reponse.location


def test_written_published_changed_and_withdrawn(client, scene):
    acteurs = scene[0]
    adresse = publier(client, acteurs["experte"], secteurs="culture")
    client.se_connecter(acteurs["chargee"])
    assert "Un tableau suffit." in client.lire(adresse).text
    assert client.get(f"{adresse}/modifier").status_code == 403
    client.se_connecter(acteurs["experte"])
    assert client.envoyer(f"{adresse}/modifier", {"texte": "Deux tableaux."}).status_code == 409
    assert (
        client.envoyer(f"{adresse}/modifier", {"texte": "Deux tableaux.", "changement": "Revu"}).status_code
        == 303
    )
    page = client.lire(adresse)
    assert "Deux tableaux." in page.text
    assert "Revu" in page.text
    assert "Un tableau suffit." in client.lire(f"{adresse}?edition=1").text
    assert client.get(f"{adresse}?edition=9").status_code == 404
    assert client.envoyer(f"{adresse}/retirer", {"motif": ""}).status_code == 422
    assert client.envoyer(f"{adresse}/retirer", {"motif": "Dépassé"}).status_code == 303
    assert client.get(f"{adresse}/modifier").status_code == 409
    client.se_connecter(acteurs["referente"])
    assert client.get(adresse).status_code == 404


def test_what_a_ressource_lacks_is_said(client, scene):
    client.se_connecter(scene[0]["referente"])
    for change in ({"titre": ""}, {"resume": ""}, {"secteurs": "inconnu"}):
        assert client.envoyer("/ressources/nouvelle", GUIDE | change).status_code == 422
    assert client.envoyer("/ressources/nouvelle", GUIDE | {"texte": ""}).status_code == 409
    assert client.envoyer("/ressources/nouvelle", GUIDE | {"lien": "javascript:alert(1)"}).status_code == 409
    modele = "/ressources/nouvelle?nature=modele_cahier"
    assert client.envoyer(modele, GUIDE).status_code == 409
    assert client.envoyer(modele, GUIDE | {"contexte": "Ici."}).status_code == 303


def test_found_by_words_and_filters(client, scene):
    acteurs = scene[0]
    publier(client, acteurs["experte"], titre="Méthode d’enquête")
    client.se_connecter(acteurs["gestion"])
    assert "Méthode d’enquête" in client.lire("/ressources?texte=ENQUETE").text
    assert (
        "Méthode d’enquête" not in client.lire("/ressources?nature=modele_cahier").select_one("ul.pile").text
    )
    assert "Aucune ressource ne correspond" in client.lire("/ressources?texte=billetterie").text
    client.lire("/ressources?secteur=nimporte&auteur=abc&auteur=²&page=99&etat=x&ingenierie=²")
    fragment = client.lire(
        "/ressources?texte=enquete", headers={"HX-Request": "true", "HX-Target": "resultats"}
    )
    assert fragment.select_one("#resultats") is not None
    assert fragment.select_one("h1") is None


def test_attached_in_one_click_from_both_sides(client, scene):
    acteurs, ingenierie, _modele = scene
    adresse = publier(client, acteurs["experte"])
    client.se_connecter(acteurs["chargee"])
    assert client.envoyer(adresse).status_code == 303
    page = client.lire(f"/ingenieries/{ingenierie}")
    assert "Tenir ses comptes" in page.text
    client.se_connecter(acteurs["structure"])
    assert "Tenir ses comptes" in client.lire(f"/ingenieries/{ingenierie}").text
    client.se_connecter(acteurs["chargee"])
    assert (
        client.envoyer(f"/ingenieries/{ingenierie}", formulaire="form[action$=detacher]").status_code == 303
    )
    rayon = f"/ressources?ingenierie={ingenierie}"
    reponse = client.envoyer(rayon, formulaire=f"form[action$='{adresse}/joindre']")
    assert reponse.location == rayon
    assert "Déjà jointe" in client.lire(rayon).text
    client.se_connecter(acteurs["gestion"])
    assert "Joindre" not in client.lire(rayon).text
    assert client.poster(f"/ingenieries/{ingenierie}{adresse}/joindre").status_code == 403


def test_a_model_fills_an_empty_cahier_and_is_noted(client, scene):
    acteurs, ingenierie, modele = scene
    client.se_connecter(acteurs["chargee"])
    page = client.lire(f"/ingenieries/{ingenierie}/cahier")
    assert any(a["href"].endswith(f"modele={modele}") for a in page.select("a[href]"))
    page = client.lire(f"/ingenieries/{ingenierie}/cahier?modele={modele}")
    texte = page.select_one("textarea[name=contexte]").text
    assert "Une équipe de six salariés." in texte
    assert texte.rstrip().endswith("Décrire les recettes.")
    reponse = client.envoyer(
        f"/ingenieries/{ingenierie}/cahier?modele={modele}", {"plafond_ttc_centimes": "4 000"}
    )
    assert reponse.status_code == 303
    ligne = session_courante().scalars(select(RessourceJointe)).one()
    assert ligne.usage is UsageRessource.MODELE_SOURCE
    assert "Cahier parti du modèle" in client.lire(f"/ingenieries/{ingenierie}").text
    assert "Partir d’un modèle" not in client.lire(f"/ingenieries/{ingenierie}/cahier").text
    client.lire(f"/ingenieries/{ingenierie}/cahier?modele=9999")


def test_the_frozen_cahier_keeps_the_words_of_its_ressources(client, scene):
    acteurs, ingenierie_id, modele = scene
    client.se_connecter(acteurs["chargee"])
    client.envoyer(f"/ingenieries/{ingenierie_id}/cahier?modele={modele}", {"plafond_ttc_centimes": "4 000"})
    publier(client, acteurs["experte"])
    s = session_courante()
    s.rollback()
    guide = s.scalars(select(Ressource).where(Ressource.id != modele)).one().id
    client.se_connecter(acteurs["chargee"])
    assert client.poster(f"/ingenieries/{ingenierie_id}/ressources/{guide}/joindre").status_code == 303
    s.rollback()
    ingenierie = s.get_one(Ingenierie, ingenierie_id)
    arguments = {"secteur": "Environnement", "thematiques": {}}
    nu = figer(ingenierie, ingenierie.cahier, **arguments)
    garni = figer(ingenierie, ingenierie.cahier, ressources=jointes(s, ingenierie_id), **arguments)
    assert "ressources" not in fige.ecrire(nu)
    assert [r.texte for r in fige.lire(fige.ecrire(garni)).ressources] == ["Un tableau suffit."]
    assert fige.lire(fige.ecrire(nu)) == nu


def test_a_file_goes_from_its_author_to_who_is_invited(client, scene):
    """Examined, kept with its edition, named in the frozen cahier with its fingerprint."""
    acteurs, ingenierie_id, modele = scene
    corps = feuilles.ods()
    client.se_connecter(acteurs["experte"])
    sans = {"texte": ""}
    faux = (io.BytesIO(b"MZ" + corps), "trame.ods")
    assert client.envoyer("/ressources/nouvelle", GUIDE | sans | {"fichier": faux}).status_code == 422
    image = (io.BytesIO(feuilles.image()), "a.png")
    assert client.envoyer("/ressources/nouvelle", GUIDE | sans | {"fichier": image}).status_code == 422
    adresse = publier(client, acteurs["experte"], texte="", fichier=(io.BytesIO(corps), "Trame d’étude.ods"))
    assert "Remplace « Trame d’étude.ods »" in client.lire(f"{adresse}/modifier").text.replace("\xa0", " ")
    client.se_connecter(acteurs["chargee"])
    lien = client.lire(adresse).find("a", string="Télécharger Trame d’étude.ods")
    reponse = client.get(lien["href"])
    assert reponse.data == corps
    assert reponse.headers["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    assert reponse.headers["Content-Disposition"].startswith("attachment;")
    assert client.envoyer(adresse).status_code == 303
    client.envoyer(f"/ingenieries/{ingenierie_id}/cahier?modele={modele}", {"plafond_ttc_centimes": "4 000"})
    client.se_connecter(acteurs["structure"])
    assert client.get(lien["href"]).status_code == 404, "only what its cahier brings"
    joint = client.lire(f"/ingenieries/{ingenierie_id}").find("a", string="télécharger Trame d’étude.ods")
    assert client.get(joint["href"]).data == corps
    s = session_courante()
    s.rollback()
    ingenierie = s.get_one(Ingenierie, ingenierie_id)
    fige_ = figer(
        ingenierie, ingenierie.cahier, secteur="", thematiques={}, ressources=jointes(s, ingenierie_id)
    )
    [dite] = fige.lire(fige.ecrire(fige_)).ressources
    assert dite.fichier == "Trame d’étude.ods"
    assert dite.fichier_empreinte == hashlib.sha256(corps).hexdigest()
    s.rollback()
    client.se_connecter(acteurs["experte"])
    change = {"texte": "Dans le texte.", "changement": "Sans fichier", "sans_fichier": "y"}
    assert client.envoyer(f"{adresse}/modifier", change).status_code == 303
    assert client.lire(adresse).find("a", string="Télécharger Trame d’étude.ods") is None
    assert client.get(lien["href"]).data == corps, "the former edition keeps its file"
