"""Inviting whom the region has not referenced: a written reason, or a provisional référencement."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations.events import ProvisoireDecide, ProvisoireDemande
from dla_market.consultations.invitables import examiner
from dla_market.consultations.models import Selection
from dla_market.consultations.operations.selection import exiger_ouverte
from dla_market.consultations.provisoires import PROVISOIRE, EtatProvisoire, ReferencementProvisoire
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.referencement.rules import Situation


def justifier_selection(session: Session, acteur: Acteur, selection: Selection, motif: str) -> Selection:
    """Write why a prestataire is invited although something speaks against; kept with the invitation.

    Raises RefusMetier without a reason, or once launched.
    """
    exiger_ouverte(selection.ingenierie)
    if not motif.strip():
        raise RefusMetier("Dites pourquoi vous consultez ce prestataire malgré cela.", champ="justification")
    selection.justification = motif.strip()
    journaliser(
        session,
        acteur.auteur,
        "selection:justifier",
        "ingenierie",
        selection.ingenierie_id,
        prestataire_id=selection.prestataire_id,
        motif=motif.strip(),
    )
    return selection


def demander_provisoire(
    session: Session, acteur: Acteur, selection: Selection, motif: str
) -> ReferencementProvisoire:
    """Ask the DLA's region for a référencement that counts for this ingénierie alone.

    Raises RefusMetier without a reason, for a prestataire that a region has referenced, one that was asked
    for already, a DLA without a region, or once launched.
    """
    ingenierie = session.get_one(Ingenierie, selection.ingenierie_id)
    session.flush()
    session.refresh(ingenierie, with_for_update={"of": Ingenierie.__table__})
    exiger_ouverte(ingenierie)
    examen = examiner(session, ingenierie, [selection], clock.today())[selection.prestataire_id]
    if examen.provisoire is not None:
        dit = PROVISOIRE.libelles[examen.provisoire.etat]
        raise RefusMetier(f"Un référencement provisoire est déjà {dit}.")
    if examen.situation is not Situation.AUCUN:
        raise RefusMetier("Ce prestataire est référencé : il n’a pas besoin d’un référencement provisoire.")
    if ingenierie.dla.regional_id is None:
        raise RefusMetier("Votre DLA n’a pas de DLA régional à qui le demander.")
    if not motif.strip():
        raise RefusMetier("Dites à la région pourquoi cette mission l’appelle.", champ="motif")
    provisoire = ReferencementProvisoire(
        ingenierie_id=ingenierie.id,
        prestataire_id=selection.prestataire_id,
        regional_id=ingenierie.dla.regional_id,
        etat=EtatProvisoire.DEMANDE,
        motif=motif.strip(),
        demande_le=clock.now(),
        demande_par_id=acteur.utilisateur_id,
    )
    session.add(provisoire)
    session.flush()
    _dire(session, acteur, provisoire, "demander", motif=motif.strip())
    emettre(session, ProvisoireDemande(provisoire.id))
    return provisoire


def decider_provisoire(
    session: Session, acteur: Acteur, provisoire: ReferencementProvisoire, *, accorder: bool, reponse: str
) -> ReferencementProvisoire:
    """The region's answer, with its words where it refuses. Raises RefusMetier without them."""
    session.flush()
    session.refresh(provisoire, with_for_update={"of": ReferencementProvisoire.__table__})
    suivant = PROVISOIRE.suivant(provisoire.etat, "accorder" if accorder else "refuser")
    if not accorder and not reponse.strip():
        raise RefusMetier("Dites au DLA pourquoi vous refusez.", champ="reponse")
    provisoire.etat, provisoire.reponse = suivant, reponse.strip()
    provisoire.decide_le, provisoire.decide_par_id = clock.now(), acteur.utilisateur_id
    _dire(session, acteur, provisoire, "accorder" if accorder else "refuser", reponse=reponse.strip())
    emettre(session, ProvisoireDecide(provisoire.id))
    return provisoire


def _dire(
    session: Session, acteur: Acteur, provisoire: ReferencementProvisoire, verbe: str, **details: object
) -> None:
    journaliser(
        session,
        acteur.auteur,
        f"provisoire:{verbe}",
        "ingenierie",
        provisoire.ingenierie_id,
        prestataire_id=provisoire.prestataire_id,
        regional=provisoire.regional_id,
        **details,
    )
