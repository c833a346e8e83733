"""The cahier des charges of an ingénierie."""

from __future__ import annotations

from functools import partial

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.ingenieries.forms import CahierForm
from dla_market.blueprints.ingenieries.remplissage import formulaire_cahier, total_poids
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import operations
from dla_market.ingenieries.models import CahierDesCharges, Ingenierie
from dla_market.ingenieries.rules import TOTAL_POIDS
from dla_market.ingenieries.states import PARCOURS
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier
from dla_market.web.actes import acte
from dla_market.web.pages import Reponse, page


def rediger_cahier(ingenierie: Ingenierie) -> Reponse:
    """What will be asked of the prestataires, and how their offers will be compared."""
    if not PARCOURS.permet(ingenierie.etat, "rediger_cahier"):
        raise RefusMetier("Le cahier des charges ne change plus depuis le lancement de la consultation.")
    form = formulaire_cahier(ingenierie)
    montrer = partial(_page, ingenierie, form)
    if form.ajouter.data:
        return montrer()
    return acte(
        form,
        montrer,
        lambda session, acteur: _rediger(session, acteur, ingenierie, form),
        vers=url_for("ingenieries.consulter", ingenierie_id=ingenierie.id),
        succes="Le cahier des charges est enregistré.",
    )


def _rediger(session: Session, acteur: Acteur, ingenierie: Ingenierie, form: CahierForm) -> CahierDesCharges:
    """Two people may have the form open: the second is told, rather than writing over the first."""
    ecrite = None if ingenierie.cahier is None else ingenierie.cahier.version
    if form.lire_version() != ecrite:
        raise ConflitDeVersion("Une autre personne vient d’écrire ce cahier. Relisez-le, puis recommencez.")
    return operations.rediger_cahier(
        session, acteur, ingenierie, contenu=form.contenu_cahier(), criteres=form.lignes()
    )


def _page(ingenierie: Ingenierie, form: CahierForm) -> Reponse:
    ici = url_for("ingenieries.consulter", ingenierie_id=ingenierie.id)
    return page(
        "ingenieries/cahier.html",
        fragments=("total_poids", "criteres"),
        titre="Cahier des charges",
        fil=[
            ("Ingénieries", url_for("ingenieries.lister")),
            (ingenierie.reference, ici),
            ("Cahier des charges", None),
        ],
        ingenierie=ingenierie,
        form=form,
        total=total_poids(form),
        attendu=TOTAL_POIDS,
    )
