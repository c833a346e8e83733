"""What has happened stays: movements, entries and journal refuse UPDATE, DELETE and REPLACE (M21)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dla_market.kernel import append_only
from dla_market.kernel.db import db, session_courante, unit_of_work
from tests.fonds import monde

COLONNES = {"fonds_mouvement": "libelle", "fonds_ecriture": "montant_centimes", "journal_entree": "details"}


@pytest.mark.parametrize("table", append_only.TABLES)
@pytest.mark.parametrize("geste", ["update", "delete", "replace"])
def test_une_ligne_ecrite_ne_change_plus(url: str, table: str, geste: str):
    with monde.application(url):
        with unit_of_work() as session:
            monde.doter(session, 100_00)
        sqlite = db.engine.dialect.name == "sqlite"
        ordres = {
            "update": f"UPDATE {table} SET {COLONNES[table]} = {COLONNES[table]}",
            "delete": f"DELETE FROM {table}",
            "replace": (
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
                if sqlite
                else f"TRUNCATE {table} CASCADE"
            ),
        }
        avant = session_courante().execute(text(f"SELECT * FROM {table}")).all()

        with pytest.raises(DBAPIError, match="is append-only"), unit_of_work() as session:
            session.execute(text(ordres[geste]))

        assert session_courante().execute(text(f"SELECT * FROM {table}")).all() == avant


def test_le_chemin_inverse_defait(url: str):
    with monde.application(url):
        with unit_of_work() as session:
            monde.doter(session, 100_00)
        with unit_of_work() as session:
            for ordre in append_only.ddl_inverse(db.engine.dialect.name, "journal_entree"):
                session.execute(text(ordre))
            session.execute(text("DELETE FROM journal_entree"))
        with unit_of_work() as session:
            for ordre in append_only.ddl(db.engine.dialect.name, "journal_entree"):
                session.execute(text(ordre))


@pytest.mark.parametrize("fait", [append_only.ddl, append_only.ddl_inverse])
def test_une_autre_base_est_refusee(fait):
    with pytest.raises(ValueError, match="oracle"):
        fait("oracle", "journal_entree")
