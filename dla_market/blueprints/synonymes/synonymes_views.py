"""The synonyms: one page that says them all, one that writes a group."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.synonymes.forms import GroupeForm
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.referentiel import synonymes
from dla_market.referentiel.models import GroupeSynonymes
from dla_market.referentiel.noms import normaliser
from dla_market.web.actes import acte
from dla_market.web.pages import Reponse, page

TITRE = "Synonymes de la recherche"


def charger(session: Session, _acteur: Acteur, groupe_id: int) -> GroupeSynonymes | None:
    """The group of this number."""
    return synonymes.charger(session, groupe_id)


def lister() -> Reponse:
    """Every group, or those that hold what is looked for."""
    cherche, today = request.args.get("texte", "").strip()[:80], clock.today()
    groupes = [
        groupe
        for groupe in synonymes.groupes(session_courante())
        if normaliser(cherche) in normaliser(f"{groupe.mots} {groupe.aussi}")
    ]
    return page(
        "synonymes/lister.html",
        titre=TITRE,
        fil=[("Accueil", url_for("accueil.a_faire")), (TITRE, None)],
        cherche=cherche,
        groupes=groupes,
        today=today,
    )


def creer() -> Reponse:
    """Write a new group."""
    form = GroupeForm(data={"valide_du": clock.today()})

    def ecrire(session: Session, acteur: Acteur) -> GroupeSynonymes:
        return synonymes.creer(session, acteur.auteur, **form.saisie())

    return _ecrire("Nouveau groupe de synonymes", form, ecrire)


def modifier(groupe: GroupeSynonymes) -> Reponse:
    """Change a group."""
    form = GroupeForm(
        data={
            "mots": groupe.mots,
            "aussi": groupe.aussi,
            "valide_du": groupe.valide_du,
            "valide_au": groupe.valide_au,
        }
    )

    def ecrire(session: Session, acteur: Acteur) -> GroupeSynonymes:
        return synonymes.modifier(session, acteur.auteur, groupe, **form.saisie())

    return _ecrire(f"Synonymes de « {groupe.liste_mots[0]} »", form, ecrire)


def _ecrire(titre: str, form: GroupeForm, operation: Any) -> Reponse:
    def montrer() -> Reponse:
        fil = [(TITRE, url_for("synonymes.lister")), (titre, None)]
        return page("synonymes/ecrire.html", titre=titre, fil=fil, form=form)

    return acte(
        form,
        montrer,
        operation,
        vers=url_for("synonymes.lister"),
        succes="Le groupe est enregistré. La recherche l’applique dans les secondes qui suivent.",
    )
