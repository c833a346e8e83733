from tests.referencement.conftest import monde

__all__ = ["monde"]
