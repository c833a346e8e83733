from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from dla_market.catalogue.models import EtatFiche
from dla_market.kernel.errors import RefusMetier
from dla_market.referencement import rules
from dla_market.referencement.models import EtatAppel, EtatReferencement, EtatRetrait
from dla_market.referencement.rules import Situation
from dla_market.referencement.states import APPEL, REFERENCEMENT, RETRAIT

AUJOURDHUI = date(2026, 3, 10)
E = EtatReferencement
PREAVIS = 90


@dataclass
class Fiche:
    etat: EtatFiche = EtatFiche.PUBLIEE
    confirmee_le: date | None = AUJOURDHUI


@dataclass
class Periode:
    etat: EtatReferencement = E.ACCEPTE
    debut: date | None = None
    fin: date | None = None


@dataclass
class Annonce:
    etat: EtatRetrait = EtatRetrait.NOTIFIE
    limite: date = AUJOURDHUI
    reponse: str = ""


def dans(jours: int) -> date:
    return AUJOURDHUI + timedelta(days=jours)


@pytest.mark.parametrize(
    ("periode", "attendu"),
    [
        (Periode(), True),
        (Periode(debut=AUJOURDHUI, fin=AUJOURDHUI), True),
        (Periode(debut=dans(1)), False),
        (Periode(fin=dans(-1)), False),
        *((Periode(etat=etat), False) for etat in E if etat is not E.ACCEPTE),
    ],
)
def test_un_referencement_vaut_dans_sa_periode(periode, attendu):
    assert rules.est_en_cours(periode, AUJOURDHUI) is attendu


@pytest.mark.parametrize(
    ("periodes", "rang"),
    [
        ([], None),
        ([Periode(fin=dans(89))], 0),
        ([Periode(fin=dans(90))], None),
        ([Periode(fin=dans(-400))], 0),
        ([Periode(fin=None)], None),
        ([Periode(E.REFUSE, fin=dans(1))], None),
        ([Periode(fin=dans(10)), Periode(debut=dans(11), fin=dans(900))], None),
        ([Periode(fin=dans(-10)), Periode(fin=dans(10))], 1),
    ],
)
def test_se_renouvelle_ce_qui_finit_bientot_ou_a_fini(periodes, rang):
    assert rules.a_renouveler(periodes, AUJOURDHUI, PREAVIS) is (None if rang is None else periodes[rang])


@pytest.mark.parametrize(
    ("fiche", "periodes", "mot"),
    [
        (Fiche(), [], None),
        (Fiche(EtatFiche.SOUMISE), [], None),
        (Fiche(EtatFiche.BROUILLON), [], "Soumettez"),
        (Fiche(EtatFiche.SUSPENDUE), [], "Soumettez"),
        (Fiche(), [Periode(E.REFUSE)], None),
        (Fiche(), [Periode(E.DEREFERENCE)], None),
        (Fiche(), [Periode(E.DEMANDE)], "déjà en cours"),
        (Fiche(), [Periode(E.A_COMPLETER)], "déjà en cours"),
        (Fiche(), [Periode(fin=dans(400))], "90 jours avant"),
        (Fiche(), [Periode(debut=dans(3), fin=dans(400))], "90 jours avant"),
        (Fiche(), [Periode(fin=dans(30))], None),
        (Fiche(), [Periode(fin=dans(30)), Periode(E.EN_INSTRUCTION)], "déjà en cours"),
    ],
)
def test_qui_peut_demander(fiche, periodes, mot):
    refus = rules.refus_demande(fiche, periodes, AUJOURDHUI, PREAVIS)
    assert (refus is None) if mot is None else (mot in refus)


def test_la_fin_est_celle_de_la_convention_sinon_de_la_duree():
    assert rules.fin_proposee(date(2026, 3, 10), 36, None) == date(2029, 3, 9)
    assert rules.fin_proposee(date(2026, 3, 10), 36, date(2026, 12, 31)) == date(2026, 12, 31)
    assert rules.fin_proposee(date(2026, 3, 10), 36, date(2025, 12, 31)) == date(2029, 3, 9)
    assert rules.debut_accorde(None, AUJOURDHUI) == AUJOURDHUI
    assert rules.debut_accorde(dans(30), AUJOURDHUI) == dans(31)
    assert rules.debut_accorde(dans(-30), AUJOURDHUI) == AUJOURDHUI


