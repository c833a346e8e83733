"""The shortlist of an ingénierie: who is proposed, who will be consulted or not, and why each."""

from __future__ import annotations

from flask import url_for

from dla_market.blueprints.consultations.forms import AjouterSelectionForm, EcarterSelectionForm
from dla_market.blueprints.consultations.propositions import proposition_de
from dla_market.consultations import operations, queries
from dla_market.consultations.models import OrigineSelection, Selection, SelectionEcartee
from dla_market.consultations.operations.lancement import preparer
from dla_market.consultations.operations.selection import OUVERTE_DANS
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.web.actes import qui
from dla_market.web.ecriture import agir, executer
from dla_market.web.forms import FormulaireVide
from dla_market.web.pages import Reponse, page
from dla_market.web.redirections import chemin_local

ORIGINES = {
    OrigineSelection.RECHERCHE: "trouvé par une recherche",
    OrigineSelection.AVAL: "sur l’aval d’un centre de ressources",
    OrigineSelection.CONNU: "déjà connu",
    OrigineSelection.PROPOSITION: "proposé d’après le besoin",
    OrigineSelection.CENTRE: "proposé par un centre de ressources",
}


def adresse_selection(ingenierie_id: int) -> str:
    """The shortlist's page."""
    return url_for("consultations.consulter_selection", ingenierie_id=ingenierie_id)


def consulter_selection(
    ingenierie: Ingenierie, form: AjouterSelectionForm | EcarterSelectionForm | None = None
) -> Reponse:
    """Who is proposed, kept and set aside, why, what the launch would say of it."""
    acteur, session = qui(), session_courante()
    ouverte = ingenierie.etat in OUVERTE_DANS
    return page(
        "consultations/selection.html",
        titre="Présélection des prestataires",
        fil=[(ingenierie.reference, f"/ingenieries/{ingenierie.id}"), ("Présélection", None)],
        ingenierie=ingenierie,
        preparation=preparer(session, ingenierie),
        proposition=proposition_de(session, acteur, ingenierie) if ouverte else None,
        ecartees=queries.ecartees_de(session, acteur, ingenierie.id),
        origines=ORIGINES,
        ouverte=ouverte,
        consultation=queries.consultation_de(session, acteur, ingenierie.id),
        peut=lambda permission: permits(acteur, permission, ingenierie),
        form=form or AjouterSelectionForm(formdata=None),
        ecarter=isinstance(form, EcarterSelectionForm),
    )


def ajouter_selection(ingenierie: Ingenierie) -> Reponse:
    """Put a provider on it, then back to the search that found it."""
    form = AjouterSelectionForm()
    return agir(
        form,
        lambda: consulter_selection(ingenierie, form),
        lambda session, acteur: operations.ajouter_selection(
            session, acteur, ingenierie, form.prestataire(session, acteur), **form.lue()
        ),
        vers=_retour(ingenierie, form.recherche.data),
        succes="Le prestataire est dans la présélection.",
    )


def _retour(ingenierie: Ingenierie, recherche: str | None) -> str:
    """The search again, still for this ingénierie; the shortlist where there was none."""
    chemin = chemin_local(recherche)
    if chemin is None:
        return adresse_selection(ingenierie.id)
    return f"{chemin}{'&' if '?' in chemin else '?'}ingenierie={ingenierie.id}"


def retirer_selection(selection: Selection) -> Reponse:
    """Take a provider off it."""
    return executer(
        lambda session, acteur: operations.retirer_selection(session, acteur, selection),
        vers=adresse_selection(selection.ingenierie_id),
        succes="Le prestataire n’est plus dans la présélection.",
        form=FormulaireVide(),
    )


def ecarter_selection(ingenierie: Ingenierie) -> Reponse:
    """Set a provider aside for this ingénierie, with the reason."""
    form = EcarterSelectionForm()
    return agir(
        form,
        lambda: consulter_selection(ingenierie, form),
        lambda session, acteur: operations.ecarter_selection(
            session, acteur, ingenierie, form.prestataire(session, acteur), motif=form.motif.data or ""
        ),
        vers=adresse_selection(ingenierie.id),
        succes="Le prestataire est écarté, avec votre raison.",
    )


def reprendre_selection(ecartee: SelectionEcartee) -> Reponse:
    """Set it aside no more."""
    return executer(
        lambda session, acteur: operations.reprendre_selection(session, acteur, ecartee),
        vers=adresse_selection(ecartee.ingenierie_id),
        succes="Le prestataire peut de nouveau être proposé.",
        form=FormulaireVide(),
    )
