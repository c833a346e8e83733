"""Writing the reference data: nomenclatures from our own files, territories from the package that holds them.

Idempotent: a row that is there already is brought up to date, none is removed, since records point at it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, inspect, select, update
from sqlalchemy.orm import Session

from dla_market.kernel.db import Base
from dla_market.referentiel import models as m
from dla_market.referentiel.noms import normaliser

DONNEES = Path(__file__).parent / "donnees"
TERRITOIRES = Path(__file__).parents[2] / "node_modules/@etalab/decoupage-administratif/data"
SOURCE_2012 = "Bilan d’activité consolidé 2012, 30 mai 2013"
DECOUPAGE_2016 = date(2016, 1, 1)
SYNONYMES_DU = date(2003, 1, 1)
LOT = 5000

NOMENCLATURES: dict[str, type[Base]] = {
    "secteurs.csv": m.Secteur,
    "groupes_thematiques.csv": m.GroupeThematique,
    "thematiques.csv": m.Thematique,
    "types_structures.csv": m.TypeStructure,
    "types_siae.csv": m.TypeSiae,
    "classes_financeurs.csv": m.ClasseFinanceur,
    "motifs.csv": m.Motif,
    "correspondances.csv": m.Correspondance,
}
ENTIERS = {"ordre", "ordre_bilan", "annee", "valeur", "echelle"}
DATES = {"valide_du", "valide_au", "du"}


def charger(session: Session, territoires: Path = TERRITOIRES) -> None:
    """Bring every nomenclature, territory and historical series up to date in the present unit of work.

    `territoires` is the data folder of @etalab/decoupage-administratif. Raises FileNotFoundError
    where it is not there.
    """
    for nom, modele in NOMENCLATURES.items():
        _poser(session, modele, [_typee(ligne) for ligne in lire(nom)])
    charger_series(session)
    charger_synonymes(session)
    charger_territoires(session, territoires)


def charger_series(session: Session) -> None:
    """The figures that past reports print, for the years whose records are not held here."""
    lignes = [{**_typee(ligne), "source": SOURCE_2012} for ligne in lire("series_historiques.csv")]
    _poser(session, m.SerieHistorique, lignes, cle=("serie", "cle", "annee"))


def charger_synonymes(session: Session) -> None:
    """The first groups of synonyms: those not there yet, since people edit them afterwards."""
    presentes = set(session.scalars(select(m.GroupeSynonymes.graine)))
    for ligne in lire("synonymes.csv"):
        if ligne["graine"] not in presentes:
            session.add(
                m.GroupeSynonymes(
                    graine=ligne["graine"],
                    mots="\n".join(_expressions(ligne["mots"])),
                    aussi="\n".join(_expressions(ligne["aussi"])),
                    valide_du=SYNONYMES_DU,
                )
            )
    session.flush()


def _expressions(texte: str) -> list[str]:
    return [mot.strip() for mot in texte.split(";") if mot.strip()]


def charger_territoires(session: Session, dossier: Path) -> None:
    """Régions of both maps, départements, EPCI and communes of today."""
    if not (dossier / "communes.json").is_file():
        raise FileNotFoundError(f"pas de communes.json dans {dossier} : lancez make setup")
    d2012 = {ligne["departement"]: ligne["region_2012"] for ligne in lire("departements_2012.csv")}
    departements = [d for d in _json(dossier, "departements") if d["code"] in d2012]
    actuelles = {d["region"] for d in departements}
    regions = [
        {"code": f"2012-{ligne['code']}", "libelle": ligne["libelle"], "decoupage": 2012}
        for ligne in lire("regions_2012.csv")
    ]
    regions += [
        {"code": r["code"], "libelle": r["nom"], "decoupage": 2016}
        for r in _json(dossier, "regions")
        if r["code"] in actuelles
    ]
    _poser(session, m.Region, regions)
    _poser(session, m.Departement, [_departement(d, d2012) for d in departements])
    couples = sorted({(d2012[d["code"]], d["region"]) for d in departements})
    _poser(
        session,
        m.Correspondance,
        [
            {"nomenclature": "region", "code_de": f"2012-{de}", "code_vers": vers, "du": DECOUPAGE_2016}
            for de, vers in couples
        ],
    )
    epci = _json(dossier, "epci")
    _poser(session, m.Epci, [{"code": e["code"], "libelle": e["nom"], "nature": e["type"]} for e in epci])
    membre_de = {membre["code"]: e["code"] for e in epci for membre in e["membres"]}
    communes = [
        _commune(c, membre_de)
        for c in _json(dossier, "communes")
        if c["type"] == "commune-actuelle" and c.get("departement") in d2012
    ]
    _poser(session, m.Commune, communes)


def lire(nom: str) -> list[dict[str, str]]:
    """The rows of one of our data files, as text."""
    with (DONNEES / nom).open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


def _json(dossier: Path, nom: str) -> list[dict[str, Any]]:
    lues: list[dict[str, Any]] = json.loads((dossier / f"{nom}.json").read_text(encoding="utf-8"))
    return lues


def _typee(ligne: Mapping[str, str]) -> dict[str, Any]:
    return {cle: _valeur(cle, texte) for cle, texte in ligne.items()}


def _valeur(cle: str, texte: str) -> Any:
    if cle in ENTIERS:
        return int(texte)
    if cle in DATES:
        return date.fromisoformat(texte) if texte else None
    return bool(int(texte)) if cle == "collectivite" else texte


def _departement(d: Mapping[str, Any], d2012: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": d["code"],
        "libelle": d["nom"],
        "region_code": d["region"],
        "region_2012_code": f"2012-{d2012[d['code']]}",
        "outre_mer": d["zone"] == "drom",
    }


def _commune(c: Mapping[str, Any], membre_de: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": c["code"],
        "libelle": c["nom"],
        "departement_code": c["departement"],
        "epci_code": membre_de.get(c["code"]),
        "population": c.get("population", 0),
        "code_postal": min(c.get("codesPostaux", [""])),
        "nom_normalise": normaliser(c["nom"]),
    }


def _poser(
    session: Session, modele: type[Base], lignes: Iterable[dict[str, Any]], cle: tuple[str, ...] = ()
) -> None:
    """Insert what is new, update what has changed; nothing where all is as it was."""
    table = inspect(modele).local_table
    assert isinstance(table, Table)
    cle = cle or tuple(c.name for c in table.primary_key)
    lues = session.execute(select(*[c for c in table.c if c.name != "id"])).mappings()
    presentes = {tuple(ligne[c] for c in cle): dict(ligne) for ligne in lues}
    nouvelles = []
    for ligne in lignes:
        avant = presentes.get(tuple(ligne[c] for c in cle))
        if avant is None:
            nouvelles.append(ligne)
        elif avant != ligne:
            session.execute(update(table).where(*[table.c[c] == ligne[c] for c in cle]).values(ligne))
    for debut in range(0, len(nouvelles), LOT):
        session.execute(insert(table), nouvelles[debut : debut + LOT])
