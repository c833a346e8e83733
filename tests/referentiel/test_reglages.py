"""Dated settings: a value from a day on, cheap to read, never rewriting the past."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from dla_market.kernel import clock
from dla_market.kernel.db import db, unit_of_work
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import SYSTEME, EntreeJournal
from dla_market.referentiel import reglages
from dla_market.referentiel.models import Reglage
from dla_market.referentiel.reglages import CONNUS, entier
from tests.bench.mesure import ordres

CODE = "fiche_validite_jours"


def poser(valeur, dans=0, code=CODE, motif="Décision du comité"):
    with unit_of_work() as session:
        reglages.poser(session, SYSTEME, CONNUS[code], valeur=valeur, valide_du=le(dans), motif=motif)


def le(dans):
    return clock.today() + timedelta(days=dans)


def test_chaque_reglage_a_un_defaut_dans_ses_bornes(session, horloge):
    for code, connu in CONNUS.items():
        assert connu.minimum <= connu.defaut <= connu.maximum
        assert entier(session, code, le(0)) == connu.defaut


def test_une_valeur_vaut_de_son_jour_a_la_suivante(session, horloge):
    poser(400, 10)
    poser(200, 20)
    attendu = {0: 365, 9: 365, 10: 400, 19: 400, 20: 200, 900: 200}
    assert {dans: entier(session, CODE, le(dans)) for dans in attendu} == attendu
    poser(300, 5)  # what was planned for later gives way
    assert {dans: entier(session, CODE, le(dans)) for dans in (4, 5, 10, 20)} == {
        4: 365, 5: 300, 10: 300, 20: 300,
    }  # fmt: skip
    assert len(session.scalars(select(Reglage)).all()) == 3
    session.rollback()


def test_un_refus_le_dit(session, horloge):
    for arguments, champ in (
        ((400, -1), "valide_du"),
        ((5, 0), "valeur"),
        ((365, 0), "valeur"),
        ((400, 0, CODE, " "), "motif"),
    ):
        with pytest.raises(RefusMetier) as refus:
            poser(*arguments)
        assert refus.value.champ == champ
    with pytest.raises(KeyError):
        entier(session, "inconnu", le(0))


def test_lire_ne_coute_presque_rien(session, horloge):
    with ordres(db.engine) as vus:
        for code in CONNUS:
            entier(session, code, le(0))
    assert len([o for o in vus if "reglage" in o]) <= 1
    with unit_of_work() as ecriture, ordres(db.engine) as vus:
        for code in CONNUS:
            entier(ecriture, code, le(0))
    assert len([o for o in vus if "reglage" in o]) == 1


def test_qui_ecrit_lit_ce_que_sa_transaction_voit(session, horloge):
    assert entier(session, CODE, le(0)) == 365
    with suppress(ZeroDivisionError), unit_of_work() as ecriture:
        reglages.poser(ecriture, SYSTEME, CONNUS[CODE], valeur=100, valide_du=le(0), motif="Essai")
        assert entier(ecriture, CODE, le(0)) == 100
        raise ZeroDivisionError
    assert entier(session, CODE, le(0)) == 365
    poser(120)
    assert entier(session, CODE, le(0)) == 120
    assert (
        session.scalar(select(EntreeJournal.action).where(EntreeJournal.objet_id == CODE)) == "reglage:poser"
    )
    session.rollback()
