"""Reading and scoring the opened offers, side by side."""

from __future__ import annotations

from flask import abort, request, url_for

from dla_market.blueprints.consultations.forms import DeclarerInteretForm, EcarterForm, NoterForm
from dla_market.blueprints.consultations.grille import Grille, grille_de
from dla_market.blueprints.consultations.suivi_views import adresse, fil
from dla_market.consultations import operations, queries
from dla_market.consultations.models import Consultation, OffreOuverte
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import executer
from dla_market.web.pages import Reponse, aller, page


def declarer_interet(consultation: Consultation) -> Reponse:
    """One's word on links with the bidders, before any reading."""
    form = DeclarerInteretForm()

    def montrer() -> Reponse:
        return page(
            "consultations/declarer_interet.html",
            titre="Avant de lire les offres",
            fil=fil(consultation, "Déclaration"),
            consultation=consultation,
            form=form,
        )

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.declarer_interet(
            session,
            acteur,
            consultation,
            sans_lien=form.sans_lien.data == "oui",
            precision=form.precision.data or "",
        ),
        vers=adresse(consultation) if form.sans_lien.data == "non" else adresse_offres(consultation),
        succes="Votre déclaration est enregistrée.",
        form=form,
        sinon=montrer,
    )


def adresse_offres(consultation: Consultation) -> str:
    """The side-by-side page."""
    return url_for("consultations.offres", consultation_id=consultation.id)


def offres(consultation: Consultation, form: NoterForm | None = None) -> Reponse:
    """Offers side by side: their text, their notes, their points; to the declaration first."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    if consultation.ouverte_le is None:
        abort(404)
    if not queries.lit_les_offres(session, acteur, consultation):
        return aller(url_for("consultations.declarer_interet", consultation_id=consultation.id))
    grille: Grille = grille_de(session, acteur, consultation)
    return page(
        "consultations/offres.html",
        fragments=("notes",),
        titre="Comparer les offres",
        fil=fil(consultation, "Comparer les offres"),
        consultation=consultation,
        grille=grille,
        form=form or NoterForm(formdata=None),
        refusee=request.view_args and request.view_args.get("offre_id"),
        peut=lambda verbe: permits(acteur, f"consultation:{verbe}", consultation),
    )


def noter(offre: OffreOuverte) -> Reponse:
    """One note; under HTMX the grid comes back with its totals, else the page is seen again."""
    form = NoterForm()
    consultation = offre.consultation

    def montrer() -> Reponse:
        return offres(consultation, form)

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.noter(
            session,
            acteur,
            offre,
            critere_ordre=form.critere_ordre.data or 0,
            note=int(form.note.data),
            commentaire=form.commentaire.data or "",
        ),
        vers=f"{adresse_offres(consultation)}#notes",
        form=form,
        sinon=montrer,
        reponse=lambda _note: offres(consultation),
    )


def ecarter(offre: OffreOuverte) -> Reponse:
    """Set an offer aside, with the reason."""
    form = EcarterForm()
    consultation = offre.consultation

    def montrer() -> Reponse:
        return page(
            "consultations/ecarter.html",
            titre="Écarter une offre non conforme",
            fil=fil(consultation, "Écarter une offre"),
            offre=offre,
            retour=adresse_offres(consultation),
            form=form,
        )

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.ecarter(session, acteur, offre, motif=form.motif.data or ""),
        vers=adresse_offres(consultation),
        succes="L’offre est écartée.",
        form=form,
        sinon=montrer,
    )
