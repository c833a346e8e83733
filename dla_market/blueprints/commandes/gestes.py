"""The one shape of the acts on an order: a page that says what will happen, then the operation."""

from __future__ import annotations

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
    commande: Commande, form: FormulaireAvecCle, acte: Acte, operation: Operation, *, succes: str
) -> Reponse:
    """Show what the act will do, with the form's fields if any; done, go back to the order."""

    def montrer() -> Reponse:
        return page(
            "commandes/confirmer.html",
            titre=acte.titre,
            fil=fil_de(commande, acte.titre),
            commande=commande,
            retour=adresse_de(commande),
            form=form,
            acte=acte,
        )

    if not form.validate_on_submit():
        return montrer()
    return executer(operation, vers=adresse_de(commande), succes=succes, form=form, sinon=montrer)
