"""What may become of a reservation: it ends once, in one way (invariant I4)."""

from __future__ import annotations

from dla_market.fonds.models import EtatReservation, NatureCompte, TypeMouvement
from dla_market.kernel.states import Parcours

RESERVATION = Parcours(
    "la réservation",
    {
        EtatReservation.EN_ATTENTE: "en attente",
        EtatReservation.ENGAGEE: "engagée",
        EtatReservation.LIBEREE: "libérée",
    },
    [
        ("engager", [EtatReservation.EN_ATTENTE], EtatReservation.ENGAGEE),
        ("liberer", [EtatReservation.EN_ATTENTE], EtatReservation.LIBEREE),
    ],
)

TRAJETS: dict[TypeMouvement, tuple[tuple[NatureCompte, NatureCompte], ...]] = {
    TypeMouvement.CONVENTIONNER: ((NatureCompte.DOTATION, NatureCompte.DISPONIBLE),),
    TypeMouvement.REDUIRE: ((NatureCompte.DISPONIBLE, NatureCompte.DOTATION),),
    TypeMouvement.RESERVER: ((NatureCompte.DISPONIBLE, NatureCompte.RESERVE),),
    TypeMouvement.LIBERER: ((NatureCompte.RESERVE, NatureCompte.DISPONIBLE),),
    TypeMouvement.ENGAGER: (
        (NatureCompte.RESERVE, NatureCompte.ENGAGE),
        (NatureCompte.DISPONIBLE, NatureCompte.ENGAGE),
    ),
    TypeMouvement.DESENGAGER: ((NatureCompte.ENGAGE, NatureCompte.DISPONIBLE),),
    TypeMouvement.REALISER: ((NatureCompte.ENGAGE, NatureCompte.REALISE),),
    TypeMouvement.FACTURER: ((NatureCompte.REALISE, NatureCompte.FACTURE),),
    TypeMouvement.PAYER: ((NatureCompte.FACTURE, NatureCompte.PAYE),),
}
"""From which account to which each verb of money may move it (reliability C2)."""

LIBELLES_MOUVEMENT = {
    TypeMouvement.CONVENTIONNER: "Conventionné",
    TypeMouvement.REDUIRE: "Réduit",
    TypeMouvement.RESERVER: "Réservé",
    TypeMouvement.LIBERER: "Libéré",
    TypeMouvement.ENGAGER: "Engagé",
    TypeMouvement.DESENGAGER: "Désengagé",
    TypeMouvement.REALISER: "Réalisé",
    TypeMouvement.FACTURER: "Facturé",
    TypeMouvement.PAYER: "Payé",
}
"""Each verb in words, for the relevé."""
