"""The evidence of a shortlist, as the launch froze it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from flask import abort, url_for

from dla_market.blueprints.consultations.selection_views import ORIGINES
from dla_market.consultations import queries
from dla_market.consultations.cahier import empreinte
from dla_market.consultations.models import Consultation, PreselectionFigee
from dla_market.documents.preselection import MotsFiges, pdf_preselection
from dla_market.kernel.db import session_courante
from dla_market.preselection.rules import LIBELLES_PLACE
from dla_market.web.filters import jour, pluriel
from dla_market.web.nomenclatures import Nomenclatures, nomenclatures
from dla_market.web.pages import Reponse, page, telechargement

SIGNES = {"+": "pour", "?": "inconnu", "-": "contre"}


def preselection_figee(consultation: Consultation) -> Reponse:
    """What was looked for and found, who was kept and set aside, with the fingerprint of that text."""
    figee = queries.preselection_figee(session_courante(), consultation)
    retour = url_for("consultations.consulter", consultation_id=consultation.id)
    return page(
        "consultations/preselection_figee.html",
        titre="Présélection figée au lancement",
        fil=[(consultation.ingenierie.reference, retour), ("Présélection figée", None)],
        consultation=consultation,
        retour=retour,
        figee=figee,
        **({} if figee is None else _faits(figee)),
        origines=_origines(),
        places=_places(),
        signes=SIGNES,
    )


def preselection_pdf(consultation: Consultation) -> Reponse:
    """The same as a file, for the consultation's own; aborts with 404 where nothing was frozen."""
    figee = queries.preselection_figee(session_courante(), consultation) or abort(404)
    faits = json.loads(figee.contenu)
    mots = MotsFiges(
        questions=[
            _en_une_phrase(question) for question in questions_en_mots(faits["proposition"], nomenclatures())
        ],
        origines=_origines(),
        places=_places(),
    )
    corps = pdf_preselection(faits, figee.empreinte, intitule=consultation.ingenierie.intitule, mots=mots)
    nom = f"preselection-{consultation.ingenierie.reference}.pdf"
    return telechargement(corps, "application/pdf", nom)


def _en_une_phrase(question: dict[str, Any]) -> str:
    elargie = f" (recherche élargie\u00a0: {question['elargie']})" if question["elargie"] else ""
    return f"{', '.join(question['filtres'])}\u00a0: {pluriel(question['total'], 'résultat')}{elargie}"


def _origines() -> dict[str, str]:
    return {origine.value: libelle for origine, libelle in ORIGINES.items()}


def _places() -> dict[str, str]:
    return {place.value: libelle for place, libelle in LIBELLES_PLACE.items()}


def _faits(figee: PreselectionFigee) -> dict[str, Any]:
    faits = json.loads(figee.contenu)
    return {
        "intacte": empreinte(figee.contenu) == figee.empreinte,
        "faits": faits,
        "figee_le": datetime.fromisoformat(faits["figee_le"]),
        "questions": questions_en_mots(faits["proposition"], nomenclatures()),
        "trouves_ecartes": {
            un["prestataire_id"]: un for un in (faits["proposition"] or {}).get("ecartes", [])
        },
    }


def questions_en_mots(proposition: dict[str, Any] | None, connus: Nomenclatures) -> list[dict[str, Any]]:
    """Each frozen question with its filters in words; the codes stay those of the evidence."""
    return [
        {**question, "filtres": _filtres(question["requete"], connus)}
        for question in (proposition or {}).get("questions", [])
    ]


def _filtres(requete: dict[str, Any], connus: Nomenclatures) -> list[str]:
    dits = [
        connus.libelle(facette, code)
        for facette in ("secteurs", "thematiques", "departements")
        for code in requete.get(facette, [])
    ]
    if requete.get("disponible_avant"):
        dits.append(f"disponible au {jour(date.fromisoformat(requete['disponible_avant']))}")
    return dits
