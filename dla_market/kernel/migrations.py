"""Whether a database is the one that the code was written for."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

DOSSIER = Path(__file__).parents[2] / "migrations"


def migrations_en_attente(moteur: Engine) -> list[str]:
    """The migrations that this database has not had, the oldest first; all of them for an empty one.

    Raises alembic's RevisionError where the database is ahead of the code: it has had one that is unknown.
    """
    reglages = Config()
    reglages.set_main_option("script_location", str(DOSSIER))
    scripts = ScriptDirectory.from_config(reglages)
    with moteur.connect() as connexion:
        faite = MigrationContext.configure(connexion).get_current_revision()
    suite = scripts.iterate_revisions("heads", faite or "base")
    return [script.revision for script in reversed(list(suite)) if script.revision != faite]
