"""Orders to print come from the small world of tests.commandes."""

from tests.commandes.conftest import adresse, horloge, monde, postgres, session  # noqa: F401  # shared fixtures
