"""Reminding prestataires to confirm their fiche: asked every hour, told once a stage (domain R31)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.events import ConfirmationARappeler
from dla_market.catalogue.histoire import tracer_acte
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.catalogue.queries import validite
from dla_market.catalogue.rules import fin_confirmation, jours_avant_fin, palier_du
from dla_market.catalogue.vie import RappelFiche
from dla_market.kernel import clock
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import SYSTEME, journaliser
from dla_market.referentiel import reglages

LOT = 200
"""Fiches reminded in one unit of work: others may write in between."""


def rappeler_confirmations(session: Session, limite: int = LOT) -> int:
    """Remind, as of today, those whose stage has come and who were not told; returns how many.

    At most `limite`, those nearest to their end last: call it again until it returns 0. The row that it
    writes is why the same reminder never leaves twice, however often this is called.
    """
    today = clock.today()
    duree = validite(session, today)
    premier = reglages.entier(session, "fiche_rappel_premier_jours", today)
    second = reglages.entier(session, "fiche_rappel_second_jours", today)
    bientot = today - timedelta(days=duree - max(premier, second))
    envoyes = {
        (rappel.prestataire_id, rappel.confirmee_le, rappel.palier)
        for rappel in session.scalars(select(RappelFiche).where(RappelFiche.confirmee_le <= bientot))
    }
    nombre = 0
    for fiche in session.scalars(
        select(Prestataire)
        .where(Prestataire.etat == EtatFiche.PUBLIEE, Prestataire.confirmee_le <= bientot)
        .order_by(Prestataire.confirmee_le, Prestataire.id)
    ):
        assert fiche.confirmee_le is not None
        jours = jours_avant_fin(fiche.confirmee_le, today, duree)
        palier = palier_du(jours, premier, second)
        if palier is None or (fiche.id, fiche.confirmee_le, palier) in envoyes:
            continue
        session.add(
            RappelFiche(
                prestataire_id=fiche.id, confirmee_le=fiche.confirmee_le, palier=palier, envoye_le=clock.now()
            )
        )
        journaliser(session, SYSTEME, "fiche:rappeler", "prestataire", fiche.id, palier=palier.value)
        tracer_acte(session, SYSTEME, fiche, "rappeler")
        fin = fin_confirmation(fiche.confirmee_le, duree)
        emettre(session, ConfirmationARappeler(fiche.id, jours, fin.isoformat()))
        nombre += 1
        if nombre == limite:
            break
    return nombre
