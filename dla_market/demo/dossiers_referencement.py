"""What the référent régional of the demo has begun: a request opened, a withdrawal not answered."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from dla_market.demo.lots import instant
from dla_market.demo.scene import Histoire, Scene
from dla_market.referencement import operations, operations_retrait
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
