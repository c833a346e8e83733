"""The shelf, and one ressource as the network reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, request, url_for

from dla_market.blueprints.ressources.forms import JoindreForm
from dla_market.blueprints.ressources.liste import liste_de
from dla_market.ingenieries.queries_ressources import a_rediger
from dla_market.kernel.db import session_courante
from dla_market.kernel.fichiers.models import LIBELLES_ANALYSE
from dla_market.policies.grid import a_le_droit
from dla_market.ressources import queries
from dla_market.ressources.models import Edition, EtatRessource, Ressource
from dla_market.ressources.rules import LIBELLES_NATURE
from dla_market.ressources.states import RESSOURCE
from dla_market.web.actes import droits, qui
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page

TONS = {EtatRessource.PUBLIEE: "succes", EtatRessource.RETIREE: "neutre"}
INGENIERIES_MAX = 12
ACTES = ("modifier", "publier", "retirer")


def lister() -> Reponse:
    """What the network shares, by words and filters; for one of the actor's cahiers where it is named."""
    acteur, connus = qui(), nomenclatures()
    return page(
        "ressources/lister.html",
        fragments=("resultats",),
        titre="Ressources",
        liste=liste_de(session_courante(), acteur, request.args, connus),
        natures=LIBELLES_NATURE,
        etats=RESSOURCE.libelles,
        tons=TONS,
        connus=connus,
        form=JoindreForm(formdata=None),
        peut_ecrire=a_le_droit(acteur, "ressource:creer"),
        peut_demander=a_le_droit(acteur, "sollicitation:envoyer"),
    )


def consulter(ressource: Ressource) -> Reponse:
    """What it says, in its present edition or in the one that the address names."""
    acteur, session, connus = qui(), session_courante(), nomenclatures()
    editions = queries.editions_de(session, ressource)
    edition = _edition(editions, request.args.get("edition", ressource.numero, type=int))
    joindre = a_le_droit(acteur, "ressource:joindre") and ressource.etat is EtatRessource.PUBLIEE
    return page(
        "ressources/consulter.html",
        titre=ressource.courante.titre,
        fil=[("Ressources", url_for("ressources.lister")), (LIBELLES_NATURE[ressource.nature], None)],
        ressource=ressource,
        edition=edition,
        secteurs=[connus.secteurs.get(s.secteur_code, s.secteur_code) for s in edition.secteurs],
        thematiques=[connus.thematiques.get(t.thematique_code, "") for t in edition.thematiques],
        editions=editions,
        peut=_possibles(ressource),
        **_mots(ressource),
        ingenieries=a_rediger(session, acteur)[:INGENIERIES_MAX] if joindre else (),
    )


def _mots(ressource: Ressource) -> dict[str, Any]:
    return {
        "nature": LIBELLES_NATURE[ressource.nature],
        "etat_mots": RESSOURCE.libelles[ressource.etat],
        "tons": TONS,
        "analyses": LIBELLES_ANALYSE,
    }


def _edition(editions: Sequence[Edition], numero: int) -> Edition:
    """One of the editions; aborts with 404 for a number that there never was."""
    return next((e for e in editions if e.numero == numero), None) or abort(404)


def _possibles(ressource: Ressource) -> set[str]:
    permis = droits(ressource, *(f"ressource:{verbe}" for verbe in ACTES))
    return {v for v in ACTES if f"ressource:{v}" in permis and RESSOURCE.permet(ressource.etat, v)}
