"""The line of steps of an aval: proposed, confirmed by somebody else, in force until its last day."""

from __future__ import annotations

from datetime import date

from dla_market.expertise.models import EtatAval
from dla_market.expertise.queries import AvalMontre
from dla_market.web.filters import jour
from dla_market.web.parcours import Etape

E = EtatAval
FINS = {E.RETIRE: "Retiré", E.RENOUVELE: "Renouvelé"}


def etapes_de_l_aval(aval: AvalMontre, today: date) -> list[Etape]:
    """Its steps with their days and names; what it will never reach is left out."""
    propose = Etape("Proposé", "fait", f"le {jour(aval.propose_le)}, par {aval.propose_par}")
    if aval.etat is E.REFUSE:
        return [propose, Etape("Refusé", "courant")]
    if aval.etat is E.PROPOSE:
        return [
            propose,
            Etape("Confirmation", "courant", "attendue d’une autre personne du centre"),
            Etape("En cours", "a_venir", f"jusqu’au {jour(aval.fin)}"),
        ]
    confirme = Etape("Confirmé", "fait", f"le {jour(aval.confirme_le)}, par {aval.confirme_par}")
    if aval.etat in FINS:
        return [propose, confirme, Etape(FINS[aval.etat], "courant")]
    if aval.fin < today:
        return [propose, confirme, Etape("Expiré", "courant", f"depuis le {jour(aval.fin)}")]
    return [propose, confirme, Etape("En cours", "courant", f"jusqu’au {jour(aval.fin)}")]
