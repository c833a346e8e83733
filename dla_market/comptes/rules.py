"""Rules of membership: which roles an organisation has, who looks after it, how long a link holds."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Protocol

from dla_market.comptes.models import Role, TypeOrganisation

JETON_OCTETS: Final = 32
"""256 bits, drawn by the system (reliability F8)."""

ROLES: Final = {
    TypeOrganisation.DLA: (Role.RESPONSABLE, Role.CHARGE_MISSION, Role.GESTIONNAIRE),
    TypeOrganisation.DLA_REGIONAL: (Role.REFERENT_REGIONAL, Role.RESPONSABLE, Role.GESTIONNAIRE),
    TypeOrganisation.CENTRE_RESSOURCES: (Role.COORDINATEUR, Role.EXPERT),
    TypeOrganisation.PRESTATAIRE: (Role.PRESTATAIRE, Role.INTERVENANT),
    TypeOrganisation.STRUCTURE: (Role.STRUCTURE,),
    TypeOrganisation.FINANCEUR: (Role.FINANCEUR,),
    TypeOrganisation.PILOTE: (Role.PILOTE,),
}
"""The roles that each kind of organisation gives; the first is that of who looks after its members."""

EXPLICATIONS: Final = {
    Role.RESPONSABLE: "lance, attribue, signe et certifie\u00a0; invite ses collègues",
    Role.CHARGE_MISSION: "suit les structures, prépare les ingénieries et les consultations",
    Role.GESTIONNAIRE: "contrôle et paie les factures",
    Role.REFERENT_REGIONAL: "publie les fiches, suit la région\u00a0; invite ses collègues",
    Role.COORDINATEUR: "confirme et retire les avals\u00a0; invite ses collègues",
    Role.EXPERT: "propose des avals",
    Role.PRESTATAIRE: "tient la fiche, dépose les offres, signe, facture\u00a0; invite ses collègues",
    Role.INTERVENANT: "lit la fiche et les invitations, prépare les offres, remet les livrables",
    Role.STRUCTURE: "valide le diagnostic, note, choisit, signe et atteste",
    Role.FINANCEUR: "suit ce que son organisme finance",
    Role.PILOTE: "suit l’ensemble du dispositif",
}
"""What each role is for, in words, where one is chosen."""


class Periode(Protocol):
    """What the rules read of a membership."""

    role: Role
    depuis: date
    jusqu_au: date | None


def role_gardien(genre: TypeOrganisation) -> Role:
    """The role that looks after an organisation's members."""
    return ROLES[genre][0]


def en_cours(adhesion: Periode, today: date) -> bool:
    """Whether a membership runs that day, its last day included."""
    return adhesion.depuis <= today and (adhesion.jusqu_au is None or today <= adhesion.jusqu_au)


def est_dernier_gardien(
    genre: TypeOrganisation, partant: Periode, autres: Iterable[Periode], today: date
) -> bool:
    """Whether nobody would be left to look after the organisation once `partant` is gone."""
    gardien = role_gardien(genre)
    return partant.role is gardien and not any(a.role is gardien and en_cours(a, today) for a in autres)


def adresse_pliee(courriel: str) -> str:
    """An address as two are compared."""
    return courriel.strip().casefold()


def tirer_jeton() -> str:
    """A new token, for a link."""
    return secrets.token_urlsafe(JETON_OCTETS)


def empreinte(jeton: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(jeton.encode()).hexdigest()


def expire(expire_le: datetime, maintenant: datetime) -> bool:
    """Whether a link came too late."""
    return maintenant >= expire_le
