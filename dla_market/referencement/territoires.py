"""Which départements a DLA R answers for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import CompoundSelect, or_, select
from sqlalchemy.orm import Session

from dla_market.referentiel.models import Departement
from dla_market.reseau.models import Dla, DlaRegional


def territoires() -> CompoundSelect[int, str]:
    """Pairs (regional_id, departement_code): those of its région, on whichever map names it, and of its DLA.

    A région without a body of its own is followed by a neighbour: its DLA say which.
    """
    de_la_region = (
        select(DlaRegional.id.label("regional_id"), Departement.code.label("departement_code"))
        .join(
            Departement,
            or_(
                Departement.region_code == DlaRegional.region_code,
                Departement.region_2012_code == DlaRegional.region_code,
            ),
        )
        .where(DlaRegional.active)
    )
    actifs = select(DlaRegional.id).where(DlaRegional.active)
    de_ses_dla = select(Dla.regional_id, Dla.departement_code).where(Dla.regional_id.in_(actifs), Dla.active)
    return de_la_region.union(de_ses_dla)


def departements_par_regional(session: Session) -> Mapping[int, frozenset[str]]:
    """The codes of the départements of each DLA R, in one statement."""
    trouves: dict[int, set[str]] = defaultdict(set)
    for regional_id, departement in session.execute(territoires()):
        trouves[regional_id].add(departement)
    return {regional_id: frozenset(codes) for regional_id, codes in trouves.items()}


def regionaux_des_zones(par_regional: Mapping[int, frozenset[str]], zones: Collection[str]) -> frozenset[int]:
    """The DLA R of which a prestataire works in at least one département."""
    return frozenset(regional_id for regional_id, codes in par_regional.items() if codes & set(zones))
