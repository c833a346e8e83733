"""Ressources on a cahier des charges: attached, detached, taken as the model of its first words."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries.models import Ingenierie
from dla_market.ingenieries.models_ressources import RessourceJointe, UsageRessource
from dla_market.ingenieries.states import PARCOURS
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import journaliser
from dla_market.ressources.models import Edition, EtatRessource, NatureRessource, Ressource


def joindre_ressource(
    session: Session, acteur: Acteur, ingenierie: Ingenierie, ressource: Ressource
) -> RessourceJointe:
    """Attach the present edition of a published ressource, in the place of a former one of the same.

    Raises RefusMetier once the consultation is launched, or for a ressource that is not published.
    """
    _exiger_ouverte(ingenierie)
    if ressource.etat is not EtatRessource.PUBLIEE:
        raise RefusMetier("Cette ressource n’est plus proposée.")
    return _poser(session, acteur, ingenierie, ressource, UsageRessource.JOINTE, "cahier:joindre_ressource")


def detacher_ressource(session: Session, acteur: Acteur, jointe: RessourceJointe) -> None:
    """Take it off, until the consultation is launched. The trace of a model stays."""
    _exiger_ouverte(jointe.ingenierie)
    if jointe.usage is UsageRessource.MODELE_SOURCE:
        raise RefusMetier("Le modèle dont part un cahier des charges y reste noté.")
    journaliser(
        session,
        acteur.auteur,
        "cahier:detacher_ressource",
        "ingenierie",
        jointe.ingenierie_id,
        edition=jointe.edition_id,
    )
    session.delete(jointe)


def noter_modele_source(
    session: Session, acteur: Acteur, ingenierie: Ingenierie, ressource: Ressource
) -> RessourceJointe:
    """Keep which model a cahier was first written from. Raises RefusMetier for what is not a model."""
    _exiger_ouverte(ingenierie)
    if ressource.nature is not NatureRessource.MODELE_CAHIER:
        raise RefusMetier("Cette ressource n’est pas un modèle de cahier des charges.", champ="modele")
    return _poser(
        session, acteur, ingenierie, ressource, UsageRessource.MODELE_SOURCE, "cahier:partir_du_modele"
    )


def _poser(
    session: Session,
    acteur: Acteur,
    ingenierie: Ingenierie,
    ressource: Ressource,
    usage: UsageRessource,
    acte: str,
) -> RessourceJointe:
    session.flush()
    session.refresh(ingenierie, with_for_update={"of": Ingenierie.__table__})
    edition = session.scalars(
        select(Edition).where(Edition.ressource_id == ressource.id, Edition.numero == ressource.numero)
    ).one()
    jointe = session.scalars(
        select(RessourceJointe)
        .join(Edition, Edition.id == RessourceJointe.edition_id)
        .where(
            RessourceJointe.ingenierie_id == ingenierie.id,
            RessourceJointe.usage == usage,
            Edition.ressource_id == ressource.id,
        )
    ).one_or_none()
    if jointe is None:
        jointe = RessourceJointe(ingenierie_id=ingenierie.id, usage=usage)
        session.add(jointe)
    elif jointe.edition_id == edition.id:
        return jointe
    jointe.edition, jointe.jointe_par_id, jointe.jointe_le = edition, acteur.utilisateur_id, clock.now()
    session.flush()
    journaliser(session, acteur.auteur, acte, "ingenierie", ingenierie.id, edition=edition.id)
    return jointe


def _exiger_ouverte(ingenierie: Ingenierie) -> None:
    if not PARCOURS.permet(ingenierie.etat, "rediger_cahier"):
        raise RefusMetier("Le cahier des charges ne change plus depuis le lancement de la consultation.")
