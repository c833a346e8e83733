"""The structure's choice, the award, and the ends without an award."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for

from dla_market.blueprints.consultations.feuille import adresse, feuille
from dla_market.blueprints.consultations.forms import CloreForm, RetenirForm
from dla_market.blueprints.consultations.grille import Grille, grille_de
from dla_market.consultations import operations, queries
from dla_market.consultations.models import Consultation, OffreOuverte
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.pieces import queries as pieces
from dla_market.pieces.rules import phrase_rc_pro
from dla_market.referentiel.models import Motif
from dla_market.referentiel.queries import entrees
from dla_market.web.acteurs import acteur_courant
from dla_market.web.choix import choix
from dla_market.web.ecriture import agir
from dla_market.web.pages import Reponse, aller

Verbe = Callable[..., Any]


def _grille(consultation: Consultation) -> Grille | None:
    """The grid, None for whoever has not declared."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    if not queries.lit_les_offres(session, acteur, consultation):
        return None
    return grille_de(session, acteur, consultation)


def _formulaire(grille: Grille, question: str, consultation: Consultation) -> RetenirForm:
    """The offers that can be retained, best ranked first; the structure's choice is proposed."""
    form = RetenirForm(data={"offre_id": consultation.choix_offre_id})
    form.offre_id.label.text = question
    form.offre_id.choices = choix((o.offre_id, grille.en_une_ligne(o)) for o in grille.ordre())
    return form


def _offre(consultation: Consultation, form: RetenirForm) -> OffreOuverte:
    offre = next((o for o in consultation.ouvertes if o.offre_id == form.offre_id.data), None)
    if offre is None:
        raise RefusMetier("Choisissez une offre de cette consultation.", champ="offre_id")
    return offre


def choisir(consultation: Consultation) -> Reponse:
    """The structure's choice, in plain words."""
    return _retenir(
        consultation,
        operations.choisir,
        gabarit="choisir",
        titre="Choisir une offre",
        question="Quelle offre choisissez-vous ?",
        succes="Votre choix est enregistré. Le DLA va maintenant le valider.",
    )


def attribuer(consultation: Consultation) -> Reponse:
    """The responsable's award."""
    return _retenir(
        consultation,
        operations.attribuer,
        gabarit="attribuer",
        titre="Attribuer",
        question="Offre retenue",
        succes="La consultation est attribuée. Tous les candidats sont prévenus.",
    )


def manques_rc_pro(consultation: Consultation) -> dict[str, str]:
    """What is to be said of the insurance of each who may be retained, by name (R34)."""
    session = session_courante()
    ids = {offre.prestataire_id: offre.prestataire.nom for offre in consultation.ouvertes}
    connus = pieces.etats(session, list(ids), clock.today())
    dits = {nom: phrase_rc_pro(connus[ident]) for ident, nom in ids.items()}
    return {nom: phrase for nom, phrase in dits.items() if phrase}


def _retenir(
    consultation: Consultation, operation: Verbe, *, gabarit: str, titre: str, question: str, succes: str
) -> Reponse:
    grille = _grille(consultation)
    if grille is None:
        return aller(url_for("consultations.declarer_interet", consultation_id=consultation.id))
    form = _formulaire(grille, question, consultation)
    return agir(
        form,
        lambda: feuille(consultation, gabarit, titre, grille=grille, form=form, manques=manques_rc_pro),
        lambda session, acteur: operation(
            session, acteur, consultation, _offre(consultation, form), motif=form.motif.data or ""
        ),
        vers=adresse(consultation),
        succes=succes,
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


def _clore(consultation: Consultation, operation: Verbe, *, famille: str, titre: str, succes: str) -> Reponse:
    form = CloreForm()
    motifs = [m for m in entrees(session_courante(), Motif, clock.today()) if m.famille == famille]
    form.motif_code.choices = choix([(m.code, m.libelle) for m in motifs], vide="Choisir")
    return agir(
        form,
        lambda: feuille(consultation, "clore", titre, form=form),
        lambda session, acteur: operation(session, acteur, consultation, **form.lue()),
        vers=adresse(consultation),
        succes=succes,
    )
