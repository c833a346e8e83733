"""A centre de ressources for the matrix: its aval, its team, its programme, the link of one of its people."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.expertise import operations as expertise
from dla_market.expertise import operations_centres, operations_liens
from dla_market.expertise.models import Aval, NatureLien, NaturePreuve
from dla_market.expertise.models_centres import Axe
from dla_market.expertise.rules import Preuve, Sujet
from dla_market.kernel import clock
from dla_market.reseau.models import CentreRessources
from tests.consultations import monde as base


def avaler(
    session: Session, centre: CentreRessources, prestataire: Prestataire, motif: str, note: str
) -> Aval:
    """An aval of the centre, given by two of its people, with what they read and what all read."""
    with clock.arretee_a(base.APRES):
        expert = base.personne(session, "Eve", centre, Role.EXPERT)
        coordination = base.personne(session, "Guy", centre, Role.COORDINATEUR)
        aval = expertise.proposer(
            session,
            expert,
            prestataire,
            sujet=Sujet("culture"),
            niveau=2,
            motif=motif,
            preuve=Preuve(NaturePreuve.FORMATION, "Formation du réseau, mars 2026"),
            note_interne=note,
        )
        session.flush()
        return expertise.confirmer(session, coordination, aval)


def vie_du_centre(
    session: Session, centre: CentreRessources, qui: Acteur, prestataire: Prestataire
) -> dict[str, int]:
    """A post, an action, and the link that a person of the centre declares."""
    with clock.arretee_a(base.APRES):
        poste = operations_centres.ajouter_poste(
            session, qui, centre, fonction="Animation", etp_centiemes=50, valide_du=clock.today()
        )
        action = operations_centres.ajouter_action(
            session, qui, centre, annee=2026, axe=Axe.APPUYER, intitule="Relire les diagnostics"
        )
        lien = operations_liens.declarer(session, qui, prestataire, nature=NatureLien.FAMILLE)
    return {"centre_id": centre.id, "poste_id": poste.id, "action_id": action.id, "lien_id": lien.id}
