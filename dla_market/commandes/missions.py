"""What a prestataire has done here: references that add themselves, from the orders and never from a form.

They name the DLA and not the structure: who was helped is for those who helped it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, false, select
from sqlalchemy.orm import Session

from dla_market.commandes.models import Commande, EtatCommande
from dla_market.commandes.queries import condition_visible
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries.models import Ingenierie, Prestation, TypeIngenierie
from dla_market.kernel.clock import a_paris
from dla_market.reseau.models import Dla

ENGAGEES = (EtatCommande.NOTIFIEE, EtatCommande.EXECUTEE, EtatCommande.SOLDEE)
FAITES = frozenset({EtatCommande.EXECUTEE, EtatCommande.SOLDEE})


@dataclass(frozen=True)
class Mission:
    """An engaged order: `annee` is that of its notification in Paris, `faite` once its service is.

    `lisible`: its reader may open the order itself.
    """

    commande_id: int
    dla_nom: str
    annee: int
    secteur_code: str
    thematiques: tuple[str, ...]
    jours_centiemes: int
    collective: bool
    faite: bool
    lisible: bool
    ht_centimes: int


@dataclass(frozen=True)
class Annee:
    """What a prestataire was engaged for in a year: hundredths of a day, centimes before tax."""

    annee: int
    missions: int
    jours_centiemes: int
    ht_centimes: int


@cache
def _engagees() -> Select[*tuple[Any, ...]]:
    """The question, written once: for a prestataire named at each reading."""
    return (
        select(
            Commande.id, Commande.etat, Commande.notifiee_le, Commande.jours_centiemes,
            Commande.ht_centimes, Dla.nom,
            Ingenierie.secteur_code, Ingenierie.type, Prestation.thematique_code,
        )
        .join(Dla, Dla.id == Commande.dla_id)
        .join(Ingenierie, Ingenierie.id == Commande.ingenierie_id)
        .outerjoin(Prestation, Prestation.ingenierie_id == Ingenierie.id)
        .where(Commande.prestataire_id == bindparam("prestataire"), Commande.etat.in_(ENGAGEES))
        .order_by(Commande.notifiee_le.desc(), Commande.id.desc(), Prestation.id)
    )  # fmt: skip


def missions(session: Session, prestataire_id: int, lecteur: Acteur | None = None) -> list[Mission]:
    """The engaged missions of a prestataire as `lecteur` reads them, the latest first, in one statement."""
    lues: dict[int, tuple[Mission, list[str]]] = {}
    lisible = (false() if lecteur is None else condition_visible(lecteur)).label("lisible")
    rangees: Any = session.execute(_engagees().add_columns(lisible), {"prestataire": prestataire_id})
    for id_, etat, notifiee_le, jours, ht, dla, secteur, genre, thematique, visible in rangees:
        assert notifiee_le is not None  # an engaged order has its day: the database checks it
        mission = Mission(
            id_, dla, a_paris(notifiee_le).year, secteur, (), jours,
            genre is TypeIngenierie.COLLECTIVE, etat in FAITES, bool(visible), ht,
        )  # fmt: skip
        lues.setdefault(id_, (mission, []))[1].extend([thematique] if thematique else [])
    return [
        Mission(**{**vars(mission), "thematiques": tuple(dict.fromkeys(codes))})
        for mission, codes in lues.values()
    ]


def faites(session: Session, prestataire_id: int) -> list[Mission]:
    """Those whose service is done: the references."""
    return [mission for mission in missions(session, prestataire_id) if mission.faite]


def annees(engagees: Sequence[Mission], cette_annee: int) -> list[Annee]:
    """This year, even where nothing is engaged, then the last one before it in which something was."""
    passees = {mission.annee for mission in engagees if mission.annee < cette_annee}
    return [
        Annee(
            annee,
            len(siennes := [mission for mission in engagees if mission.annee == annee]),
            sum(mission.jours_centiemes for mission in siennes),
            sum(mission.ht_centimes for mission in siennes),
        )
        for annee in (cette_annee, *sorted(passees)[-1:])
    ]


def par_dla(engagees: Sequence[Mission]) -> dict[str, int]:
    """How many by DLA, the most first, then by name."""
    comptes = Counter(mission.dla_nom for mission in engagees)
    return dict(sorted(comptes.items(), key=lambda compte: (-compte[1], compte[0])))
