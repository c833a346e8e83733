"""The vault on both databases: one version in force, quotas, who opens what, the antivirus, the sweep."""

from __future__ import annotations

import io
import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.errors import RefusMetier, TransitionRefusee
from dla_market.kernel.fichiers import operations as fichiers
from dla_market.kernel.fichiers.antivirus import Clamd, ouvert
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.kernel.fichiers.operations import FichierRecu, effacer_orphelins
from dla_market.kernel.outbox import LigneOutbox
from dla_market.pieces import operations, queries
from dla_market.pieces.models import EtatPiece, GenrePiece, Piece
from dla_market.pieces.rules import EtatMontre, Saisie
from dla_market.web.veille_pieces import analyser_fichiers
from tests.pieces import feuilles

CODE = "ABCDE12345FGHIJ"


def recu(app, corps=b"", nom="a.pdf") -> FichierRecu:
    cle, octets, empreinte = app.extensions["reserve"].recevoir(io.BytesIO(corps or feuilles.pdf()), 10**7)
    return FichierRecu(cle, nom, Genre.PDF, octets, empreinte)


def deposer(app, monde, genre=GenrePiece.VIGILANCE, *, antivirus=False) -> int:
    with unit_of_work() as session:
        return operations.deposer(
            session,
            monde.acteurs["prestataire"],
            monde.prestataire(session),
            genre,
            Saisie(clock.today(), code_securite=CODE),
            recu(app),
            avec_antivirus=antivirus,
        ).id


def agir(operation, acteur, piece_id, *suite, **mots):
    with unit_of_work() as session:
        return operation(session, acteur, session.get_one(Piece, piece_id), *suite, **mots)


def etats(session):
    session.rollback()
    return session.scalars(select(Piece.etat).order_by(Piece.id)).all()


def test_one_waits_one_holds_the_older_are_kept(app, session, monde):
    dla = monde.acteurs["chargee"]
    premiere = deposer(app, monde)
    agir(operations.accepter, dla, premiere, authentique=True)
    deuxieme, troisieme = deposer(app, monde), deposer(app, monde)
    assert etats(session) == [EtatPiece.ACCEPTEE, EtatPiece.REMPLACEE, EtatPiece.DEPOSEE]
    today, ident = clock.today(), monde.prestataire_id
    assert queries.etats(session, [ident], today)[ident][GenrePiece.VIGILANCE] is EtatMontre.VALIDE
    agir(operations.accepter, dla, troisieme, authentique=True)
    assert etats(session) == [EtatPiece.REMPLACEE, EtatPiece.REMPLACEE, EtatPiece.ACCEPTEE]
    with pytest.raises(TransitionRefusee):
        agir(operations.accepter, dla, deuxieme, authentique=True)
    noms = session.scalars(select(LigneOutbox.evenement).order_by(LigneOutbox.id)).all()
    assert noms == ["PieceDeposee", "PieceAcceptee", "PieceDeposee", "PieceDeposee", "PieceAcceptee"]


def test_refused_with_a_reason_even_after_it_was_accepted(app, session, monde):
    dla, piece = monde.acteurs["chargee"], deposer(app, monde)
    with pytest.raises(RefusMetier):
        agir(operations.accepter, dla, piece)
    with pytest.raises(RefusMetier):
        agir(operations.refuser, dla, piece, "  ")
    agir(operations.accepter, dla, piece, authentique=True)
    agir(operations.refuser, dla, piece, "Le code ne correspond pas")
    lue = session.get_one(Piece, piece)
    assert (lue.etat, lue.motif_refus, lue.verifiee_par_id) == (
        EtatPiece.REFUSEE,
        "Le code ne correspond pas",
        dla.utilisateur_id,
    )


def test_what_is_over_is_not_accepted(app, monde):
    piece = deposer(app, monde)
    clock.avancer_de(timedelta(days=200))
    with pytest.raises(RefusMetier):
        agir(operations.accepter, monde.acteurs["chargee"], piece, authentique=True)


def test_an_organisation_keeps_so_much(app, session, monde, monkeypatch):
    deposer(app, monde)
    monkeypatch.setattr(fichiers, "PAR_JOUR", 1)
    with pytest.raises(RefusMetier):
        deposer(app, monde)
    clock.avancer_de(timedelta(days=2))
    deposer(app, monde)
    monkeypatch.setattr(fichiers, "QUOTA", 1000)
    with pytest.raises(RefusMetier):
        deposer(app, monde)
    assert etats(session) == [EtatPiece.REMPLACEE, EtatPiece.DEPOSEE]


