"""Tables that only grow: the database itself refuses to change or delete their rows (reliability C2, M21).

Migrations run this DDL after they have made the table, and again after a batch that makes it afresh: a
trigger dies with its table. On SQLite, REPLACE deletes a row, which reaches the trigger only with
`recursive_triggers` on: kernel/db.py sets it and reads it back.
"""

from __future__ import annotations

TABLES = ("fonds_mouvement", "fonds_ecriture", "journal_entree")
"""What has already happened: movements of money, their entries, the journal."""

VERBES = ("UPDATE", "DELETE")


def declencheur(table: str, verbe: str) -> str:
    """The name of the trigger that stops a verb on a table."""
    return f"{table}_sans_{verbe.lower()}"


def ddl(dialecte: str, table: str) -> list[str]:
    """The statements that make a table append-only, for "sqlite" or "postgresql".

    Raises ValueError for another database: nothing would then hold the promise.
    """
    if dialecte == "sqlite":
        return [
            f"CREATE TRIGGER {declencheur(table, verbe)} BEFORE {verbe} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verbe in VERBES
        ]
    if dialecte == "postgresql":
        fonction = f"{table}_intacte"
        corps = f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        return [
            f"CREATE FUNCTION {fonction}() RETURNS trigger LANGUAGE plpgsql AS {corps}",
            *(
                f"CREATE TRIGGER {declencheur(table, verbe)} BEFORE {verbe} ON {table}"
                f" FOR EACH {portee} EXECUTE FUNCTION {fonction}()"
                for verbe, portee in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
            ),
        ]
    raise ValueError(f"no append-only triggers known for {dialecte}")


def ddl_inverse(dialecte: str, table: str) -> list[str]:
    """What undoes `ddl`, for the way down of a migration."""
    if dialecte == "sqlite":
        return [f"DROP TRIGGER {declencheur(table, verbe)}" for verbe in VERBES]
    if dialecte == "postgresql":
        return [
            *(f"DROP TRIGGER {declencheur(table, v)} ON {table}" for v in (*VERBES, "TRUNCATE")),
            f"DROP FUNCTION {table}_intacte()",
        ]
    raise ValueError(f"no append-only triggers known for {dialecte}")
