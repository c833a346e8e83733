"""What may follow what in a consultation, an invitation, an offer (domain 4.8 to 4.10).

« Close » since the deadline is no state: `rules.close` says it from the clock.
"""

from __future__ import annotations

from dla_market.consultations.models import (
    EtatConsultation,
    EtatInvitation,
    EtatOffre,
    EtatOffreOuverte,
)
from dla_market.kernel.states import Parcours

C = EtatConsultation
I = EtatInvitation  # noqa: E741  # one letter a state machine keeps the tables readable
O = EtatOffre  # noqa: E741  # see above
U = EtatOffreOuverte

CONSULTATION: Parcours[EtatConsultation] = Parcours(
    "la consultation",
    {
        C.LANCEE: "lancée",
        C.DEPOUILLEE: "offres ouvertes",
        C.CHOISIE: "choix de la structure fait",
        C.ATTRIBUEE: "attribuée",
        C.INFRUCTUEUSE: "infructueuse",
        C.SANS_SUITE: "sans suite",
    },
    [
        ("prolonger", {C.LANCEE}, C.LANCEE),
        ("ouvrir", {C.LANCEE}, C.DEPOUILLEE),
        ("noter", {C.DEPOUILLEE}, C.DEPOUILLEE),
        ("ecarter", {C.DEPOUILLEE}, C.DEPOUILLEE),
        ("choisir", {C.DEPOUILLEE}, C.CHOISIE),
        ("attribuer", {C.CHOISIE}, C.ATTRIBUEE),
        ("declarer_infructueuse", {C.DEPOUILLEE}, C.INFRUCTUEUSE),
        ("classer_sans_suite", {C.LANCEE, C.DEPOUILLEE, C.CHOISIE}, C.SANS_SUITE),
    ],
)

INVITATION: Parcours[EtatInvitation] = Parcours(
    "l’invitation",
    {
        I.ENVOYEE: "envoyée",
        I.VUE: "reçue",
        I.INTENTION: "compte répondre",
        I.DECLINEE: "déclinée",
    },
    [
        ("accuser_reception", {I.ENVOYEE, I.VUE}, I.VUE),
        ("annoncer", {I.ENVOYEE, I.VUE, I.INTENTION, I.DECLINEE}, I.INTENTION),
        ("decliner", {I.ENVOYEE, I.VUE, I.INTENTION}, I.DECLINEE),
    ],
)

OFFRE: Parcours[EtatOffre] = Parcours(
    "votre offre",
    {O.BROUILLON: "en brouillon", O.DEPOSEE: "déposée", O.RETIREE: "retirée"},
    [
        ("enregistrer_brouillon", {O.BROUILLON, O.RETIREE}, O.BROUILLON),
        ("deposer", {O.BROUILLON, O.DEPOSEE, O.RETIREE}, O.DEPOSEE),
        ("retirer", {O.DEPOSEE}, O.RETIREE),
    ],
)

OFFRE_OUVERTE: Parcours[EtatOffreOuverte] = Parcours(
    "cette offre",
    {
        U.RECEVABLE: "recevable",
        U.NON_CONFORME: "écartée, non conforme",
        U.ILLISIBLE: "illisible",
        U.RETENUE: "retenue",
        U.NON_RETENUE: "non retenue",
    },
    [
        ("ecarter", {U.RECEVABLE}, U.NON_CONFORME),
        ("retenir", {U.RECEVABLE}, U.RETENUE),
        ("ne_pas_retenir", {U.RECEVABLE}, U.NON_RETENUE),
    ],
)
