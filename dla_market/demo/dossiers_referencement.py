"""What the référent régional of the demo has begun, and what prestataires end or are given by exception."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from dla_market.consultations import operations as consultations
from dla_market.consultations.models import OrigineSelection
from dla_market.demo.lots import instant
from dla_market.demo.scene import Histoire, Scene
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.referencement import operations, operations_retrait, operations_sortie
from dla_market.referencement.models import EtatReferencement, Referencement


def demande_ouverte(scene: Scene, aujourd_hui: date) -> Histoire:
    """The oldest request of the région is being read."""
    yield instant(aujourd_hui - timedelta(days=2), 10)
    operations.instruire(
        scene.session,
        scene.acteur("regional", "referent_regional"),
        _premier(scene, EtatReferencement.DEMANDE),
    )


def retrait_annonce(scene: Scene, aujourd_hui: date) -> Histoire:
    """One of the région said nothing of what it is reproached with: its time to answer is over."""
    yield instant(aujourd_hui - timedelta(days=20), 16)
    operations_retrait.notifier_retrait(
        scene.session,
        scene.acteur("regional", "referent_regional"),
        _premier(scene, EtatReferencement.ACCEPTE),
        "Trois consultations laissées sans réponse et deux livrables remis après plusieurs relances.",
    )


def renoncement(scene: Scene, aujourd_hui: date) -> Histoire:
    """One of the cast no longer works in the second région that had accepted it."""
    yield instant(aujourd_hui - timedelta(days=9), 17)
    dossier = scene.session.scalars(
        select(Referencement)
        .where(
            Referencement.prestataire_id == scene.id_de("prestataire2"),
            Referencement.regional_id != scene.id_de("regional"),
            Referencement.etat == EtatReferencement.ACCEPTE,
        )
        .order_by(Referencement.id)
        .limit(1)
    ).one()
    operations_sortie.renoncer(
        scene.session,
        scene.acteur("prestataire2", "prestataire"),
        dossier,
        "Notre antenne y ferme : nous restons en Rhône-Alpes, où est toute l’équipe.",
    )


def provisoire_accorde(scene: Scene, aujourd_hui: date) -> Histoire:
    """For one mission, someone whose référencement has just ended: asked after lunch, given at night."""
    yield instant(aujourd_hui - timedelta(days=1), 14)
    session, charge = scene.session, scene.acteur("dla", "charge_mission")
    ingenierie = session.scalars(
        select(Ingenierie).where(
            Ingenierie.dla_id == charge.organisation_id, Ingenierie.etat == EtatIngenierie.PROJET
        )
    ).one()
    fini = session.scalars(
        select(Referencement).where(
            Referencement.regional_id == scene.id_de("regional"),
            Referencement.etat == EtatReferencement.ACCEPTE,
            Referencement.fin < aujourd_hui,
        )
    ).one()
    ligne = consultations.ajouter_selection(
        session,
        charge,
        ingenierie,
        fini.prestataire,
        origine=OrigineSelection.CONNU,
        motif="A fait le site et le plan de communication d’une radio voisine, que la structure a vus.",
    )
    session.flush()
    provisoire = consultations.demander_provisoire(
        session,
        charge,
        ligne,
        "Son référencement s’est terminé il y a peu et son renouvellement n’est pas demandé. "
        "La structure souhaite pouvoir comparer son offre.",
    )
    yield instant(aujourd_hui - timedelta(days=1), 18)
    consultations.decider_provisoire(
        session,
        scene.acteur("regional", "referent_regional"),
        provisoire,
        accorder=True,
        reponse="D’accord pour cette mission. Invitez-le à demander son renouvellement.",
    )


def _premier(scene: Scene, etat: EtatReferencement) -> Referencement:
    """The first of the région's files in a state, of someone who is not invited in the demo's stories."""
    return scene.session.scalars(
        select(Referencement)
        .where(
            Referencement.regional_id == scene.id_de("regional"),
            Referencement.etat == etat,
            Referencement.reconnait_id.is_(None),
            Referencement.prestataire_id.not_in(scene.prestataires),
        )
        .order_by(Referencement.demande_le, Referencement.id)
        .limit(1)
    ).one()
