"""What a fiche says and what it lacks, with what each lack costs: asked at any time, by its author first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from dla_market.catalogue.models import EtatFiche

PRESENTATION_MAX = 2000
"""Characters of a presentation (domain 7.1)."""

PRESENTATION_MIN = 120
"""Characters under which a presentation says too little to be found."""


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
    presentiel: bool
    distance: bool
    types_structures: Any
    charte_version: str
    liens_declares_le: date | None
    collectif: bool
    disponible_le: date | None
    etat: EtatFiche
    confirmee_le: date | None
    activites: Any
    zones: Any
    intervenants: Any
    references: Any


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


def points(fiche: FicheLue, missions: int = 0) -> list[Point]:
    """What a full fiche says, in the order of its steps.

    `missions` are those done here: they count as references.
    """
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
            fiche.presentiel or fiche.distance,
            Manque(
                "presentation",
                "Vous ne dites pas si vous travaillez sur place ou à distance.",
                "Une structure isolée, ou pressée, cherche d’abord cela.",
            ),
        ),
        Point(
            bool(fiche.types_structures),
            Manque(
                "presentation",
                "Les types de structures que vous connaissez ne sont pas indiqués.",
                "Qui cherche pour une coopérative ou une fondation ne sait pas si vous les connaissez.",
            ),
        ),
        Point(
            fiche.tarif_jour_ht_centimes is not None,
            Manque(
                "conditions",
                "Le tarif journalier n’est pas indiqué.",
                "Il n’est montré qu’au réseau des DLA, qui le compare au budget de chaque mission.",
            ),
        ),
        Point(
            fiche.disponible_le is not None,
            Manque(
                "conditions",
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
            bool(fiche.activites) and all(a.annees is not None for a in fiche.activites),
            Manque(
                "activites",
                "Des couples secteur et thématique n’ont pas leurs années de pratique.",
                "À niveau égal, c’est ce qui distingue deux prestataires.",
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
            any(personne.actif for personne in fiche.intervenants),
            Manque(
                "equipe",
                "Aucun intervenant n’est présenté.",
                "Les structures choisissent aussi une personne.",
                bloquant=True,
            ),
        ),
        Point(
            bool(fiche.references) or missions > 0,
            Manque(
                "references",
                "Aucune référence n’est donnée.",
                "Une mission proche de la demande est la première raison d’un choix.",
            ),
        ),
        Point(
            bool(fiche.charte_version),
            Manque(
                "engagements",
                "La charte du prestataire n’est pas signée.",
                "Le DLA régional la demande pour vous référencer.",
            ),
        ),
        Point(
            fiche.liens_declares_le is not None,
            Manque(
                "engagements",
                "Vous n’avez pas dit si vous avez des liens d’intérêts.",
                "Un lien connu à l’avance n’écarte que d’un dossier ; découvert après, il peut tout annuler.",
            ),
        ),
    ]


def manques(fiche: FicheLue, missions: int = 0) -> list[Manque]:
    """What the fiche lacks: what blocks first, then in the order of the steps."""
    absents = [point.manque for point in points(fiche, missions) if not point.dit]
    return sorted(absents, key=lambda manque: not manque.bloquant)


def completude(fiche: FicheLue, missions: int = 0) -> int:
    """How complete the fiche is, in whole per cent of the things that a full one says."""
    tous = points(fiche, missions)
    return 100 * sum(point.dit for point in tous) // len(tous)
