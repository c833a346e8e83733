"""What a fund page shows: amounts that add up, and lines that add up to each amount."""

from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.models import Role
from dla_market.fonds import lignes, queries
from dla_market.fonds.lignes import Figure
from dla_market.fonds.models import Fonds, TypeMouvement
from dla_market.fonds.queries import Montants
from dla_market.kernel.db import session_courante
from tests.fonds import monde
from tests.fonds.monde import ANNEE, AUTRE_DLA, DLA, FINANCEURS, REGIONAL, un_acteur


@pytest.fixture
def lecture(url_peuplee: str):
    with monde.application(url_peuplee):
        yield session_courante()


def fonds_id(session: Session, annee: int = ANNEE, organisation_id: int = DLA) -> int:
    return session.scalars(
        select(Fonds.id).where(Fonds.annee == annee, Fonds.organisation_id == organisation_id)
    ).one()


def test_la_situation_dit_les_montants_cumules(lecture: Session):
    total = queries.situation(lecture, fonds_id(lecture)).total

    assert total == Montants(
        conventionne=100_000_00,
        reserve=5_000_01,
        engage=9_200_00,
        realise=6_000_00,
        facture=4_000_00,
        paye=2_500_00,
        disponible=85_799_99,
    )
    assert (total.en_cours, total.a_payer, total.pris) == (3_200_00, 3_500_00, 14_200_01)
    assert total.seuil is None


def test_les_segments_de_la_jauge_font_le_conventionne(lecture: Session):
    for tranche in queries.situation(lecture, fonds_id(lecture)).tranches:
        m = tranche.montants
        assert m.paye + m.a_payer + m.en_cours + m.reserve + m.disponible == m.conventionne


def test_les_financeurs_font_le_total(lecture: Session):
    situation = queries.situation(lecture, fonds_id(lecture))

    assert [f.financeur_id for f in situation.par_financeur] == list(FINANCEURS)
    assert sum((f.montants for f in situation.par_financeur), Montants()) == situation.total
    seul = queries.situation(lecture, fonds_id(lecture), FINANCEURS[1])
    assert seul.par_financeur == (situation.par_financeur[1],)


def test_sans_fonds_tout_est_a_zero(lecture: Session):
    assert queries.situation(lecture, None).total == Montants()


def test_les_lignes_font_le_chiffre(lecture: Session):
    fonds = fonds_id(lecture)
    for figure, financeur_id in product(Figure, (None, *FINANCEURS)):
        page = lignes.lignes(lecture, fonds, figure, financeur_id=financeur_id)

        total = queries.situation(lecture, fonds, financeur_id).total
        assert sum(ligne.montant_centimes for ligne in page.elements) == getattr(total, figure.value)
        assert page.total == len(page.elements)
        assert all(ligne.montant_centimes > 0 for ligne in page.elements)


def test_les_lignes_nomment_les_dossiers(lecture: Session):
    fonds = fonds_id(lecture)

    engagees = lignes.lignes(lecture, fonds, Figure.ENGAGE).elements
    reservees = lignes.lignes(lecture, fonds, Figure.RESERVE).elements
    disponibles = lignes.lignes(lecture, fonds, Figure.DISPONIBLE, financeur_id=FINANCEURS[0]).elements

    assert {(x.objet_type, x.objet_id, x.libelle) for x in engagees} == {
        ("commande", n, f"Commande {n}") for n in (103, 104, 105)
    }
    assert [(x.objet_type, x.objet_id) for x in reservees] == [("consultation", 1)]
    assert [x.libelle for x in disponibles] == ["C-1-11-2026 · Financeur etat"]
    assert disponibles[0].objet_type == "convention"
    assert disponibles[0].instant is None


def test_les_dossiers_se_comptent_par_segment(lecture: Session):
    assert lignes.compter(lecture, fonds_id(lecture)) == {
        Figure.PAYE: 2,
        Figure.A_PAYER: 2,
        Figure.EN_COURS: 3,
        Figure.RESERVE: 1,
    }
    assert lignes.compter(lecture, fonds_id(lecture, ANNEE + 1))[Figure.EN_COURS] == 0


