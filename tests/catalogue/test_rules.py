from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from dla_market.catalogue import rules
from dla_market.catalogue.models import EtatFiche
from dla_market.catalogue.states import FICHE

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


def une_fiche(**champs):
    return SimpleNamespace(
        **{
            "siret": "10000000000008",
            "titre": "Titre",
            "presentation": "x" * rules.PRESENTATION_MIN,
            "commune": "Crest",
            "departement_code": "26",
            "telephone": "04",
            "courriel": "a@b.example",
            "tarif_jour_ht_centimes": 1,
            "individuel": True,
            "collectif": False,
            "disponible_le": AUJOURDHUI,
            "activites": [1],
            "zones": [1],
            "intervenants": [1],
            "references": [1],
        }
        | champs
    )


@pytest.mark.parametrize(
    ("champ", "valeur", "etape", "bloquant"),
    [
        ("siret", None, "identite", False),
        ("commune", " ", "identite", True),
        ("departement_code", None, "identite", True),
        ("courriel", "", "identite", True),
        ("telephone", "", "identite", False),
        ("titre", " ", "presentation", True),
        ("presentation", "x" * (rules.PRESENTATION_MIN - 1), "presentation", True),
        ("individuel", False, "presentation", True),
        ("tarif_jour_ht_centimes", None, "presentation", False),
        ("disponible_le", None, "presentation", False),
        ("activites", [], "activites", True),
        ("zones", [], "zones", True),
        ("intervenants", [], "equipe", True),
        ("references", [], "references", False),
    ],
)
def test_ce_qui_manque_se_dit_avec_son_etape(champ, valeur, etape, bloquant):
    (manque,) = rules.manques(une_fiche(**{champ: valeur}))
    assert (manque.etape, manque.bloquant) == (etape, bloquant)
    assert rules.completude(une_fiche(**{champ: valeur})) < 100


def test_une_fiche_complete_ne_manque_de_rien():
    assert rules.manques(une_fiche()) == []
    assert rules.completude(une_fiche()) == 100


def test_ce_qui_bloque_se_dit_d_abord():
    ordre = [m.bloquant for m in rules.manques(une_fiche(siret=None, telephone="", zones=[], titre=""))]
    assert ordre == [True, True, False, False]


def test_un_tarif_nul_est_un_tarif():
    assert rules.manques(une_fiche(tarif_jour_ht_centimes=0)) == []


@pytest.mark.parametrize(("ecart", "jours"), [(0, 365), (365, 0), (366, -1)])
def test_les_jours_qui_restent_avant_la_fin_de_la_confirmation(ecart, jours):
    assert rules.jours_avant_fin(AUJOURDHUI - timedelta(days=ecart), AUJOURDHUI) == jours


def test_tout_etat_se_rejoint_et_seule_la_fermeture_est_sans_retour():
    rejoints = {EtatFiche.BROUILLON} | {t.vers for t in FICHE.transitions}
    assert rejoints == set(EtatFiche)
    assert FICHE.finals() == {EtatFiche.FERMEE}
