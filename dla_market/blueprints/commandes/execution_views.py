"""The mission: deliverables, service fait, evaluation."""

from __future__ import annotations

from dla_market.blueprints.commandes import actes
from dla_market.blueprints.commandes.forms import (
    AttesterForm,
    MotifForm,
    RemettreForm,
    centimes,
)
from dla_market.blueprints.commandes.forms_evaluations import EvaluationDuDlaForm, EvaluationForm
from dla_market.blueprints.commandes.gestes import confirmer, saisir
from dla_market.commandes import operations_execution, queries
from dla_market.commandes.models import Commande, Livrable, ServiceFait
from dla_market.commandes.operations_execution import Notes
from dla_market.commandes.rules_evaluations import CRITERES
from dla_market.web.actes import qui
from dla_market.web.ecriture import Operation
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse

charger_livrable = queries.charger_livrable
charger_service_fait = queries.charger_service_fait


def remettre_livrable(livrable: Livrable) -> Reponse:
    """The provider hands something over."""
    form = RemettreForm()
    return saisir(
        livrable.commande,
        form,
        "commandes/remettre.html",
        f"Remettre «\u00a0{livrable.libelle}\u00a0»",
        lambda session, acteur: operations_execution.remettre_livrable(
            session, acteur, livrable, contenu=form.remise.data or ""
        ),
        succes="C’est remis. La structure est prévenue.",
        livrable=livrable,
    )


def accepter_livrable(livrable: Livrable) -> Reponse:
    """The structure accepts."""
    return confirmer(
        livrable.commande,
        FormulaireActe(),
        actes.acte_accepter(livrable),
        lambda session, acteur: operations_execution.accepter_livrable(session, acteur, livrable),
        succes="Vous avez accepté ce document.",
    )


def refuser_livrable(livrable: Livrable) -> Reponse:
    """The structure asks for it again."""
    form = MotifForm()
    return confirmer(
        livrable.commande,
        form,
        actes.acte_refuser(livrable),
        lambda session, acteur: operations_execution.refuser_livrable(
            session, acteur, livrable, motif=form.motif.data or ""
        ),
        succes="Votre demande est envoyée au prestataire.",
    )


def attester(commande: Commande) -> Reponse:
    """The structure says what was done; the balance is proposed."""
    reste = actes.reste_a_attester(commande)
    form = AttesterForm(montant=reste)
    return saisir(
        commande,
        form,
        "commandes/attester.html",
        "Attester le service fait",
        _attester(commande, form),
        succes="Merci. Le DLA doit maintenant certifier.",
        reste=reste,
    )


def _attester(commande: Commande, form: AttesterForm) -> Operation:
    return lambda session, acteur: operations_execution.attester_service_fait(
        session,
        acteur,
        commande,
        montant_centimes=centimes(form.montant),
        observations=form.observations.data or "",
    )


def certifier(service: ServiceFait) -> Reponse:
    """The DLA certifies."""
    return confirmer(
        service.commande,
        FormulaireActe(),
        actes.acte_certifier(service),
        lambda session, acteur: operations_execution.certifier_service_fait(session, acteur, service),
        succes="Le service fait est certifié. Le prestataire peut facturer.",
    )


def rendre_evaluation(commande: Commande) -> Reponse:
    """The questions to the structure, and two more to the DLA."""
    form = EvaluationDuDlaForm() if qui().organisation_id == commande.dla_id else EvaluationForm()
    return saisir(
        commande,
        form,
        "commandes/evaluer.html",
        "Votre avis sur la mission",
        lambda session, acteur: operations_execution.rendre_evaluation(
            session, acteur, commande, notes=_notes(form), commentaire=form.commentaire.data or ""
        ),
        succes="Merci pour votre avis.",
    )


def _notes(form: EvaluationForm) -> Notes:
    return Notes(**{nom: int(form[nom].data) for nom in CRITERES if nom in form})
