"""The cahier des charges of a consultation as a file, for the buyer's side and for who is invited."""

from __future__ import annotations

from dla_market.consultations import cahier
from dla_market.consultations.models import Consultation
from dla_market.documents.cahier import pdf_cahier
from dla_market.web.pages import Reponse, telechargement


def telecharger_cahier(consultation: Consultation) -> Reponse:
    """The frozen text as a PDF, with the deadlines as they stand now."""
    fige = cahier.lire(consultation.cahier)
    corps = pdf_cahier(
        fige,
        dla=consultation.ingenierie.dla.nom,
        lancee_le=consultation.lancee_le,
        limite_intention=consultation.limite_intention,
        limite_offre=consultation.limite_offre,
        empreinte=consultation.cahier_empreinte,
    )
    return telechargement(corps, "application/pdf", f"cahier-{fige.reference}.pdf")
