"""The procès-verbaux as PDF, for who reads the offers: they tell prices."""

from __future__ import annotations

import json

from flask import abort

from dla_market.consultations import cahier, queries
from dla_market.consultations.models import Consultation, ProcesVerbal
from dla_market.consultations.pieces_jointes import FichierDuCahier
from dla_market.documents.proces_verbaux import pdf_choix, pdf_ouverture
from dla_market.kernel.db import session_courante
from dla_market.web.acteurs import acteur_courant
from dla_market.web.cahiers import telecharger_cahier
from dla_market.web.envois import telechargement_joint
from dla_market.web.pages import Reponse, telechargement


def _lisible(consultation: Consultation, nature: str) -> ProcesVerbal:
    """The record; aborts with 403 for who has not declared to have no link, 404 where it is not made yet."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    if not queries.lit_les_offres(session, acteur, consultation):
        abort(403)
    return queries.proces_verbal(session, consultation, nature) or abort(404)


def cahier_envoye(consultation: Consultation) -> Reponse:
    """The cahier des charges that the invited read."""
    return telecharger_cahier(consultation)


def fichier_joint(joint: FichierDuCahier) -> Reponse:
    """The file of a ressource that the cahier came with."""
    return telechargement_joint(joint.fichier, au_deposant=False)


def pv_ouverture(consultation: Consultation) -> Reponse:
    """The record of the opening."""
    pv = _lisible(consultation, "ouverture")
    nom = f"pv-ouverture-{consultation.ingenierie.reference}.pdf"
    return telechargement(pdf_ouverture(json.loads(pv.contenu), pv.empreinte), "application/pdf", nom)


def pv_choix(consultation: Consultation) -> Reponse:
    """The record of the choice, its criteria named as the frozen cahier names them."""
    pv = _lisible(consultation, "choix")
    criteres = {
        str(c.ordre): f"{c.libelle}, sur {c.poids}" for c in cahier.lire(consultation.cahier).criteres
    }
    nom = f"pv-selection-{consultation.ingenierie.reference}.pdf"
    corps = pdf_choix(json.loads(pv.contenu), pv.empreinte, criteres=criteres)
    return telechargement(corps, "application/pdf", nom)
