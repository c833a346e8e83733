"""Processes killed while they order: nothing acknowledged is lost, nothing is done twice (reliability M9)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from dla_market.fonds.models import Imputation
from dla_market.fonds.verification import verifier
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.journal import verifier as verifier_journal
from tests.fonds import coupure, monde


def commandes() -> dict[int, int]:
    """Centimes by order."""
    lignes = session_courante().execute(
        select(Imputation.objet_id, func.sum(Imputation.engage_centimes).label("total")).group_by(
            Imputation.objet_id
        )
    )
    return {ligne.objet_id: int(ligne.total) for ligne in lignes}


def eprouver(url: str, fois: int) -> tuple[coupure.Coupures, int]:
    with monde.application(url), unit_of_work() as session:
        monde.doter(session, 50_000_000_00, 30_000_000_00)

    coupures = coupure.couper(url, fois, graine=3)

    with monde.application(url):
        presentes = commandes()
        assert coupures.acquittees <= presentes.keys() <= coupures.tentees
        assert (verifier(session_courante()), verifier_journal(session_courante())) == ([], [])
        sans_reponse = coupures.tentees - coupures.acquittees
        # people who had no answer send their form again: those that were done are not done twice
        for numero in sorted(coupures.tentees):
            with unit_of_work() as session:
                coupure.commander(session, numero)
        assert commandes() == dict.fromkeys(coupures.tentees, coupure.MONTANT)
        assert (verifier(session_courante()), verifier_journal(session_courante())) == ([], [])
    return coupures, len(sans_reponse & presentes.keys())


def test_une_coupure_ne_perd_ni_ne_double(url: str):
    coupures, _ = eprouver(url, fois=2)

    assert coupures.tuees == 4
    assert coupures.acquittees


@pytest.mark.long
def test_cinquante_coupures(url: str, capsys: pytest.CaptureFixture[str]):
    coupures, faites_sans_reponse = eprouver(url, fois=25)

    with capsys.disabled():
        print(  # noqa: T201  # the figures are the point
            f"\n{url.partition(':')[0]} : {coupures.tuees} coupures, {len(coupures.tentees)} tentées,"
            f" {len(coupures.acquittees)} acquittées, {faites_sans_reponse} faites sans réponse"
        )
    assert coupures.tuees == 50
