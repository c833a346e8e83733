"""The page of a year, and its files."""

from __future__ import annotations

from typing import Any

from flask import abort, make_response, url_for

from dla_market.blueprints.bilan import presentation
from dla_market.blueprints.bilan.attentes import annee_a_lire
from dla_market.blueprints.bilan.chargement import FRANCE, Exercice, Fichier
from dla_market.blueprints.bilan.mots import FICHIERS
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.reports import csv_bilan
from dla_market.reports.bilan import Bilan, dresser
from dla_market.reports.controles import controler
from dla_market.reports.tableaux import annees_tenues
from dla_market.web.acteurs import acteur_courant
from dla_market.web.pages import Reponse, aller, page


def courant() -> Reponse:
    """The last year that is over."""
    annee = annee_a_lire(annees_tenues(session_courante()))
    if annee is None:
        return page("bilan/aucun.html", titre="Bilan", fil=fil())
    return aller(url_for("bilan.consulter", annee=annee))


def consulter(exercice: Exercice) -> Reponse:
    """Every figure of the year."""
    bilan = dresser(session_courante(), exercice.annee, exercice.tenues, exercice.perimetre)
    controles = controler(bilan)
    return page(
        "bilan/consulter.html",
        titre=f"Bilan {exercice.numero}",
        fil=fil(),
        exercice=exercice,
        extrait_le=bilan.extrait_le,
        controles=controles,
        ecarts=[c for c in controles if c.dur and not c.juste],
        annees=_annees(exercice),
        perimetres=_perimetres(exercice),
        fichiers=_fichiers(exercice),
        **_contenu(bilan, exercice),
    )


def _contenu(bilan: Bilan, exercice: Exercice) -> dict[str, Any]:
    annees, lignes = presentation.par_annee(bilan.secteurs, exercice.numero)
    return {
        "chiffres_cles": presentation.chiffres(bilan, exercice),
        "sections": presentation.sections(bilan, exercice),
        "conventionne": int(bilan.releve["fonds"]),
        "segments": presentation.segments(bilan, exercice),
        "secteurs": presentation.barres(bilan.secteurs, exercice, "secteurs"),
        "secteurs_annees": annees,
        "secteurs_lignes": lignes,
        "secteurs_courbes": lignes[: presentation.COURBES],
        "types": presentation.barres(bilan.types_structures, exercice, "types"),
        "groupes": presentation.groupes(bilan.thematiques, exercice),
        "theme_maximum": max((ligne.valeur for ligne in bilan.thematiques), default=0),
        "nb_lignes": int(bilan.releve["lignes"]),
        "nb_beneficiaires": int(bilan.releve["beneficiaires"]),
        "financeurs": bilan.financeurs,
        "budget": sum(ligne.total for ligne in bilan.financeurs),
        "url_financeur": lambda cle: presentation.url_rubrique(exercice, "financeurs", cle),
    }


def telecharger(fichier: Fichier) -> Reponse:
    """A table of the year as a file, of the whole country."""
    texte = csv_bilan.ecrire(session_courante(), fichier.exercice.annee, fichier.nom)
    reponse = make_response(texte)
    reponse.headers["Content-Type"] = "text/csv; charset=utf-8"
    nom = f"bilan-{fichier.exercice.numero}-{fichier.nom}"
    reponse.headers["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def fil(exercice: Exercice | None = None, *suite: str) -> list[tuple[str, str | None]]:
    """Where the page is: the bilan, its year, then `suite`."""
    marches: list[tuple[str, str | None]] = [("Accueil", url_for("accueil.a_faire"))]
    if exercice is None:
        return [*marches, ("Bilan", None)]
    url = url_for("bilan.consulter", annee=exercice.numero, **exercice.arguments)
    return [*marches, (f"Bilan {exercice.numero}", url), *((libelle, None) for libelle in suite)]


def _annees(exercice: Exercice) -> list[dict[str, Any]]:
    return [
        {
            "libelle": str(a),
            "url": url_for("bilan.consulter", annee=a, **exercice.arguments),
            "courant": a == exercice.numero,
        }
        for a in sorted(exercice.tenues, reverse=True)
    ]


def _perimetres(exercice: Exercice) -> list[dict[str, Any]]:
    if exercice.region is None:
        return []
    national = exercice.perimetre.national
    return [
        {
            "libelle": libelle,
            "url": url_for("bilan.consulter", annee=exercice.numero, perimetre=perimetre),
            "courant": courant,
        }
        for libelle, perimetre, courant in (
            (exercice.region, None, not national),
            ("Toute la France", FRANCE, national),
        )
    ]


def _fichiers(exercice: Exercice) -> list[dict[str, str]]:
    acteur = acteur_courant() or abort(403)
    if not permits(acteur, "bilan:exporter", exercice):
        return []
    return [
        {
            "libelle": next(mot for debut, mot in FICHIERS.items() if nom.startswith(debut)),
            "nom": nom,
            "url": url_for("bilan.telecharger", annee=exercice.numero, nom=nom),
        }
        for nom in csv_bilan.noms(exercice.annee)
    ]
