"""How each step of a fiche is shown: its form, filled from the fiche and fed with its choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from wtforms import FieldList

from dla_market.blueprints.catalogue import forms, forms_listes
from dla_market.catalogue.models import Prestataire
from dla_market.web.choix import choix
from dla_market.web.nomenclatures import nomenclatures


def identite(fiche: Prestataire) -> forms.IdentiteForm:
    """Who the prestataire is."""
    form = forms.IdentiteForm(
        data=_valeurs(fiche, forms.IdentiteForm)
        | {
            "type_prestataire": fiche.type_prestataire.value,
            "regime_tva": fiche.regime_tva.value,
            "forme_juridique": fiche.forme_juridique.value if fiche.forme_juridique else "",
        }
    )
    form.departement_code.choices = choix(nomenclatures().departements.items(), vide="Choisissez…")
    return form


def presentation(fiche: Prestataire) -> forms.PresentationForm:
    """What it offers."""
    form = forms.PresentationForm(data=_valeurs(fiche, forms.PresentationForm))
    form.types_structures.choices = choix(nomenclatures().structures_connues.items())
    return form


def conditions(fiche: Prestataire) -> forms.ConditionsForm:
    """What it costs, when it can come."""
    return forms.ConditionsForm(data=_valeurs(fiche, forms.ConditionsForm))


def activites(fiche: Prestataire) -> forms_listes.ActivitesForm:
    """The pairs in the order of the nomenclatures, then the block that adds some."""
    connus = nomenclatures()
    rangs = {code: rang for rang, code in enumerate([*connus.secteurs, *connus.thematiques])}
    paires = sorted(fiche.activites, key=lambda a: (rangs[a.secteur_code], rangs[a.thematique_code]))
    form = forms_listes.ActivitesForm(
        data={
            "version": fiche.version,
            "lignes": [
                {
                    "secteur_code": a.secteur_code,
                    "thematique_code": a.thematique_code,
                    "niveau": str(a.niveau),
                    "annees": a.annees,
                    "zones": ", ".join(a.zones_propres),
                }
                for a in paires
            ],
        }
    )
    form.secteurs.choices = choix(connus.secteurs.items())
    form.thematiques.choices = choix(connus.thematiques.items())
    return form


def zones(fiche: Prestataire) -> forms_listes.ZonesForm:
    """Its départements."""
    form = forms_listes.ZonesForm(
        data={"version": fiche.version, "zones": [zone.departement_code for zone in fiche.zones]}
    )
    form.zones.choices = choix(nomenclatures().departements.items())
    return form


def equipe(fiche: Prestataire) -> forms_listes.EquipeForm:
    """Its people, and an empty line for one more."""
    form = forms_listes.EquipeForm(data={"version": fiche.version, "lignes": _lignes(fiche.intervenants)})
    _ajouter_ligne_vide(form.lignes)
    connus = nomenclatures()
    for ligne in form.lignes:
        ligne.form.secteurs.choices = choix(connus.secteurs.items())
        ligne.form.thematiques.choices = choix(connus.thematiques.items())
    return form


def references(fiche: Prestataire) -> forms_listes.ReferencesForm:
    """Its missions, and an empty line for one more."""
    form = forms_listes.ReferencesForm(data={"version": fiche.version, "lignes": _lignes(fiche.references)})
    _ajouter_ligne_vide(form.lignes)
    connus = nomenclatures()
    for ligne in form.lignes:
        ligne.form.secteur_code.choices = choix(connus.secteurs.items(), vide="Non précisé")
        ligne.form.thematique_code.choices = choix(connus.thematiques.items(), vide="Non précisée")
    return form


def engagements(fiche: Prestataire) -> forms_listes.EngagementsForm:
    """Its links, and an empty line for one more; the charter."""
    form = forms_listes.EngagementsForm(
        data={
            "version": fiche.version,
            "lignes": _lignes(fiche.liens),
            "sans_tete_de_reseau": fiche.sans_tete_de_reseau,
        }
    )
    _ajouter_ligne_vide(form.lignes)
    return form


FORMULAIRES: Mapping[str, Callable[[Prestataire], Any]] = {
    "identite": identite,
    "presentation": presentation,
    "conditions": conditions,
    "activites": activites,
    "zones": zones,
    "equipe": equipe,
    "references": references,
    "engagements": engagements,
}


def _valeurs(fiche: Prestataire, classe: type[forms.EtapeForm]) -> dict[str, Any]:
    return {nom: getattr(fiche, nom) for nom in dir(classe) if hasattr(Prestataire, nom)}


def _lignes(rangees: list[Any]) -> list[dict[str, Any]]:
    return [{colonne.key: getattr(r, colonne.key) for colonne in r.__table__.columns} for r in rangees]


def _ajouter_ligne_vide(lignes: FieldList[Any]) -> None:
    """One more line to fill, where the form is shown and not read."""
    if request.method != "POST":
        lignes.append_entry()
