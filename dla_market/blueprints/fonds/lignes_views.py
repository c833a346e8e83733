"""The lines behind a figure, and the relevé of movements."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from dla_market.blueprints.fonds import adresses
from dla_market.blueprints.fonds.mots import SENS, TITRES
from dla_market.fonds import lignes as requetes
from dla_market.fonds import queries
from dla_market.fonds.lignes import Figure
from dla_market.fonds.queries import Exercice
from dla_market.fonds.states import LIBELLES_MOUVEMENT
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import Page
from dla_market.web.acteurs import acteur_courant
from dla_market.web.pages import Reponse, page


def lignes(exercice: Exercice) -> Reponse:
    """The files that make a figure, twenty a page, with their sum over all pages."""
    figure = _figure()
    financeur_id, financeur = _financeur(exercice)
    situation = queries.situation(session_courante(), exercice.fonds_id, financeur_id)
    adresse = {"nature": figure.value, "financeur": request.args.get("financeur")}
    return _montrer(
        "fonds/lignes.html",
        exercice,
        TITRES[figure] + (f", {financeur}" if financeur else ""),
        page_lignes=_lignes(exercice, figure, financeur_id),
        sens=SENS[figure],
        total=getattr(situation.total, figure.value),
        url_de_page=lambda n: adresses.url_de("lignes", exercice, **adresse, page=n),
    )


def releve(exercice: Exercice) -> Reponse:
    """Every movement of the fund, latest first."""
    trouves: Page[requetes.LigneReleve] = Page([], 1, 1, 0)
    if exercice.fonds_id is not None:
        trouves = requetes.releve(
            session_courante(), exercice.fonds_id, financeur_id=exercice.financeur_id, numero=_numero()
        )
    return _montrer(
        "fonds/releve.html",
        exercice,
        "Relevé",
        page_lignes=trouves,
        libelles=LIBELLES_MOUVEMENT,
        url_de_page=lambda n: adresses.url_de("releve", exercice, page=n),
    )


def _montrer(template: str, exercice: Exercice, titre: str, **contexte: Any) -> Reponse:
    acteur = acteur_courant()
    assert acteur is not None
    return page(
        template,
        titre=f"{titre} – fonds {exercice.annee}",
        titre_court=titre,
        fil=adresses.fil(acteur, exercice, titre),
        exercice=exercice,
        url_du_dossier=lambda ligne: adresses.url_du_dossier(
            acteur, exercice, ligne.objet_type, ligne.objet_id
        ),
        **contexte,
    )


def _lignes(exercice: Exercice, figure: Figure, financeur_id: int | None) -> Page[requetes.Ligne]:
    if exercice.fonds_id is None:
        return Page([], 1, 1, 0)
    return requetes.lignes(
        session_courante(), exercice.fonds_id, figure, financeur_id=financeur_id, numero=_numero()
    )


def _figure() -> Figure:
    try:
        return Figure(request.args.get("nature", Figure.CONVENTIONNE.value))
    except ValueError:
        abort(404)


def _financeur(exercice: Exercice) -> tuple[int | None, str | None]:
    """The financeur asked for, with its name; an actor who is one sees no other's lines."""
    demande = request.args.get("financeur", type=int)
    if demande is None:
        return exercice.financeur_id, None
    nom = queries.nom_du_financeur(session_courante(), exercice, demande)
    if nom is None:
        abort(404)
    return demande, nom


def _numero() -> int:
    return request.args.get("page", 1, type=int)
