"""The whole main job in a browser, with JavaScript and without."""

from __future__ import annotations

import pytest

from tests.stories.parcours import ETAPES, Journee

pytestmark = pytest.mark.navigateur


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "sans_javascript"])
def test_the_main_job_from_the_diagnostic_to_the_report(browser, monde, photos, javascript):
    journee = Journee(browser, monde, javascript=javascript, photos=photos)
    try:
        for etape in ETAPES:
            etape(journee)
    finally:
        journee.fermer()
    assert len(journee.gens) >= 7
