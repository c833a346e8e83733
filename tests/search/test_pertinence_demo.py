"""The relevance set: queries written by hand over the demonstration, judged on what its database says.

For each: every fiche that must come (`attendu`) is in the result, and no fiche is that may not (`permis`, `=`
where it is the same); the first line and the correction where they matter. A miss is explained in the file.
"""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from dla_market.blueprints.catalogue.criteres import Criteres
from dla_market.kernel import clock
from dla_market.kernel.db import db, session_courante
from dla_market.referencement.couverture import couverture
from dla_market.reseau.models import DlaRegional
from dla_market.search import Resultat, WhooshMoteur
from dla_market.web.nomenclatures import nomenclatures
from tests.search.verite import FicheVraie, lire_verite, predicat

FICHIER = Path(__file__).with_name("pertinence.csv")
AUCUN, ELARGIE = "aucun", "élargie"
"""Instead of a predicate: no fiche may come; none holds all the words, so those with some of them do."""
JUSTES_MIN = 0.98


def lignes() -> list[dict[str, str]]:
    with FICHIER.open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=";"))


@pytest.fixture(scope="module")
def contexte(app_demo):
    with app_demo.app_context():
        yield app_demo
        db.session.remove()


@pytest.fixture(scope="module")
def moteur(contexte):
    moteur = WhooshMoteur()
    moteur.ouvrir(contexte.config["DLA_INDEX"])
    yield moteur
    moteur.fermer()


@pytest.fixture(scope="module")
def verite(contexte) -> dict[int, FicheVraie]:
    return lire_verite(session_courante(), clock.today())


def chercher(moteur: WhooshMoteur, ligne: dict[str, str]) -> tuple[Resultat, list[int]]:
    """The answer, and the fiches of all its pages, in order."""
    arguments = MultiDict([tuple(filtre.split("=")) for filtre in ligne["filtres"].split()])
    arguments["texte"] = ligne["texte"]
    criteres = Criteres.lire(arguments, nomenclatures())
    requete = criteres.vers_requete(clock.today(), None, voit_tarifs=True)
    return moteur.interroger(requete), moteur.identifiants(requete)


def fautes(resultat: Resultat, trouvees: list[int], ligne: dict[str, str], verite) -> list[str]:
    if ligne["attendu"] == AUCUN:
        return [f"{len(trouvees)} trouvées pour aucune attendue"] if trouvees else []
    elargie = ligne["attendu"] == ELARGIE
    attendu = (lambda _: False) if elargie else predicat(ligne["attendu"])
    permis = attendu if ligne["permis"] == "=" else predicat(ligne["permis"])
    ensemble = set(trouvees)
    attendues = {fiche_id for fiche_id, fiche in verite.items() if attendu(fiche)}
    manquent = sorted(attendues - ensemble)
    en_trop = [fiche_id for fiche_id in trouvees if not permis(verite[fiche_id])]
    dites = []
    if not attendues and not elargie:
        dites.append("rien n’est attendu : la requête ne prouve rien")
    if resultat.elargi != elargie:
        dites.append("élargie" if resultat.elargi else "pas élargie")
    if manquent:
        dites.append(f"{len(manquent)} manquent, dont {verite[manquent[0]].nom}")
    if en_trop:
        dites.append(f"{len(en_trop)} en trop, dont {verite[en_trop[0]].nom}")
    if ligne["premier"] and not (trouvees and predicat(ligne["premier"])(verite[trouvees[0]])):
        dites.append("une autre vient en premier")
    if ligne["dit"] and ligne["dit"] not in (resultat.corrige or ""):
        dites.append(f"cherché à la place : {resultat.corrige}")
    if not ligne["dit"] and resultat.corrige is not None:
        dites.append(f"corrigé sans raison en {resultat.corrige}")
    return dites


def test_la_demonstration_repond_juste(moteur, verite):
    toutes = lignes()
    assert len(toutes) >= 150
    assert len({(ligne["texte"], ligne["filtres"]) for ligne in toutes}) == len(toutes)
    fausses = {}
    for ligne in toutes:
        dites = fautes(*chercher(moteur, ligne), ligne, verite)
        if dites:
            fausses[ligne["texte"], ligne["filtres"]] = dites
    assert len(fausses) <= len(toutes) * (1 - JUSTES_MIN), fausses
    expliquees = {(ligne["texte"], ligne["filtres"]) for ligne in toutes if ligne["explication"]}
    assert set(fausses) <= expliquees, fausses


def test_le_jeu_sait_dire_non(moteur, verite):
    """The control: an engine that answered everything, or nothing, would fail the set."""
    ligne = next(ligne for ligne in lignes() if ligne["texte"] == "theatre")
    resultat, trouvees = chercher(moteur, ligne)
    assert fautes(resultat, trouvees, ligne, verite) == []
    assert fautes(resultat, trouvees[1:], ligne, verite)
    assert fautes(resultat, list(verite), ligne, verite)


def test_a_cell_of_the_white_map_counts_what_its_search_finds(moteur, contexte):
    session = session_courante()
    regional = session.scalars(select(DlaRegional).where(DlaRegional.nom == "DLA régional Rhône-Alpes")).one()
    nombres = couverture(session, clock.today(), regional.id)
    assert len(nombres) > 100
    for (secteur, departement), nombre in nombres.items():
        criteres = Criteres(
            secteur=(secteur,),
            departement=(departement,),
            referencement=(regional.region_code,),
            confirmation=("confirmee",),
        )
        assert moteur.interroger(criteres.vers_requete(clock.today(), None)).total == nombre, (
            secteur,
            departement,
        )
