"""After the mission: the provider's answer to what is said of it, and what it says of the DLA."""

from __future__ import annotations

from datetime import date
from typing import Any

from dla_market.blueprints.commandes.forms_evaluations import EvaluationDlaForm, RepondreForm
from dla_market.blueprints.commandes.gestes import saisir
from dla_market.commandes import operations_evaluations, queries, rules_evaluations
from dla_market.commandes.models import Commande, Evaluation, EvaluationDla
from dla_market.commandes.operations_evaluations import NotesDla
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.ingenieries.queries import ROLES_DLA
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.referentiel import reglages
from dla_market.web.pages import Reponse

charger_evaluation = queries.charger_evaluation


def repondre_evaluation(evaluation: Evaluation) -> Reponse:
    """The right of reply: the words that it answers, then one's own, once."""
    form = RepondreForm()
    de = "du DLA" if evaluation.partie == "dla" else "de la structure"
    return saisir(
        evaluation.commande,
        form,
        "commandes/repondre_evaluation.html",
        f"Répondre à l’avis {de}",
        lambda session, acteur: operations_evaluations.repondre_evaluation(
            session, acteur, evaluation, form.reponse.data or ""
        ),
        succes="Votre réponse se lit désormais à côté de l’avis.",
        evaluation=evaluation,
        criteres=rules_evaluations.CRITERES,
    )


def rendre_evaluation_dla(commande: Commande) -> Reponse:
    """Three questions to the provider about the DLA."""
    form = EvaluationDlaForm()
    return saisir(
        commande,
        form,
        "commandes/evaluer_dla.html",
        "Votre avis sur le travail avec le DLA",
        lambda session, acteur: operations_evaluations.rendre_evaluation_dla(
            session, acteur, commande, notes=_notes(form), commentaire=form.commentaire.data or ""
        ),
        succes="Merci pour votre avis.",
    )


def _notes(form: EvaluationDlaForm) -> NotesDla:
    return NotesDla(
        clarte_cahier=int(form.clarte_cahier.data),
        implication=int(form.implication.data),
        delai_paiement=int(form.delai_paiement.data),
    )


def suites(acteur: Acteur, commande: Commande) -> dict[str, Any]:
    """What the page of an order says of its evaluations: their points, those to answer, the DLA's own."""
    return {
        "criteres_avis": rules_evaluations.CRITERES,
        "a_repondre": _a_repondre(acteur, commande),
        "avis_sur_le_dla": _sur_le_dla(acteur, commande),
    }


def _a_repondre(acteur: Acteur, commande: Commande) -> dict[int, date]:
    if not permits(acteur, "evaluation:repondre", commande):
        return {}
    today = clock.today()
    delai = reglages.entier(session_courante(), "evaluation_reponse_jours", today)
    rendues = {e: clock.a_paris(e.rendue_le).date() for e in commande.evaluations}
    return {
        e.id: rules_evaluations.fin_de_reponse(jour, delai)
        for e, jour in rendues.items()
        if rules_evaluations.peut_repondre(e, jour, today, delai)
    }


def _sur_le_dla(acteur: Acteur, commande: Commande) -> EvaluationDla | None:
    """Read by the DLA that it is about and by the provider that wrote it: nobody else (domain 7.13)."""
    sien = acteur.role in ROLES_DLA or acteur.role is Role.PRESTATAIRE
    return commande.evaluation_dla if sien else None
