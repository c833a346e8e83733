"""What the search proposes for a live dossier, on the day of its act: the true rules, without the index.

The demo is loaded before any index stands. A need asks no words, so that an answer hangs on no other fiche:
the naive engine over the fiches that do one of its thématiques answers as the running one would.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from dla_market.catalogue.models import Activite, Prestataire
from dla_market.consultations.models import SelectionEcartee
from dla_market.consultations.operations.selection import ecarter_selection
from dla_market.demo.dossiers import Etape
from dla_market.demo.scene import Scene
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel import clock
from dla_market.preselection.proposition import Proposition, proposer
from dla_market.search import NaifMoteur, SourceEnMemoire
from dla_market.search.source import documents_fiche
from dla_market.web.nomenclatures import lire

PROPOSEES = frozenset({Etape.LANCEE, Etape.CLOSE, Etape.OUVERTE, Etape.CHOISIE})
"""The steps whose consultation a visitor opens: its shortlist was drawn from a proposal."""

RAISON = "Joint par téléphone : pas libre avant trois mois."


def proposition_du_jour(scene: Scene, ingenierie: Ingenierie) -> Proposition | None:
    """Who could answer this ingénierie at the clock's day, those set aside apart."""
    session = scene.session
    session.flush()
    codes = {p.thematique_code for p in ingenierie.prestations}
    ids = session.scalars(
        select(Activite.prestataire_id)
        .where(Activite.thematique_code.in_(codes))
        .distinct()
        .order_by(Activite.prestataire_id)
    ).all()
    moteur = NaifMoteur(SourceEnMemoire(documents_fiche(session, ids)), lire(session).libelle)
    moteur.ouvrir(Path())
    ecartes = session.scalars(
        select(SelectionEcartee.prestataire_id).where(SelectionEcartee.ingenierie_id == ingenierie.id)
    ).all()
    charge = scene.acteur("dla", "charge_mission")
    return proposer(session, charge, moteur, ingenierie, le=clock.today(), ecartes=ecartes)


def ecarter_un(scene: Scene, ingenierie: Ingenierie) -> None:
    """Set aside the first one proposed that is not of the cast, with a reason."""
    proposition = proposition_du_jour(scene, ingenierie)
    for un in (*proposition.proposes, *proposition.suivants) if proposition else ():
        if un.prestataire_id not in scene.prestataires:
            prestataire = scene.session.get_one(Prestataire, un.prestataire_id)
            charge = scene.acteur("dla", "charge_mission")
            ecarter_selection(scene.session, charge, ingenierie, prestataire, motif=RAISON)
            return
