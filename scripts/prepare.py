"""Bring the data up to what the program expects, in one process: migrations, demonstration, index, accounts.

A second run on the same data finds nothing to do but to check the migrations.
"""

from __future__ import annotations

import sys
from pathlib import Path

from click import ClickException
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select
from sqlalchemy.engine import make_url

from dla_market.app import create_app
from dla_market.comptes.models import Utilisateur
from dla_market.config import MARQUE_DEMO, Config, ConfigurationDangereuse, Environnement
from dla_market.kernel.db import session_courante


def forget_half_a_load(config: Config, under_way: Path) -> None:
    """Erase a demonstration whose loading was interrupted, where it is a file of DLA_DATA."""
    base = make_url(config.database_url)
    if not under_way.exists() or base.get_backend_name() != "sqlite" or not base.database:
        return
    file = Path(base.database)
    if file.is_relative_to(config.data):
        for end in ("", "-wal", "-shm"):
            file.with_name(file.name + end).unlink(missing_ok=True)


def empty(app: Flask) -> bool:
    """Whether nobody has an account yet."""
    with app.app_context():
        return session_courante().scalar(select(Utilisateur.id).limit(1)) is None


def main() -> int:
    """Run the flask commands that are needed; gives 0, or raises what the first that failed has raised."""
    config = Config.from_env()
    demo = config.env is Environnement.DEMO
    loaded, under_way = config.data / MARQUE_DEMO, config.data / f"{MARQUE_DEMO}-en-cours"
    config.data.mkdir(parents=True, exist_ok=True)
    if demo:
        forget_half_a_load(config, under_way)
    app = create_app(config)

    def flask(*arguments: str) -> None:
        info = ScriptInfo(create_app=lambda: app)
        app.cli.main(args=list(arguments), prog_name="flask", obj=info, standalone_mode=False)

    flask("db", "upgrade")
    if demo:
        if empty(app):
            under_way.touch()
            flask("demo", "charger")
            flask("search", "rebuild")
            under_way.unlink()
        loaded.write_text("La démonstration. Pour recommencer, effacer le dossier entier.\n")
    if not any(entry.name != "README.md" for entry in config.index.glob("*")):
        flask("search", "rebuild")
    if demo:
        flask("demo", "comptes")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ClickException as refusal:
        refusal.show()
        sys.exit(refusal.exit_code)
    except ConfigurationDangereuse as refusal:
        sys.exit(str(refusal))
