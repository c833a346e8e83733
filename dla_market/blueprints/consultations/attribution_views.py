"""The structure's choice, the award, and the ends without an award."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for

from dla_market.blueprints.consultations.forms import CloreForm, RetenirForm
from dla_market.blueprints.consultations.grille import Grille, grille_de
from dla_market.blueprints.consultations.suivi_views import adresse, fil
from dla_market.consultations import operations, queries
from dla_market.consultations.models import Consultation, OffreOuverte
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.referentiel.models import Motif
from dla_market.referentiel.queries import entrees
from dla_market.web.acteurs import acteur_courant
from dla_market.web.choix import choix
from dla_market.web.ecriture import executer
from dla_market.web.pages import Reponse, aller, page

Clore = Callable[..., Any]


def _grille(consultation: Consultation) -> Grille | None:
    """The grid, None for whoever has not declared."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    if not queries.lit_les_offres(session, acteur, consultation):
        return None
    return grille_de(session, acteur, consultation)


def _formulaire(grille: Grille) -> RetenirForm:
    """The offers that can be retained, best ranked first; read again at each request."""
    form = RetenirForm()
    form.offre_id.choices = choix((o.offre_id, grille.en_une_ligne(o)) for o in grille.ordre())
    return form


def _offre(consultation: Consultation, offre_id: str) -> OffreOuverte:
    offre = next((o for o in consultation.ouvertes if o.offre_id == offre_id), None)
    if offre is None:
        raise RefusMetier("Choisissez une offre de cette consultation.", champ="offre_id")
    return offre


def choisir(consultation: Consultation) -> Reponse:
    """The structure's choice, in plain words."""
    grille = _grille(consultation)
    if grille is None:
        return aller(url_for("consultations.declarer_interet", consultation_id=consultation.id))
    form = _formulaire(grille)
    form.offre_id.label.text = "Quelle offre choisissez-vous ?"

    def montrer() -> Reponse:
        return page(
            "consultations/choisir.html",
            titre="Choisir une offre",
            fil=fil(consultation, "Choisir"),
            consultation=consultation,
            grille=grille,
            form=form,
        )

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.choisir(
            session,
            acteur,
            consultation,
            _offre(consultation, form.offre_id.data),
            motif=form.motif.data or "",
        ),
        vers=adresse(consultation),
        succes="Votre choix est enregistré. Le DLA va maintenant le valider.",
        form=form,
        sinon=montrer,
    )


def attribuer(consultation: Consultation) -> Reponse:
    """The responsable's award."""
    grille = _grille(consultation)
    if grille is None:
        return aller(url_for("consultations.declarer_interet", consultation_id=consultation.id))
    form = _formulaire(grille)
    form.offre_id.label.text = "Offre retenue"

    def montrer() -> Reponse:
        return page(
            "consultations/attribuer.html",
            titre="Attribuer",
            fil=fil(consultation, "Attribuer"),
            consultation=consultation,
            grille=grille,
            form=form,
        )

    if not form.validate_on_submit():
        form.offre_id.data = form.offre_id.data or consultation.choix_offre_id
        return montrer()
    return executer(
        lambda session, acteur: operations.attribuer(
            session,
            acteur,
            consultation,
            _offre(consultation, form.offre_id.data),
            motif=form.motif.data or "",
        ),
        vers=adresse(consultation),
        succes="La consultation est attribuée. Tous les candidats sont prévenus.",
        form=form,
        sinon=montrer,
    )


def declarer_infructueuse(consultation: Consultation) -> Reponse:
    """End with no offer to retain."""
    return _clore(
        consultation,
        operations.declarer_infructueuse,
        famille="infructueux",
        titre="Déclarer la consultation infructueuse",
        succes="La consultation est infructueuse ; la somme réservée est libérée.",
    )


def classer_sans_suite(consultation: Consultation) -> Reponse:
    """Stop before the award."""
    return _clore(
        consultation,
        operations.classer_sans_suite,
        famille="sans_suite",
        titre="Classer sans suite",
        succes="La consultation est classée sans suite ; la somme réservée est libérée.",
    )


def _clore(consultation: Consultation, operation: Clore, *, famille: str, titre: str, succes: str) -> Reponse:
    form = CloreForm()
    form.motif_code.choices = choix(
        [
            (m.code, m.libelle)
            for m in entrees(session_courante(), Motif, clock.today())
            if m.famille == famille
        ],
        vide="Choisir",
    )

    def montrer() -> Reponse:
        return page(
            "consultations/clore.html",
            titre=titre,
            fil=fil(consultation, titre),
            consultation=consultation,
            form=form,
        )

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operation(
            session,
            acteur,
            consultation,
            motif_code=form.motif_code.data,
            precision=form.precision.data or "",
        ),
        vers=adresse(consultation),
        succes=succes,
        form=form,
        sinon=montrer,
    )
