"""Ranking read from what is stored: the frozen criteria, the opened offers, the evaluators' notes."""

from __future__ import annotations

from dla_market.consultations import cahier as fige
from dla_market.consultations import rules
from dla_market.consultations.models import Consultation, EtatOffreOuverte, OffreOuverte
from dla_market.consultations.rules import OffreNotee, Rang

CLASSEES = frozenset({EtatOffreOuverte.RECEVABLE, EtatOffreOuverte.RETENUE, EtatOffreOuverte.NON_RETENUE})


def recevables(consultation: Consultation) -> list[OffreOuverte]:
    """The opened offers that can still be retained."""
    return [o for o in consultation.ouvertes if o.etat is EtatOffreOuverte.RECEVABLE]


def classement(consultation: Consultation) -> list[Rang]:
    """The ranking, best first: the same before and after the award (reliability D3)."""
    return rules.classer(
        fige.lire(consultation.cahier).criteres,
        [
            OffreNotee(o.offre_id, o.total_ttc_centimes, [(n.critere_ordre, n.note) for n in o.notes])
            for o in consultation.ouvertes
            if o.etat in CLASSEES
        ],
    )
