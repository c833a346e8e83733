"""The bilan as its page shows it: sections of figures, bars, curves, shares."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask import url_for

from dla_market.blueprints.bilan.chargement import Exercice
from dla_market.blueprints.bilan.mots import dire, evolution, evolution_points
from dla_market.reports.bilan import Bilan
from dla_market.reports.figures import PAR_CODE, POURCENT, Figure
from dla_market.reports.tableaux import Ligne
from dla_market.web.filters import INSECABLE, nombre, pourcent

EN_TETE = (
    "structures_accompagnees",
    "structures_beneficiaires_ingenierie",
    "ingenieries_commandees",
    "montant_prestations_engagees",
    "prestataires_mobilises",
)
"""What one reads first."""

SECTIONS = (
    (
        "activite",
        "Activité des DLA",
        (
            "dla",
            "c2ra",
            "structures_accompagnees",
            "structures_nouvellement_accueillies",
            "structures_diagnostiquees",
            "structures_diagnostiquees_pre_accompagnement",
            "structures_diagnostiquees_suivi_post_accompagnement",
            "structures_mesure_impact",
        ),
    ),
    (
        "ingenieries",
        "Ingénieries",
        (
            "structures_beneficiaires_ingenierie",
            "siae_beneficiaires",
            "part_siae_beneficiaires",
            "ingenieries_commandees",
            "ingenieries_individuelles",
            "ingenieries_collectives",
            "montant_prestations_engagees",
            "fonds_ingenierie_conventionne",
            "budget_offre_de_service_interne_conventionne",
            "cout_moyen_ingenierie",
            "cout_moyen_par_structure_beneficiaire",
        ),
    ),
    (
        "prestataires",
        "Prestataires",
        ("prestataires_mobilises", "duree_moyenne_annuelle_par_prestataire", "prestataires_recenses"),
    ),
    (
        "emplois",
        "Emplois des structures accompagnées",
        (
            "emplois_structures_accompagnees",
            "part_cdi",
            "part_cdd",
            "part_emplois_aides",
            "part_structures_emploi_renseigne",
        ),
    ),
    (
        "collectivites",
        "Collectivités",
        (
            "part_dla_finances_par_collectivites",
            "collectivites_cofinanceuses",
            "collectivites_nouvelles",
            "collectivites_nouvelles_conseils_generaux",
            "collectivites_nouvelles_intercommunalites",
            "collectivites_nouvelles_communes",
        ),
    ),
)
"""The sections of figures: their id, their title, what they show in order."""

COURBES = 3
"""How many sectors a curve follows: the largest."""


@dataclass(frozen=True)
class Rang:
    """A figure in its section, as it is told; `url` opens what makes it."""

    figure: Figure
    valeur: str
    avant: str
    evolution: str
    url: str | None

    @property
    def libelle(self) -> str:
        """What the figure is called; a part of the one above begins with « dont »."""
        return self.figure.libelle


def rang(bilan: Bilan, exercice: Exercice, code: str) -> Rang:
    """A figure, the year before it, and where it leads."""
    figure = PAR_CODE[code]
    valeur, avant = bilan.valeur(code), bilan.valeur(code, 1)
    change = evolution_points if figure.unite.startswith(POURCENT) else evolution
    return Rang(
        figure,
        dire(figure.unite, valeur),
        dire(figure.unite, avant),
        change(valeur, avant),
        url_figure(exercice, figure) if valeur else None,
    )


def url_figure(exercice: Exercice, figure: Figure) -> str | None:
    """The page of what makes a figure, where it has one."""
    if not figure.par_dla:
        return None
    return url_for("bilan.detailler", annee=exercice.numero, code=figure.code, **exercice.arguments)


def url_rubrique(exercice: Exercice, tableau: str, cle: str) -> str:
    """The page of what makes a row of a table."""
    return url_for(
        "bilan.detailler_ligne", annee=exercice.numero, tableau=tableau, cle=cle, **exercice.arguments
    )


def sections(bilan: Bilan, exercice: Exercice) -> dict[str, tuple[str, list[Rang]]]:
    """Each section's title and figures, without those that the perimeter does not have."""
    return {
        cle: (titre, [rang(bilan, exercice, c) for c in codes if bilan.valeur(c) is not None])
        for cle, titre, codes in SECTIONS
    }


