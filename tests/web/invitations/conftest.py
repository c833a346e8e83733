from tests.web.consultations.conftest import scene

__all__ = ["scene"]
