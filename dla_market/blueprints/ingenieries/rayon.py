"""The ressources beside a cahier: those attached, those that may help, the models that it may start from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries.models import Ingenierie
from dla_market.ingenieries.models_ressources import UsageRessource
from dla_market.ingenieries.queries_ressources import Jointe, jointes
from dla_market.ingenieries.states import PARCOURS
from dla_market.policies.grid import permits
from dla_market.ressources import queries
from dla_market.ressources.models import NatureRessource, Ressource
from dla_market.ressources.queries import RessourceTrouvee
from dla_market.web.actes import droits, qui
from dla_market.web.parcours import lien

PROPOSEES = 3
IDENTIFIANT_MAX = 9


@dataclass(frozen=True)
class Rayon:
    """What the page of an ingénierie shows of the ressources; the last three are for who may attach."""

    jointes: list[Jointe]
    modele: Jointe | None
    lisible: bool
    ouvert: bool
    proposees: list[RessourceTrouvee]
    modeles: list[RessourceTrouvee]
    url_chercher: str | None


def rayon_de(session: Session, ingenierie: Ingenierie, *, rediger: bool = False) -> Rayon:
    """The shelf of an ingénierie for the actor; proposals only where the cahier is being written."""
    acteur, toutes = qui(), jointes(session, ingenierie.id)
    ouvert = permits(acteur, "ressource:joindre", ingenierie) and PARCOURS.permet(
        ingenierie.etat, "rediger_cahier"
    )
    proches = _proches(session, acteur, ingenierie) if ouvert and rediger else []
    deja = {j.ressource_id for j in toutes}
    return Rayon(
        jointes=[j for j in toutes if j.usage is UsageRessource.JOINTE],
        modele=next((j for j in toutes if j.usage is UsageRessource.MODELE_SOURCE), None),
        lisible=bool(droits(None, "ressource:consulter")),
        ouvert=ouvert,
        proposees=[r for r in proches if r.id not in deja and r.nature is not NatureRessource.MODELE_CAHIER][
            :PROPOSEES
        ],
        modeles=[r for r in proches if r.nature is NatureRessource.MODELE_CAHIER][:PROPOSEES]
        if ingenierie.cahier is None
        else [],
        url_chercher=lien("ressources.lister", ingenierie=ingenierie.id) if ouvert else None,
    )


def _proches(session: Session, acteur: Acteur, ingenierie: Ingenierie) -> list[RessourceTrouvee]:
    return queries.proches(
        session,
        acteur,
        secteur=ingenierie.secteur_code,
        thematiques=[p.thematique_code for p in ingenierie.prestations],
    )


def modele_demande(session: Session, acteur: Acteur, texte: str) -> Ressource | None:
    """The model of cahier des charges that a text names by its id, among those that the actor sees."""
    if not (texte.isdecimal() and texte.isascii() and len(texte) <= IDENTIFIANT_MAX):
        return None
    ressource = queries.charger(session, acteur, int(texte))
    if ressource is None or ressource.nature is not NatureRessource.MODELE_CAHIER:
        return None
    return ressource