def chiffres(bilan: Bilan, exercice: Exercice) -> list[dict[str, Any]]:
    """The key figures, each with the year before."""
    lus = [rang(bilan, exercice, code) for code in EN_TETE]
    return [
        {
            "valeur": lu.valeur,
            "libelle": lu.libelle,
            "url": lu.url,
            "detail": f"{lu.avant} en {exercice.numero - 1}" + (f" ({lu.evolution})" if lu.evolution else "")
            if lu.avant != "–"
            else None,
        }
        for lu in lus
    ]


def segments(bilan: Bilan, exercice: Exercice) -> list[dict[str, Any]]:
    """The fund of the country: what is engaged, what is not."""
    engage, fonds = int(bilan.releve["engage"]), int(bilan.releve["fonds"])
    url = url_figure(exercice, PAR_CODE["montant_prestations_engagees"])
    part = pourcent(engage / fonds) if fonds else "–"
    return [
        {"cle": "engage", "libelle": "engagé", "centimes": engage, "url": url, "detail": f"{part} du fonds"},
        {"cle": "disponible", "libelle": "non engagé", "centimes": fonds - engage},
    ]


def barres(lignes: list[Ligne], exercice: Exercice, tableau: str) -> list[dict[str, Any]]:
    """The rows of a table as bars, the longest first, each with its share."""
    total = sum(ligne.valeur for ligne in lignes)
    rangees = sorted(lignes, key=lambda ligne: -ligne.valeur)
    return [
        {
            "libelle": ligne.libelle,
            "valeur": ligne.valeur,
            "url": url_rubrique(exercice, tableau, ligne.code) if ligne.valeur else None,
            "detail": _part(ligne.valeur, total),
        }
        for ligne in rangees
    ]


def _part(valeur: int, total: int) -> str:
    if not total:
        return ""
    part = valeur / total
    return pourcent(part) if not valeur or part >= 1 / 200 else f"moins de 1{INSECABLE}%"


def groupes(lignes: list[Ligne], exercice: Exercice) -> list[dict[str, Any]]:
    """The themes by group, each group with its lines and its share of all of them."""
    total = sum(ligne.valeur for ligne in lignes)
    trouves = []
    for titre, membres in groupby(lignes, key=lambda ligne: ligne.groupe):
        themes = list(membres)
        compte = sum(theme.valeur for theme in themes)
        trouves.append(
            {
                "titre": titre,
                "precision": f"{nombre(compte)} lignes, {_part(compte, total)} de l’ensemble",
                "lignes": [
                    barre | {"detail": _part(barre["valeur"], total)}
                    for barre in barres(themes, exercice, "thematiques")
                ],
            }
        )
    return trouves


def par_annee(lignes: list[Ligne], annee: int) -> tuple[list[int], list[dict[str, Any]]]:
    """The years known of a table, and each row's values over them, None where a year is not known."""
    annees = sorted({a for ligne in lignes for a, _ in ligne.avant} | {annee})
    rangees = sorted(lignes, key=lambda ligne: -ligne.valeur)
    return annees, [
        {"libelle": ligne.libelle, "valeurs": [_valeur(ligne, a, annee) for a in annees]} for ligne in rangees
    ]


def _valeur(ligne: Ligne, annee: int, derniere: int) -> int | None:
    if annee == derniere:
        return ligne.valeur
    valeur: Decimal | None = dict(ligne.avant).get(annee)
    return None if valeur is None else int(valeur)
