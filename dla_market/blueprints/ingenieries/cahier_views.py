"""The cahier des charges of an ingénierie."""

from __future__ import annotations

from functools import partial

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.ingenieries.forms import CahierForm
from dla_market.blueprints.ingenieries.rayon import modele_demande, rayon_de
from dla_market.blueprints.ingenieries.remplissage import formulaire_cahier, total_poids
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import operations
from dla_market.ingenieries.models import CahierDesCharges, Ingenierie
from dla_market.ingenieries.operations_ressources import noter_modele_source
from dla_market.ingenieries.rules import TOTAL_POIDS
from dla_market.ingenieries.states import PARCOURS
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier
from dla_market.ressources.models import Ressource
from dla_market.web.actes import acte, qui
from dla_market.web.pages import Reponse, page


def rediger_cahier(ingenierie: Ingenierie) -> Reponse:
    """What will be asked of the prestataires, and how their offers will be compared."""
    if not PARCOURS.permet(ingenierie.etat, "rediger_cahier"):
        raise RefusMetier("Le cahier des charges ne change plus depuis le lancement de la consultation.")
    form = formulaire_cahier(ingenierie, _modele(ingenierie))
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


def _modele(ingenierie: Ingenierie) -> Ressource | None:
    """The model that the address names, for a cahier of which nothing is written yet."""
    if ingenierie.cahier is not None:
        return None
    return modele_demande(session_courante(), qui(), request.args.get("modele", ""))


def _rediger(session: Session, acteur: Acteur, ingenierie: Ingenierie, form: CahierForm) -> CahierDesCharges:
    """Two people may have the form open: the second is told, rather than writing over the first."""
    ecrite = None if ingenierie.cahier is None else ingenierie.cahier.version
    if form.lire_version() != ecrite:
        raise ConflitDeVersion("Une autre personne vient d’écrire ce cahier. Relisez-le, puis recommencez.")
    cahier = operations.rediger_cahier(
        session, acteur, ingenierie, contenu=form.contenu_cahier(), criteres=form.lignes()
    )
    modele = modele_demande(session, acteur, form.modele.data or "")
    if ecrite is None and modele is not None:
        noter_modele_source(session, acteur, ingenierie, modele)
    return cahier


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
        rayon=rayon_de(session_courante(), ingenierie, rediger=True),
        total=total_poids(form),
        attendu=TOTAL_POIDS,
    )
