from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.referentiel import models as m
from dla_market.referentiel import queries
from dla_market.referentiel.chargement import charger
from tests.support.oracle import lire_oracle


def test_labels_are_those_of_the_report(session: Session, territoires: Path) -> None:
    charger(session, territoires)
    assert list(queries.libelles(session, m.Secteur).values()) == list(
        dict.fromkeys(ligne["secteur"] for ligne in lire_oracle("secteurs.csv"))
    )
    groupes = queries.libelles(session, m.GroupeThematique)
    assert [(groupes[t.groupe_code], t.libelle) for t in queries.toutes(session, m.Thematique)] == [
        (ligne["groupe"], ligne["thematique"]) for ligne in lire_oracle("thematiques.csv")
    ]
    assert set(queries.libelles(session, m.TypeStructure).values()) == {
        ligne["type"] for ligne in lire_oracle("types_structures.csv")
    }
    classes = queries.toutes(session, m.ClasseFinanceur)
    assert list(dict.fromkeys(c.libelle_bilan for c in classes))[:7] == [
        ligne["financeur"] for ligne in lire_oracle("financeurs_dla_2012.csv")
    ]


def test_loading_twice_changes_nothing_and_mends_what_was_altered(
    session: Session, territoires: Path
) -> None:
    charger(session, territoires)
    avant = {
        t: session.scalar(select(func.count()).select_from(t))
        for t in (m.Commune, m.SerieHistorique, m.Motif)
    }
    session.get_one(m.Secteur, "culture").libelle = "Autre chose"
    session.flush()
    charger(session, territoires)
    session.expire_all()
    assert session.get_one(m.Secteur, "culture").libelle == "Culture"
    assert avant == {t: session.scalar(select(func.count()).select_from(t)) for t in avant}


def test_past_sectors_are_held_as_printed(session: Session, territoires: Path) -> None:
    charger(session, territoires)
    codes = {libelle: code for code, libelle in queries.libelles(session, m.Secteur).items()}
    serie = queries.serie(session, "secteurs")
    imprimes = {
        (codes[ligne["secteur"]], int(ligne["annee"])): int(ligne["structures"])
        for ligne in lire_oracle("secteurs.csv")
        if ligne["annee"] != "2012"
    }
    assert serie == imprimes
    assert sum(v for (_, annee), v in serie.items() if annee == 2011) == 4653


def test_decimal_figures_keep_their_decimal(session: Session, territoires: Path) -> None:
    charger(session, territoires)
    assert queries.serie(session, "part_emplois_aides") == {("total", 2011): 9.3}


def test_territories_hold_both_maps(session: Session, territoires: Path) -> None:
    charger(session, territoires)
    drome = session.get_one(m.Departement, "26")
    assert (drome.region_code, drome.region_2012_code) == ("84", "2012-82")
    assert len(queries.regions(session, 2012)) == 27
    assert [r.code for r in queries.regions(session, 2016)] == ["84", "06"]
    assert len(queries.departements(session)) == 101
    assert queries.successeurs(session, "region", "2012-82", date(2020, 1, 1)) == ["84"]
    assert queries.successeurs(session, "region", "2012-82", date(2012, 1, 1)) == ["2012-82"]


def test_only_the_communes_of_today_in_the_departements(session: Session, territoires: Path) -> None:
    charger(session, territoires)
    assert session.scalars(select(m.Commune.code).order_by(m.Commune.code)).all() == ["26281", "26362"]
    assert session.get_one(m.Commune, "26362").epci_code == "200040459"
    assert [c.code for c in queries.communes_commencant_par(session, "ROMANS SUR")] == ["26281"]
    assert queries.communes_commencant_par(session, "romana") == []


def test_an_entry_is_offered_within_its_dates(session: Session, territoires: Path) -> None:
    charger(session, territoires)
    en_2012 = {t.code for t in queries.entrees(session, m.Thematique, date(2012, 6, 1))}
    en_2026 = {t.code for t in queries.entrees(session, m.Thematique, date(2026, 6, 1))}
    assert en_2012 - en_2026 == {"nouvelles_conventions_siae"}
    assert session.get_one(m.Thematique, "nouvelles_conventions_siae").valide_le(date(2014, 12, 31))


def test_missing_package_is_named(session: Session, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make setup"):
        charger(session, tmp_path)
