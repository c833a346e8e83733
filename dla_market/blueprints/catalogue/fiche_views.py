"""One fiche: what the network reads of a prestataire, and a prestataire of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import current_app, request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.catalogue import libelles
from dla_market.blueprints.catalogue.criteres import Criteres
from dla_market.blueprints.catalogue.selection import selection_en_cours
from dla_market.catalogue import queries, rules
from dla_market.catalogue.charte import AVEC_CONFIDENTIALITE, CHARTES, EN_VIGUEUR
from dla_market.catalogue.langues import LANGUES
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.parties import parties as parties_de
from dla_market.catalogue.parties import telles_que_lues
from dla_market.catalogue.sirene import verification_de
from dla_market.catalogue.states import FICHE
from dla_market.commandes import missions as missions_du_dispositif
from dla_market.commandes.queries_prestataire import regard
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.consultations.queries_prestataire import chiffres
from dla_market.expertise import queries as avals
from dla_market.expertise import rules as regles_avals
from dla_market.expertise.models import Aval
from dla_market.expertise.reglages import preavis_aval_jours
from dla_market.expertise.states import AVAL
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.pieces import queries as pieces
from dla_market.pieces import rules as regles_pieces
from dla_market.policies.grid import a_le_droit, permits
from dla_market.referencement.queries import de_la_fiche, instruit
from dla_market.web.actes import qui
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page


@dataclass(frozen=True)
class LigneActivites:
    """A row of the table of activities: a secteur, and its activity in each column's thématique."""

    secteur: str
    activites: tuple[Any, ...]


@dataclass(frozen=True)
class TableActivites:
    """The activities as secteurs by thématiques; only what the prestataire does stands in it."""

    thematiques: tuple[str, ...]
    lignes: tuple[LigneActivites, ...]


def table_activites(activites: Iterable[Any]) -> TableActivites:
    """Lay the pairs out in the order of the nomenclatures."""
    connus = nomenclatures()
    paires = {(a.secteur_code, a.thematique_code): a for a in activites}
    colonnes = [code for code in connus.thematiques if any(code == t for _, t in paires)]
    return TableActivites(
        tuple(connus.thematiques[code] for code in colonnes),
        tuple(
            LigneActivites(nom, tuple(paires.get((code, colonne)) for colonne in colonnes))
            for code, nom in connus.secteurs.items()
            if any(code == s for s, _ in paires)
        ),
    )


def consulter(fiche: Prestataire) -> Reponse:
    """The fiche, with its avals and, while one fills a shortlist, the form that adds it."""
    criteres = Criteres.lire(request.args, nomenclatures())
    return page(
        "catalogue/consulter.html",
        titre=fiche.nom,
        fil=_fil(qui(), fiche, criteres),
        apercu=False,
        suivie=a_le_droit(qui(), "fiche:suivre") and queries.est_suivie(session_courante(), qui(), fiche.id),
        selection=selection_en_cours(session_courante(), qui(), criteres),
        peut_avaliser=permits(qui(), "aval:proposer", fiche)
        and "expertise.proposer" in current_app.view_functions,
        **contenu_de_fiche(fiche, qui()),
    )


def contenu_de_fiche(fiche: Prestataire, lecteur: Acteur) -> dict[str, Any]:
    """All that the page of a fiche shows of it, to this reader, in a statement a subject."""
    session = session_courante()
    montre_tarif = queries.voit_les_tarifs(lecteur) or fiche.id == lecteur.organisation_id
    contacts = queries.lit_les_contacts(lecteur, fiche.id)
    parties = telles_que_lues(parties_de(session, fiche.id), montants=montre_tarif, contacts=contacts)
    return {
        "fiche": fiche,
        "sirene": verification_de(fiche),
        "parties": parties,
        "table": table_activites(parties.activites),
        "montre_tarif": montre_tarif,
        "avals": avals.montres(session, avals.visible_to(lecteur).where(Aval.prestataire_id == fiche.id)),
        "referencements": de_la_fiche(session, lecteur, fiche.id),
        "chiffres": chiffres(session, fiche.id) if montre_tarif else None,
        "lit_les_cv": a_le_droit(lecteur, "cv:telecharger"),
        "regard": regard(session, lecteur, fiche.id),
        **_missions(session, lecteur, fiche),
        **_documents(session, lecteur, fiche),
        **mots_de_fiche(),
    }


def _missions(session: Session, lecteur: Acteur, fiche: Prestataire) -> dict[str, Any]:
    """What it was engaged for here: by DLA, by year, and one by one where it is done."""
    engagees = missions_du_dispositif.missions(session, fiche.id, lecteur)
    return {
        "missions": missions_du_dispositif.par_dla(engagees),
        "annees": missions_du_dispositif.annees(engagees, clock.today().year),
        "faites": [mission for mission in engagees if mission.faite],
    }


def _documents(session: Session, acteur: Acteur, fiche: Prestataire) -> dict[str, Any]:
    """The documents that the actor may know of: name, state in words, its tone; and whether it opens them."""
    etats = pieces.etats_montres(session, acteur, fiche.id, clock.today())
    return {
        "documents": [
            (regles_pieces.LIBELLES_GENRE[genre], regles_pieces.LIBELLES_ETAT[etat], regles_pieces.TONS[etat])
            for genre, etat in etats.items()
        ],
        "lit_les_documents": permits(acteur, "piece:lister", fiche)
        and "pieces.lister" in current_app.view_functions
        and (acteur.role is not Role.REFERENT_REGIONAL or instruit(session, acteur, fiche.id)),
    }


def mots_de_fiche() -> dict[str, Any]:
    """What the pages of a fiche need to put it in words."""
    today = clock.today()
    validite = queries.validite(session_courante(), today)
    return {
        "connus": nomenclatures(),
        "libelles": libelles,
        "niveaux": rules.LIBELLES_NIVEAU,
        "etats": FICHE.libelles,
        "etats_aval": AVAL.libelles,
        "est_active": partial(rules.est_active, validite_jours=validite),
        "regles_avals": regles_avals,
        "preavis_aval": preavis_aval_jours(session_courante(), today),
        "fin_confirmation": partial(rules.fin_confirmation, validite_jours=validite),
        "validite": validite,
        "today": today,
        "langues": LANGUES,
        "charte": CHARTES[EN_VIGUEUR],
        "charte_version": EN_VIGUEUR,
        "avec_confidentialite": AVEC_CONFIDENTIALITE,
    }


def _fil(acteur: Acteur, fiche: Prestataire, criteres: Criteres) -> list[tuple[str, str | None]]:
    if fiche.id == acteur.organisation_id:
        chez_soi = url_for("catalogue.ma_fiche") if permits(acteur, "fiche:modifier", fiche) else None
        return [("Ma fiche", chez_soi), ("Telle que le réseau la lit", None)]
    return [("Catalogue", Criteres(ingenierie=criteres.ingenierie).url()), (fiche.nom, None)]
