"""A file of fiches: what each column takes, what each fault is called, and that nothing is half done."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
import xlsxwriter
from sqlalchemy import func, select

from dla_market.catalogue.events import FichesImportees
from dla_market.catalogue.importation_fichier import FichierIllisible, lire_fichier
from dla_market.catalogue.importation_operations import importer
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.kernel.db import Base, unit_of_work
from dla_market.kernel.journal import SYSTEME, EntreeJournal
from dla_market.kernel.outbox import LigneOutbox
from tests.catalogue.fichiers import ENTETE, abimer, en_csv, en_xlsx, graines, un_siret, une_ligne
from tests.catalogue.semis import un_prestataire


def prendre(octets: bytes, **options):
    tableau = lire_fichier(octets)
    with unit_of_work() as session:
        return importer(session, SYSTEME, tableau, **options)


def fautes(octets: bytes):
    rendu = prendre(octets)
    assert not rendu.ecrit
    return [(f.ligne, f.colonne) for f in rendu.fautes]


def empreinte(session):
    """Everything that the database holds, as one number."""
    return hash(
        tuple(
            tuple(session.execute(select(t)).all())
            for t in Base.metadata.sorted_tables
            if t.name not in {"commune", "serie_historique"}
        )
    )


def la_fiche(session, **criteres):
    session.rollback()
    return session.scalars(select(Prestataire).filter_by(**criteres)).one()


def test_a_line_becomes_a_published_fiche(session):
    rendu = prendre(en_csv([une_ligne(1)]))
    assert (rendu.creees, rendu.modifiees, rendu.inchangees, rendu.ecrit) == (1, 0, 0, True)
    fiche = la_fiche(session, siret=un_siret(1))
    assert (fiche.nom, fiche.etat, fiche.tarif_jour_ht_centimes) == (
        "Atelier nº 1",
        EtatFiche.PUBLIEE,
        125_050,
    )
    assert {z.departement_code for z in fiche.zones} == {"26", "07"}
    assert {(a.secteur_code, a.thematique_code) for a in fiche.activites} == {
        (s, t) for s in ("environnement", "sante") for t in ("strategie_consolidation", "fiscalite")
    }
    assert session.scalar(select(func.count()).where(EntreeJournal.action == "fiche:importer")) == 1
    evenements = session.scalars(
        select(LigneOutbox.charge).where(LigneOutbox.evenement == FichesImportees.__name__)
    )
    assert evenements.all() == [f'{{"prestataire_ids": [{fiche.id}]}}']


def test_twice_changes_nothing(session):
    octets = en_csv([une_ligne(n) for n in range(1, 20)] + [une_ligne(40, siret="")])
    prendre(octets)
    avant = empreinte(session)
    session.rollback()
    rendu = prendre(octets)
    assert (rendu.creees, rendu.modifiees, rendu.inchangees, rendu.ecrit) == (0, 0, 20, False)
    assert empreinte(session) == avant


def test_a_known_fiche_takes_what_the_line_says_and_keeps_the_rest(session):
    prendre(en_csv([une_ligne(1)]))
    with unit_of_work() as ecriture:
        fiche = la_fiche(ecriture, siret=un_siret(1))
        fiche.activites[0].niveau, fiche.telephone, gardee = 3, "04 75 00 00 00", fiche.activites[0].id
        couple = (fiche.activites[0].secteur_code, fiche.activites[0].thematique_code)
    rendu = prendre(en_csv([une_ligne(1, titre="Un autre titre", tarif_jour_ht="", secteurs=couple[0])]))
    assert (rendu.creees, rendu.modifiees) == (0, 1)
    fiche = la_fiche(session, siret=un_siret(1))
    assert (fiche.titre, fiche.telephone, fiche.tarif_jour_ht_centimes) == (
        "Un autre titre",
        "04 75 00 00 00",
        125_050,
    )
    assert [a.niveau for a in fiche.activites if a.id == gardee] == [3]
    assert {a.secteur_code for a in fiche.activites} == {couple[0]}


def test_without_a_siret_name_and_address_tell_the_fiche(session):
    with unit_of_work() as ecriture:
        un_prestataire(ecriture, "L’Atelier des COMMUNS", courriel="Contact@atelier.example")
    ligne = une_ligne(1, raison_sociale="L'atelier des communs", courriel="contact@ATELIER.example")
    assert prendre(en_csv([ligne])).modifiees == 1
    assert la_fiche(session, siret=un_siret(1)).telephone == "04 00 00 00 00"
    assert session.scalar(select(func.count()).select_from(Prestataire)) == 1


def test_a_closed_fiche_and_two_that_look_alike_are_refused(session):
    with unit_of_work() as ecriture:
        un_prestataire(ecriture, "Clos", courriel="clos@atelier.example", etat=EtatFiche.FERMEE)
        un_prestataire(ecriture, "Double", courriel="double@atelier.example")
        un_prestataire(ecriture, "Double", courriel="double@atelier.example")
    lignes = [
        une_ligne(1, raison_sociale="Clos", courriel="clos@atelier.example"),
        une_ligne(2, raison_sociale="Double", courriel="double@atelier.example", siret=""),
    ]
    assert fautes(en_csv(lignes)) == [(2, "raison_sociale"), (3, "raison_sociale")]


@pytest.mark.parametrize("moteur", ["sqlite"])
@pytest.mark.parametrize(
    ("ecrit", "centimes"),
    [
        ("650.0", 65_000), ("650.00", 65_000), ("600.50", 60_050), ("1250.5", 125_050),
        ("1 250.5 €", 125_050),        ("650", 65_000), ("1 250,50", 125_050),
    ],
)  # fmt: skip
def test_numbers_as_a_program_writes_them(app, session, moteur, ecrit, centimes):
    """A library or an English spreadsheet writes every number with a point, codes too."""
    entete = (*ENTETE, "niveau", "departement_siege")
    chiffres = {
        "siret": f"{un_siret(1)}.0",
        "niveau": "3.0",
        "departement_siege": "7.0",
        "departements": "26.0",
    }
    ligne = une_ligne(1, tarif_jour_ht=ecrit, **chiffres)
    rendu = prendre(en_csv([ligne], entete=entete))
    assert [str(faute) for faute in rendu.fautes] == []
    fiche = la_fiche(session, siret=un_siret(1))
    assert (fiche.tarif_jour_ht_centimes, fiche.departement_code) == (centimes, "07")
    assert ([z.departement_code for z in fiche.zones], fiche.activites[0].niveau) == (["26"], 3)


@pytest.mark.parametrize("moteur", ["sqlite"])
@pytest.mark.parametrize(
    ("colonne", "cellule"),
    [
        ("raison_sociale", ""),
        ("raison_sociale", "x" * 201),
        ("titre", "  "),
        ("presentation", "x" * 2001),
        ("presentation", "un signe \x07 de trop"),
        ("thematiques", "cuisine"),
        ("thematiques", "fiscalite;cuisine"),
        ("thematiques", "nouvelles_conventions_siae"),
        ("secteurs", ";;"),
        ("departements", "99"),
        ("departements", "Dromme"),
        ("tarif_jour_ht", "1.250"),
        ("tarif_jour_ht", "1.250,50"),
        ("tarif_jour_ht", "1,250.50"),
        ("tarif_jour_ht", "1.250.50"),
        ("tarif_jour_ht", "780."),
        ("siret", "44306184100047.5"),
        ("tarif_jour_ht", "7,8E+02"),
        ("tarif_jour_ht", "-5"),
        ("courriel", "pas une adresse"),
        ("siret", "1,23457E+13"),
        ("siret", "12345678901234"),
    ],
)
def test_every_fault_is_named_by_its_line_and_its_column(app, session, moteur, colonne, cellule):
    octets = en_csv([une_ligne(1), une_ligne(2, **{colonne: cellule}), une_ligne(3)])
    assert fautes(octets) == [(3, colonne)]
    assert session.scalar(select(func.count()).select_from(Prestataire)) == 0


@pytest.mark.parametrize("moteur", ["sqlite"])
def test_lists_take_codes_and_labels_however_they_are_typed(app, session, moteur):
    ligne = une_ligne(
        1,
        secteurs="SANTE; Creation - developpement d’activite\nfamille / ENFANCE / jeunesse",
        thematiques="management_rh;evolution de l'activité",
        departements="1 ; 2a ; Drôme (26) ; 38 - departement 38; DÉPARTEMENT 974",
    )
    assert prendre(en_csv([ligne])).fautes == []
    fiche = la_fiche(session, siret=un_siret(1))
    assert {z.departement_code for z in fiche.zones} == {"01", "2A", "26", "38", "974"}
    assert {a.thematique_code for a in fiche.activites} == {"management_rh", "evolution_activite"}


@pytest.mark.parametrize("moteur", ["sqlite"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_csv_is_read(app, session, moteur, separateur, encodage):
    ligne = une_ligne(1, raison_sociale="L’Œuvre à Évry, conseil; été", tarif_jour_ht="1\u00a0250,50 €")
    assert prendre(en_csv([ligne], separateur=separateur, encodage=encodage)).creees == 1
    assert la_fiche(session, siret=un_siret(1)).nom == "L’Œuvre à Évry, conseil; été"


@pytest.mark.parametrize("moteur", ["sqlite"])
def test_a_workbook_is_read_with_its_numbers(app, session, moteur):
    ligne = une_ligne(1) | {"tarif_jour_ht": 780.5, "siret": int(un_siret(1)), "departements": 26}
    assert prendre(en_xlsx([ligne])).creees == 1
    assert la_fiche(session, siret=un_siret(1)).tarif_jour_ht_centimes == 78_050
    assert fautes(en_xlsx([une_ligne(2) | {"tarif_jour_ht": 780.505}])) == [(2, "tarif_jour_ht")]


def test_two_lines_of_one_file_are_never_the_same_fiche(app):
    jumelle = une_ligne(1, siret="")
    assert fautes(en_csv([une_ligne(1), une_ligne(2, siret=un_siret(1)), jumelle])) == [
        (3, "siret"),
        (4, "raison_sociale"),
    ]


def test_a_missing_column_is_named_and_an_unknown_one_is_told(app):
    sans = tuple(c for c in ENTETE if c != "siret")
    assert fautes(en_csv([une_ligne(1)], entete=sans)) == [(1, "siret")]
    assert fautes(en_csv([une_ligne(1)], entete=(*ENTETE, "Titre"))) == [(1, "titre")]
    assert prendre(en_csv([une_ligne(1)], entete=(*ENTETE, "Ma note"))).ignorees == ["Ma note"]
    assert fautes(en_csv([une_ligne(2)]).replace(b"1 250,50", b"1 250;50")) != []


def test_the_good_lines_alone_where_it_is_asked(session):
    lignes = [une_ligne(1), une_ligne(2, siret="faux")]
    rendu = prendre(en_csv(lignes), partiel=True)
    assert (rendu.creees, len(rendu.fautes), rendu.ecrit) == (1, 1, True)


def test_a_simulation_only_reads(session):
    rendu = importer(session, SYSTEME, lire_fichier(en_csv([une_ligne(1)])), simulation=True)
    assert (rendu.creees, rendu.ecrit) == (1, False)
    assert session.scalar(select(func.count()).select_from(Prestataire)) == 0


def test_drafts_wait(session):
    prendre(en_csv([une_ligne(1)]), brouillon=True)
    assert la_fiche(session, siret=un_siret(1)).etat is EtatFiche.BROUILLON


def classeur_avec(nom: str, contenu: bytes) -> bytes:
    """A workbook with one more part, or with another in its place."""
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(en_xlsx([une_ligne(1)]))) as entier,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for partie in entier.namelist():
            if partie != nom:
                archive.writestr(partie, entier.read(partie))
        archive.writestr(nom, contenu)
    return sortie.getvalue()


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\n\n",
        b"PK\x03\x04 n'importe quoi",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b'a;b\n"ouvert',
        b"a;b\n" + b"\x81" * 10,
        b"a;" * 101 + b"\n",
        b"a\n" + b"x" * 20_001,
        b"a\n" + b"b\n" * 20_001,
        en_xlsx([une_ligne(1)])[:-40],
        classeur_avec("xl/vbaProject.bin", b"macro"),
        classeur_avec("xl/externalLinks/externalLink1.xml", b"<a/>"),
        classeur_avec("../ailleurs.xml", b"<a/>"),
        classeur_avec("xl/bombe.xml", b"\0" * 20_000_000),
        classeur_avec("xl/worksheets/sheet1.xml", b"<pas fini"),
    ],
)
def test_what_is_no_table_is_refused_before_anything(octets):
    with pytest.raises(FichierIllisible) as refus:
        lire_fichier(octets)
    assert refus.value.phrase.endswith(".")


def test_a_cell_at_the_other_end_of_the_sheet_costs_nothing():
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(sortie, {"in_memory": True}) as classeur:
        feuille = classeur.add_worksheet()
        feuille.write(0, 0, "raison_sociale")
        feuille.write(1_048_575, 16_383, "loin")
    with pytest.raises(FichierIllisible):
        lire_fichier(sortie.getvalue())


def table_ou_rien(octets: bytes):
    """The table, None where the file is refused as a whole; anything else than a refusal fails the test."""
    try:
        return lire_fichier(octets)
    except FichierIllisible:
        return None


def campagne(session, nombre: int, graine: int) -> None:
    sort = random.Random(graine)
    bons = graines()
    assert all(not prendre(bon, partiel=True).fautes for bon in bons)
    avant = empreinte(session)
    refuses = 0
    for _ in range(nombre):
        # a workbook costs a process: one in twelve
        octets = abimer(sort.choice(bons[-3:] if sort.random() < 1 / 12 else bons[:-3]), sort)
        tableau = table_ou_rien(octets)
        if tableau is None:
            refuses += 1
            continue
        rendu = importer(session, SYSTEME, tableau, simulation=True)
        for faute in rendu.fautes:
            assert faute.ligne >= 1
            assert faute.colonne
            assert faute.phrase
        if rendu.fautes:
            refuses += 1
            session.rollback()
            assert not prendre(octets).ecrit
            assert empreinte(session) == avant
        session.rollback()
    assert refuses > nombre // 3


@pytest.mark.parametrize("moteur", ["sqlite"])
def test_500_damaged_files_break_nothing(session, moteur):
    campagne(session, 500, 2012)


@pytest.mark.long
@pytest.mark.parametrize("moteur", ["sqlite"])
def test_10_000_damaged_files_break_nothing(session, moteur):
    campagne(session, 10_000, 2013)
