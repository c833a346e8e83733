"""What makes a figure: its share by DLA, then what it counts where that is public to the reader."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import request, url_for

from dla_market.blueprints.bilan.annee_views import fil
from dla_market.blueprints.bilan.chargement import Exercice, FigureLue, RubriqueLue
from dla_market.blueprints.bilan.mots import dire
from dla_market.blueprints.bilan.presentation import url_figure, url_rubrique
from dla_market.kernel.db import session_courante
from dla_market.reports import detail
from dla_market.reports.detail import Part
from dla_market.reports.formules import CENT
from dla_market.reports.mesures import MESURES, relever
from dla_market.web.pages import Reponse, page

PAR_NOM = "nom"
ARGENT = {"montant_prestations_engagees", "fonds_ingenierie_conventionne"}
"""The figures whose lines are those of the funds."""


def detailler(lue: FigureLue) -> Reponse:
    """A figure DLA by DLA, and the providers or local authorities that it counts."""
    session, exercice, figure = session_courante(), lue.exercice, lue.figure
    ici = (exercice.annee, exercice.perimetre)
    mesures = {nom: MESURES[nom] for nom in figure.mesures}
    numero = request.args.get("page", 1, type=int)
    return page(
        "bilan/detail.html",
        membres=detail.membres(session, figure, *ici, numero),
        prestataires=figure.mesures == ("prestataires",),
        **_parts(
            exercice,
            figure.libelle.removeprefix("dont "),
            figure.unite,
            detail.parts(session, figure, *ici),
            figure.valeur(relever(session, *ici, mesures)),
            cumulable=figure.cumulable,
            url_part=_url_fonds(exercice) if figure.code in ARGENT and _fonds_lisibles(exercice) else None,
        ),
        methode=figure.methode,
        url_ici=url_figure(exercice, figure),
    )


def detailler_ligne(lue: RubriqueLue) -> Reponse:
    """A row of a table DLA by DLA."""
    session, exercice, rubrique = session_courante(), lue.exercice, lue.rubrique
    ici = (exercice.annee, exercice.perimetre)
    total = relever(session, *ici, {"total": rubrique.mesure})["total"]
    return page(
        "bilan/detail.html",
        membres=None,
        prestataires=False,
        **_parts(
            exercice,
            rubrique.libelle,
            rubrique.unite,
            detail.parts_de_rubrique(session, rubrique, *ici),
            total / CENT if rubrique.mesure.somme else total,
            cumulable=True,
        ),
        methode=rubrique.methode,
        url_ici=url_rubrique(exercice, lue.tableau, lue.cle),
    )


def _parts(
    exercice: Exercice,
    libelle: str,
    unite: str,
    parts: list[Part],
    total: Decimal | None,
    *,
    cumulable: bool,
    url_part: Callable[[int], str] | None = None,
) -> dict[str, Any]:
    titre = libelle[0].upper() + libelle[1:]
    par_nom = request.args.get("tri") == PAR_NOM
    somme = sum((part.valeur for part in parts), Decimal(0))
    return {
        "titre": f"{titre} – bilan {exercice.numero}",
        "titre_court": titre,
        "fil": fil(exercice, titre),
        "exercice": exercice,
        "total": dire(unite, total),
        "lignes": [
            {
                "libelle": part.nom,
                "valeur": float(part.valeur),
                "texte": dire(unite.split(" (", maxsplit=1)[0], part.valeur),
                "url": url_part(part.organisation_id) if url_part else None,
            }
            for part in (sorted(parts, key=lambda part: part.nom) if par_nom else parts)
        ],
        "par_nom": par_nom,
        "somme": dire(unite, somme) if cumulable and total is not None and somme > total else None,
    }


def _fonds_lisibles(exercice: Exercice) -> bool:
    # a regional reader of the whole country may not open the funds of the other regions
    return exercice.region is None or not exercice.perimetre.national


def _url_fonds(exercice: Exercice) -> Callable[[int], str]:
    return lambda organisation_id: url_for(
        "fonds.consulter", annee=exercice.numero, organisation_id=organisation_id
    )
