"""The conventions of a body for a year, and adding one."""

from __future__ import annotations

from typing import Any

from dla_market.blueprints.fonds import adresses
from dla_market.blueprints.fonds.forms import ConventionForm
from dla_market.blueprints.fonds.mots import POSTES
from dla_market.fonds import operations, queries
from dla_market.fonds.models import Poste
from dla_market.fonds.queries import Exercice
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import executer
from dla_market.web.pages import Reponse, page


def conventions(exercice: Exercice) -> Reponse:
    """What each convention gives for the year, by poste."""
    acteur = acteur_courant()
    assert acteur is not None
    return page(
        "fonds/conventions.html",
        titre=f"Conventions {exercice.annee}",
        fil=adresses.fil(acteur, exercice, "Conventions"),
        exercice=exercice,
        tranches=queries.tranches(session_courante(), exercice),
        postes=POSTES,
        peut_conventionner=permits(acteur, "fonds:conventionner", exercice),
        url_ajout=adresses.url_de("conventionner", exercice),
    )


def conventionner(exercice: Exercice) -> Reponse:
    """Add a convention, or one more year of one."""
    form = ConventionForm()
    form.financeur.choices = list(queries.financeurs(session_courante()))

    def montrer() -> Reponse:
        return _formulaire(exercice, form)

    if not form.validate_on_submit():
        return montrer()
    vers = adresses.url_de("conventions", exercice)
    return executer(
        lambda session, acteur: operations.conventionner(session, acteur, **_commande(exercice, form)),
        vers=vers,
        succes="La convention est enregistrée.",
        form=form,
        sinon=montrer,
    )


def _commande(exercice: Exercice, form: ConventionForm) -> dict[str, Any]:
    return {
        "organisation_id": exercice.organisation_id,
        "financeur_id": form.financeur.data,
        "reference": form.reference.data,
        "debut": form.debut.data,
        "fin": form.fin.data,
        "annee": exercice.annee,
        "montants": {poste: form[poste.value].data or 0 for poste in Poste},
    }


def _formulaire(exercice: Exercice, form: ConventionForm) -> Reponse:
    acteur = acteur_courant()
    assert acteur is not None
    titre = f"Ajouter une convention pour {exercice.annee}"
    return page(
        "fonds/conventionner.html",
        titre=titre,
        fil=adresses.fil(acteur, exercice, "Ajouter une convention"),
        exercice=exercice,
        form=form,
        url_retour=adresses.url_de("conventions", exercice),
        url_envoi=adresses.url_de("conventionner", exercice),
    )
