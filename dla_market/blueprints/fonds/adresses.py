"""Where the fund's pages are, and where the files that spend are."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

from dla_market.comptes.acteur import Acteur
from dla_market.fonds.lignes import Figure
from dla_market.fonds.queries import ACHETEURS, Exercice
from dla_market.policies.grid import a_le_droit

DOSSIERS = {
    "consultation": ("consultations.consulter", "consultation_id", "consultation:consulter"),
    "commande": ("commandes.consulter", "commande_id", "commande:consulter"),
}
"""What an `objet_type` of the ledger opens: the page, its argument, what the reader's role must have."""

FIL = ("Fonds d’ingénierie", "fonds.courant")


def url_du_dossier(acteur: Acteur, exercice: Exercice, objet_type: str, objet_id: int) -> str | None:
    """The page of the file behind a line; None where the reader's role has none."""
    if objet_type == "convention":
        return url_de("conventions", exercice)
    endpoint, argument, permission = DOSSIERS.get(objet_type, ("", "", ""))
    if endpoint not in current_app.view_functions or not a_le_droit(acteur, permission):
        return None
    arguments: dict[str, Any] = {argument: objet_id}
    return url_for(endpoint, **arguments)


def url_de(vue: str, exercice: Exercice, **arguments: Any) -> str:
    """A page of this year of this body."""
    return url_for(
        f"fonds.{vue}", annee=exercice.annee, organisation_id=exercice.organisation_id, **arguments
    )


def url_du_fonds(acteur: Acteur, exercice: Exercice) -> str:
    """The fund page: a buyer's own has the shorter address."""
    if acteur.role in ACHETEURS:
        return url_for("fonds.annee", annee=exercice.annee)
    return url_de("consulter", exercice)


def url_des_lignes(exercice: Exercice, figure: Figure, financeur_id: int | None = None) -> str:
    """The lines behind a figure, of one financeur where it is given."""
    return url_de("lignes", exercice, nature=figure.value, financeur=financeur_id)


def fil(acteur: Acteur, exercice: Exercice, *suite: str) -> list[tuple[str, str | None]]:
    """Where the page is: the funds, this one, then `suite`."""
    accueil, endpoint = FIL
    ici = str(exercice.annee)
    if acteur.role not in ACHETEURS:
        ici = f"{exercice.organisation.nom}, {exercice.annee}"
    marches: list[tuple[str, str | None]] = [
        ("Accueil", url_for("accueil.a_faire")),
        (accueil, url_for(endpoint)),
        (ici, url_du_fonds(acteur, exercice) if suite else None),
    ]
    return marches + [(libelle, None) for libelle in suite]
