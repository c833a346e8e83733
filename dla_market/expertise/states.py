"""The life of an aval, as one table (domain 4.3). « Expired » is told by the clock: see rules.est_valide."""

from __future__ import annotations

from dla_market.expertise.models import EtatAval
from dla_market.kernel.states import Parcours

AVAL = Parcours(
    "l’aval",
    {
        EtatAval.PROPOSE: "proposé, à confirmer",
        EtatAval.CONFIRME: "confirmé",
        EtatAval.REFUSE: "refusé",
        EtatAval.RETIRE: "retiré",
        EtatAval.RENOUVELE: "renouvelé",
    },
    [
        ("confirmer", {EtatAval.PROPOSE}, EtatAval.CONFIRME),
        ("refuser", {EtatAval.PROPOSE}, EtatAval.REFUSE),
        ("retirer", {EtatAval.CONFIRME}, EtatAval.RETIRE),
        ("renouveler", {EtatAval.CONFIRME}, EtatAval.RENOUVELE),
    ],
)
