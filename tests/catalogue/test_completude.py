from datetime import date
from types import SimpleNamespace

import pytest

from dla_market.catalogue import completude

AUJOURDHUI = date(2026, 3, 10)


def une_fiche(**champs):
    return SimpleNamespace(
        **{
            "siret": "10000000000008",
            "titre": "Titre",
            "presentation": "x" * completude.PRESENTATION_MIN,
            "commune": "Crest",
            "departement_code": "26",
            "telephone": "04",
            "courriel": "a@b.example",
            "tarif_jour_ht_centimes": 1,
            "individuel": True,
            "collectif": False,
            "disponible_le": AUJOURDHUI,
            "presentiel": True,
            "distance": False,
            "types_structures": ("association_hors_iae",),
            "charte_version": "2026-1",
            "liens_declares_le": AUJOURDHUI,
            "activites": [SimpleNamespace(annees=3)],
            "zones": [1],
            "intervenants": [SimpleNamespace(actif=True)],
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
        ("presentation", "x" * (completude.PRESENTATION_MIN - 1), "presentation", True),
        ("individuel", False, "presentation", True),
        ("presentiel", False, "presentation", False),
        ("types_structures", (), "presentation", False),
        ("tarif_jour_ht_centimes", None, "conditions", False),
        ("disponible_le", None, "conditions", False),
        ("activites", [SimpleNamespace(annees=None)], "activites", False),
        ("zones", [], "zones", True),
        ("intervenants", [], "equipe", True),
        ("intervenants", [SimpleNamespace(actif=False)], "equipe", True),
        ("charte_version", "", "engagements", False),
        ("liens_declares_le", None, "engagements", False),
        ("references", [], "references", False),
    ],
)
def test_ce_qui_manque_se_dit_avec_son_etape(champ, valeur, etape, bloquant):
    (manque,) = completude.manques(une_fiche(**{champ: valeur}))
    assert (manque.etape, manque.bloquant) == (etape, bloquant)
    assert completude.completude(une_fiche(**{champ: valeur})) < 100


def test_une_fiche_complete_ne_manque_de_rien():
    assert completude.manques(une_fiche()) == []
    assert completude.completude(une_fiche()) == 100


def test_ce_qui_bloque_se_dit_d_abord():
    ordre = [m.bloquant for m in completude.manques(une_fiche(siret=None, telephone="", zones=[], titre=""))]
    assert ordre == [True, True, False, False]


def test_un_tarif_nul_est_un_tarif():
    assert completude.manques(une_fiche(tarif_jour_ht_centimes=0)) == []


def test_une_mission_faite_ici_vaut_reference():
    assert completude.manques(une_fiche(references=[]), missions=1) == []


def test_sans_activite_on_demande_d_abord_lesquelles():
    assert [m.bloquant for m in completude.manques(une_fiche(activites=[]))] == [True, False]
