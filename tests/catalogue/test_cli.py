"""`flask catalogue importer`, as it is typed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from dla_market.catalogue.models import Prestataire
from tests.catalogue.fichiers import en_csv, un_siret, une_ligne


@pytest.fixture
def importer(app, session, tmp_path):
    def lancer(octets: bytes, *options: str):
        fichier = tmp_path / "prestataires.csv"
        fichier.write_bytes(octets)
        resultat = app.test_cli_runner().invoke(args=["catalogue", "importer", str(fichier), *options])
        session.rollback()
        return resultat, session.scalar(select(func.count()).select_from(Prestataire))

    return lancer


@pytest.mark.parametrize("moteur", ["sqlite"])
def test_a_simulation_then_the_import_then_again(importer, moteur):
    octets = en_csv([une_ligne(n) for n in range(1, 4)])
    simule, nombre = importer(octets, "--simulation")
    assert (simule.exit_code, nombre) == (0, 0)
    assert simule.stdout == "3 fiche(s) à créer, 0 à modifier, 0 inchangée(s).\nRien n’est écrit.\n"
    fait, nombre = importer(octets)
    assert (fait.exit_code, nombre) == (0, 3)
    assert fait.stdout == "3 fiche(s) créée(s), 0 modifiée(s), 0 inchangée(s).\n"
    refait, nombre = importer(octets)
    assert (refait.exit_code, nombre) == (0, 3)
    assert "3 inchangée(s)" in refait.stdout


@pytest.mark.parametrize("moteur", ["sqlite"])
def test_one_wrong_line_stops_all_and_is_named(importer, moteur):
    octets = en_csv([une_ligne(1), une_ligne(2, tarif_jour_ht="1.250", secteurs="Sant")])
    refuse, nombre = importer(octets)
    assert (refuse.exit_code, nombre) == (1, 0)
    assert "ligne 3, colonne tarif_jour_ht\u00a0: Écrivez un montant en euros" in refuse.stderr
    assert "ligne 3, colonne secteurs\u00a0: «\u00a0Sant\u00a0» n’est pas un secteur connu." in refuse.stderr
    assert "Le plus proche est «\u00a0sante\u00a0»." in refuse.stderr
    partiel, nombre = importer(octets, "--partiel")
    assert (partiel.exit_code, nombre) == (0, 1)


@pytest.mark.parametrize("moteur", ["sqlite"])
def test_what_cannot_be_read_is_said(importer, moteur):
    refuse, nombre = importer(b'raison_sociale;titre\n"Atelier;Conseil\n')
    assert (refuse.exit_code, nombre) == (1, 0)
    assert "ligne 2\u00a0: Un guillemet ou une cellule ne se ferme pas. Rien n’est écrit." in refuse.stderr


@pytest.mark.parametrize("moteur", ["sqlite"])
def test_a_new_fiche_that_looks_like_another_is_told(importer, moteur):
    """By its name, its firm, or a line above it; nothing stops, a person looks."""
    importer(en_csv([une_ligne(1)]))
    lignes = [
        une_ligne(2, raison_sociale="SARL ATELIER Nº 1", siret=""),
        une_ligne(3, siret=un_siret(1, etablissement=2)),
        une_ligne(4),
        une_ligne(5, raison_sociale="Atelier nº 4", siret=""),
    ]
    simule, nombre = importer(en_csv(lignes), "--simulation")
    assert (simule.exit_code, nombre) == (0, 1)
    dits = [ligne for ligne in simule.stderr.splitlines() if ligne.startswith("À vérifier")]
    assert [dit.split("\u00a0: ")[1] for dit in dits] == [
        f"ligne {n}, colonne {colonne}"
        for n, colonne in ((2, "raison_sociale"), (3, "siret"), (5, "raison_sociale"))
    ]
    assert "Le même nom est celui de la fiche nº" in dits[0]
    assert "Le même SIREN est celui de la fiche nº" in dits[1]
    assert "Le même nom est celui de la ligne 4" in dits[2]
    assert "3 fiche(s) nouvelle(s) à vérifier." in simule.stderr
    assert importer(en_csv(lignes))[1] == 5
    assert "À vérifier" not in importer(en_csv(lignes))[0].stderr
