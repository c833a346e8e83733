"""A production has its reference data by one command, run again after each new version."""

from sqlalchemy import func, select

from dla_market.kernel.db import Base
from tests.support.territoires import ecrire_territoires


def lignes(session):
    return {t.name: session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables}


def test_loading_twice_changes_nothing(app, session, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "DLA_TERRITOIRES", ecrire_territoires(tmp_path))
    avant = lignes(session)
    session.rollback()
    resultat = app.test_cli_runner().invoke(args=["referentiel", "charger"])
    assert resultat.exit_code == 0, resultat.output
    deux = lignes(session)
    assert deux["groupe_synonymes"] == avant["groupe_synonymes"] > 0
    session.rollback()
    assert app.test_cli_runner().invoke(args=["referentiel", "charger"]).exit_code == 0
    assert lignes(session) == deux
