"""The life of a sollicitation, as one table."""

from __future__ import annotations

from dla_market.kernel.states import Parcours
from dla_market.sollicitations.models import EtatSollicitation

E = EtatSollicitation

PARCOURS: Parcours[EtatSollicitation] = Parcours(
    "la demande",
    {
        E.ENVOYEE: "envoyée",
        E.PRISE_EN_CHARGE: "prise en charge",
        E.REPONDUE: "répondue",
        E.CLOSE: "close",
        E.REORIENTEE: "réorientée",
        E.RETIREE: "retirée",
    },
    [
        ("prendre_en_charge", {E.ENVOYEE, E.PRISE_EN_CHARGE}, E.PRISE_EN_CHARGE),
        ("proposer", {E.PRISE_EN_CHARGE}, E.PRISE_EN_CHARGE),
        ("repondre", {E.PRISE_EN_CHARGE}, E.REPONDUE),
        ("reorienter", {E.ENVOYEE, E.PRISE_EN_CHARGE}, E.REORIENTEE),
        ("retirer", {E.ENVOYEE, E.PRISE_EN_CHARGE}, E.RETIREE),
        ("clore", {E.REPONDUE}, E.CLOSE),
        ("ecrire", {E.ENVOYEE}, E.ENVOYEE),
        ("ecrire", {E.PRISE_EN_CHARGE}, E.PRISE_EN_CHARGE),
        ("ecrire", {E.REPONDUE}, E.REPONDUE),
        ("preter_diagnostic", {E.ENVOYEE}, E.ENVOYEE),
        ("preter_diagnostic", {E.PRISE_EN_CHARGE}, E.PRISE_EN_CHARGE),
        ("retenir", {E.REPONDUE}, E.REPONDUE),
        ("retenir", {E.CLOSE}, E.CLOSE),
    ],
)

EN_COURS = frozenset({E.ENVOYEE, E.PRISE_EN_CHARGE, E.REPONDUE})
"""Where something is still expected of someone."""