def test_le_releve_est_pagine_du_plus_recent_au_plus_ancien(lecture: Session):
    fonds = fonds_id(lecture)

    premiere = lignes.releve(lecture, fonds)
    apres = lignes.releve(lecture, fonds, numero=99)
    part = lignes.releve(lecture, fonds, financeur_id=FINANCEURS[0])

    assert (premiere.total, len(premiere.elements), premiere.derniere) == (19, 19, 1)
    assert apres.numero == 1
    assert premiere.elements[0].type is TypeMouvement.PAYER
    assert premiere.elements[0].montant_centimes == 1_500_00
    assert (part.total, part.elements[0].montant_centimes) == (17, 900_00)


QUI = {
    "la responsable": (Role.RESPONSABLE, DLA, {DLA}),
    "le chargé de mission": (Role.CHARGE_MISSION, DLA, {DLA}),
    "un autre DLA": (Role.GESTIONNAIRE, AUTRE_DLA, {AUTRE_DLA}),
    "la région": (Role.REFERENT_REGIONAL, REGIONAL, {DLA}),
    "le pilotage": (Role.PILOTE, 900, {DLA, AUTRE_DLA}),
    "un financeur": (Role.FINANCEUR, FINANCEURS[2], {DLA}),
    "un financeur d'ailleurs": (Role.FINANCEUR, 999, set()),
    "un prestataire": (Role.PRESTATAIRE, DLA, set()),
    "une structure": (Role.STRUCTURE, DLA, set()),
    "un expert": (Role.EXPERT, DLA, set()),
}


@pytest.mark.parametrize("qui", QUI)
def test_chacun_voit_ses_fonds(session: Session, qui: str):
    monde.doter(session, 100_00, 100_00, 100_00)
    monde.doter(session, 50_00, organisation_id=AUTRE_DLA)
    role, organisation_id, vus = QUI[qui]
    acteur = un_acteur(role, organisation_id)

    assert {f.organisation_id for f in session.scalars(queries.visible_to(acteur))} == vus
    assert {ligne.organisation_id for ligne in queries.lister(session, acteur, ANNEE)} == vus
    for fonds in session.scalars(select(Fonds)):
        vu = fonds.organisation_id in vus
        assert (queries.charger(session, acteur, fonds.id) is not None) is vu
        exercice = queries.charger_exercice(session, acteur, fonds.organisation_id, ANNEE)
        assert (exercice is not None) is vu


def test_un_financeur_ne_voit_que_ce_qu_il_paie(session: Session):
    monde.doter(session, 100_00, 200_00, 300_00)
    acteur = un_acteur(Role.FINANCEUR, FINANCEURS[1])

    exercice = queries.charger_exercice(session, acteur, DLA, ANNEE)

    assert exercice is not None
    assert exercice.financeur_id == FINANCEURS[1]
    assert queries.lister(session, acteur, ANNEE)[0].montants.conventionne == 200_00
    assert [t.convention.financeur_id for t in queries.tranches(session, exercice)] == [FINANCEURS[1]]


def test_une_annee_sans_fonds_se_consulte_quand_meme(session: Session):
    exercice = queries.charger_exercice(session, un_acteur(), DLA, ANNEE)

    assert exercice is not None
    assert (exercice.organisation_id, exercice.fonds_id) == (DLA, None)
    assert queries.tranches(session, exercice) == []
    assert queries.charger_exercice(session, un_acteur(), AUTRE_DLA, ANNEE) is None
    assert queries.charger_exercice(session, un_acteur(), DLA, 1789) is None
    financeur = un_acteur(Role.FINANCEUR, FINANCEURS[0])
    assert queries.charger_exercice(session, financeur, DLA, ANNEE) is None


def test_les_annees_viennent_de_la_plus_recente(lecture: Session):
    exercice = queries.charger_exercice(lecture, un_acteur(), DLA, ANNEE)

    assert exercice is not None
    assert exercice.annees == (ANNEE + 1, ANNEE)
    assert queries.annees(lecture, un_acteur(Role.PILOTE, 900)) == [ANNEE + 1, ANNEE]
    assert queries.annees(lecture, un_acteur(organisation_id=AUTRE_DLA)) == []
