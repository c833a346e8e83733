"""Inviting whom the region has not referenced: the reason at its line, or a request to the region."""

from __future__ import annotations

from typing import Any

from dla_market.blueprints.consultations.forms import DemanderProvisoireForm, JustifierForm
from dla_market.blueprints.consultations.selection_views import adresse_selection
from dla_market.consultations import operations
from dla_market.consultations.invitables import examiner
from dla_market.consultations.models import Selection
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.web.actes import acte
from dla_market.web.forms import Formulaire
from dla_market.web.pages import Reponse, page


def justifier_selection(selection: Selection) -> Reponse:
    """Keep the reason at its line."""
    form = JustifierForm()
    return acte(
        form,
        lambda: _page("consultations/justifier.html", selection, "Écrire une raison", form),
        lambda session, acteur: operations.justifier_selection(
            session, acteur, selection, form.justification.data or ""
        ),
        vers=adresse_selection(selection.ingenierie_id),
        succes="La raison est gardée avec la présélection.",
    )


def demander_provisoire(selection: Selection) -> Reponse:
    """Ask the region for this mission alone."""
    form = DemanderProvisoireForm()
    titre = "Demander un référencement provisoire"
    return acte(
        form,
        lambda: _page("consultations/demander_provisoire.html", selection, titre, form),
        lambda session, acteur: operations.demander_provisoire(
            session, acteur, selection, form.motif.data or ""
        ),
        vers=adresse_selection(selection.ingenierie_id),
        succes="La demande est partie à votre DLA régional.",
    )


def _page(template: str, selection: Selection, titre: str, form: Formulaire) -> Reponse:
    nom = selection.prestataire.nom
    contexte: dict[str, Any] = {
        "titre": f"{titre} : {nom}",
        "fil": [
            (selection.ingenierie.reference, f"/ingenieries/{selection.ingenierie_id}"),
            ("Présélection", adresse_selection(selection.ingenierie_id)),
            (titre, None),
        ],
        "selection": selection,
        "form": form,
    }
    examens = examiner(session_courante(), selection.ingenierie, [selection], clock.today())
    return page(template, examen=examens[selection.prestataire_id], **contexte)
