"""The structures of a DLA: the list, one of them, what is written about it."""

from __future__ import annotations

from functools import partial

from flask import request, url_for

from dla_market.accompagnement import operations
from dla_market.accompagnement.models import Structure
from dla_market.accompagnement.states import DIAGNOSTIC
from dla_market.blueprints.accompagnement.choix import offrir, valeurs
from dla_market.blueprints.accompagnement.fiche import LIBELLES_DECISION, LIBELLES_TYPE, fiche_de
from dla_market.blueprints.accompagnement.forms import AccueilForm, NouvelleStructureForm, StructureForm
from dla_market.blueprints.accompagnement.liste import liste_de
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.web.actes import acte, droits, qui
from dla_market.web.pages import Reponse, page

STRUCTURES = "Structures"


def _fil(structure: Structure | None, ici: str) -> list[tuple[str, str | None]]:
    fil: list[tuple[str, str | None]] = [(STRUCTURES, url_for("accompagnement.lister"))]
    if structure is not None:
        fil.append((structure.nom, url_for("accompagnement.consulter", structure_id=structure.id)))
    return [*fil, (ici, None)]


def lister() -> Reponse:
    """The structures of the DLA, or of the DLA of the region."""
    return page(
        "accompagnement/lister.html",
        fragments=("resultats",),
        titre=STRUCTURES,
        liste=liste_de(session_courante(), qui(), request.args),
        libelles_etat=DIAGNOSTIC.libelles,
    )


def consulter(structure: Structure) -> Reponse:
    """One structure: who it is, its jobs, its diagnostics, its ingénieries."""
    liste_ouverte = droits(None, "structure:lister")
    return page(
        "accompagnement/consulter.html",
        titre=structure.nom,
        fil=_fil(None, structure.nom) if liste_ouverte else [],
        structure=structure,
        fiche=fiche_de(session_courante(), qui(), structure),
        decisions=LIBELLES_DECISION,
        types=LIBELLES_TYPE,
        libelles_etat=DIAGNOSTIC.libelles,
        peut=droits(structure, "structure:modifier", "structure:accueillir", "diagnostic:commencer"),
    )


def creer() -> Reponse:
    """A structure met for the first time."""
    form = NouvelleStructureForm(data={"jour": clock.today()} if request.method == "GET" else None)
    offrir(session_courante(), form)
    montrer = partial(
        page,
        "accompagnement/creer.html",
        titre="Accueillir une structure",
        fil=_fil(None, "Accueillir une structure"),
        form=form,
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: operations.accueillir_nouvelle(
            session, acteur, identite=form.identite(), jour=form.lire_jour(), decision=form.lire_decision()
        ),
        vers=lambda creee: url_for("accompagnement.consulter", structure_id=creee.id),
        succes="La structure est enregistrée.",
    )


def modifier(structure: Structure) -> Reponse:
    """Rewrite who a structure is."""
    form = StructureForm(data=valeurs(structure))
    offrir(session_courante(), form, structure)
    montrer = partial(
        page,
        "accompagnement/modifier.html",
        titre="Modifier la structure",
        fil=_fil(structure, "Modifier"),
        structure=structure,
        form=form,
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: operations.modifier_structure(
            session, acteur, structure, identite=form.identite()
        ),
        vers=url_for("accompagnement.consulter", structure_id=structure.id),
        succes="La structure est modifiée.",
    )


def accueillir(structure: Structure) -> Reponse:
    """Write down a first meeting with a structure that comes back."""
    form = AccueilForm(data={"jour": clock.today()} if request.method == "GET" else None)
    montrer = partial(
        page,
        "accompagnement/accueillir.html",
        titre="Noter un accueil",
        fil=_fil(structure, "Noter un accueil"),
        structure=structure,
        form=form,
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: operations.accueillir(
            session, acteur, structure, jour=form.lire_jour(), decision=form.lire_decision()
        ),
        vers=url_for("accompagnement.consulter", structure_id=structure.id),
        succes="L’accueil est noté.",
    )
