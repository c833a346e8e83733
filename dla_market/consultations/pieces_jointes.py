"""The files that a frozen cahier came with, found by what it says of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.consultations import cahier
from dla_market.consultations.models import Consultation
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel.fichiers.models import Fichier
from dla_market.ressources.models import Edition


@dataclass(frozen=True)
class FichierDuCahier:
    """A file with whose cahier it belongs to; `prestataire_id` is who was invited, None for the buyer."""

    fichier: Fichier
    ingenierie: Ingenierie
    prestataire_id: int | None = None


def fichier_du_cahier(
    session: Session, consultation: Consultation, edition_id: int, *, prestataire_id: int | None = None
) -> FichierDuCahier | None:
    """The file of an edition that the frozen cahier names, the bytes that it names; None for any other."""
    dites = {
        r.edition_id: r.fichier_empreinte for r in cahier.lire(consultation.cahier).ressources if r.fichier
    }
    if edition_id not in dites:
        return None
    fichier = session.scalars(
        select(Fichier)
        .join(Edition, Edition.fichier_id == Fichier.id)
        .where(Edition.id == edition_id, Fichier.empreinte == dites[edition_id])
    ).one_or_none()
    return None if fichier is None else FichierDuCahier(fichier, consultation.ingenierie, prestataire_id)
