"""What every page of avals needs to put them in words."""

from __future__ import annotations

from typing import Any

from dla_market.catalogue.rules import LIBELLES_NIVEAU
from dla_market.expertise import reglages, rules
from dla_market.expertise.states import AVAL
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page


def page_d_avals(gabarit: str, **contexte: Any) -> Reponse:
    """A page about avals."""
    today = clock.today()
    return page(
        gabarit,
        connus=nomenclatures(),
        niveaux=LIBELLES_NIVEAU,
        etats=AVAL.libelles,
        regles=rules,
        today=today,
        preavis=reglages.preavis_aval_jours(session_courante(), today),
        **contexte,
    )
