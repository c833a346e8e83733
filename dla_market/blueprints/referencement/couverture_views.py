"""The white map: for a région by département, for France by région, and on a map for one secteur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, request, url_for
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.referencement.couverture import Couverture
from dla_market.referencement.couverture import couverture as compter
from dla_market.referencement.territoires import departements_par_regional
from dla_market.referentiel.models import Departement
from dla_market.referentiel.queries import departements
from dla_market.reseau.models import DlaRegional
from dla_market.reseau.queries import regionaux
from dla_market.web.actes import qui
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page

TITRE = "Où manque-t-il des prestataires\u00a0?"
SEUILS = (0, 2, 9, 29)
"""The last number of each tint of the map but the darkest: none, 1 or 2, 3 to 9, 10 to 29, 30 and more."""


@dataclass(frozen=True)
class Case:
    """A cell of the table: a number, where it opens, what it says to who does not see the column's head."""

    nombre: int
    url: str
    dit: str


@dataclass(frozen=True)
class Ligne:
    """A secteur, its cells in the order of the columns, and how many of them are white."""

    code: str
    libelle: str
    cases: tuple[Case, ...]
    blanches: int


@dataclass(frozen=True)
class SurLaCarte:
    """A département of the map; `teinte` goes from 0 (nobody) to 4.

    Where no DLA R answers for it, `nombre` is None and `teinte` « sans »: nobody could be référencé there.
    """

    code: str
    libelle: str
    nombre: int | None
    teinte: int | str
    outre_mer: bool
    url: str


def couverture() -> Reponse:
    """A référent régional sees its region; the national team France, then the région that it opens."""
    acteur, session = qui(), session_courante()
    regional = _regional(session, acteur)
    if regional is not None:
        return _region(session, acteur, regional)
    return _france(session)


def _regional(session: Session, acteur: Acteur) -> DlaRegional | None:
    if acteur.role is Role.REFERENT_REGIONAL:
        return session.get_one(DlaRegional, acteur.organisation_id)
    demande = request.args.get("region", type=int)
    if demande is None:
        return None
    return session.get(DlaRegional, demande) or abort(404)


def _region(session: Session, acteur: Acteur, regional: DlaRegional) -> Reponse:
    connus = nomenclatures()
    codes = sorted(departements_par_regional(session).get(regional.id, ()))
    nombres, region = compter(session, clock.today(), regional.id), regional.region_code
    fil = [("Accueil", url_for("accueil.a_faire")), (TITRE, None)]
    if acteur.role is not Role.REFERENT_REGIONAL:
        fil[1:] = [("France", url_for("referencement.couverture")), (regional.nom, None)]
    return page(
        "referencement/couverture_region.html",
        titre=f"{TITRE} {regional.nom}",
        fil=fil,
        colonnes=[connus.departements[code] for code in codes],
        lignes=[
            _ligne(secteur, libelle, [_combien(nombres, secteur, code, region) for code in codes])
            for secteur, libelle in connus.secteurs.items()
        ],
    )


def _combien(nombres: Couverture, secteur: str, code: str, region: str) -> Case:
    """For a région: how many work in a département, and the search that finds just them."""
    return Case(
        nombres.get((secteur, code), 0),
        url_for(
            "catalogue.chercher",
            secteur=secteur,
            departement=code,
            referencement=region,
            confirmation="confirmee",
        ),
        nomenclatures().departements[code],
    )


def _france(session: Session) -> Reponse:
    secteurs, nombres = nomenclatures().secteurs, compter(session, clock.today())
    secteur = request.args.get("secteur", "")
    secteur = secteur if secteur in secteurs else next(iter(secteurs))
    corps = regionaux(session)
    return page(
        "referencement/couverture_france.html",
        titre=TITRE,
        fil=[("Accueil", url_for("accueil.a_faire")), (TITRE, None)],
        colonnes=[(r.nom, url_for("referencement.couverture", region=r.id)) for r in corps],
        lignes=_lignes_france(session, nombres, corps),
        secteurs=secteurs,
        secteur=secteur,
        carte=_carte(session, nombres, secteur, corps),
    )


def _lignes_france(session: Session, nombres: Couverture, corps: Sequence[DlaRegional]) -> list[Ligne]:
    par_regional = departements_par_regional(session)
    return [
        _ligne(code, libelle, [_blancs(nombres, code, r, par_regional.get(r.id, frozenset())) for r in corps])
        for code, libelle in nomenclatures().secteurs.items()
    ]


def _blancs(nombres: Couverture, secteur: str, regional: DlaRegional, codes: frozenset[str]) -> Case:
    """For France: how many départements of a région have nobody."""
    return Case(
        sum((secteur, code) not in nombres for code in codes),
        url_for("referencement.couverture", region=regional.id),
        f"{regional.nom}, sur {len(codes)}",
    )


def _ligne(code: str, libelle: str, cases: list[Case]) -> Ligne:
    return Ligne(code, libelle, tuple(cases), sum(case.nombre == 0 for case in cases))


def _carte(
    session: Session, nombres: Couverture, secteur: str, corps: Sequence[DlaRegional]
) -> list[SurLaCarte]:
    par_regional = departements_par_regional(session)
    regions: dict[str, list[str]] = {}
    for regional in corps:
        for code in par_regional.get(regional.id, ()):
            regions.setdefault(code, []).append(regional.region_code)
    return [_sur_la_carte(d, nombres, secteur, regions.get(d.code, [])) for d in departements(session)]


def _sur_la_carte(d: Departement, nombres: Couverture, secteur: str, regions: list[str]) -> SurLaCarte:
    """A département with its number, and the search of those whom one of its DLA R accepted."""
    nombre = nombres.get((secteur, d.code), 0) if regions else None
    return SurLaCarte(
        d.code,
        d.libelle,
        nombre,
        "sans" if nombre is None else sum(nombre > seuil for seuil in SEUILS),
        d.outre_mer,
        url_for(
            "catalogue.chercher",
            secteur=secteur,
            departement=d.code,
            referencement=regions,
            confirmation="confirmee",
        ),
    )
