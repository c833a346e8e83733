"""The life of a fiche, as one table (domain 4.1). « Inactive » is told by the clock: see rules.est_active."""

from __future__ import annotations

from dla_market.catalogue.models import EtatFiche
from dla_market.catalogue.vie import EtatProcedure
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
            {
                EtatFiche.BROUILLON,
                EtatFiche.SOUMISE,
                EtatFiche.A_COMPLETER,
                EtatFiche.PUBLIEE,
                EtatFiche.SUSPENDUE,
            },
            EtatFiche.FERMEE,
        ),
        ("rouvrir", {EtatFiche.FERMEE}, EtatFiche.BROUILLON),
    ],
)

PROCEDURE = Parcours(
    "la procédure",
    {
        EtatProcedure.OUVERTE: "ouverte",
        EtatProcedure.PRONONCEE: "suspension prononcée",
        EtatProcedure.ABANDONNEE: "abandonnée",
        EtatProcedure.LEVEE: "suspension levée",
    },
    [
        ("repondre", {EtatProcedure.OUVERTE}, EtatProcedure.OUVERTE),
        ("prononcer", {EtatProcedure.OUVERTE}, EtatProcedure.PRONONCEE),
        ("abandonner", {EtatProcedure.OUVERTE}, EtatProcedure.ABANDONNEE),
        ("lever", {EtatProcedure.PRONONCEE}, EtatProcedure.LEVEE),
    ],
)
"""A suspension, from its announcement to its end (domain 4.2, contradictory)."""
