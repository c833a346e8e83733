"""Who may enter once two fiches are one.

Anybody may ask for a fiche under any name, and have an account by it: a likeness of names proves nothing of
who that is. So a merger never lets in those of the absorbed fiche; the administrators of the kept one invite
them by name. The one exception has its proof: nobody acts for the kept fiche, and those of the other read
mail at the very address that it bears.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.comptes.models import Adhesion
from dla_market.comptes.queries import invitations, membres, sql_en_cours
from dla_market.comptes.rules import adresse_pliee

OUVRENT: Final = frozenset({"adhesion", "invitation_membre", "piece"})
"""Tables that follow with the people alone. The documents too: a RIB says where to pay."""

PARUES: Final = frozenset({EtatFiche.PUBLIEE, EtatFiche.SUSPENDUE})
"""States of a fiche that someone in charge has read and let in."""


@dataclass(frozen=True)
class Personnes:
    """Who acts for each of two fiches, as « name (address) »; `invitees`: the addresses that hold a link to
    the absorbed one. `suivent`: whether those of the absorbed one go on with the kept one.
    """

    gardees: tuple[str, ...]
    absorbees: tuple[str, ...]
    invitees: tuple[str, ...]
    suivent: bool


def personnes(session: Session, absorbee_id: int, gardee_id: int) -> Personnes:
    """What a merger of the two would do to people."""
    restent, partent = membres(session, gardee_id), membres(session, absorbee_id)
    liens = [invitation.courriel for invitation in invitations(session, absorbee_id)]
    gardee = session.get_one(Prestataire, gardee_id)
    adresses = {adresse_pliee(a.utilisateur.email) for a in partent} | set(liens)
    return Personnes(
        gardees=_dire(restent),
        absorbees=_dire(partent),
        invitees=tuple(sorted(liens)),
        suivent=not restent and adresses == {adresse_pliee(gardee.courriel)},
    )


def refus_de_personnes(session: Session, absorbee_id: int, gardee_id: int) -> str | None:
    """Why the other fiche is the one to keep: what it has would go to whom nobody has checked."""
    absorbee, gardee = (session.get_one(Prestataire, ident) for ident in (absorbee_id, gardee_id))
    if absorbee.etat in PARUES and gardee.etat not in PARUES:
        return f"Gardez plutôt « {absorbee.nom} »\u00a0: elle a été publiée, celle-ci jamais."
    arrivees = [_premiere_arrivee(session, ident) for ident in (absorbee_id, gardee_id)]
    if arrivees[0] is not None and arrivees[1] is not None and arrivees[0] < arrivees[1]:
        return (
            f"Gardez plutôt « {absorbee.nom} »\u00a0: des personnes agissent pour elle depuis plus longtemps."
        )
    return None


def _premiere_arrivee(session: Session, organisation_id: int) -> date | None:
    return session.scalar(
        select(func.min(Adhesion.depuis)).where(Adhesion.organisation_id == organisation_id, sql_en_cours())
    )


def _dire(adhesions: Sequence[Adhesion]) -> tuple[str, ...]:
    return tuple(f"{a.utilisateur.nom_complet} ({a.utilisateur.email})" for a in adhesions)
