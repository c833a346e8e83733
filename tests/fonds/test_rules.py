"""The fund's rules as tables, no database."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dla_market.fonds.models import EtatReservation, NatureCompte, TypeMouvement
from dla_market.fonds.rules import annee_de, parts_selon, seuil_atteint
from dla_market.fonds.states import LIBELLES_MOUVEMENT, RESERVATION, TRAJETS
from dla_market.kernel.errors import FondsInsuffisant
from dla_market.kernel.money import en_euros


@pytest.mark.parametrize(
    ("instant", "annee"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, 999_999, tzinfo=UTC), 2026),  # 23:59:59.999999 in Paris
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 2027),  # midnight in Paris, still 2026 in UTC
        (datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), 2027),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), 2027),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), 2026),
    ],
)
def test_l_annee_est_celle_du_jour_a_paris(instant: datetime, annee: int):
    assert annee_de(instant) == annee


@pytest.mark.parametrize(
    ("tenus", "montant", "parts"),
    [
        ({1: 100}, 100, {1: 100}),
        ({1: 60, 2: 40}, 50, {1: 30, 2: 20}),
        ({1: 1, 2: 1, 3: 1}, 2, {1: 1, 2: 1}),
        ({1: 0, 2: 10}, 10, {2: 10}),
        ({1: 2, 2: 1}, 1, {1: 1}),
    ],
)
def test_les_parts_suivent_ce_que_chacun_tient(tenus, montant, parts):
    assert parts_selon(tenus, montant) == parts


@pytest.mark.parametrize("tenus", [{}, {1: 0}, {1: 4, 2: 5}])
def test_les_parts_ne_depassent_pas_le_total(tenus):
    with pytest.raises(FondsInsuffisant):
        parts_selon(tenus, 10)


@given(
    st.lists(st.integers(0, 10**11), min_size=1, max_size=12).flatmap(
        lambda tenus: st.tuples(st.just(tenus), st.integers(1, max(1, sum(tenus))))
    )
)
def test_les_parts_font_le_montant_et_tiennent_dans_leur_ligne(cas):
    tenus, montant = dict(enumerate(cas[0])), cas[1]
    if sum(tenus.values()) < montant:
        return
    parts = parts_selon(tenus, montant)
    assert sum(parts.values()) == montant
    assert all(0 < part <= tenus[ligne] for ligne, part in parts.items())


@pytest.mark.parametrize(
    ("conventionne", "pris", "seuil"),
    [(0, 0, None), (100, 79, None), (100, 80, 80), (100, 89, 80), (100, 90, 90), (100, 100, 90)],
)
def test_le_fonds_previent_a_80_et_90(conventionne, pris, seuil):
    assert seuil_atteint(conventionne, pris) == seuil


@pytest.mark.parametrize(
    ("centimes", "texte"),
    [
        (0, "0\u00a0€"),
        (5, "0,05\u00a0€"),
        (3_860_50, "3\u202f860,50\u00a0€"),
        (1_422_914_700, "14\u202f229\u202f147\u00a0€"),
        (-1, "−0,01\u00a0€"),
    ],
)
def test_un_montant_s_ecrit_a_la_francaise(centimes, texte):
    assert en_euros(centimes) == texte


def test_une_reservation_finit_une_fois():
    assert RESERVATION.finals() == {EtatReservation.ENGAGEE, EtatReservation.LIBEREE}
    assert RESERVATION.verbes(EtatReservation.EN_ATTENTE) == ["engager", "liberer"]


def test_chaque_verbe_a_son_trajet_et_son_mot():
    assert set(TRAJETS) == set(LIBELLES_MOUVEMENT) == set(TypeMouvement)
    touchees = {nature for trajets in TRAJETS.values() for trajet in trajets for nature in trajet}
    assert touchees == set(NatureCompte)
