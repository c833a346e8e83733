from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.referentiel import models as m
from dla_market.referentiel import queries
from dla_market.referentiel.chargement import charger
from tests.support.oracle import lire_oracle


def test_labels_are_those_of_the_report(memoire: Session, territoires: Path) -> None:
    charger(memoire, territoires)
    assert list(queries.libelles(memoire, m.Secteur).values()) == list(
        dict.fromkeys(ligne["secteur"] for ligne in lire_oracle("secteurs.csv"))
    )
    groupes = queries.libelles(memoire, m.GroupeThematique)
    assert [(groupes[t.groupe_code], t.libelle) for t in queries.toutes(memoire, m.Thematique)] == [
        (ligne["groupe"], ligne["thematique"]) for ligne in lire_oracle("thematiques.csv")
    ]
    assert set(queries.libelles(memoire, m.TypeStructure).values()) == {
        ligne["type"] for ligne in lire_oracle("types_structures.csv")
    }
    classes = queries.toutes(memoire, m.ClasseFinanceur)
    assert list(dict.fromkeys(c.libelle_bilan for c in classes))[:7] == [
        ligne["financeur"] for ligne in lire_oracle("financeurs_dla_2012.csv")
    ]


def test_loading_twice_changes_nothing_and_mends_what_was_altered(
    memoire: Session, territoires: Path
) -> None:
    charger(memoire, territoires)
    avant = {
        t: memoire.scalar(select(func.count()).select_from(t))
        for t in (m.Commune, m.SerieHistorique, m.Motif)
    }
    memoire.get_one(m.Secteur, "culture").libelle = "Autre chose"
    memoire.flush()
    charger(memoire, territoires)
    memoire.expire_all()
    assert memoire.get_one(m.Secteur, "culture").libelle == "Culture"
    assert avant == {t: memoire.scalar(select(func.count()).select_from(t)) for t in avant}


def test_past_sectors_are_held_as_printed(memoire: Session, territoires: Path) -> None:
    charger(memoire, territoires)
    codes = {libelle: code for code, libelle in queries.libelles(memoire, m.Secteur).items()}
    serie = queries.serie(memoire, "secteurs")
    imprimes = {
        (codes[ligne["secteur"]], int(ligne["annee"])): int(ligne["structures"])
        for ligne in lire_oracle("secteurs.csv")
        if ligne["annee"] != "2012"
    }
    assert serie == imprimes
    assert sum(v for (_, annee), v in serie.items() if annee == 2011) == 4653


def test_decimal_figures_keep_their_decimal(memoire: Session, territoires: Path) -> None:
    charger(memoire, territoires)
    assert queries.serie(memoire, "part_emplois_aides") == {("total", 2011): 9.3}


def test_territories_hold_both_maps(memoire: Session, territoires: Path) -> None:
    charger(memoire, territoires)
    drome = memoire.get_one(m.Departement, "26")
    assert (drome.region_code, drome.region_2012_code) == ("84", "2012-82")
    assert len(queries.regions(memoire, 2012)) == 27
    assert [r.code for r in queries.regions(memoire, 2016)] == ["84", "06"]
    assert len(queries.departements(memoire)) == 101
    assert queries.successeurs(memoire, "region", "2012-82", date(2020, 1, 1)) == ["84"]
    assert queries.successeurs(memoire, "region", "2012-82", date(2012, 1, 1)) == ["2012-82"]


def test_only_the_communes_of_today_in_the_departements(memoire: Session, territoires: Path) -> None:
    charger(memoire, territoires)
    assert memoire.scalars(select(m.Commune.code).order_by(m.Commune.code)).all() == ["26281", "26362"]
    assert memoire.get_one(m.Commune, "26362").epci_code == "200040459"
    assert [c.code for c in queries.communes_commencant_par(memoire, "ROMANS SUR")] == ["26281"]
    assert queries.communes_commencant_par(memoire, "romana") == []


def test_an_entry_is_offered_within_its_dates(memoire: Session, territoires: Path) -> None:
    charger(memoire, territoires)
    en_2012 = {t.code for t in queries.entrees(memoire, m.Thematique, date(2012, 6, 1))}
    en_2026 = {t.code for t in queries.entrees(memoire, m.Thematique, date(2026, 6, 1))}
    assert en_2012 - en_2026 == {"nouvelles_conventions_siae"}
    assert memoire.get_one(m.Thematique, "nouvelles_conventions_siae").valide_le(date(2014, 12, 31))


def test_missing_package_is_named(memoire: Session, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make setup"):
        charger(memoire, tmp_path)
