"""Nothing that a person types can break the search."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dla_market.search import Requete, Synonymes, Tri
from dla_market.search.analyse import grouper, placer, plier
from dla_market.search.lecture import CLAUSES_MAXIMALES, lire
from dla_market.search.racines import raciner
from dla_market.search.synonymes import Thesaurus
from dla_market.search.voisinage import distance
from tests.search.fabrique import LE

_MORCEAUX = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.characters(codec=None), max_size=12),
    st.sampled_from(
        ["AI", "RH", "SIAE", ";", " ; ", "ressources humaines", "co-", "-\u00ab", "S.I.A.E.",
         "saint-ét*",
         "associa", "économie", "l’", "d'", '"', "«", "»", "*", "-", "--", '-"', "a*", "**",
         "œ", "ﬁ", "\x00", "\ud800",
         "½", "x²",
         "AND", "NOT", "nom:", "titre:[a TO b]",
         "(", ")", "~2", "^3", "\\", "?", "'", "-a*", "é" * 80, "İ"]
    ),
)  # fmt: skip
TEXTES = st.lists(_MORCEAUX, max_size=8).map(" ".join) | st.lists(_MORCEAUX, max_size=8).map("".join)
COURT = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@COURT
@given(texte=TEXTES)
def test_reading_any_text_gives_words_that_an_index_can_hold(texte):
    for groupe in grouper(texte):
        for terme in (*groupe.parties, *filter(None, [groupe.joint])):
            assert terme.forme
            assert terme.racine
            assert terme.forme.isalnum()
            assert terme.racine.encode("utf-8")
    places = [place for place, _ in placer(texte)]
    assert places == sorted(places)


@COURT
@given(texte=TEXTES)
def test_any_text_is_a_query(moteur_rapide, texte):
    lecture = lire(texte)
    assert len(lecture.clauses) + len(lecture.exclusions) <= CLAUSES_MAXIMALES
    resultat = moteur_rapide.interroger(Requete(le=LE, texte=texte))
    assert resultat.total >= len(resultat.lignes)


@COURT
@given(texte=TEXTES, frappe=st.booleans())
def test_the_engines_agree_on_any_text(moteur_rapide, moteur_naif, texte, frappe):
    requete = Requete(le=LE, texte=texte, taille=3, avec_facettes=False, frappe=frappe)
    rapide, naif = moteur_rapide.interroger(requete), moteur_naif.interroger(requete)
    assert replace(rapide, generation="") == replace(naif, generation="")


@COURT
@given(mot=st.text(alphabet="abcdeilnorstux", min_size=1, max_size=18))
def test_a_stem_is_never_empty(mot):
    assert raciner(mot)


@COURT
@given(mot=st.text(alphabet="abc", max_size=6), autre=st.text(alphabet="abc", max_size=6))
def test_distance_is_one_for_one_fault_and_the_same_both_ways(mot, autre):
    assert distance(mot, autre, 9) == distance(autre, mot, 9)
    assert (distance(mot, autre, 9) == 0) == (mot == autre)
    assert distance(mot, f"{mot}x", 9) == 1


def test_folding_takes_accents_capitals_and_ligatures_away():
    assert plier("Œuvre À L’ÉTÉ, naïve ex æquo") == "oeuvre a l’ete, naive ex aequo"


def test_two_neighbours_swapped_are_one_fault():
    assert distance("theatre", "theater", 2) == 1
    assert distance("emploi", "emplio", 2) == 1


def test_pages_and_sizes_out_of_bounds_are_brought_within(moteur_rapide):
    for page, taille in ((0, 0), (-5, 10**9), (10**30, 20)):
        moteur_rapide.interroger(Requete(le=LE, page=page, taille=taille))


@pytest.mark.long
@settings(COURT, max_examples=10_000)
@given(texte=TEXTES, frappe=st.booleans(), tri=st.sampled_from(list(Tri)))
def test_ten_thousand_texts_are_queries(moteur_rapide, texte, frappe, tri):
    moteur_rapide.interroger(Requete(le=LE, texte=texte, frappe=frappe, tri=tri, departements=("42",)))


@COURT
@given(mots=st.lists(TEXTES, max_size=4), aussi=st.lists(TEXTES, max_size=2), texte=TEXTES)
def test_any_group_of_synonyms_can_be_looked_for(mots, aussi, texte):
    """The pilot writes what it likes: a group of anything reads, and extends what it should."""
    lexique = Thesaurus([Synonymes(tuple(mots), tuple(aussi))]).le(LE)
    for cherche in (texte, *mots):
        lecture = lire(cherche, lexique.sigles)
        etendues = lexique.etendre(lecture.clauses)
        assert [clause.motifs for clause in etendues] == [clause.motifs for clause in lecture.clauses]