@pytest.mark.parametrize(
    ("annonce", "concluable", "repondre"),
    [
        (Annonce(), False, True),
        (Annonce(limite=dans(-1)), True, False),
        (Annonce(reponse="Nous contestons"), True, False),
        (Annonce(EtatRetrait.PRONONCE, dans(-1)), False, False),
        (Annonce(EtatRetrait.ABANDONNE), False, False),
    ],
)
def test_un_retrait_se_conclut_apres_la_reponse_ou_le_delai(annonce, concluable, repondre):
    assert rules.concluable(annonce, AUJOURDHUI) is concluable
    assert rules.peut_repondre(annonce, AUJOURDHUI) is repondre


@pytest.mark.parametrize(
    ("ici", "ailleurs", "provisoire", "attendu"),
    [
        ([Periode()], [], False, Situation.EN_COURS),
        ([Periode()], [Periode()], True, Situation.EN_COURS),
        ([Periode(E.REFUSE)], [Periode()], False, Situation.AUTRE_REGION),
        ([], [Periode()], True, Situation.PROVISOIRE),
        ([], [Periode(fin=dans(-1))], False, Situation.AUCUN),
    ],
)
def test_ou_en_est_un_prestataire(ici, ailleurs, provisoire, attendu):
    assert rules.situation(ici, ailleurs, AUJOURDHUI, provisoire=provisoire) is attendu


@pytest.mark.parametrize(
    ("fiche", "ou", "combien"),
    [
        (Fiche(), Situation.EN_COURS, 0),
        (Fiche(), Situation.PROVISOIRE, 0),
        (Fiche(), Situation.AUTRE_REGION, 0),
        (Fiche(), Situation.AUCUN, 1),
        (Fiche(confirmee_le=dans(-366)), Situation.EN_COURS, 1),
        (Fiche(confirmee_le=None), Situation.AUTRE_REGION, 1),
        (Fiche(EtatFiche.SUSPENDUE), Situation.EN_COURS, 1),
        (Fiche(EtatFiche.BROUILLON), Situation.AUCUN, 2),
    ],
)
def test_ce_qui_demande_une_raison_ecrite(fiche, ou, combien):
    assert len(rules.objections(fiche, ou, AUJOURDHUI)) == combien


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({}, None),
        ({"texte": " "}, "texte"),
        ({"recours": ""}, "recours"),
        ({"fin": dans(-1)}, "fin"),
        ({"criteres": []}, "criteres"),
        ({"criteres": [rules.Critere("Un")] * (rules.CRITERES_MAX + 1)}, "criteres"),
        ({"criteres": [rules.Critere("", "Sans nom")]}, "criteres"),
    ],
)
def test_ce_qu_un_appel_doit_dire(champs, champ):
    valeurs = {
        "texte": "Texte",
        "recours": "Écrivez",
        "debut": AUJOURDHUI,
        "fin": None,
        "criteres": [rules.Critere("Un")],
    } | champs
    if champ is None:
        rules.verifier_appel(**valeurs)
        return
    with pytest.raises(RefusMetier) as refus:
        rules.verifier_appel(**valeurs)
    assert refus.value.champ == champ


@pytest.mark.parametrize(
    ("parcours", "depart", "finals"),
    [
        (APPEL, EtatAppel.BROUILLON, {EtatAppel.REMPLACE}),
        (REFERENCEMENT, E.DEMANDE, {E.REFUSE, E.DEREFERENCE, E.RETIRE, E.RENONCE}),
        (RETRAIT, EtatRetrait.NOTIFIE, {EtatRetrait.PRONONCE, EtatRetrait.ABANDONNE}),
    ],
)
def test_tout_etat_s_atteint_et_se_quitte_sauf_les_finals(parcours, depart, finals):
    assert {depart} | {t.vers for t in parcours.transitions} == set(type(depart))
    assert parcours.finals() == finals
