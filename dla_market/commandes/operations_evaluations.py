"""What follows a mission between those who lived it: the provider's answer, and what it says of the DLA."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dla_market.commandes import rules_evaluations as rules
from dla_market.commandes.events import EvaluationDlaRendue, EvaluationRepondue
from dla_market.commandes.models import Commande, EtatCommande, Evaluation, EvaluationDla
from dla_market.commandes.operations import OBJET, verrouiller
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.referentiel import reglages

TERMINEES = (EtatCommande.EXECUTEE, EtatCommande.SOLDEE)


@dataclass(frozen=True)
class NotesDla:
    """What a provider says of working with a DLA, each from 0 to 5 (domain 7.13)."""

    clarte_cahier: int
    implication: int
    delai_paiement: int


def repondre_evaluation(session: Session, acteur: Acteur, evaluation: Evaluation, texte: str) -> Evaluation:
    """The provider answers, once, in the days that follow; then the network may read both (domain 4.16).

    Raises RefusMetier after the time, a second time, or without a word.
    """
    session.refresh(evaluation, with_for_update=True)
    today = clock.today()
    evaluation.reponse = rules.verifier_reponse(
        evaluation,
        clock.a_paris(evaluation.rendue_le).date(),
        today,
        reglages.entier(session, "evaluation_reponse_jours", today),
        texte,
    )
    evaluation.repondu_par_id = acteur.utilisateur_id
    evaluation.repondu_le = clock.now()
    journaliser(
        session,
        acteur.auteur,
        "evaluation:repondre",
        OBJET,
        evaluation.commande_id,
        partie=evaluation.partie,
    )
    emettre(session, EvaluationRepondue(evaluation.commande_id, evaluation.partie))
    return evaluation


def rendre_evaluation_dla(
    session: Session, acteur: Acteur, commande: Commande, *, notes: NotesDla, commentaire: str = ""
) -> EvaluationDla:
    """The provider says, once, how it was to work with the DLA; the two of them alone read it.

    Raises RefusMetier before the mission is done, or a second time.
    """
    verrouiller(session, commande)
    if not peut_evaluer_dla(commande):
        raise RefusMetier("Votre avis sur le DLA s’ouvre quand la mission est exécutée, une fois.")
    evaluation = EvaluationDla(
        commentaire=commentaire.strip(),
        rendue_par_id=acteur.utilisateur_id,
        rendue_le=clock.now(),
        **vars(notes),
    )
    commande.evaluation_dla = evaluation
    session.flush()
    journaliser(session, acteur.auteur, "evaluation_dla:rendre", OBJET, commande.id)
    emettre(session, EvaluationDlaRendue(commande.id))
    return evaluation


def peut_evaluer_dla(commande: Commande) -> bool:
    """Whether the mission is done, and its provider has not said what it thinks of the DLA."""
    return commande.etat in TERMINEES and commande.evaluation_dla is None
