"""The life of a fiche, as one table (domain 4.1). « Inactive » is told by the clock: see rules.est_active."""

from __future__ import annotations

from dla_market.catalogue.models import EtatFiche
from dla_market.kernel.states import Parcours

FICHE = Parcours(
    "la fiche",
    {
        EtatFiche.BROUILLON: "en cours de rédaction",
        EtatFiche.SOUMISE: "soumise, en attente de publication",
        EtatFiche.A_COMPLETER: "à compléter",
        EtatFiche.PUBLIEE: "publiée",
        EtatFiche.SUSPENDUE: "suspendue",
        EtatFiche.FERMEE: "fermée",
    },
    [
        (
            "modifier",
            {EtatFiche.BROUILLON},
            EtatFiche.BROUILLON,
        ),
        ("modifier", {EtatFiche.SOUMISE}, EtatFiche.SOUMISE),
        ("modifier", {EtatFiche.A_COMPLETER}, EtatFiche.A_COMPLETER),
        ("modifier", {EtatFiche.PUBLIEE}, EtatFiche.PUBLIEE),
        ("modifier", {EtatFiche.SUSPENDUE}, EtatFiche.SUSPENDUE),
        ("soumettre", {EtatFiche.BROUILLON, EtatFiche.A_COMPLETER}, EtatFiche.SOUMISE),
        ("renvoyer", {EtatFiche.SOUMISE}, EtatFiche.A_COMPLETER),
        ("publier", {EtatFiche.SOUMISE}, EtatFiche.PUBLIEE),
        ("confirmer", {EtatFiche.PUBLIEE}, EtatFiche.PUBLIEE),
        ("suspendre", {EtatFiche.PUBLIEE}, EtatFiche.SUSPENDUE),
        ("retablir", {EtatFiche.SUSPENDUE}, EtatFiche.PUBLIEE),
        (
            "fermer",
            {EtatFiche.BROUILLON, EtatFiche.A_COMPLETER, EtatFiche.PUBLIEE, EtatFiche.SUSPENDUE},
            EtatFiche.FERMEE,
        ),
    ],
)
