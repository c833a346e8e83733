"""Ressources: the network's shelf, one ressource through its editions, and the cahiers that they stand on."""

from __future__ import annotations

from flask import Blueprint

from dla_market.blueprints.ressources import ecriture_views, fichiers_views, jonction_views, ressources_views
from dla_market.blueprints.ressources.chargement import charger, charger_jointe, charger_jonction
from dla_market.ingenieries.queries_ressources import charger_fichier_joint
from dla_market.ressources.queries import charger_edition
from dla_market.ressources.rules import OCTETS_MAX
from dla_market.web.routes import route

bp = Blueprint("ressources", __name__)
UNE = "/ressources/<int:ressource_id>"
ECRIRE = ("GET", "POST")

route(bp, "/ressources", ressources_views.lister, permission="ressource:lister")
route(bp, UNE, ressources_views.consulter, permission="ressource:consulter", charge=charger)
route(
    bp,
    f"{UNE}/editions/<int:numero>/fichier",
    fichiers_views.telecharger,
    permission="ressource:telecharger",
    charge=charger_edition,
)
route(
    bp,
    "/ressources-jointes/<int:jointe_id>/fichier",
    fichiers_views.telecharger_jointe,
    permission="ressource:telecharger_jointe",
    charge=charger_fichier_joint,
)
route(
    bp,
    "/ressources/nouvelle",
    ecriture_views.creer,
    permission="ressource:creer",
    methods=ECRIRE,
    octets=OCTETS_MAX,
)
route(
    bp,
    f"{UNE}/modifier",
    ecriture_views.modifier,
    permission="ressource:modifier",
    charge=charger,
    methods=ECRIRE,
    octets=OCTETS_MAX,
)
route(
    bp,
    f"{UNE}/publier",
    ecriture_views.publier,
    permission="ressource:publier",
    charge=charger,
    methods=ECRIRE,
)
route(
    bp,
    f"{UNE}/retirer",
    ecriture_views.retirer,
    permission="ressource:retirer",
    charge=charger,
    methods=ECRIRE,
)
route(
    bp,
    "/ingenieries/<int:ingenierie_id>/ressources/<int:ressource_id>/joindre",
    jonction_views.joindre,
    permission="ressource:joindre",
    charge=charger_jonction,
    methods=["POST"],
)
route(
    bp,
    "/ressources-jointes/<int:jointe_id>/detacher",
    jonction_views.detacher,
    permission="ressource:detacher",
    charge=charger_jointe,
    methods=["POST"],
)
