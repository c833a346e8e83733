"""How one's own fiche fares: rank, reasons, what would change it; nobody else's name."""

import re
from datetime import date

import pytest

from dla_market.catalogue.models import ActiviteZone, EtatFiche, Prestataire
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.referencement.models import EtatReferencement, Referencement
from dla_market.reseau.models import DlaRegional
from dla_market.search import Indexeur, Requete
from dla_market.search.source import SourceEnBase

AUTRES = ("Conseil Trois Rivières", "Réseau Réemploi", "Fiche soumise", "Secret brouillon")


def lire(client, acteur, question=""):
    client.se_connecter(acteur)
    page = client.lire(f"/ma-fiche/recherche{question}")
    return re.sub(r"\s+", " ", page.select_one("main").get_text()).replace("\xa0", " ")


def test_it_comes_out_with_its_rank_and_its_reasons(client, monde):
    dit = lire(client, monde.acteurs["prestataire"], "?secteur=environnement")
    assert "Votre fiche ressort" in dit
    assert re.search(r"Au rang \d+ sur 3 prestataires", dit)
    assert "Activité" in dit
    assert not [nom for nom in AUTRES if nom in dit]


@pytest.mark.parametrize(
    ("question", "attendu"),
    [
        ("?texte=zoologie", "« zoologie » n’est nulle part dans votre fiche"),
        ("?secteur=sport", "Vous n’avez pas déclaré d’activité en"),
        ("?departement=07&texte=", "Vous n’avez pas déclaré intervenir dans"),
    ],
)
def test_it_does_not_and_says_what_is_missing(client, monde, question, attendu):
    dit = lire(client, monde.acteurs["prestataire"], question)
    assert "Votre fiche ne ressort pas" in dit
    assert attendu in dit


def test_an_activity_with_its_own_departements_is_not_found_in_the_others(client, monde):
    with unit_of_work() as session:
        fiche = session.get_one(Prestataire, monde.fiches["Atelier des Communs"])
        for activite in fiche.activites:
            activite.zones = [ActiviteZone(departement_code="38")]
    Indexeur(monde.dossier).reconstruire(SourceEnBase())
    question = "?secteur=environnement&departement="
    dit = lire(client, monde.acteurs["prestataire"], f"{question}26")
    assert "Votre fiche ne ressort pas" in dit
    assert "ses propres départements, et elle n’y couvre pas ceux de la recherche" in dit
    for ailleurs in (f"{question}38", "?departement=26"):
        assert "n’y couvre pas" not in lire(client, monde.acteurs["prestataire"], ailleurs)


def test_the_written_reason_is_said_as_the_launch_asks_it(client, monde):
    """None in any region: a reason; one in another region: none (domain 14); not confirmed: a reason."""
    acteur = monde.acteurs["prestataire"]
    assert "Aucune région ne vous a référencé. Un DLA devrait donner une raison écrite" in lire(
        client, acteur, "?departement=26"
    )
    with unit_of_work() as session:
        ailleurs = DlaRegional(nom="DLA R d’à côté", region_code="2012-83")
        session.add(ailleurs)
        session.flush()
        session.add(
            Referencement(
                prestataire_id=monde.fiches["Atelier des Communs"],
                regional_id=ailleurs.id,
                etat=EtatReferencement.ACCEPTE,
                demande_le=clock.now(),
                debut=date(2026, 1, 1),
            )
        )
    dit = lire(client, acteur, "?departement=26")
    assert "référencé dans une autre région que celle de ce département (Drôme)" in dit
    assert "devrait donner une raison écrite" not in dit
    with unit_of_work() as session:
        session.get_one(Prestataire, acteur.organisation_id).confirmee_le = date(2025, 1, 1)
    assert "n’est pas confirmée depuis moins d’un an. Un DLA devrait donner une raison écrite" in lire(
        client, acteur, "?departement=26"
    )


def test_a_draft_is_read_as_if_it_were_published(client, monde):
    acteur = monde.acteurs["redacteur"]
    assert "ressortirait" in lire(client, acteur, "?texte=brouillon")
    dit = lire(client, acteur, "?secteur=environnement")
    assert "Publiée telle qu’elle est, elle serait au rang 2 sur 4 prestataires" in dit
    assert "Aujourd’hui cette recherche trouve 3 prestataires, sans elle" in dit
    dit = lire(client, acteur, "?texte=zoologie")
    assert "Votre fiche ne ressortirait pas" in dit
    assert not [nom for nom in AUTRES[:3] if nom in dit]


