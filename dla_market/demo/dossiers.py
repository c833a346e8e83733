"""The live dossiers, as data: each goes as far as the act that one of the accounts has still to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Etape(IntEnum):
    """How far a dossier has come."""

    PROJET = 0
    PRETE = 1
    LANCEE = 2
    CLOSE = 3
    OUVERTE = 4
    CHOISIE = 5
    ETABLIE = 6
    SIGNEE_DLA = 7
    SIGNEE_PRESTATAIRE = 8
    NOTIFIEE = 9
    ACCEPTEE = 10
    ATTESTEE = 11
    CERTIFIEE = 12
    FACTUREE = 13
    VALIDEE = 14
    EVALUEE = 15


@dataclass(frozen=True, slots=True)
class Dossier:
    """A story: how far, for whom, about what, launched how many days ago, answered and won by whom.

    `jours` in hundredths of a day, `plafond` in euros.
    """

    etape: Etape
    structures: tuple[str, ...]
    thematique: str
    jours: int
    plafond: int
    lancee: int
    delai: int = 17
    invites: tuple[str, ...] = ("prestataire1", "prestataire2", "prestataire3")
    repondent: tuple[str, ...] = ("prestataire1", "prestataire2", "prestataire3")
    gagnant: str = "prestataire1"
    seconde: str = ""


TOUS = ("prestataire1", "prestataire2", "prestataire3", "prestataire4")
DOSSIERS = (
    Dossier(Etape.PROJET, ("structure2",), "communication_ntic", 400, 4_200, -12),
    Dossier(Etape.PRETE, ("structure3",), "gestion_financiere", 400, 4_400, -1, delai=20),
    Dossier(
        Etape.LANCEE,
        ("structure4", "structure5", "structure6"),
        "mutualisation",
        600,
        6_600,
        4,
        delai=16,
        invites=TOUS,
    ),
    Dossier(
        Etape.CLOSE,
        ("structure5",),
        "recherche_financement",
        350,
        3_900,
        20,
        delai=18,
        invites=TOUS,
        repondent=("prestataire2", "prestataire3", "prestataire4"),
    ),
    Dossier(
        Etape.OUVERTE,
        ("structure1",),
        "projet_structure",
        450,
        4_900,
        30,
        invites=TOUS,
        repondent=TOUS,
        seconde="organisation_interne",
    ),
    Dossier(
        Etape.CHOISIE, ("structure6",), "strategie_consolidation", 500, 5_400, 36, gagnant="prestataire2"
    ),
    Dossier(Etape.ETABLIE, ("structure7",), "management_rh", 400, 4_500, 40, gagnant="prestataire3"),
    Dossier(Etape.SIGNEE_DLA, ("structure8",), "organisation_interne", 350, 3_800, 41),
    Dossier(
        Etape.SIGNEE_PRESTATAIRE,
        ("structure1",),
        "gestion_financiere",
        300,
        3_300,
        44,
        gagnant="prestataire2",
    ),
    Dossier(Etape.NOTIFIEE, ("structure2",), "projet_structure", 450, 4_800, 70, gagnant="prestataire2"),
    Dossier(Etape.ACCEPTEE, ("structure1",), "communication_ntic", 300, 3_400, 96, gagnant="prestataire3"),
    Dossier(
        Etape.ATTESTEE, ("structure3",), "strategie_consolidation", 500, 5_200, 98, gagnant="prestataire3"
    ),
    Dossier(Etape.CERTIFIEE, ("structure4",), "evolution_activite", 400, 4_300, 102),
    Dossier(Etape.FACTUREE, ("structure5",), "comptabilite", 350, 3_700, 108, gagnant="prestataire2"),
    Dossier(Etape.VALIDEE, ("structure6",), "management_rh", 400, 4_400, 112),
    Dossier(
        Etape.EVALUEE,
        ("structure7",),
        "projet_structure",
        450,
        4_700,
        150,
        gagnant="prestataire4",
        invites=TOUS,
        repondent=TOUS,
    ),
)
