from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from dla_market.catalogue import rules
from dla_market.catalogue.models import EtatFiche
from dla_market.catalogue.states import FICHE, PROCEDURE
from dla_market.catalogue.vie import EtatProcedure, PalierRappel

AUJOURDHUI = date(2026, 3, 10)


@dataclass
class Fiche:
    etat: EtatFiche = EtatFiche.PUBLIEE
    confirmee_le: date | None = AUJOURDHUI


CAS_ACTIVE = [
    (Fiche(), True),
    (Fiche(confirmee_le=AUJOURDHUI - timedelta(days=365)), True),
    (Fiche(confirmee_le=AUJOURDHUI - timedelta(days=366)), False),
    (Fiche(confirmee_le=None), False),
    *((Fiche(etat=etat), etat is EtatFiche.PUBLIEE) for etat in EtatFiche),
]


@pytest.mark.parametrize(("fiche", "attendu"), CAS_ACTIVE)
def test_active_c_est_publiee_et_confirmee_dans_l_annee(fiche, attendu):
    assert rules.est_active(fiche, AUJOURDHUI) is attendu


@pytest.mark.parametrize(("ecart", "jours"), [(0, 365), (365, 0), (366, -1)])
def test_les_jours_qui_restent_avant_la_fin_de_la_confirmation(ecart, jours):
    assert rules.jours_avant_fin(AUJOURDHUI - timedelta(days=ecart), AUJOURDHUI) == jours


def test_tout_etat_se_rejoint_et_se_quitte():
    rejoints = {EtatFiche.BROUILLON} | {t.vers for t in FICHE.transitions}
    assert rejoints == set(EtatFiche)
    assert FICHE.finals() == set()
    assert PROCEDURE.finals() == {EtatProcedure.ABANDONNEE, EtatProcedure.LEVEE}


@pytest.mark.parametrize(
    ("jours", "palier"),
    [
        (31, None),
        (30, PalierRappel.PREMIER),
        (16, PalierRappel.PREMIER),
        (15, PalierRappel.SECOND),
        (1, PalierRappel.SECOND),
        (0, PalierRappel.DERNIER),
        (-400, PalierRappel.DERNIER),
    ],
)
def test_le_rappel_est_celui_du_moment(jours, palier):
    assert rules.palier_du(jours, 30, 15) is palier


def test_on_ne_suspend_qu_apres_avoir_entendu():
    limite = AUJOURDHUI
    assert rules.refus_prononcer(repondue=False, repondre_avant=limite, today=limite) is not None
    assert rules.refus_prononcer(repondue=True, repondre_avant=limite, today=limite) is None
    lendemain = limite + timedelta(days=1)
    assert rules.refus_prononcer(repondue=False, repondre_avant=limite, today=lendemain) is None
