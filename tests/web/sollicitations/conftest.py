from tests.web.catalogue.conftest import monde

__all__ = ["monde"]
