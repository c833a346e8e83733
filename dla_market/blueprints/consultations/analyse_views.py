"""Reading and scoring the opened offers, side by side."""

from __future__ import annotations

from flask import abort, url_for

from dla_market.blueprints.consultations.feuille import adresse, adresse_offres, feuille
from dla_market.blueprints.consultations.forms import DeclarerInteretForm, EcarterForm, NoterForm
from dla_market.blueprints.consultations.grille import grille_de
from dla_market.consultations import operations, queries
from dla_market.consultations.models import Consultation, OffreOuverte
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import agir
from dla_market.web.pages import Reponse, aller


def declarer_interet(consultation: Consultation) -> Reponse:
    """One's word on links with the bidders, before any reading."""
    form = DeclarerInteretForm()
    sans_lien = form.sans_lien.data == "oui"
    return agir(
        form,
        lambda: feuille(consultation, "declarer_interet", "Avant de lire les offres", form=form),
        lambda session, acteur: operations.declarer_interet(
            session, acteur, consultation, sans_lien=sans_lien, precision=form.precision.data or ""
        ),
        vers=adresse_offres(consultation) if sans_lien else adresse(consultation),
        succes="Votre déclaration est enregistrée.",
    )


def offres(consultation: Consultation, form: NoterForm | None = None) -> Reponse:
    """Offers side by side: their text, their notes, their points; to the declaration first."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    if consultation.ouverte_le is None:
        abort(404)
    if not queries.lit_les_offres(session, acteur, consultation):
        return aller(url_for("consultations.declarer_interet", consultation_id=consultation.id))
    return feuille(
        consultation,
        "offres",
        "Comparer les offres",
        fragments=("notes",),
        grille=grille_de(session, acteur, consultation),
        form=form or NoterForm(formdata=None),
        peut=lambda verbe: permits(acteur, f"consultation:{verbe}", consultation),
    )


def noter(offre: OffreOuverte) -> Reponse:
    """One note; under HTMX the grid comes back with its totals, else the page is seen again."""
    form, consultation = NoterForm(), offre.consultation
    return agir(
        form,
        lambda: offres(consultation, form),
        lambda session, acteur: operations.noter(session, acteur, offre, **form.lue()),
        vers=f"{adresse_offres(consultation)}#notes",
        reponse=lambda _note: offres(consultation),
    )


def ecarter(offre: OffreOuverte) -> Reponse:
    """Set an offer aside, with the reason."""
    form, consultation = EcarterForm(), offre.consultation
    retour = adresse_offres(consultation)
    return agir(
        form,
        lambda: feuille(consultation, "ecarter", "Écarter une offre", offre=offre, retour=retour, form=form),
        lambda session, acteur: operations.ecarter(session, acteur, offre, motif=form.motif.data or ""),
        vers=retour,
        succes="L’offre est écartée.",
    )
