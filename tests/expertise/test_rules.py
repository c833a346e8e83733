from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from dla_market.expertise import rules
from dla_market.expertise.models import EtatAval, NaturePreuve
from dla_market.expertise.rules import Preuve, Sujet
from dla_market.expertise.states import AVAL
from dla_market.kernel.clock import dans_mois
from dla_market.kernel.errors import RefusMetier
from dla_market.referentiel.reglages import CONNUS

AUJOURDHUI = date(2026, 3, 10)


@dataclass
class UnAval:
    etat: EtatAval = EtatAval.CONFIRME
    fin: date = AUJOURDHUI


@dataclass
class UnLien:
    fin: date | None


def dans(jours):
    return AUJOURDHUI + timedelta(days=jours)


@pytest.mark.parametrize(
    ("aval", "valide", "bientot"),
    [
        (UnAval(), True, True),
        (UnAval(fin=dans(-1)), False, False),
        (UnAval(fin=dans(rules.PREAVIS_JOURS - 1)), True, True),
        (UnAval(fin=dans(rules.PREAVIS_JOURS)), True, False),
        *((UnAval(etat, dans(1)), etat is EtatAval.CONFIRME, etat is EtatAval.CONFIRME) for etat in EtatAval),
    ],
)
def test_un_aval_vaut_confirme_et_jusqu_a_son_dernier_jour(aval, valide, bientot):
    assert rules.est_valide(aval, AUJOURDHUI) is valide
    assert rules.expire_bientot(aval, AUJOURDHUI) is bientot


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        (date(2026, 3, 10), 24, date(2028, 3, 10)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_les_mois_se_comptent_de_jour_a_jour(jour, mois, attendu):
    assert dans_mois(jour, mois) == attendu


@pytest.mark.parametrize(
    ("motif", "secteur", "hors_champ", "texte"),
    [
        (" Trois missions ", "sport", "", "Trois missions"),
        (
            "Trois missions",
            "culture",
            "Réseau commun",
            "Trois missions\nHors du champ du centre\u00a0: Réseau commun",
        ),
        ("Trois missions", "sport", "inutile", "Trois missions"),
    ],
)
def test_le_motif_dit_aussi_pourquoi_hors_de_ses_secteurs(motif, secteur, hors_champ, texte):
    assert rules.motif_complet(motif, Sujet(secteur), ["sport"], hors_champ) == texte


@pytest.mark.parametrize(
    ("refuser", "champ"),
    [
        (lambda: rules.motif_complet("  ", Sujet("sport"), ["sport"], ""), "motif"),
        (lambda: rules.motif_complet("Oui", Sujet("culture"), ["sport"], " "), "motif_hors_champ"),
        (lambda: rules.motif_complet("Oui", Sujet("", "fiscalite"), ["sport"], " "), "motif_hors_champ"),
        (lambda: rules.verifier_sujet(Sujet()), "secteur"),
        (lambda: rules.verifier_preuve(Preuve(NaturePreuve.PUBLICATION, " ")), "preuve"),
        (lambda: rules.verifier_preuve(Preuve(NaturePreuve.PUBLICATION, "Guide", 4)), "mission"),
        (lambda: rules.verifier_sans_lien([UnLien(None)], "Atelier"), None),
        (lambda: rules.verifier_fin(AUJOURDHUI, AUJOURDHUI), "fin"),
        (lambda: rules.verifier_fin(date(2029, 3, 11), AUJOURDHUI), "fin"),
        (lambda: rules.verifier_niveau(0), "niveau"),
        (lambda: rules.verifier_niveau(4), "niveau"),
        (lambda: rules.verifier_autre_personne(1, 1), None),
        (lambda: rules.verifier_sans_doublon([UnAval(EtatAval.PROPOSE)], AUJOURDHUI), "secteur"),
        (lambda: rules.verifier_sans_doublon([UnAval(fin=dans(400))], AUJOURDHUI), "secteur"),
    ],
)
def test_ce_qui_se_refuse(refuser, champ):
    with pytest.raises(RefusMetier) as refus:
        refuser()
    assert refus.value.champ == champ


@pytest.mark.parametrize(
    ("fin", "bloque"),
    [(None, True), (dans(0), True), (date(2023, 3, 10), True), (date(2023, 3, 9), False)],
)
def test_un_lien_recuse_trois_ans_apres_sa_fin(fin, bloque):
    assert rules.lien_bloque(UnLien(fin), AUJOURDHUI) is bloque


@pytest.mark.parametrize(
    ("aval", "renouvelable"),
    [
        ((EtatAval.CONFIRME, 10), True),
        ((EtatAval.CONFIRME, -10), True),
        ((EtatAval.CONFIRME, 200), False),
        ((EtatAval.RENOUVELE, -10), False),
        ((EtatAval.RETIRE, 10), False),
        ((EtatAval.PROPOSE, 10), False),
    ],
)
def test_on_renouvelle_pres_de_la_fin_ou_apres(aval, renouvelable):
    etat, jours = aval
    assert rules.peut_renouveler(UnAval(etat, dans(jours)), AUJOURDHUI) is renouvelable


def test_ce_qui_se_permet():
    rules.verifier_sujet(Sujet("", "fiscalite"))
    assert rules.verifier_preuve(Preuve(NaturePreuve.MISSION, " Mission de 2026 ", 4)) == "Mission de 2026"
    assert rules.motif_complet("Oui", Sujet("culture", "fiscalite"), ["fiscalite"], "") == "Oui"
    rules.verifier_sans_lien([], "Atelier")
    rules.verifier_fin(date(2029, 3, 10), AUJOURDHUI)
    rules.verifier_fin(dans(1), AUJOURDHUI)
    for niveau in (1, 2, 3):
        rules.verifier_niveau(niveau)
    rules.verifier_autre_personne(1, 2)
    rules.verifier_sans_doublon(
        [UnAval(EtatAval.REFUSE), UnAval(EtatAval.RETIRE), UnAval(fin=dans(-1)), UnAval(fin=dans(5))],
        AUJOURDHUI,
    )


def test_tout_etat_se_rejoint_et_un_aval_retire_ou_refuse_le_reste():
    assert {EtatAval.PROPOSE} | {t.vers for t in AVAL.transitions} == set(EtatAval)
    assert AVAL.finals() == {EtatAval.REFUSE, EtatAval.RETIRE, EtatAval.RENOUVELE}


def test_no_setting_proposes_an_end_that_the_rules_refuse():
    assert CONNUS["aval_duree_mois"].maximum <= rules.DUREE_MAX_MOIS
