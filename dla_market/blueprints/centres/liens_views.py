"""One's own links of interest: the list, a declaration from a fiche, the end of one."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.centres.forms import LienForm, TerminerForm, jour_saisi
from dla_market.catalogue import queries as fiches
from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.expertise import operations_liens, queries_liens, rules
from dla_market.expertise.models import LienInteret, NatureLien
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.web.actes import qui
from dla_market.web.ecriture import agir
from dla_market.web.pages import Reponse, page


def charger_prestataire(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """The fiche that a link is declared with."""
    return fiches.charger(session, acteur, prestataire_id)


def lister_liens() -> Reponse:
    """One's own links; the coordination sees those of its centre's people beside its own."""
    session, acteur = session_courante(), qui()
    return page(
        "centres/lister_liens.html",
        titre="Liens d’intérêt",
        fil=[("Avals", url_for("expertise.lister")), ("Liens d’intérêt", None)],
        declares=queries_liens.lister(session, acteur),
        noms=queries_liens.noms(session, acteur),
        natures=rules.LIBELLES_LIEN,
        bloque=rules.lien_bloque,
        today=clock.today(),
    )


def declarer_lien(prestataire: Prestataire) -> Reponse:
    """Declare a link with a prestataire, which takes one's word away for its avals."""
    form = LienForm()
    return agir(
        form,
        lambda: _declarer(prestataire, form),
        lambda session, acteur: operations_liens.declarer(
            session,
            acteur,
            prestataire,
            nature=NatureLien(form.nature.data),
            precision=form.precision.data or "",
            debut=form.debut.data,
            fin=form.fin.data,
        ),
        vers=url_for("centres.lister_liens"),
        succes="Le lien est déclaré. Vous n’intervenez plus dans les avals de ce prestataire.",
    )


def _declarer(prestataire: Prestataire, form: LienForm) -> Reponse:
    titre = "Déclarer un lien d’intérêt"
    return page(
        "centres/declarer_lien.html",
        titre=titre,
        fil=[("Liens d’intérêt", url_for("centres.lister_liens")), (titre, None)],
        form=form,
        prestataire=prestataire,
        retour=url_for("catalogue.consulter", prestataire_id=prestataire.id),
    )


def terminer_lien(lien: LienInteret) -> Reponse:
    """Say when a link ended."""
    form, titre = TerminerForm(), f"Dire la fin du lien\u00a0: {lien.organisation.nom}"
    retour = url_for("centres.lister_liens")
    return agir(
        form,
        lambda: page(
            "centres/terminer_lien.html",
            titre=titre,
            fil=[("Liens d’intérêt", retour), ("Dire la fin", None)],
            form=form,
            lien=lien,
            retour=retour,
            annees=rules.LIEN_ANNEES,
        ),
        lambda session, acteur: operations_liens.terminer(session, acteur, lien, jour_saisi(form.fin)),
        vers=retour,
        succes="La fin du lien est enregistrée.",
    )
