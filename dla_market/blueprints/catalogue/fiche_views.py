"""One fiche: what the network reads of a prestataire, and a prestataire of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import current_app, request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.catalogue import libelles
from dla_market.blueprints.catalogue.criteres import Criteres
from dla_market.blueprints.catalogue.selection import selection_en_cours
from dla_market.catalogue import queries, rules
from dla_market.catalogue.charte import CHARTES, EN_VIGUEUR
from dla_market.catalogue.langues import LANGUES
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.parties import parties as parties_de
from dla_market.catalogue.states import FICHE
from dla_market.commandes.queries_prestataire import regard
from dla_market.comptes.acteur import Acteur
from dla_market.expertise import queries as avals
from dla_market.expertise import rules as regles_avals
from dla_market.expertise.models import Aval
from dla_market.expertise.reglages import preavis_aval_jours
from dla_market.expertise.states import AVAL
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.pieces import queries as pieces
from dla_market.pieces import rules as regles_pieces
from dla_market.policies.grid import permits
from dla_market.search.source import missions_par_nom
from dla_market.web.acteurs import acteur_courant
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page


@dataclass(frozen=True)
class LigneActivites:
    """A row of the table of activities: a secteur, and its level in each column's thématique."""

    secteur: str
    niveaux: tuple[int | None, ...]


@dataclass(frozen=True)
class TableActivites:
    """The activities as secteurs by thématiques; only what the prestataire does stands in it."""

    thematiques: tuple[str, ...]
    lignes: tuple[LigneActivites, ...]


def table_activites(activites: Iterable[Any]) -> TableActivites:
    """Lay the pairs out in the order of the nomenclatures."""
    connus = nomenclatures()
    niveaux = {(a.secteur_code, a.thematique_code): a.niveau for a in activites}
    colonnes = [code for code in connus.thematiques if any(code == t for _, t in niveaux)]
    return TableActivites(
        tuple(connus.thematiques[code] for code in colonnes),
        tuple(
            LigneActivites(nom, tuple(niveaux.get((code, colonne)) for colonne in colonnes))
            for code, nom in connus.secteurs.items()
            if any(code == s for s, _ in niveaux)
        ),
    )


def consulter(fiche: Prestataire) -> Reponse:
    """The fiche, with its avals and, while one fills a shortlist, the form that adds it."""
    acteur, session, connus = acteur_courant(), session_courante(), nomenclatures()
    assert acteur is not None
    criteres = Criteres.lire(request.args, connus)
    parties = parties_de(session, fiche.id)
    return page(
        "catalogue/consulter.html",
        titre=fiche.nom,
        fil=_fil(acteur, fiche, criteres),
        fiche=fiche,
        parties=parties,
        table=table_activites(parties.activites),
        montre_tarif=queries.voit_les_tarifs(acteur) or fiche.id == acteur.organisation_id,
        avals=avals.montres(session, avals.visible_to(acteur).where(Aval.prestataire_id == fiche.id)),
        missions=_missions(session, fiche.id),
        regard=regard(session, acteur, fiche.id),
        selection=selection_en_cours(session, acteur, criteres),
        peut_avaliser=permits(acteur, "aval:proposer", fiche)
        and "expertise.proposer" in current_app.view_functions,
        **_documents(session, acteur, fiche) | mots_de_fiche(),
    )


def _documents(session: Session, acteur: Acteur, fiche: Prestataire) -> dict[str, Any]:
    """The documents that the actor may know of: name, state in words, its tone; and whether it opens them."""
    etats = pieces.etats_montres(session, acteur, fiche.id, clock.today())
    return {
        "documents": [
            (regles_pieces.LIBELLES_GENRE[genre], regles_pieces.LIBELLES_ETAT[etat], regles_pieces.TONS[etat])
            for genre, etat in etats.items()
        ],
        "lit_les_documents": permits(acteur, "piece:lister", fiche)
        and "pieces.lister" in current_app.view_functions,
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
        "today": today,
        "langues": LANGUES,
        "charte": CHARTES[EN_VIGUEUR],
        "charte_version": EN_VIGUEUR,
    }


def _fil(acteur: Acteur, fiche: Prestataire, criteres: Criteres) -> list[tuple[str, str | None]]:
    if fiche.id == acteur.organisation_id:
        return [("Ma fiche", url_for("catalogue.ma_fiche")), ("Telle que le réseau la lit", None)]
    return [("Catalogue", Criteres(ingenierie=criteres.ingenierie).url()), (fiche.nom, None)]


def _missions(session: Session, prestataire_id: int) -> Mapping[str, int]:
    """How many missions by DLA, the most first, by the DLA's name."""
    return dict(
        sorted(
            missions_par_nom(session, prestataire_id).items(), key=lambda mission: (-mission[1], mission[0])
        )
    )