def test_files_that_no_row_names_go_after_a_day(app, session, monde):
    deposer(app, monde)
    reserve, orphelin = app.extensions["reserve"], recu(app)
    for heures, effaces in ((23, 0), (25, 1)):
        instant = (clock.now() - timedelta(hours=heures)).timestamp()
        for fichier in reserve.dossier.glob("??/*"):
            assert fichier.stat().st_mode & 0o077 == 0
            os.utime(fichier, (instant, instant))
        assert effacer_orphelins(session, reserve) == effaces
    assert not reserve.chemin(orphelin.cle).exists()
    assert reserve.chemin(session.scalars(select(Fichier.cle)).one()).exists()


@contextmanager
def clamd(reponse: bytes) -> Iterator[str]:
    """A clamd that reads a stream as the real one does, and answers that."""
    prise = socket.create_server(("127.0.0.1", 0))

    def servir() -> None:
        while True:
            try:
                client, _ = prise.accept()
            except OSError:
                return
            with client, client.makefile("rb") as flux:
                assert flux.read(10) == b"zINSTREAM\0"
                while longueur := struct.unpack("!I", flux.read(4))[0]:
                    flux.read(longueur)
                client.sendall(reponse)

    fil = threading.Thread(target=servir)
    fil.start()
    try:
        yield f"tcp://127.0.0.1:{prise.getsockname()[1]}"
    finally:
        prise.shutdown(socket.SHUT_RDWR)
        prise.close()
        fil.join()


@pytest.fixture
def avec_clamd(app):
    """The application asks this clamd; none again afterwards."""

    def brancher(adresse: str) -> None:
        app.extensions["antivirus"] = Clamd(adresse, 2)

    yield brancher
    app.extensions["antivirus"] = None


@pytest.mark.parametrize(
    ("reponse", "attendu"),
    [
        (b"stream: OK\0", EtatAnalyse.SAIN),
        (b"stream: Eicar-Test-Signature FOUND\0", EtatAnalyse.INFECTE),
        (b"INSTREAM size limit exceeded. ERROR\0", EtatAnalyse.ERREUR),
        (b"", EtatAnalyse.ERREUR),
    ],
)
def test_what_clamd_says_is_written(app, session, monde, avec_clamd, reponse, attendu):
    piece = deposer(app, monde, antivirus=True)
    assert session.get_one(Piece, piece).fichier.analyse is EtatAnalyse.EN_ATTENTE
    session.rollback()
    with clamd(reponse) as adresse:
        avec_clamd(adresse)
        assert analyser_fichiers() == 1
    fichier = session.get_one(Piece, piece).fichier
    assert fichier.analyse is attendu
    assert ouvert(fichier, configure=True) == (attendu is EtatAnalyse.SAIN)
    evenements = session.scalars(select(LigneOutbox.evenement)).all()
    assert ("PieceInfectee" in evenements) == (attendu is EtatAnalyse.INFECTE)


def test_an_absent_clamd_refuses_no_deposit_and_opens_nothing(app, session, monde, avec_clamd, client):
    avec_clamd("unix:///nulle/part")
    piece = deposer(app, monde, antivirus=True)
    assert analyser_fichiers() == 1
    assert session.get_one(Piece, piece).fichier.analyse is EtatAnalyse.ERREUR
    session.rollback()
    adresse = f"/documents/{piece}/fichier"
    assert client.se_connecter(monde.acteurs["chargee"]).get(adresse).status_code == 409
    assert client.se_connecter(monde.acteurs["prestataire"]).get(adresse).status_code == 200
    app.extensions["antivirus"] = None
    assert client.se_connecter(monde.acteurs["chargee"]).get(adresse).status_code == 200


def test_a_file_changed_on_the_disk_is_not_given(app, session, monde, client):
    piece = deposer(app, monde)
    cle = session.get_one(Piece, piece).fichier.cle
    session_courante().rollback()
    lancer = app.test_cli_runner().invoke
    assert lancer(args=["fichiers", "verifier"]).exit_code == 0
    app.extensions["reserve"].chemin(cle).write_bytes(b"%PDF-autre")
    rendu = lancer(args=["fichiers", "verifier"])
    assert (rendu.exit_code, "altéré" in rendu.output) == (1, True)
    client.se_connecter(monde.acteurs["prestataire"])
    assert client.get(f"/documents/{piece}/fichier").status_code == 409