def test_the_rank_of_a_draft_is_the_one_it_gets_once_published(client, monde):
    acteur, question = monde.acteurs["redacteur"], "?texte=modèle+économique&departement=26"
    promis = re.search(r"au rang (\d+) sur (\d+) prestataires", lire(client, acteur, question)).groups()
    with unit_of_work() as session:
        fiche = session.get_one(Prestataire, monde.fiches["Secret brouillon"])
        fiche.etat, fiche.confirmee_le = EtatFiche.PUBLIEE, clock.today()
    monde.reindexer()
    dit = lire(client, acteur, question)
    assert re.search(r"Au rang (\d+) sur (\d+) prestataires", dit).groups() == promis


def test_what_would_help_anywhere_is_said(client, monde):
    with unit_of_work() as session:
        session.get_one(Prestataire, monde.fiches["Atelier des Communs"]).disponible_le = None
    assert "Votre disponibilité n’est pas dite" in lire(
        client, monde.acteurs["prestataire"], "?secteur=environnement"
    )


def test_it_is_the_prestataire_s_own_page(client, monde):
    client.se_connecter(monde.acteurs["chargee"])
    assert client.get("/ma-fiche/recherche").status_code in (403, 404)


def test_it_says_what_would_lift_it_and_by_how_much(app, client, monde):
    """Each change, once done, brings the points and gives the rank that were said."""
    acteur = monde.acteurs["prestataire"]
    depart = {"titre": "Conseil", "disponible_le": None, "niveau": 1}
    changements = {
        "Dire « glanage » dans votre titre": {"titre": "Conseil glanage"},
        "Déclarer le niveau 3 pour cette activité, si vous le tenez": {"niveau": 3},
        "Dire que vous êtes disponible, si vous l’êtes à cette date": {"disponible_le": clock.today()},
    }

    def essayer(**change):
        """The page and the running engine's points, the fiche being so."""
        with unit_of_work() as session:
            fiche = session.get_one(Prestataire, acteur.organisation_id)
            fiche.presentation = "Nous aidons au glanage et à tenir les comptes. " * 6
            fiche.titre, fiche.disponible_le = change["titre"], change["disponible_le"]
            autre = session.get_one(Prestataire, monde.fiches["Conseil Trois Rivières"])
            autre.titre = "Glanage et glanage"
            for activite in (*fiche.activites, *autre.activites):
                activite.niveau = change["niveau"] if activite.prestataire_id == fiche.id else 3
        monde.reindexer()
        requete = Requete(le=clock.today(), texte="glanage", secteurs=("environnement",))
        lignes = app.extensions["recherche"].interroger(requete).lignes
        points = {ligne.id: ligne.score for ligne in lignes}
        return lire(client, acteur, "?texte=glanage&secteur=environnement"), points[acteur.organisation_id]

    avant, points = essayer(**depart)
    assert "Au rang 2 sur 2" in avant
    for dit, change in changements.items():
        promis = re.search(f"{dit} : (\\d+) points? de plus, (rang 1 au lieu de 2|sans changer)", avant)
        assert promis, (dit, avant[:1500])
        apres, obtenus = essayer(**{**depart, **change})
        assert obtenus - points == int(promis[1]), dit
        assert ("Au rang 1 sur" in apres) == promis[2].startswith("rang"), dit
    assert "Tout ensemble : rang 1 au lieu de 2" in avant


def test_every_filter_of_the_catalogue_can_be_tried_and_is_said_in_words(client, monde):
    acteur = monde.acteurs["prestataire"]
    client.se_connecter(acteur)
    noms = {champ["name"] for champ in client.lire("/ma-fiche/recherche").select("main [name]")}
    assert {"referencement", "aval", "mode", "region", "type_structure", "langue", "groupe", "tri"} <= noms
    assert "ne dit pas que vous travaillez en Breton" in lire(client, acteur, "?langue=br")
    assert "mission du dispositif" in lire(client, acteur, "?mobilisation=deja")
    dit = lire(client, acteur, "?type_structure=aci&langue=br&disponibilite=inconnue")
    assert "filtre «" not in dit
