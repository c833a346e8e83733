"""The one shape of the acts on an order: a page that says what will happen, then the operation."""

from __future__ import annotations

from typing import Any

from flask import url_for

from dla_market.blueprints.commandes.actes import Acte
from dla_market.commandes.models import Commande
from dla_market.web.ecriture import Operation, executer
from dla_market.web.forms import FormulaireAvecCle
from dla_market.web.pages import Reponse, page

Fil = list[tuple[str, str | None]]


def fil_de(commande: Commande, titre: str | None = None) -> Fil:
    """Where the page stands, from the list of orders."""
    liste = ("Commandes", url_for("commandes.lister"))
    if titre is None:
        return [liste, (commande.numero, None)]
    return [liste, (commande.numero, adresse_de(commande)), (titre, None)]


def adresse_de(commande: Commande) -> str:
    """The page of an order."""
    return url_for("commandes.consulter", commande_id=commande.id)


def confirmer(
    commande: Commande,
    form: FormulaireAvecCle,
    acte: Acte,
    operation: Operation,
    *,
    succes: str,
    **contexte: Any,
) -> Reponse:
    """Show what the act will do, with the form's fields if any; done, go back to the order."""
    return saisir(
        commande,
        form,
        "commandes/confirmer.html",
        acte.titre,
        operation,
        succes=succes,
        acte=acte,
        **contexte,
    )


def saisir(
    commande: Commande,
    form: FormulaireAvecCle,
    gabarit: str,
    titre: str,
    operation: Operation,
    *,
    succes: str,
    **contexte: Any,
) -> Reponse:
    """Show the form of an act in its own template; filled, run the operation and go back to the order."""
    retour = adresse_de(commande)

    def montrer() -> Reponse:
        return page(
            gabarit,
            titre=titre,
            fil=fil_de(commande, titre),
            commande=commande,
            retour=retour,
            form=form,
            **contexte,
        )

    if not form.validate_on_submit():
        return montrer()
    return executer(operation, vers=retour, succes=succes, form=form, sinon=montrer)
