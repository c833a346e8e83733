"""Who has a place: tables, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dla_market.preselection.rules import Candidature, Place, motif_propose, placer, places_vides

R, J, A = Place.RANG, Place.JAMAIS, Place.AVAL


def candidats(*traits: str) -> list[Candidature]:
    """« q » qualified, « j » never used, « a » endorsed; numbered from 1."""
    return [Candidature(n, "q" in t, "j" in t, "a" in t) for n, t in enumerate(traits, start=1)]


@pytest.mark.parametrize(
    ("traits", "attendu"),
    [
        ((), {}),
        (("q", "q", "q", "q", "q"), {1: R, 2: R, 3: R, 4: R}),
        (("q", "q", "q", "q", "qj", "qa"), {1: R, 2: R, 5: J, 6: A}),
        (("q", "q", "qja", "q", "q"), {1: R, 2: R, 3: J, 4: R}),
        (("q", "q", "qja", "qa"), {1: R, 2: R, 3: J, 4: A}),
        (("q", "q", "qja", "qj"), {1: R, 2: R, 3: A, 4: J}),
        (("ja", "q", "", "q", "qj"), {2: R, 4: R, 5: J}),
        (("qj", "qa", "q", "q"), {1: R, 2: R, 3: R, 4: R}),
    ],
)
def test_who_has_a_place(traits, attendu):
    assert placer(candidats(*traits), 4) == attendu


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=12))
def test_what_always_holds(traits):
    tous = [Candidature(n, *trait) for n, trait in enumerate(traits)]
    places = placer(tous, 4)
    qualifies = {c.prestataire_id for c in tous if c.qualifie}
    assert set(places) <= qualifies
    assert len(places) == min(4, len(qualifies))
    assert sum(p is J for p in places.values()) <= 1
    assert sum(p is A for p in places.values()) <= 1
    assert placer(tous, 4) == places


def test_a_place_that_nobody_took_is_said():
    assert len(places_vides({1: R})) == 2
    assert not places_vides({1: J, 2: A})


def test_the_drafted_reason_fits():
    assert motif_propose(["Intervient dans la Drôme"], R, 300) == "Intervient dans la Drôme"
    assert motif_propose(["Un"], J, 300).startswith("Un ; place offerte")
    assert len(motif_propose(["x" * 500], A, 300)) == 300
