"""Following a consultation: the list, the page, the extension, the answers to questions."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from dla_market.blueprints.consultations.etapes import est_close, est_ouvrable, etapes_de, etat_en_mots
from dla_market.blueprints.consultations.feuille import adresse, feuille, fil
from dla_market.blueprints.consultations.forms import ProlongerForm, RepondreQuestionForm
from dla_market.comptes.acteur import Acteur
from dla_market.consultations import cahier, operations, queries
from dla_market.consultations.models import Consultation, Question
from dla_market.consultations.states import INVITATION
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.policies.grid import permits
from dla_market.referentiel.models import Motif
from dla_market.referentiel.queries import libelles
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import agir
from dla_market.web.pages import Reponse, page


def lister() -> Reponse:
    """The consultations that the actor may see, the latest deadline first."""
    acteur = acteur_courant()
    assert acteur is not None
    numero = request.args.get("page", 1, type=int)
    return page(
        "consultations/lister.html",
        titre="Consultations",
        fil=[("À faire", url_for("accueil.a_faire")), ("Consultations", None)],
        consultations=paginer(session_courante(), queries.liste(acteur), numero),
        etat_en_mots=etat_en_mots,
        url_page=lambda n: url_for("consultations.lister", page=n),
    )


def consulter(consultation: Consultation, form: RepondreQuestionForm | None = None) -> Reponse:
    """The consultation's page: where it stands, what to do now, who was consulted, questions."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    return page(
        "consultations/consulter.html",
        titre=f"Consultation {consultation.ingenierie.reference}",
        fil=fil(consultation),
        consultation=consultation,
        cahier=cahier.lire(consultation.cahier),
        adresse_fichier=lambda r: url_for(
            "consultations.fichier_joint", consultation_id=consultation.id, edition_id=r.edition_id
        ),
        declaration=queries.declaration(session, acteur, consultation),
        hors_delai=queries.hors_delai(session, consultation),
        motifs=libelles(session, Motif),
        form_question=form or RepondreQuestionForm(formdata=None),
        **_moment(acteur, consultation),
    )


def _moment(acteur: Acteur, consultation: Consultation) -> dict[str, Any]:
    """Where the consultation stands by the clock, in words, and what the actor may do."""
    return {
        "etapes": etapes_de(consultation),
        "etat": etat_en_mots(consultation),
        "close": est_close(consultation),
        "ouvrable": est_ouvrable(consultation),
        "peut": lambda verbe: permits(acteur, f"consultation:{verbe}", consultation),
        "question_id": (request.view_args or {}).get("question_id"),
        "reponses": INVITATION.libelles,
    }


def prolonger(consultation: Consultation) -> Reponse:
    """A later deadline, while it runs."""
    form = ProlongerForm()
    return agir(
        form,
        lambda: feuille(consultation, "prolonger", "Prolonger le délai de réponse", form=form),
        lambda session, acteur: operations.prolonger(
            session, acteur, consultation, limite_offre=form.limite(), motif=form.motif.data or ""
        ),
        vers=adresse(consultation),
        succes="Le délai est prolongé pour tous.",
    )


def repondre_question(question: Question) -> Reponse:
    """An answer, which goes to every invited provider."""
    form = RepondreQuestionForm()
    consultation = question.consultation
    return agir(
        form,
        lambda: consulter(consultation, form),
        lambda session, acteur: operations.repondre_question(
            session, acteur, question, reponse=form.reponse.data or ""
        ),
        vers=adresse(consultation),
        succes="La réponse est envoyée à tous les prestataires invités.",
    )
