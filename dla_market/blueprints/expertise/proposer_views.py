"""Giving an aval: a proposal from a fiche, and its renewal near its end."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.expertise.forms import ProposerForm, RenouvelerForm
from dla_market.blueprints.expertise.mots import page_d_avals
from dla_market.catalogue import queries as fiches
from dla_market.catalogue.models import Prestataire
from dla_market.commandes.queries_prestataire import missions
from dla_market.comptes.acteur import Acteur
from dla_market.expertise import operations, queries, queries_liens, reglages
from dla_market.expertise.models import Aval, NaturePreuve
from dla_market.expertise.rules import Preuve, Sujet
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.web.actes import qui
from dla_market.web.choix import choix
from dla_market.web.ecriture import agir
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse

PROPOSE = "L’aval est proposé. Une autre personne de votre centre doit le confirmer."


def charger_prestataire(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """The fiche that an aval is proposed for."""
    return fiches.charger(session, acteur, prestataire_id)


def proposer(prestataire: Prestataire) -> Reponse:
    """The form of an aval, from a fiche."""
    form = ProposerForm(data=_depart(secteur=request.args.get("secteur", "")))
    _offrir_missions(form, prestataire)
    _offrir_sujets(form)
    return agir(
        form,
        lambda: _page("expertise/proposer.html", "Proposer un aval", prestataire, form),
        lambda session, acteur: operations.proposer(
            session,
            acteur,
            prestataire,
            sujet=Sujet(form.secteur.data or "", form.thematique.data or ""),
            motif_hors_champ=form.motif_hors_champ.data or "",
            **_dit(form, prestataire),
        ),
        vers=url_for("expertise.lister"),
        succes=PROPOSE,
    )


def renouveler(aval: Aval) -> Reponse:
    """The same on the subject of an aval that ends: its words stand ready, its evidence is asked anew."""
    form = RenouvelerForm(data=_depart(niveau=str(aval.niveau), motif=aval.motif))
    _offrir_missions(form, aval.prestataire)
    return agir(
        form,
        lambda: _page("expertise/renouveler.html", "Renouveler l’aval", aval.prestataire, form, aval=aval),
        lambda session, acteur: operations.renouveler(session, acteur, aval, **_dit(form, aval.prestataire)),
        vers=url_for("expertise.lister"),
        succes=PROPOSE,
    )


def _page(gabarit: str, titre: str, prestataire: Prestataire, form: RenouvelerForm, **suite: Any) -> Reponse:
    url = url_for("catalogue.consulter", prestataire_id=prestataire.id)
    return page_d_avals(
        gabarit,
        titre=titre,
        fil=[("Catalogue", url_for("catalogue.chercher")), (prestataire.nom, url), (titre, None)],
        form=form,
        prestataire=prestataire,
        recusants=queries_liens.bloquants(
            session_courante(), qui().utilisateur_id, prestataire.id, clock.today()
        ),
        **suite,
    )


def _depart(**valeurs: str) -> dict[str, Any]:
    """What the form holds when it opens."""
    today = clock.today()
    fin = clock.dans_mois(today, reglages.duree_aval_mois(session_courante(), today))
    return {"fin": fin, **valeurs}


def _offrir_missions(form: RenouvelerForm, prestataire: Prestataire) -> None:
    connues = missions(session_courante(), prestataire.id)
    form.mission.choices = choix(
        ((str(numero), mots) for numero, mots in connues.items()), vide="Aucune, ou une autre"
    )


def _offrir_sujets(form: ProposerForm) -> None:
    """The centre's own secteurs and thématiques first."""
    connus, centre_id, session = nomenclatures(), qui().organisation_id, session_courante()
    for champ, libelles, couverts in (
        (form.secteur, connus.secteurs, queries.secteurs_couverts(session, centre_id)),
        (form.thematique, connus.thematiques, queries.thematiques_couvertes(session, centre_id)),
    ):
        siens = {code: libelles[code] for code in couverts}
        autres = {
            code: f"{nom} (hors du champ du centre)" if siens else nom
            for code, nom in libelles.items()
            if code not in siens
        }
        champ.choices = choix((siens | autres).items(), vide="Aucun en particulier")


def _dit(form: RenouvelerForm, prestataire: Prestataire) -> dict[str, Any]:
    """What was typed, as the operations take it; a mission chosen in the list is its own reference."""
    commande_id = int(form.mission.data) if form.mission.data else None
    texte = form.preuve.data or ""
    if commande_id is not None and not texte.strip():
        texte = missions(session_courante(), prestataire.id)[commande_id]
    return {
        "niveau": int(form.niveau.data),
        "motif": form.motif.data or "",
        "preuve": Preuve(NaturePreuve(form.preuve_nature.data), texte, commande_id),
        "note_interne": form.note_interne.data or "",
        "fin": form.fin.data,
    }
