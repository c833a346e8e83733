"""What may follow what in the life of a diagnostic (domain 4.5)."""

from __future__ import annotations

from dla_market.accompagnement.models import EtatDiagnostic
from dla_market.kernel.states import Parcours

E = EtatDiagnostic

DIAGNOSTIC: Parcours[EtatDiagnostic] = Parcours(
    "le diagnostic",
    {
        E.EN_COURS: "en cours de rédaction",
        E.PARTAGE: "partagé avec la structure",
        E.VALIDE: "validé par la structure",
    },
    [
        ("rediger", {E.EN_COURS}, E.EN_COURS),
        ("partager", {E.EN_COURS}, E.PARTAGE),
        ("demander_changements", {E.PARTAGE}, E.EN_COURS),
        ("valider", {E.PARTAGE}, E.VALIDE),
    ],
)
