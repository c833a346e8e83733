"""Rules of the fiche: what it lacks and what that costs, whether it is active."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from dla_market.catalogue.models import EtatFiche

VALIDITE_JOURS = 365
"""Days for which a confirmation holds (domain R31)."""

RAPPELS_JOURS = (30, 15, 0)
"""Days before the end at which the prestataire is reminded (domain R31)."""

PRESENTATION_MAX = 2000
"""Characters of a presentation (domain 7.1)."""

PRESENTATION_MIN = 120
"""Characters under which a presentation says too little to be found."""

LIBELLES_NIVEAU = {1: "a déjà pratiqué", 2: "pratique régulière", 3: "spécialiste"}
"""The levels of an activity and of an aval, in words."""


class FicheLue(Protocol):
    """What the rules read of a fiche."""

    nom: str
    siret: str | None
    titre: str
    presentation: str
    commune: str
    departement_code: str | None
    telephone: str
    courriel: str
    tarif_jour_ht_centimes: int | None
    individuel: bool
    collectif: bool
    disponible_le: date | None
    etat: EtatFiche
    confirmee_le: date | None
    activites: Any
    zones: Any
    intervenants: Any
    references: Any


class Vie(Protocol):
    """What tells whether a fiche is active."""

    @property
    def etat(self) -> EtatFiche:
        """Its stored state."""

    @property
    def confirmee_le(self) -> date | None:
        """The day of its last confirmation."""


@dataclass(frozen=True)
class Manque:
    """Something that the fiche does not say: in which step, which sentence, what saying it would change.

    A fiche with a `bloquant` one cannot be submitted.
    """

    etape: str
    phrase: str
    effet: str
    bloquant: bool = False


@dataclass(frozen=True)
class Point:
    """One thing that a full fiche says, and the Manque to tell where it does not."""

    dit: bool
    manque: Manque


def points(fiche: FicheLue) -> list[Point]:
    """What a full fiche says, in the order of its steps."""
    return [
        Point(
            bool(fiche.siret),
            Manque(
                "identite",
                "Le numéro SIRET n’est pas indiqué.",
                "Il est exigé à la première commande : sans lui, elle attend.",
            ),
        ),
        Point(
            bool(fiche.departement_code and fiche.commune.strip()),
            Manque(
                "identite",
                "La commune et le département du siège ne sont pas indiqués.",
                "Le département du siège dit quel DLA régional publie la fiche.",
                bloquant=True,
            ),
        ),
        Point(
            bool(fiche.courriel.strip()),
            Manque(
                "identite",
                "L’adresse électronique n’est pas indiquée.",
                "Les invitations à répondre y sont annoncées.",
                bloquant=True,
            ),
        ),
        Point(
            bool(fiche.telephone.strip()),
            Manque(
                "identite",
                "Le téléphone n’est pas indiqué.",
                "Une chargée de mission appelle souvent avant d’inviter.",
            ),
        ),
        Point(
            bool(fiche.titre.strip()),
            Manque(
                "presentation",
                "L’offre n’a pas de titre.",
                "C’est la première ligne que l’on lit, et elle pèse lourd dans la recherche.",
                bloquant=True,
            ),
        ),
        Point(
            len(fiche.presentation.strip()) >= PRESENTATION_MIN,
            Manque(
                "presentation",
                f"La présentation compte moins de {PRESENTATION_MIN} signes.",
                "La recherche lit chaque mot : plus elle est précise, plus on vous trouve.",
                bloquant=True,
            ),
        ),
        Point(
            fiche.individuel or fiche.collectif,
            Manque(
                "presentation",
                "Ni l’accompagnement individuel ni le collectif n’est coché.",
                "Sans cela, on ne sait pas pour quelle ingénierie vous consulter.",
                bloquant=True,
            ),
        ),
        Point(
            fiche.tarif_jour_ht_centimes is not None,
            Manque(
                "presentation",
                "Le tarif journalier n’est pas indiqué.",
                "Il n’est montré qu’au réseau des DLA, qui le compare au budget de chaque mission.",
            ),
        ),
        Point(
            fiche.disponible_le is not None,
            Manque(
                "presentation",
                "La prochaine disponibilité n’est pas indiquée.",
                "Votre ligne affiche « disponibilité inconnue » et passe après les disponibles, à égalité.",
            ),
        ),
        Point(
            bool(fiche.activites),
            Manque(
                "activites",
                "Aucun secteur ni aucune thématique n’est choisi.",
                "Les filtres de la recherche ne vous trouvent pas.",
                bloquant=True,
            ),
        ),
        Point(
            bool(fiche.zones),
            Manque(
                "zones",
                "Aucun département d’intervention n’est choisi.",
                "Une recherche dans un département ne vous trouve pas.",
                bloquant=True,
            ),
        ),
        Point(
            bool(fiche.intervenants),
            Manque(
                "equipe",
                "Aucun intervenant n’est présenté.",
                "Les structures choisissent aussi une personne.",
                bloquant=True,
            ),
        ),
        Point(
            bool(fiche.references),
            Manque(
                "references",
                "Aucune référence n’est donnée.",
                "Une mission proche de la demande est la première raison d’un choix.",
            ),
        ),
    ]


def manques(fiche: FicheLue) -> list[Manque]:
    """What the fiche lacks: what blocks first, then in the order of the steps."""
    absents = [point.manque for point in points(fiche) if not point.dit]
    return sorted(absents, key=lambda manque: not manque.bloquant)


def completude(fiche: FicheLue) -> int:
    """How complete the fiche is, in whole per cent of the things that a full one says."""
    tous = points(fiche)
    return 100 * sum(point.dit for point in tous) // len(tous)


def fin_confirmation(confirmee_le: date, validite_jours: int = VALIDITE_JOURS) -> date:
    """The last day for which a confirmation holds."""
    return confirmee_le + timedelta(days=validite_jours)


def est_active(fiche: Vie, today: date, validite_jours: int = VALIDITE_JOURS) -> bool:
    """Published, and confirmed within the year (domain R31); queries.sql_active says the same in SQL."""
    return (
        fiche.etat is EtatFiche.PUBLIEE
        and fiche.confirmee_le is not None
        and today <= fin_confirmation(fiche.confirmee_le, validite_jours)
    )


def jours_avant_fin(confirmee_le: date | None, today: date, validite_jours: int = VALIDITE_JOURS) -> int:
    """Days left before the confirmation lapses: 0 on its last day, negative after."""
    if confirmee_le is None:
        return -1
    return (fin_confirmation(confirmee_le, validite_jours) - today).days
