"""The place that a draft would have: foretold, then compared with what publishing it gives."""

from dataclasses import replace
from pathlib import Path

import pytest

from dla_market.preselection.situation import placer
from dla_market.search import NaifMoteur, Requete, SourceEnMemoire
from tests.search.fabrique import LE, SYNONYMES, fabriquer

QUESTIONS = (
    {}, {"texte": "association"}, {"texte": "stratégie"}, {"texte": "projet emploi"}, {"texte": "compta*"},
    {"secteurs": ("culture",)}, {"texte": "projet", "secteurs": ("culture", "sport")},
    {"texte": "ressources humaines"}, {"texte": '"ressources humaines"'}, {"departements": ("44", "35")},
)  # fmt: skip


@pytest.fixture(scope="module")
def documents():
    return list(fabriquer(160))


def ouvrir(documents, corpus=None) -> NaifMoteur:
    moteur = NaifMoteur(SourceEnMemoire(documents, SYNONYMES), corpus=corpus)
    moteur.ouvrir(Path())
    return moteur


def test_the_place_foretold_is_the_one_that_publishing_gives(documents):
    tous = ouvrir(documents)
    exacts = compares = 0
    for rang in range(0, 160, 16):
        sans = ouvrir(documents[:rang] + documents[rang + 1 :])
        seule = ouvrir([documents[rang]], sans.corpus())
        for question in QUESTIONS:
            requete = Requete(le=LE, avec_facettes=False, **question)
            place, ligne, total = placer(sans, seule, requete)
            ordre = tous.identifiants(requete)
            if place is None:
                assert documents[rang].id not in ordre
                assert total == len(sans.identifiants(requete))
                continue
            compares += 1
            assert (ligne.id, total) == (documents[rang].id, len(ordre))
            ecart = abs(ordre.index(documents[rang].id) + 1 - place)
            assert ecart <= total // 16, (question, place)  # one fiche more makes its words less rare
            exacts += ecart == 0
    assert compares >= 40
    assert exacts / compares >= 0.8, (exacts, compares)


def test_a_word_that_it_alone_holds_puts_it_first_and_alone(documents):
    elle = replace(documents[0], id=999, titre="Zygomatique associatif")
    tous = ouvrir(documents)
    seule = ouvrir([elle], tous.corpus())
    for texte in ("zygomatique", "zygomatique associatif"):
        place, ligne, total = placer(tous, seule, Requete(le=LE, texte=texte, avec_facettes=False))
        assert (place, ligne.id, total) == (1, 999, 1)
    assert placer(tous, seule, Requete(le=LE, texte="zygomatiq xylophone"))[0] is None
