"""What the forms of an ingénierie start from, and what their lists offer."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.accompagnement import queries as structures
from dla_market.accompagnement.models import Diagnostic, Structure
from dla_market.blueprints.ingenieries.forms import (
    LIGNES_MAX,
    CahierForm,
    CreerForm,
    PrestationsForm,
)
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries.models import CahierDesCharges, Ingenierie
from dla_market.ingenieries.queries import contenu_cahier
from dla_market.ingenieries.rules import CRITERES_PROPOSES, LigneCritere
from dla_market.kernel import clock
from dla_market.referentiel.models import Secteur, Thematique, Valable
from dla_market.referentiel.queries import entrees
from dla_market.ressources.models import Ressource
from dla_market.ressources.queries import parties_de

DELAI_INTENTION = timedelta(days=7)
"""Whether a provider will answer is asked within a week (domain 3, step 7)."""
DELAI_OFFRE = timedelta(days=15)
"""Offers are given fifteen days at least (domain 3, step 7)."""
MIDI = time(12, 0)
LIGNES_PROPOSEES = 2


def formulaire_creer(session: Session, acteur: Acteur, diagnostic: Diagnostic) -> CreerForm:
    """The form of a new ingénierie, for the structure of a diagnostic."""
    structure = diagnostic.structure
    form = CreerForm(
        data={"type": "individuelle", "secteur_code": structure.secteur_code, "prestations": [{}]}
    )
    form.secteur_code.choices = _choix(session, Secteur, structure.secteur_code)
    autres = session.execute(
        structures.visible_to(acteur)
        .where(Structure.id != structure.id)
        .with_only_columns(Structure.id, Structure.nom, Structure.commune)
        .order_by(Structure.secteur_code != structure.secteur_code, Structure.nom)
    )
    form.structures.choices = {
        ligne.id: f"{ligne.nom}, {ligne.commune}" if ligne.commune else ligne.nom for ligne in autres
    }
    offrir_thematiques(session, form)
    return form


def formulaire_prestations(session: Session, ingenierie: Ingenierie) -> PrestationsForm:
    """The lines as they stand."""
    lignes = [
        {"thematique_code": p.thematique_code, "jours_centiemes": p.jours_centiemes}
        for p in ingenierie.prestations
    ]
    form = PrestationsForm(data={"prestations": lignes})
    offrir_thematiques(session, form, tuple(p.thematique_code for p in ingenierie.prestations))
    return form


def offrir_thematiques(session: Session, form: PrestationsForm, gardees: tuple[str, ...] = ()) -> None:
    """Give each line its list, and one more line where it is asked for."""
    if request.method != "POST" or form.ajouter.data:
        manquent = 1 if form.ajouter.data else LIGNES_PROPOSEES - len(form.prestations)
        for _ in range(min(manquent, LIGNES_MAX - len(form.prestations))):
            form.prestations.append_entry()
    choix = {"": "Choisissez…"} | _choix(session, Thematique, *gardees)
    for entree in form.prestations:
        entree.form.thematique_code.choices = choix


def formulaire_cahier(ingenierie: Ingenierie, modele: Ressource | None = None) -> CahierForm:
    """The cahier as it stands; a first one starts from diagnostic, model and usual criteria."""
    cahier = ingenierie.cahier
    donnees = _cahier_neuf(ingenierie) if cahier is None else _cahier_ecrit(cahier)
    if modele is not None:
        donnees |= _apres_le_diagnostic(donnees, modele)
    form = CahierForm(data=donnees)
    if form.ajouter.data and len(form.criteres) < LIGNES_MAX:
        form.criteres.append_entry()
    return form


def _cahier_ecrit(cahier: CahierDesCharges) -> dict[str, Any]:
    criteres = [
        {"libelle": c.libelle, "definition": c.definition, "poids": c.poids, "prix": c.prix}
        for c in cahier.criteres
    ]
    return {**vars(contenu_cahier(cahier)), "criteres": criteres, "version": cahier.version}


def _cahier_neuf(ingenierie: Ingenierie) -> dict[str, Any]:
    diagnostic, aujourdhui = ingenierie.diagnostic, clock.today()
    return {
        "contexte": diagnostic.contexte if diagnostic else "",
        "objectifs": diagnostic.besoins if diagnostic else "",
        "jours_centiemes": sum(p.jours_centiemes for p in ingenierie.prestations),
        "limite_intention": clock.instant_de_paris(aujourdhui + DELAI_INTENTION, MIDI),
        "limite_offre": clock.instant_de_paris(aujourdhui + DELAI_OFFRE, MIDI),
        "criteres": [vars(c) for c in CRITERES_PROPOSES],
    }


def _apres_le_diagnostic(donnees: dict[str, Any], modele: Ressource) -> dict[str, Any]:
    """The parts of a model, under what the diagnostic has already said."""
    parties = vars(parties_de(modele.courante))
    textes = {nom: "\n\n".join(filter(None, (donnees.get(nom), texte))) for nom, texte in parties.items()}
    return {**textes, "modele": str(modele.id)}


def total_poids(form: CahierForm) -> int:
    """What the weights add up to: those of the address while one types, else those of the form."""
    tapes = [v for nom, v in request.args.items() if nom.startswith("criteres-") and nom.endswith("-poids")]
    if tapes:
        return sum(int(v) for v in tapes if v.isdecimal() and v.isascii() and len(v) <= len("100"))
    lignes: list[LigneCritere] = form.lignes()
    return sum(ligne.poids for ligne in lignes)


def _choix(session: Session, modele: type[Valable], *gardes: str) -> dict[str, str]:
    """Label by code of the entries valid today, and of those already chosen."""
    valides = {e.code: e.libelle for e in entrees(session, modele, clock.today())}
    manquent = set(gardes) - set(valides)
    if not manquent:
        return valides
    perimes = session.scalars(select(modele).where(modele.code.in_(manquent)).order_by(modele.ordre))
    return valides | {e.code: e.libelle for e in perimes}
