"""Queries written by hand over a catalogue written by hand: all must come out right, on both engines."""

from pathlib import Path

import pytest

from dla_market.search import Indexeur, NaifMoteur, Requete, SourceEnMemoire, WhooshMoteur
from dla_market.search.analyse import placer
from tests.search.corpus import ATTENTES, FICHES, NUMEROS
from tests.search.fabrique import LE


@pytest.fixture(scope="module")
def moteurs(tmp_path_factory):
    source = SourceEnMemoire(FICHES)
    dossier = tmp_path_factory.mktemp("index")
    Indexeur(dossier).reconstruire(source)
    rapide, naif = WhooshMoteur(), NaifMoteur(source)
    rapide.ouvrir(dossier)
    naif.ouvrir(Path())
    yield rapide, naif
    rapide.fermer()


@pytest.mark.parametrize(("texte", "attendues", "interdites"), ATTENTES)
def test_the_query_finds_what_it_must(moteurs, texte, attendues, interdites):
    for moteur in moteurs:
        trouvees = {ligne.id for ligne in moteur.interroger(Requete(le=LE, texte=texte)).lignes}
        assert {NUMEROS[cle] for cle in attendues.split()} <= trouvees
        assert not {NUMEROS[cle] for cle in interdites.split()} & trouvees


def test_there_are_enough_queries():
    assert len(ATTENTES) >= 45


def test_a_corrected_word_is_said_as_it_is_written(moteurs):
    for moteur in moteurs:
        resultat = moteur.interroger(Requete(le=LE, texte="comptabillité des associations -fusoin"))
        assert resultat.corrige == "comptabilité associations -fusoin"
        assert resultat.ignores == ("des",)


def test_a_beginning_is_said_so(moteurs):
    for moteur in moteurs:
        assert moteur.interroger(Requete(le=LE, texte="compta")).corrige == "compta*"


def test_a_known_word_is_never_corrected(moteurs):
    for moteur in moteurs:
        assert moteur.interroger(Requete(le=LE, texte="comptable")).corrige is None


def test_a_compound_that_nobody_writes_is_looked_for_by_its_words(moteurs):
    for moteur in moteurs:
        resultat = moteur.interroger(Requete(le=LE, texte="marché-emploi"))
        ensemble = moteur.interroger(Requete(le=LE, texte="marché emploi"))
        assert resultat.corrige == "marché emploi"
        assert [ligne.id for ligne in resultat.lignes] == [ligne.id for ligne in ensemble.lignes] != []


def test_a_correction_that_finds_nothing_is_not_said(moteurs):
    for moteur in moteurs:
        for texte in ("zzzyyyxxx", '"marché théâtre"', "zzzyyyxxx-wwwvvvuuu"):
            resultat = moteur.interroger(Requete(le=LE, texte=texte))
            assert (resultat.total, resultat.corrige) == (0, None)


def test_words_that_no_fiche_holds_together_give_those_with_the_most(moteurs):
    for moteur in moteurs:
        resultat = moteur.interroger(Requete(le=LE, texte="théâtre agriculture circuits"))
        assert resultat.elargi
        assert resultat.lignes[0].id == NUMEROS["ferme"]
        signes = {raison.texte: raison.signe for raison in resultat.lignes[0].raisons}
        assert signes["«\u00a0théâtre\u00a0» n’est pas dans la fiche"] == "-"


def test_the_reasons_say_what_is_for_unknown_and_against(moteurs):
    for moteur in moteurs:
        ligne = moteur.interroger(Requete(le=LE, texte="marché", secteurs=("insertion_emploi",))).lignes[0]
        assert ligne.id == NUMEROS["garenne"]
        textes = [f"{raison.signe} {raison.texte}" for raison in ligne.raisons]
        assert textes == [
            "+ «\u00a0marché\u00a0» dans les activités et la présentation",
            "+ Activité insertion emploi × commercial etude marche, niveau 3 sur 3",
            "+ Aval iae\u00a0: insertion emploi",
            "? Pas encore de mission connue",
            "? Disponibilité non renseignée",
            "? Fiche jamais confirmée",
        ]


def test_a_word_in_the_name_comes_before_the_same_in_the_presentation(moteurs):
    for moteur in moteurs:
        lignes = moteur.interroger(Requete(le=LE, texte="communication")).lignes
        assert lignes[0].id == NUMEROS["brise"]


@pytest.mark.parametrize(
    "famille",
    [
        "économie économies économique économiques",
        "communication communiquer communications",
        "public publics publique publiques",
        "actif active actifs activité",
        "régional régionaux régionale région",
        "développement développer",
        "financement financements financier financière financer",
        "solidaire solidaires solidarité",
        "animation animer animateur animatrice animé animées",
        "numérique numériques",
        "citoyen citoyenne citoyens",
        "professionnel professionnelle professionnels",
        "mutualiser mutualisation",
        "durable durabilité",
        "mobilité mobile mobiles",
        "individuel individuelle individuels",
        "lieu lieux",
        "enjeu enjeux",
        "réseau réseaux",
        "familial familiale famille familles",
        "diagnostic diagnostics diagnostique",
        "adaptation adapter adapté",
        "logement logements loger",
        "stratège stratégie stratégique",
        "accompagnons accompagner accompagnement accompagnateurs",
        "nous évaluons, évaluation",
        "qualifier qualification",
        "cantons canton",
        "saisons saison",
        "missions mission",
    ],
)
def test_a_family_has_one_stem(famille):
    assert len({terme.racine for _, terme in placer(famille)}) == 1


@pytest.mark.parametrize(
    "mots",
    [
        "ville village",
        "sante santon",
        "poste poster-age",
        "commune communication",
        "chant chantier",
        "part partage",
    ],
)
def test_neighbours_of_another_meaning_stay_apart(mots):
    assert len({terme.racine for _, terme in placer(mots)}) > 1
