"""The pages of orders show the small world of tests.commandes."""

from tests.commandes.conftest import monde  # noqa: F401  # a fixture that two folders share
from tests.web.consultations.conftest import scene  # noqa: F401  # the same, for an award
