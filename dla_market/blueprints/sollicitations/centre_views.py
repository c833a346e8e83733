"""What a centre does: takes a sollicitation, names prestataires, answers, sends it to another centre."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.sollicitations.candidats import candidats
from dla_market.blueprints.sollicitations.dla_views import adresse
from dla_market.blueprints.sollicitations.forms import ProposerForm, ReorienterForm, RepondreForm
from dla_market.blueprints.sollicitations.sollicitations_views import fil, mots
from dla_market.catalogue import queries as catalogue
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.ressources import queries as ressources
from dla_market.ressources.models import EtatRessource, Ressource
from dla_market.ressources.rules import proximite
from dla_market.sollicitations import operations_centre as operations
from dla_market.sollicitations import queries
from dla_market.sollicitations.models import Proposition, Sollicitation
from dla_market.sollicitations.states import PARCOURS
from dla_market.web.actes import acte, qui
from dla_market.web.choix import choix
from dla_market.web.ecriture import executer
from dla_market.web.forms import FormulaireVide
from dla_market.web.pages import Reponse, page


def prendre_en_charge(sollicitation: Sollicitation) -> Reponse:
    """Follow it in one's own name."""
    return executer(
        lambda session, acteur: operations.prendre_en_charge(session, acteur, sollicitation),
        vers=adresse(sollicitation),
        succes="Vous suivez cette demande : le DLA est prévenu.",
        form=FormulaireVide(),
    )


def proposer(sollicitation: Sollicitation) -> Reponse:
    """Look for prestataires and name them in the answer under way, one by one."""
    _annoncer(sollicitation, "proposer")
    form = ProposerForm()
    texte = request.args.get("texte", "").replace("\x00", "").strip()
    return acte(
        form,
        lambda: _page(
            "proposer",
            "Proposer des prestataires",
            sollicitation,
            form=form,
            texte=texte,
            candidats=candidats(session_courante(), qui(), sollicitation, texte),
        ),
        lambda session, acteur: _proposer(session, acteur, sollicitation, form),
        vers=url_for("sollicitations.proposer", sollicitation_id=sollicitation.id, texte=texte or None),
        succes="Le prestataire est dans votre réponse, que le DLA lira quand vous l’enverrez.",
    )


def _proposer(
    session: Session, acteur: Acteur, sollicitation: Sollicitation, form: ProposerForm
) -> Proposition:
    prestataire = catalogue.charger(session, acteur, form.prestataire_id.data or 0)
    if prestataire is None:
        raise RefusMetier("Ce prestataire n’est plus au catalogue.")
    return operations.proposer(session, acteur, sollicitation, prestataire, motif=form.motif.data or "")


def enlever(proposition: Proposition) -> Reponse:
    """Take a prestataire out of the answer under way."""
    return executer(
        lambda session, acteur: operations.enlever(session, acteur, proposition),
        vers=adresse(proposition.sollicitation),
        succes="Le prestataire n’est plus dans votre réponse.",
        form=FormulaireVide(),
    )


def repondre(sollicitation: Sollicitation) -> Reponse:
    """The text, the prestataires named so far, the ressources to tick."""
    _annoncer(sollicitation, "repondre")
    form = RepondreForm()
    possibles = _ressources_possibles(sollicitation)
    libelles: dict[Any, str] = {r.id: f"{r.titre} ({r.auteur})" for r in possibles}
    form.ressources.choices = libelles
    return acte(
        form,
        partial(_page, "repondre", "Répondre au DLA", sollicitation, form=form),
        lambda session, acteur: operations.repondre(
            session,
            acteur,
            sollicitation,
            texte=form.texte.data or "",
            ressources=_choisies(session, acteur, form.ressources.data or []),
        ),
        vers=adresse(sollicitation),
        succes="Votre réponse est envoyée au DLA.",
    )


def _ressources_possibles(sollicitation: Sollicitation) -> list[ressources.RessourceTrouvee]:
    """Every published one, the nearest to what is asked first."""
    acteur = qui()
    publiees = ressources.toutes(
        session_courante(), ressources.visible_to(acteur).where(Ressource.etat == EtatRessource.PUBLIEE)
    )
    thematiques = [sollicitation.thematique_code] if sollicitation.thematique_code else []
    notes = {r.id: proximite(r, sollicitation.secteur_code, thematiques) for r in publiees}
    return sorted(publiees, key=lambda r: -1 if (n := notes[r.id]) is None else n, reverse=True)


def _choisies(session: Session, acteur: Acteur, ids: list[int]) -> list[Ressource]:
    trouvees = [ressources.charger(session, acteur, i) for i in ids]
    if any(r is None for r in trouvees):
        raise RefusMetier("Une de ces ressources n’est plus proposée.", champ="ressources")
    return [r for r in trouvees if r is not None]


def reorienter(sollicitation: Sollicitation) -> Reponse:
    """Another centre, and why."""
    _annoncer(sollicitation, "reorienter")
    form = ReorienterForm()
    autres = {
        str(c.id): c
        for c in queries.centres(session_courante(), clock.today())
        if c.id != sollicitation.centre_id
    }
    form.centre.choices = choix(((n, c.nom) for n, c in autres.items()), vide="Choisissez…")
    return acte(
        form,
        partial(_page, "reorienter", "Réorienter la demande", sollicitation, form=form),
        lambda session, acteur: operations.reorienter(
            session, acteur, sollicitation, autres[form.centre.data], motif=form.motif.data or ""
        ),
        vers=adresse(sollicitation),
        succes="La demande est passée à l’autre centre : le DLA est prévenu.",
    )


def _annoncer(sollicitation: Sollicitation, verbe: str) -> None:
    """Say at once that an act is not possible now; a form sent twice is left to its key."""
    if request.method == "GET":
        PARCOURS.suivant(sollicitation.etat, verbe)


def _page(gabarit: str, titre: str, sollicitation: Sollicitation, **contexte: Any) -> Reponse:
    return page(
        f"sollicitations/{gabarit}.html",
        titre=titre,
        fil=fil((sollicitation.reference, adresse(sollicitation)), (titre, None)),
        sollicitation=sollicitation,
        **contexte,
        **mots(sollicitation),
    )
