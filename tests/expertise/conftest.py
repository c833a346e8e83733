from tests.catalogue.conftest import app, serveur_pg, session

__all__ = ["app", "serveur_pg", "session"]
