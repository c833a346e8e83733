"""The one shape of a view that writes: a page with its form, what the form does, and who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dla_market.comptes.acteur import Acteur
from dla_market.policies.grid import permits
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import Adresse, Operation, executer
from dla_market.web.forms import Formulaire
from dla_market.web.pages import Reponse


def acte(
    form: Formulaire,
    montrer: Callable[[], Reponse],
    operation: Operation,
    *,
    vers: Adresse,
    succes: str,
) -> Reponse:
    """Show the form until it is valid, then do what it says; a refusal shows it again with its sentence."""
    if not form.validate_on_submit():
        return montrer()
    return executer(operation, vers=vers, succes=succes, form=form, sinon=montrer)


def qui() -> Acteur:
    """The actor of a page that asks for one."""
    acteur = acteur_courant()
    assert acteur is not None
    return acteur


def droits(objet: Any, *permissions: str) -> frozenset[str]:
    """Which of these permissions the actor has on an object: the buttons of its page."""
    return frozenset(p for p in permissions if permits(qui(), p, objet))
