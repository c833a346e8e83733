"""A server refuses a database that has not had every migration (reliability N4)."""

import pytest
from flask_migrate import downgrade
from sqlalchemy import create_engine, text

from dla_market.app import create_app, serveur
from dla_market.config import ConfigurationDangereuse
from dla_market.kernel.db import db, unit_of_work
from dla_market.kernel.migrations import migrations_en_attente
from tests.support.bases import config_de, remplir


def test_an_empty_database_waits_for_all_of_them_in_order(tmp_path):
    moteur = create_engine(f"sqlite:///{tmp_path / 'vide.sqlite3'}")
    attendues = migrations_en_attente(moteur)
    moteur.dispose()
    assert attendues[0] == "0001"
    assert attendues == sorted(attendues)


def test_an_up_to_date_database_waits_for_none(app):
    assert migrations_en_attente(db.engine) == []


def test_a_server_starts_on_nothing_less(tmp_path, monkeypatch):
    config = config_de(tmp_path)
    app = create_app(config)
    remplir(app)
    monkeypatch.setattr("dla_market.app.Config.from_env", lambda: config)
    assert serveur().config["DLA_DATA"] == app.config["DLA_DATA"]
    with app.app_context():
        downgrade(revision="-1")
        derniere = migrations_en_attente(db.engine)[-1]
    with pytest.raises(ConfigurationDangereuse, match=rf"1 migration.*{derniere}.*db upgrade"):
        serveur()


def test_every_command_of_the_house_asks_for_them_first(tmp_path):
    app = create_app(config_de(tmp_path))
    lancer = app.test_cli_runner().invoke
    for commande in (
        ["demo", "charger"],
        ["demo", "comptes"],
        ["search", "rebuild"],
        ["search", "interroger", "sport"],
        ["search", "suivre"],
        ["referentiel", "charger"],
        ["journal", "verifier"],
        ["worker"],
    ):
        dit = lancer(args=commande)
        assert dit.exit_code == 1, commande
        assert "lancez «\u00a0flask db upgrade\u00a0»" in dit.output, commande
        assert isinstance(dit.exception, SystemExit), commande
    remplir(app)
    assert lancer(args=["journal", "verifier"]).exit_code == 0
    with app.app_context(), unit_of_work() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    dit = lancer(args=["journal", "verifier"])
    assert (dit.exit_code, "en avance" in dit.output) == (1, True)
