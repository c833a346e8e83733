"""What a document is worth, by its dates; the rule and its SQL twin on the same cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.fichiers.genres import Genre, nom_propre
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.pieces import queries, rules
from dla_market.pieces.models import EtatPiece, GenrePiece, Piece
from dla_market.pieces.rules import EtatMontre, Saisie
from tests.catalogue import semis

JOUR = date(2026, 11, 23)
VIGILANCE = Saisie(emise_le=JOUR, code_securite="ABCDE12345FGHIJ")
RC_PRO = Saisie(
    emise_le=JOUR, fin=date(2027, 6, 30), numero="C-1", assureur="Mutuelle", montant_centimes=100_000_000
)


@dataclass(frozen=True)
class Version:
    genre: GenrePiece
    etat: EtatPiece
    fin: date | None


def dans(jours: int) -> date:
    return JOUR + timedelta(days=jours)


@pytest.mark.parametrize(
    ("etat", "fin", "attendu"),
    [
        (EtatPiece.DEPOSEE, None, EtatMontre.A_VERIFIER),
        (EtatPiece.DEPOSEE, dans(0), EtatMontre.A_VERIFIER),
        (EtatPiece.DEPOSEE, dans(-1), EtatMontre.EXPIREE),
        (EtatPiece.ACCEPTEE, None, EtatMontre.VALIDE),
        (EtatPiece.ACCEPTEE, dans(31), EtatMontre.VALIDE),
        (EtatPiece.ACCEPTEE, dans(30), EtatMontre.BIENTOT_EXPIREE),
        (EtatPiece.ACCEPTEE, dans(0), EtatMontre.BIENTOT_EXPIREE),
        (EtatPiece.ACCEPTEE, dans(-1), EtatMontre.EXPIREE),
        (EtatPiece.REFUSEE, dans(90), EtatMontre.REFUSEE),
        (EtatPiece.REMPLACEE, dans(-9), EtatMontre.REMPLACEE),
    ],
)
def test_the_state_told_by_the_dates(etat, fin, attendu):
    assert rules.etat_montre(Version(GenrePiece.RIB, etat, fin), JOUR) is attendu


def test_the_rule_and_its_sql_twin_agree(app, session, monde):
    fins = [None, *(dans(j) for j in (-40, -1, 0, 1, 29, 30, 31, 90))]
    with unit_of_work() as ecriture:
        for rang, (fin, etat) in enumerate(product(fins, EtatPiece)):
            if etat is EtatPiece.DEPOSEE:
                fiche = semis.un_prestataire(ecriture, f"Fiche {rang}")
            fichier = Fichier(
                cle=f"{rang:032x}", nom="a.pdf", genre=Genre.PDF, octets=1, empreinte="0" * 64,
                organisation_id=fiche.id, utilisateur_id=1, depose_le=clock.now(),
                analyse=EtatAnalyse.NON_CONFIGURE,
            )  # fmt: skip
            ecriture.add(fichier)
            ecriture.flush()
            ecriture.add(
                Piece(
                    prestataire_id=fiche.id, genre=GenrePiece.RIB, fichier_id=fichier.id, etat=etat, fin=fin,
                    emise_le=JOUR - timedelta(days=400), deposee_le=clock.now(),
                    deposee_par_id=monde.acteurs["prestataire"].utilisateur_id,
                )
            )  # fmt: skip
    rangees = session.execute(select(Piece, queries.sql_etat(JOUR)).order_by(Piece.id)).all()
    assert len(rangees) == 36
    assert [rules.etat_montre(piece, JOUR).value for piece, _ in rangees] == [dit for _, dit in rangees]


@pytest.mark.parametrize(
    ("etats", "attendu"),
    [
        ([], EtatMontre.MANQUANTE),
        ([EtatPiece.REMPLACEE], EtatMontre.MANQUANTE),
        ([EtatPiece.REFUSEE, EtatPiece.DEPOSEE], EtatMontre.A_VERIFIER),
        ([EtatPiece.REMPLACEE, EtatPiece.REFUSEE], EtatMontre.REFUSEE),
        ([EtatPiece.DEPOSEE, EtatPiece.ACCEPTEE], EtatMontre.VALIDE),
        ([EtatPiece.REFUSEE, EtatPiece.ACCEPTEE], EtatMontre.VALIDE),
    ],
)
def test_a_kind_is_worth_its_best_version(etats, attendu):
    versions = [Version(GenrePiece.RIB, etat, None) for etat in etats]
    assert rules.etat_du_genre(versions, JOUR) is attendu


@pytest.mark.parametrize(
    ("genre", "saisie", "champ"),
    [
        (GenrePiece.VIGILANCE, VIGILANCE, None),
        (GenrePiece.VIGILANCE, replace(VIGILANCE, code_securite="ABC"), "code_securite"),
        (GenrePiece.VIGILANCE, replace(VIGILANCE, code_securite="ABCDE12345FGHI!"), "code_securite"),
        (GenrePiece.RIB, Saisie(emise_le=dans(1)), "emise_le"),
        (GenrePiece.RC_PRO, RC_PRO, None),
        (GenrePiece.RC_PRO, replace(RC_PRO, assureur=" "), "assureur"),
        (GenrePiece.RC_PRO, replace(RC_PRO, numero=""), "numero"),
        (GenrePiece.RC_PRO, replace(RC_PRO, montant_centimes=None), "montant"),
        (GenrePiece.RC_PRO, replace(RC_PRO, fin=None), "fin"),
    ],
)
def test_each_kind_asks_for_its_own(genre, saisie, champ):
    if champ is None:
        rules.verifier_saisie(genre, saisie, JOUR)
        return
    with pytest.raises(RefusMetier) as refus:
        rules.verifier_saisie(genre, saisie, JOUR)
    assert refus.value.champ == champ


def test_how_long_each_holds():
    emise = date(2026, 8, 31)
    assert rules.fin_de(GenrePiece.VIGILANCE, Saisie(emise), 6, JOUR) == date(2027, 2, 28)
    assert rules.fin_de(GenrePiece.IDENTITE, Saisie(emise), 3, JOUR) == date(2026, 11, 30)
    assert rules.fin_de(GenrePiece.RIB, Saisie(emise), None, JOUR) is None
    assert rules.fin_de(GenrePiece.RC_PRO, RC_PRO, None, JOUR) == date(2027, 6, 30)
    for saisie in (Saisie(date(2026, 5, 1)), Saisie(date(2020, 1, 1))):
        with pytest.raises(RefusMetier):
            rules.fin_de(GenrePiece.VIGILANCE, saisie, 6, JOUR)
    with pytest.raises(RefusMetier):
        rules.fin_de(GenrePiece.RC_PRO, replace(RC_PRO, fin=dans(-1)), None, JOUR)


@pytest.mark.parametrize(
    ("reste", "envoyes", "attendu"),
    [
        (31, (), None), (30, (), 30), (30, (30,), None), (20, (30,), None), (20, (), 30), (15, (30,), 15),
        (10, (), 15), (0, (30, 15), 0), (0, (0,), None), (-1, (), None),
    ],
)  # fmt: skip
def test_each_alert_once(reste, envoyes, attendu):
    assert rules.seuil_a_annoncer(dans(reste), JOUR, envoyes) == attendu


def test_the_vigilance_is_asked_from_the_threshold():
    rien = {GenrePiece.VIGILANCE: EtatMontre.MANQUANTE}
    assert rules.phrase_vigilance(rien, 499_999, 5000) is None
    assert "absente" in rules.phrase_vigilance(rien, 500_000, 5000)
    for etat in EtatMontre:
        dite = rules.phrase_vigilance({GenrePiece.VIGILANCE: etat}, 500_000, 5000) if etat in CONNUS else ""
        assert (dite is None) == (etat in rules.VALABLES)


CONNUS = {*rules.MANQUES, *rules.VALABLES}


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("attestation.pdf", "attestation.pdf"),
        ("C:\\Users\\x\\Élan n° 2.PDF", "Élan n° 2.PDF"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("  .pdf", "pdf"),
        ("", "fichier"),
        ("a\r\nb.pdf", "ab.pdf"),
        ('a"b<c>.pdf', "a b c.pdf"),
    ],
)
def test_a_name_is_cleaned(nom, attendu):
    assert nom_propre(nom) == attendu


def test_an_expired_version_is_told_before_an_older_refused_one():
    finie, refusee = (
        Version(GenrePiece.RIB, EtatPiece.ACCEPTEE, dans(-1)),
        Version(GenrePiece.RIB, EtatPiece.REFUSEE, None),
    )
    assert rules.etat_du_genre([finie, refusee], JOUR) is EtatMontre.EXPIREE
    assert rules.etat_du_genre([refusee, finie], JOUR) is EtatMontre.REFUSEE
