"""What may follow what in the life of an ingénierie (domain 4.7)."""

from __future__ import annotations

from dla_market.ingenieries.models import EtatIngenierie
from dla_market.kernel.states import Parcours

E = EtatIngenierie

LIBELLES = {
    E.PROJET: "en projet",
    E.CDC_REDIGE: "cahier des charges rédigé",
    E.EN_CONSULTATION: "en consultation",
    E.ATTRIBUEE: "attribuée",
    E.COMMANDEE: "commandée",
    E.RESTITUEE: "restituée",
    E.SERVICE_FAIT: "service fait",
    E.SOLDEE: "soldée",
    E.ABANDONNEE: "abandonnée",
}

PARCOURS: Parcours[EtatIngenierie] = Parcours(
    "l’ingénierie",
    LIBELLES,
    [
        ("modifier_prestations", {E.PROJET}, E.PROJET),
        ("modifier_prestations", {E.CDC_REDIGE}, E.CDC_REDIGE),
        ("rediger_cahier", {E.PROJET, E.CDC_REDIGE}, E.CDC_REDIGE),
        ("passer_en_consultation", {E.CDC_REDIGE}, E.EN_CONSULTATION),
        ("revenir_au_cahier", {E.EN_CONSULTATION, E.ATTRIBUEE}, E.CDC_REDIGE),
        ("attribuer", {E.EN_CONSULTATION}, E.ATTRIBUEE),
        # without competition, for a written reason, an order follows the cahier directly (R1)
        ("commander", {E.CDC_REDIGE, E.ATTRIBUEE}, E.COMMANDEE),
        ("restituer", {E.COMMANDEE}, E.RESTITUEE),
        ("certifier", {E.RESTITUEE}, E.SERVICE_FAIT),
        ("solder", {E.SERVICE_FAIT}, E.SOLDEE),
        ("abandonner", {E.PROJET, E.CDC_REDIGE}, E.ABANDONNEE),
    ],
)
