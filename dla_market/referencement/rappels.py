"""Writing to prestataires before their référencement ends: looked at every hour, written once a stage."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import Session, aliased

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.kernel import clock
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import SYSTEME, journaliser
from dla_market.referencement.events import FinDeReferencementARappeler
from dla_market.referencement.models import EtatReferencement, RappelReferencement, Referencement
from dla_market.referencement.queries import sql_en_cours
from dla_market.referencement.rules import OUVERTES, palier_de_fin
from dla_market.referentiel import reglages

LOT = 200
"""Files reminded in one unit of work: others may write in between."""


def rappeler_referencements(session: Session, limite: int = LOT) -> int:
    """Remind, as of today, those whose stage has come and who were not told; returns how many.

    Nothing is said where something follows already (`_suivi`), nor to a closed fiche; no stage comes before
    a renewal may be asked. At most `limite`: call it until it returns 0.
    """
    today = clock.today()
    preavis = reglages.entier(session, "referencement_preavis_jours", today) - 1
    premier = min(reglages.entier(session, "referencement_rappel_premier_jours", today), preavis)
    second = min(reglages.entier(session, "referencement_rappel_second_jours", today), preavis)
    dossiers = session.scalars(
        select(Referencement)
        .join(Prestataire, Prestataire.id == Referencement.prestataire_id)
        .where(
            sql_en_cours(today),
            Referencement.fin <= today + timedelta(days=max(premier, second)),
            Prestataire.etat != EtatFiche.FERMEE,
            not_(_suivi()),
        )
        .order_by(Referencement.fin, Referencement.id)
    ).all()
    envoyes = {
        (rappel.referencement_id, rappel.palier)
        for rappel in session.scalars(
            select(RappelReferencement)
            .join(Referencement, Referencement.id == RappelReferencement.referencement_id)
            .where(Referencement.fin >= today)
        )
    }
    nombre = 0
    for dossier in dossiers:
        assert dossier.fin is not None
        palier = palier_de_fin(dossier.fin, today, premier, second)
        if palier is None or (dossier.id, palier) in envoyes:
            continue
        session.add(RappelReferencement(referencement_id=dossier.id, palier=palier, envoye_le=clock.now()))
        journaliser(
            session,
            SYSTEME,
            "referencement:rappeler",
            "referencement",
            dossier.id,
            prestataire=dossier.prestataire_id,
            palier=palier.value,
        )
        emettre(session, FinDeReferencementARappeler(dossier.id))
        nombre += 1
        if nombre == limite:
            break
    return nombre


def _suivi() -> ColumnElement[bool]:
    """Whether a request is under way in the same region, or an acceptance there lasts longer."""
    suite = aliased(Referencement)
    plus_loin = and_(
        suite.etat == EtatReferencement.ACCEPTE, or_(suite.fin.is_(None), suite.fin > Referencement.fin)
    )
    return exists(
        select(suite.id).where(
            suite.prestataire_id == Referencement.prestataire_id,
            suite.regional_id == Referencement.regional_id,
            or_(suite.etat.in_(OUVERTES), plus_loin),
        )
    )
