"""What each figure of the fund is called, and what it counts, in plain words."""

from __future__ import annotations

from dla_market.fonds.lignes import Figure
from dla_market.fonds.models import Poste

TITRES = {
    Figure.CONVENTIONNE: "Conventionné",
    Figure.RESERVE: "Réservé",
    Figure.ENGAGE: "Engagé",
    Figure.EN_COURS: "Engagé, en cours",
    Figure.REALISE: "Réalisé",
    Figure.A_PAYER: "Réalisé, à payer",
    Figure.FACTURE: "Facturé",
    Figure.PAYE: "Payé",
    Figure.DISPONIBLE: "Disponible",
}

SENS = {
    Figure.CONVENTIONNE: "Ce que les conventions donnent au fonds pour l’année.",
    Figure.RESERVE: (
        "Ce qui est mis de côté pour les consultations en cours, au plafond de leur cahier des charges."
        " À la notification de la commande, la réservation devient un engagement et le reste redevient"
        " disponible."
    ),
    Figure.ENGAGE: "Les commandes notifiées, que la prestation soit faite et payée ou non.",
    Figure.EN_COURS: "Les commandes notifiées dont le service fait n’est pas encore certifié.",
    Figure.REALISE: "Le service fait certifié, payé ou non.",
    Figure.A_PAYER: "Le service fait certifié qui n’est pas encore payé.",
    Figure.FACTURE: "Les factures validées, payées ou non.",
    Figure.PAYE: "Les paiements enregistrés.",
    Figure.DISPONIBLE: "Ce qui n’est ni réservé ni engagé, par convention.",
}

COLONNES = (
    Figure.CONVENTIONNE,
    Figure.RESERVE,
    Figure.ENGAGE,
    Figure.REALISE,
    Figure.FACTURE,
    Figure.PAYE,
    Figure.DISPONIBLE,
)
"""The columns of the tables by financeur and by fund."""

POSTES = {
    Poste.OFFRE_SERVICE_INTERNE: "Offre de service interne",
    Poste.FONDS_INGENIERIE: "Fonds d’ingénierie",
}

SEGMENTS = {
    Figure.PAYE: ("paye", "commande"),
    Figure.A_PAYER: ("realise", "commande"),
    Figure.EN_COURS: ("engage", "commande"),
    Figure.RESERVE: ("reserve", "consultation"),
    Figure.DISPONIBLE: ("disponible", None),
}
"""The disjoint parts of the gauge in order: their key in the drawing, and what is counted under them."""
