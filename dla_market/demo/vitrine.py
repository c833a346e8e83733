"""The demo's accounts as the login page and the command line show them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from dla_market.comptes.acteur import LIBELLES_ROLE
from dla_market.comptes.models import Adhesion, Organisation, Utilisateur
from dla_market.demo.personnes import COMPTES, MOT_DE_PASSE
from dla_market.kernel.db import session_courante


@dataclass(frozen=True)
class CompteMontre:
    """An account in words."""

    courriel: str
    mot_de_passe: str
    nom: str
    role: str
    organisation: str
    attend: str


def comptes_demo() -> list[CompteMontre]:
    """The accounts that the database holds, in the order of the cast."""
    adresses = {compte.courriel: compte for compte in COMPTES}
    lignes = session_courante().execute(
        select(Utilisateur.email, Organisation.nom)
        .join(Adhesion, Adhesion.utilisateur_id == Utilisateur.id)
        .join(Organisation, Organisation.id == Adhesion.organisation_id)
        .where(Utilisateur.email.in_(adresses))
        .order_by(Utilisateur.id)
    )
    return [
        CompteMontre(
            courriel=email,
            mot_de_passe=MOT_DE_PASSE,
            nom=f"{adresses[email].prenom} {adresses[email].nom}",
            role=LIBELLES_ROLE[adresses[email].role],
            organisation=organisation,
            attend=adresses[email].attend,
        )
        for email, organisation in lignes
    ]


def montrer(app: Flask) -> None:
    """Offer the accounts to the login page, in a demonstration only."""
    if app.config["DEMO"]:
        app.jinja_env.globals["comptes_demo"] = comptes_demo
