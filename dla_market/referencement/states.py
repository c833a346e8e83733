"""The lives of a call, of a file in a region and of a withdrawal, as tables (domain 4.2)."""

from __future__ import annotations

from dla_market.kernel.states import Parcours
from dla_market.referencement.models import EtatAppel, EtatReferencement, EtatRetrait

E = EtatReferencement

APPEL = Parcours(
    "l’appel",
    {
        EtatAppel.BROUILLON: "en préparation",
        EtatAppel.PUBLIE: "publié",
        EtatAppel.REMPLACE: "remplacé par une édition plus récente",
    },
    [
        ("rediger", {EtatAppel.BROUILLON}, EtatAppel.BROUILLON),
        ("publier", {EtatAppel.BROUILLON}, EtatAppel.PUBLIE),
        ("remplacer", {EtatAppel.PUBLIE}, EtatAppel.REMPLACE),
    ],
)

REFERENCEMENT = Parcours(
    "la demande de référencement",
    {
        E.DEMANDE: "reçue, pas encore ouverte",
        E.EN_INSTRUCTION: "en cours d’instruction",
        E.A_COMPLETER: "à compléter",
        E.ACCEPTE: "acceptée",
        E.REFUSE: "refusée",
        E.DEREFERENCE: "retirée par la région",
        E.RETIRE: "demande retirée par le prestataire",
        E.RENONCE: "finie, le prestataire y a renoncé",
    },
    [
        ("instruire", {E.DEMANDE}, E.EN_INSTRUCTION),
        ("demander_complement", {E.EN_INSTRUCTION}, E.A_COMPLETER),
        ("completer", {E.A_COMPLETER}, E.EN_INSTRUCTION),
        ("accepter", {E.DEMANDE, E.EN_INSTRUCTION}, E.ACCEPTE),
        ("refuser", {E.DEMANDE, E.EN_INSTRUCTION, E.A_COMPLETER}, E.REFUSE),
        ("dereferencer", {E.ACCEPTE}, E.DEREFERENCE),
        ("retirer", {E.DEMANDE, E.EN_INSTRUCTION, E.A_COMPLETER}, E.RETIRE),
        ("renoncer", {E.ACCEPTE}, E.RENONCE),
    ],
)

RETRAIT = Parcours(
    "la procédure de retrait",
    {
        EtatRetrait.NOTIFIE: "annoncée, en attente de réponse",
        EtatRetrait.PRONONCE: "prononcée",
        EtatRetrait.ABANDONNE: "abandonnée",
    },
    [
        ("repondre", {EtatRetrait.NOTIFIE}, EtatRetrait.NOTIFIE),
        ("prononcer", {EtatRetrait.NOTIFIE}, EtatRetrait.PRONONCE),
        ("abandonner", {EtatRetrait.NOTIFIE}, EtatRetrait.ABANDONNE),
    ],
)
