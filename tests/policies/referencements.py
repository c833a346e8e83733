"""What the matrix knocks at in the référencement: a call, its draft, a withdrawal, a provisional request."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.consultations import operations as consultations
from dla_market.consultations.models import OrigineSelection
from dla_market.kernel import clock
from dla_market.referencement import operations_appel, operations_retrait
from dla_market.referencement.models import Referencement
from dla_market.referencement.rules import Critere
from tests.consultations import monde as base

RETRAIT = "CanariRetrait"


def referencer(session: Session, france: base.Monde, ailleurs_id: int) -> dict[str, int]:
    """The call of the région and the next one's draft, a withdrawal announced, a provisional request."""
    appel = {
        "texte": "Un appel.",
        "recours": "Écrivez.",
        "debut": base.JOUR,
        "fin": None,
        "fin_convention": None,
        "criteres": [Critere("Expérience")],
    }
    with clock.arretee_a(base.APRES):
        brouillon = operations_appel.rediger_appel(session, france.referent, france.regional, **appel)
        publie = operations_appel.publier_appel(session, france.referent, brouillon)
        operations_appel.rediger_appel(session, france.referent, france.regional, **appel)
        dossier = session.scalars(
            select(Referencement).where(Referencement.prestataire_id == france.prestataires[0].id)
        ).one()
        retrait = operations_retrait.notifier_retrait(session, france.referent, dossier, RETRAIT)
        ingenierie = base.une_ingenierie(session, france)
        autre = session.get_one(Prestataire, ailleurs_id)
        ligne = consultations.ajouter_selection(
            session, france.charge, ingenierie, autre, origine=OrigineSelection.CONNU, motif="Connu"
        )
        session.flush()
        provisoire = consultations.demander_provisoire(session, france.charge, ligne, "Spécialité rare")
    session.flush()
    return {
        "appel_id": publie.id,
        "referencement_id": dossier.id,
        "retrait_id": retrait.id,
        "provisoire_id": provisoire.id,
    }
