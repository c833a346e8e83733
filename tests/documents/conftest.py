"""Orders to print come from the small world of tests.commandes."""

from tests.commandes.conftest import monde  # noqa: F401  # a fixture that two folders share
