"""Putting a PostgreSQL database back as it was, without copying it again.

A copy of the model takes half a second of processor, and a test changes a few rows. What it changed shows by
itself: each row, and each line of the catalogue, carries the transaction that wrote it (xmin), and those from
after the copy are the test's. Rows that were added are taken out and sequences wound back; where a row of the
model changed or went, or a table was made or altered, the database has to be copied again.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

CATALOGUES = (
    "pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_trigger", "pg_proc", "pg_type",
    "pg_rewrite", "pg_namespace",
)  # fmt: skip
REMISES_MAX = 60
"""How many times before a copy all the same: what was taken out still fills the tables' files."""
PUBLIQUES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SUITES = """
SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1
"""
SEUL = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Remise:
    """What a database is at this moment, right after it was copied. Nobody is connected to it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.faites = 0
        with psycopg.connect(url) as connexion:
            depuis = connexion.execute("SELECT pg_current_xact_id()::text").fetchall()[0][0]
            self.neuve = sql.SQL("age(xmin) <= age({}::xid)").format(sql.Literal(depuis))
            self.tables = [nom for (nom,) in connexion.execute(PUBLIQUES).fetchall()]
            self.ajouts, self.comptes = self._enonces()
            self.modele = connexion.execute(self.comptes).fetchall()
            self.suites = connexion.execute(SUITES).fetchall()

    def remettre(self) -> bool:
        """Take out what was added. False where that is not enough: the database is to be copied again."""
        self.faites += 1
        if self.faites > REMISES_MAX:
            return False
        with psycopg.connect(self.url) as connexion:
            connexion.execute(SEUL)
            if connexion.execute(self.comptes).fetchall() != self.modele:
                return False
            connexion.execute("SET session_replication_role = replica")  # no trigger, no foreign key
            for (nom,) in connexion.execute(self.ajouts).fetchall():
                ordre = sql.SQL("DELETE FROM {} WHERE {}").format(sql.Identifier(nom), self.neuve)
                connexion.execute(ordre)
            for avant, suite in zip(self.suites, connexion.execute(SUITES).fetchall(), strict=True):
                if avant != suite:
                    nom, debut, valeur = avant
                    connexion.execute(
                        "SELECT setval(quote_ident(%s)::regclass, %s, %s)",
                        (nom, debut if valeur is None else valeur, valeur is not None),
                    )
        return True

    def _enonces(self) -> tuple[sql.Composable, sql.Composable]:
        """The question of which tables hold new rows, and that of how many old ones there are everywhere."""
        ajouts = [
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {} WHERE {})").format(
                sql.Literal(nom), sql.Identifier(nom), self.neuve
            )
            for nom in self.tables
        ]
        comptes = [
            sql.SQL("SELECT {}, count(*) FILTER (WHERE NOT ({})), {} FROM {}").format(
                sql.Literal(nom),
                self.neuve,
                # a line added to the catalogue is a change, a row added to a table will be taken out
                sql.SQL("count(*)" if nom in CATALOGUES else "0"),
                sql.Identifier(nom),
            )
            for nom in (*CATALOGUES, *self.tables)
        ]
        union = sql.SQL(" UNION ALL ")
        return union.join(ajouts), union.join(comptes)
