"""The URL table's one verb: `route` names a view, its permission and how its object is loaded."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Blueprint, abort, g, request
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import GRILLE, permits
from dla_market.web.acteurs import acteur_courant
from dla_market.web.pages import Reponse, vers_connexion

log = structlog.get_logger(__name__)

Charge = Callable[..., Any]
IDENTIFIANT_MAX = 2**31 - 1
"""The largest id that a database's INTEGER holds: beyond it there is nothing to load."""


@dataclass(frozen=True)
class Droit:
    """What a route demands: a permission, or nothing where it is public; the bytes of file that it takes."""

    permission: str | None
    charge: Charge | None = None
    octets: int | None = None


@dataclass(frozen=True)
class Passage:
    """How this request came in, so that the writing transaction can check it again."""

    acteur: Acteur
    droit: Droit
    arguments: dict[str, Any]

    def reverifier(self, session: Session) -> None:
        """Load and ask again inside the unit of work; aborts with 404 or 403 as the first time."""
        _entrer(session, self)


DROITS: dict[str, Droit] = {}
"""Endpoint -> what it demands. A test holds that every route of the program stands here."""


def route(
    bp: Blueprint,
    regle: str,
    vue: Callable[..., Reponse],
    *,
    permission: str | None = None,
    public: bool = False,
    charge: Charge | None = None,
    methods: Sequence[str] = ("GET",),
    endpoint: str | None = None,
    octets: int | None = None,
) -> None:
    """Add a line to a blueprint's URL table. `octets` is the largest file that it receives, if it does.

    Raises ValueError where the permission is unknown to the grid, or where neither a permission nor
    `public` is given.
    """
    if public == (permission is not None):
        raise ValueError(f"{regle}: a route names a permission or is public")
    if permission is not None and permission not in GRILLE:
        raise ValueError(f"{regle}: {permission} is not in the grid")
    nom = endpoint or vue.__name__
    droit = Droit(permission, charge, octets)
    DROITS[f"{bp.name}.{nom}"] = droit
    bp.add_url_rule(regle, nom, _garder(vue, droit), methods=list(methods))


def _garder(vue: Callable[..., Reponse], droit: Droit) -> Callable[..., Reponse]:
    @functools.wraps(vue)
    def gardee(**arguments: Any) -> Reponse:
        if any(isinstance(valeur, int) and valeur > IDENTIFIANT_MAX for valeur in arguments.values()):
            abort(404)
        if droit.permission is None:
            return vue(**arguments)
        acteur = acteur_courant()
        if acteur is None:
            return vers_connexion()
        g.passage = Passage(acteur, droit, arguments)
        objet = _entrer(session_courante(), g.passage)
        return vue(objet) if droit.charge is not None else vue(**arguments)

    return gardee


def _entrer(session: Session, passage: Passage) -> Any:
    droit = passage.droit
    assert droit.permission is not None
    objet = None
    if droit.charge is not None:
        objet = droit.charge(session, passage.acteur, **passage.arguments)
        if objet is None:
            abort(404)
    if not permits(passage.acteur, droit.permission, objet):
        log.warning(
            "authz.refuse",
            permission=droit.permission,
            utilisateur=passage.acteur.utilisateur_id,
            role=passage.acteur.role.value,
            chemin=request.path,
        )
        abort(403)
    return objet
