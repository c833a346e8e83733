"""The distances in columns are those of the plain table, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from dla_market.search.formes import Formes
from dla_market.search.voisinage import proches

MOTS = st.text("abeinorst", min_size=1, max_size=11)


@given(st.lists(MOTS, min_size=1, max_size=30, unique=True), MOTS, st.integers(0, 2))
def test_the_columns_find_what_the_plain_table_finds(mots: list[str], forme: str, maximum: int) -> None:
    assert sorted(Formes(mots).proches(forme, maximum)) == sorted(proches(forme, mots, maximum))


def test_letters_swapped_added_missing_and_a_plural_not_typed() -> None:
    formes = Formes(["communication", "communications", "comunion", "commun", "œuf", "l𝔸b", "x1"])
    assert formes.proches("comunication", 2) == [(1, "communication"), (1, "communications")]
    assert formes.proches("communicatoin", 1) == [(1, "communication"), (1, "communications")]
    assert formes.proches("l𝔸b", 0) == [(0, "l𝔸b")]
    assert formes.proches("", 2) == []
    assert Formes([]).proches("mot", 2) == []
