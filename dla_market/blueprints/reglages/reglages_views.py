"""The settings: one page that says them all with their source, one that changes one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.reglages.forms import PoserForm
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.referentiel import reglages
from dla_market.referentiel.reglages import CONNUS, ReglageConnu, Valeur
from dla_market.web.actes import acte
from dla_market.web.pages import Reponse, page


@dataclass(frozen=True)
class LigneReglage:
    """A setting as the page shows it: today's value, and the next one where a change is planned."""

    connu: ReglageConnu
    valeur: int
    prochaine: Valeur | None


def charger(_session: Session, _acteur: Acteur, reglage: str) -> ReglageConnu | None:
    """The setting of this code, None where the program has none of that name."""
    return CONNUS.get(reglage)


def ligne(connu: ReglageConnu) -> LigneReglage:
    """A setting today, and what is planned."""
    session, today = session_courante(), clock.today()
    a_venir = [
        v
        for v in reglages.valeurs(session, connu.code)
        if v.valide_du > today and reglages.vaut(v, v.valide_du)
    ]
    return LigneReglage(connu, reglages.entier(session, connu.code, today), a_venir[-1] if a_venir else None)


def lister() -> Reponse:
    """Every setting, by subject."""
    return page(
        "reglages/lister.html",
        titre="Réglages",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Réglages", None)],
        groupes=[
            (nom, [ligne(connu) for connu in groupe])
            for nom, groupe in groupby(CONNUS.values(), key=lambda connu: connu.groupe)
        ],
    )


def poser(connu: ReglageConnu) -> Reponse:
    """Say the values that the setting has had, and give it another."""
    form = PoserForm(data={"valide_du": clock.today()})

    def montrer() -> Reponse:
        return page(
            "reglages/poser.html",
            titre=connu.libelle,
            fil=[("Réglages", url_for("reglages.lister")), (connu.libelle, None)],
            ligne=ligne(connu),
            passees=reglages.valeurs(session_courante(), connu.code)[::-1],
            vaut=reglages.vaut,
            form=form,
        )

    def changer(session: Session, acteur: Acteur) -> None:
        reglages.poser(session, acteur.auteur, connu, **form.saisie())

    return acte(form, montrer, changer, vers=url_for("reglages.lister"), succes="Le réglage est changé.")
