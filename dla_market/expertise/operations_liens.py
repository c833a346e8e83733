"""Declaring a link of interest, and saying when it ended: nothing is ever taken out."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.expertise.events import LienDeclare
from dla_market.expertise.models import LienInteret, NatureLien
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser

OBJET = "lien_interet"


def declarer(
    session: Session,
    acteur: Acteur,
    prestataire: Prestataire,
    *,
    nature: NatureLien,
    precision: str = "",
    debut: date | None = None,
    fin: date | None = None,
) -> LienInteret:
    """Declare one's own link with a prestataire; from now on the person stands back from its avals (R50).

    Raises RefusMetier for dates that do not follow each other, or are yet to come.
    """
    _verifier_dates(debut, fin)
    lien = LienInteret(
        utilisateur_id=acteur.utilisateur_id,
        organisation_id=prestataire.id,
        nature=nature,
        precision=precision.strip(),
        debut=debut,
        fin=fin,
        declare_le=clock.now(),
    )
    session.add(lien)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "lien:declarer",
        OBJET,
        lien.id,
        organisation=prestataire.id,
        nature=nature.value,
        debut=debut,
        fin=fin,
    )
    emettre(session, LienDeclare(lien.id, acteur.organisation_id))
    return lien


def terminer(session: Session, acteur: Acteur, lien: LienInteret, fin: date) -> LienInteret:
    """Say the last day of a link. Raises RefusMetier where one is said already, or for an impossible day."""
    session.refresh(lien, with_for_update=True)
    if lien.fin is not None:
        raise RefusMetier("La fin de ce lien est déjà dite.")
    _verifier_dates(lien.debut, fin)
    lien.fin = fin
    journaliser(session, acteur.auteur, "lien:terminer", OBJET, lien.id, fin=fin)
    return lien


def _verifier_dates(debut: date | None, fin: date | None) -> None:
    today = clock.today()
    if debut is not None and debut > today:
        raise RefusMetier("Le début du lien ne peut pas être à venir.", champ="debut")
    if fin is not None and fin > today:
        raise RefusMetier("Laissez la fin vide tant que le lien dure.", champ="fin")
    if debut is not None and fin is not None and fin < debut:
        raise RefusMetier("La fin ne peut pas précéder le début.", champ="fin")
