"""The shortlist of an ingénierie, with the reason of each choice."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.consultations.models import OrigineSelection, Selection, SelectionEcartee
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
    """Put a provider on the shortlist, or change its reason; `recherche` keeps the search that found it.

    One that was set aside no longer is.
    """
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
    ecartee = _ecartee(session, ingenierie, prestataire)
    if ecartee is not None:
        session.delete(ecartee)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "selection:ajouter",
        "ingenierie",
        ingenierie.id,
        prestataire_id=prestataire.id,
        origine=origine.value,
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


def ecarter_selection(
    session: Session, acteur: Acteur, ingenierie: Ingenierie, prestataire: Prestataire, *, motif: str
) -> SelectionEcartee:
    """Set a prestataire aside for this ingénierie, or change the reason: it is proposed no more.

    Raises RefusMetier without a reason, for one that is on the shortlist, and once launched.
    """
    exiger_ouverte(ingenierie)
    if not motif.strip():
        raise RefusMetier("Dites en quelques mots pourquoi vous l’écartez.", champ="motif")
    if session.scalar(
        select(Selection.id).where(
            Selection.ingenierie_id == ingenierie.id, Selection.prestataire_id == prestataire.id
        )
    ):
        raise RefusMetier("Ce prestataire est dans la présélection : retirez-l’en d’abord.")
    ligne = _ecartee(session, ingenierie, prestataire)
    if ligne is None:
        ligne = SelectionEcartee(ingenierie_id=ingenierie.id, prestataire_id=prestataire.id)
        session.add(ligne)
    ligne.motif, ligne.ecartee_par_id, ligne.ecartee_le = motif.strip(), acteur.utilisateur_id, clock.now()
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "selection:ecarter",
        "ingenierie",
        ingenierie.id,
        prestataire_id=prestataire.id,
    )
    return ligne


def reprendre_selection(session: Session, acteur: Acteur, ecartee: SelectionEcartee) -> None:
    """Set aside no more: it may be proposed again, until the consultation is launched."""
    ingenierie = session.get_one(Ingenierie, ecartee.ingenierie_id)
    exiger_ouverte(ingenierie)
    journaliser(
        session,
        acteur.auteur,
        "selection:reprendre",
        "ingenierie",
        ingenierie.id,
        prestataire_id=ecartee.prestataire_id,
    )
    session.delete(ecartee)


def _ecartee(session: Session, ingenierie: Ingenierie, prestataire: Prestataire) -> SelectionEcartee | None:
    return session.scalar(
        select(SelectionEcartee).where(
            SelectionEcartee.ingenierie_id == ingenierie.id,
            SelectionEcartee.prestataire_id == prestataire.id,
        )
    )


def exiger_ouverte(ingenierie: Ingenierie) -> None:
    """Raises RefusMetier once the consultation is launched: the shortlist no longer changes."""
    if ingenierie.etat not in OUVERTE_DANS:
        raise RefusMetier("La consultation est lancée : la présélection ne change plus.")
