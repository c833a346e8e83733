"""Bring the data up to what the program expects, in one process: migrations, demonstration, index, accounts.

A second run on the same data finds nothing to do but to check the migrations.
"""

from __future__ import annotations

import sys

from click import ClickException
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from dla_market.app import create_app
from dla_market.comptes.models import Utilisateur
from dla_market.config import MARQUE_DEMO, Config, ConfigurationDangereuse, Environnement
from dla_market.kernel.db import session_courante


def empty(app: Flask) -> bool:
    """Whether nobody has an account yet."""
    with app.app_context():
        return session_courante().scalar(select(Utilisateur.id).limit(1)) is None


def main() -> int:
    """Run the flask commands that are needed; gives 0, or raises what the first that failed has raised."""
    config = Config.from_env()
    demo = config.env is Environnement.DEMO
    indexed = config.data / MARQUE_DEMO
    config.data.mkdir(parents=True, exist_ok=True)
    app = create_app(config)

    def flask(*arguments: str) -> None:
        info = ScriptInfo(create_app=lambda: app)
        app.cli.main(args=list(arguments), prog_name="flask", obj=info, standalone_mode=False)

    flask("db", "upgrade")
    if demo and empty(app):
        indexed.unlink(missing_ok=True)  # an index of earlier data may stand outside DLA_DATA
        flask("demo", "charger")
    if (demo and not indexed.exists()) or not any(f.name != "README.md" for f in config.index.glob("*")):
        flask("search", "rebuild")
    if demo:
        indexed.write_text("La démonstration. Pour recommencer, effacer le dossier entier.\n")
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
