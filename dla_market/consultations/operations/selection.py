"""The shortlist of an ingénierie, with the reason of each choice."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.consultations.models import OrigineSelection, Selection
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import journaliser

OUVERTE_DANS = frozenset({EtatIngenierie.PROJET, EtatIngenierie.CDC_REDIGE})


def ajouter_selection(
    session: Session,
    acteur: Acteur,
    ingenierie: Ingenierie,
    prestataire: Prestataire,
    *,
    origine: OrigineSelection,
    motif: str,
    recherche: str = "",
) -> Selection:
    """Put a provider on the shortlist, or change its reason; `recherche` keeps the search that found it."""
    exiger_ouverte(ingenierie)
    if not motif.strip():
        raise RefusMetier("Dites en quelques mots pourquoi ce prestataire.", champ="motif")
    ligne = session.scalar(
        select(Selection).where(
            Selection.ingenierie_id == ingenierie.id, Selection.prestataire_id == prestataire.id
        )
    )
    if ligne is None:
        ligne = Selection(
            ingenierie_id=ingenierie.id,
            prestataire_id=prestataire.id,
            ajoutee_par_id=acteur.utilisateur_id,
            ajoutee_le=clock.now(),
        )
        session.add(ligne)
    ligne.origine, ligne.motif, ligne.recherche = origine, motif.strip(), recherche
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "selection:ajouter",
        "ingenierie",
        ingenierie.id,
        prestataire_id=prestataire.id,
    )
    return ligne


def retirer_selection(session: Session, acteur: Acteur, selection: Selection) -> None:
    """Take a provider off the shortlist, until the consultation is launched."""
    ingenierie = session.get_one(Ingenierie, selection.ingenierie_id)
    exiger_ouverte(ingenierie)
    journaliser(
        session,
        acteur.auteur,
        "selection:retirer",
        "ingenierie",
        ingenierie.id,
        prestataire_id=selection.prestataire_id,
    )
    session.delete(selection)


def exiger_ouverte(ingenierie: Ingenierie) -> None:
    """Raises RefusMetier once the consultation is launched: the shortlist no longer changes."""
    if ingenierie.etat not in OUVERTE_DANS:
        raise RefusMetier("La consultation est lancée : la présélection ne change plus.")
