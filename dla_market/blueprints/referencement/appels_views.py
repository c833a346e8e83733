"""The regions' calls: read by anyone, written by each region."""

from __future__ import annotations

from functools import partial

from flask import abort, request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.referencement.forms import AppelForm
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import a_le_droit
from dla_market.referencement import operations_appel, queries
from dla_market.referencement.models import Appel, EtatAppel
from dla_market.referencement.rules import CRITERES_MAX, est_ouvert
from dla_market.referencement.states import APPEL
from dla_market.reseau.models import DlaRegional
from dla_market.web.actes import acte
from dla_market.web.acteurs import acteur_courant
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse, page

LIGNES_PROPOSEES = 3


def lister_appels() -> Reponse:
    """The calls that take requests."""
    return page(
        "referencement/appels.html",
        titre="Les appels à référencement des régions",
        fil=[("Accueil", url_for("accueil.porte")), ("Appels", None)],
        appels=queries.appels_ouverts(session_courante(), clock.today()),
    )


def consulter_appel(appel_id: int) -> Reponse:
    """An edition, its criteria and, for a prestataire, the way to answer."""
    appel = queries.charger_appel(session_courante(), appel_id)
    if appel is None:
        abort(404)
    acteur = acteur_courant()
    ouvert = est_ouvert(appel, clock.today())
    return page(
        "referencement/appel.html",
        titre=f"Appel à référencement\u00a0: {appel.regional.nom}",
        fil=[("Appels", url_for("referencement.lister_appels")), (appel.regional.nom, None)],
        appel=appel,
        ouvert=ouvert,
        etats=APPEL.libelles,
        peut_demander=ouvert and acteur is not None and a_le_droit(acteur, "referencement:demander"),
    )


def rediger_appel(regional: DlaRegional) -> Reponse:
    """Prepare the next edition of the region's call."""
    session = session_courante()
    publie = queries.appel_en(session, regional.id, EtatAppel.PUBLIE)
    brouillon = queries.appel_en(session, regional.id, EtatAppel.BROUILLON)
    form = _formulaire(brouillon, publie)
    montrer = partial(_page_appel, form, brouillon, publie)
    if form.ajouter.data:
        return montrer()
    return acte(
        form,
        montrer,
        lambda session, acteur: _rediger(session, acteur, regional, form),
        vers=url_for("referencement.publier_appel"),
        succes="L’appel est enregistré. Relisez-le, puis publiez-le.",
    )


def publier_appel(appel: Appel) -> Reponse:
    """Read the draft as everyone will, then publish it."""
    form = FormulaireActe()
    return acte(
        form,
        lambda: page(
            "referencement/publier_appel.html",
            titre="Publier l’appel",
            fil=[("Appel", url_for("referencement.rediger_appel")), ("Publier", None)],
            appel=appel,
            form=form,
        ),
        lambda session, acteur: operations_appel.publier_appel(session, acteur, appel),
        vers=url_for("referencement.consulter_appel", appel_id=appel.id),
        succes="L’appel est publié.",
    )


def _formulaire(brouillon: Appel | None, publie: Appel | None) -> AppelForm:
    """The draft as it stands; a first one starts from what is published."""
    source = brouillon or publie
    form = AppelForm(
        data={
            "version": "" if brouillon is None else str(brouillon.version),
            "texte": "" if source is None else source.texte,
            "recours": "" if source is None else source.recours,
            "debut": clock.today() if brouillon is None else brouillon.debut,
            "fin": None if source is None else source.fin,
            "fin_convention": None if source is None else source.fin_convention,
            "criteres": []
            if source is None
            else [{"libelle": c.libelle, "explication": c.explication} for c in source.criteres],
        }
    )
    if request.method != "POST" or form.ajouter.data:
        manquent = 1 if form.ajouter.data else max(1, LIGNES_PROPOSEES - len(form.criteres))
        for _ in range(min(manquent, CRITERES_MAX - len(form.criteres))):
            form.criteres.append_entry()
    return form


def _page_appel(form: AppelForm, brouillon: Appel | None, publie: Appel | None) -> Reponse:
    return page(
        "referencement/rediger_appel.html",
        fragments=("criteres",),
        titre="L’appel de votre région",
        fil=[("Référencements", url_for("referencement.lister")), ("Appel", None)],
        form=form,
        brouillon=brouillon,
        publie=publie,
    )


def _rediger(session: Session, acteur: Acteur, regional: DlaRegional, form: AppelForm) -> Appel:
    assert form.debut.data is not None  # the form is valid
    return operations_appel.rediger_appel(
        session,
        acteur,
        regional,
        texte=form.texte.data or "",
        recours=form.recours.data or "",
        debut=form.debut.data,
        fin=form.fin.data,
        fin_convention=form.fin_convention.data,
        criteres=form.lus(),
        version=form.lire_version(),
    )
