"""Writing to a centre and to a prestataire before an aval ends: looked at every hour, written once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.expertise.events import FinDAvalARappeler
from dla_market.expertise.models import Aval, RappelAval
from dla_market.expertise.queries import sql_finit_sans_suite
from dla_market.expertise.reglages import rappel_aval_jours
from dla_market.kernel import clock
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import SYSTEME, journaliser

LOT = 200
"""Avals reminded in one unit of work: others may write in between."""


def rappeler_avals(session: Session, limite: int = LOT) -> int:
    """Remind, as of today, of the avals that end soon and were not told of; returns how many.

    Nothing is said of one whose renewal is proposed, nor of a closed fiche's. At most `limite`: call it until
    it returns 0.
    """
    today = clock.today()
    avals = session.scalars(
        select(Aval)
        .join(Prestataire, Prestataire.id == Aval.prestataire_id)
        .where(
            sql_finit_sans_suite(today, rappel_aval_jours(session, today)),
            Prestataire.etat != EtatFiche.FERMEE,
            Aval.id.not_in(select(RappelAval.aval_id)),
        )
        .order_by(Aval.fin, Aval.id)
        .limit(limite)
    ).all()
    for aval in avals:
        session.add(RappelAval(aval_id=aval.id, envoye_le=clock.now()))
        journaliser(
            session,
            SYSTEME,
            "aval:rappeler",
            "aval",
            aval.id,
            prestataire=aval.prestataire_id,
            centre=aval.centre_id,
        )
        emettre(session, FinDAvalARappeler(aval.id))
    return len(avals)
