"""Run the numbered revisions on the application's own engine, whole or not at all."""

from typing import Any

from alembic import context
from flask import current_app

from dla_market.kernel.db import db
from dla_market.tables import metadata

config = context.config


def ignorer_les_revisions_vides(_contexte: Any, _revision: Any, directives: list[Any]) -> None:
    """`flask db migrate` writes no file where models and migrations agree."""
    if getattr(config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def executer() -> None:
    """Foreign keys rest while SQLite copies tables (else children go with the old one), then are checked."""
    reglages = current_app.extensions["migrate"].configure_args
    reglages["process_revision_directives"] = ignorer_les_revisions_vides
    moteur = db.engine.execution_options(ecriture=True)
    sqlite = moteur.dialect.name == "sqlite"
    with moteur.connect() as connexion:
        brute = connexion.connection.dbapi_connection
        if sqlite:
            brute.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(connection=connexion, target_metadata=metadata, **reglages)
            with context.begin_transaction():
                context.run_migrations()
                if sqlite:
                    orphelines = connexion.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    if orphelines:
                        raise RuntimeError(f"rows without their parent: {orphelines[:5]}")
            connexion.commit()
        finally:
            connexion.rollback()
            if sqlite:
                brute.execute("PRAGMA foreign_keys=ON")


executer()
