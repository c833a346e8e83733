"""Hostile files and requests: none kept, none breaks the program (reliability H4)."""

from __future__ import annotations

import io
import itertools
import pickle
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from dla_market.kernel.fichiers import controle
from dla_market.kernel.fichiers.controle import PHRASES, AExaminer, controler_lot
from dla_market.kernel.fichiers.genres import BUREAU, MEBIOCTET, Genre, Usage, nom_propre
from dla_market.pieces.models import Piece
from tests.pieces import feuilles
from tests.pieces.hostiles import NOMS, NOMS_REFUSES, corpus
from tests.support.http import Visiteur, connecter
from tests.support.serveur import servir

USAGE = Usage(BUREAU, 10 * MEBIOCTET)
ADRESSE = "/mes-documents/liste_salaries_etrangers"
JOUR = "2026-11-20"
CLES = itertools.count()


@pytest.fixture
def moteur():
    return "sqlite"


@pytest.fixture(scope="module")
def hostiles(tmp_path_factory):
    """The corpus on disk."""
    dossier = tmp_path_factory.mktemp("hostiles")
    cas = list(corpus())
    for rang, hostile in enumerate(cas):
        (dossier / str(rang)).write_bytes(hostile.corps)
    return cas, [AExaminer(dossier / str(rang), nom_propre(h.nom)) for rang, h in enumerate(cas)]


def test_no_hostile_file_passes(hostiles):
    cas, fichiers = hostiles
    assert len(cas) >= 150
    assert len({h.sorte for h in cas}) == len(cas)
    verdicts = controler_lot(fichiers, USAGE)
    assert [h.sorte for h, v in zip(cas, verdicts, strict=True) if isinstance(v, Genre)] == []
    assert set(verdicts) <= set(PHRASES)


def test_examining_them_takes_a_limited_memory(hostiles, tmp_path):
    """Measured from a small process: a child counts the memory of the parent that it was made of."""
    _, fichiers = hostiles
    lot = tmp_path / "lot.pickle"
    lot.write_bytes(pickle.dumps((fichiers, USAGE)))
    programme = (
        "import pickle, resource, sys; from pathlib import Path;"
        "from dla_market.kernel.fichiers.controle import controler_lot;"
        "controler_lot(*pickle.loads(Path(sys.argv[1]).read_bytes()));"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    dit = subprocess.run([sys.executable, "-c", programme, str(lot)], capture_output=True, check=True)
    assert 0 < int(dit.stdout) < 512 * 1024, "kilobytes, of the largest process that examined one"


def test_without_the_examination_many_pass(hostiles, monkeypatch):
    """The control: name, size and first bytes alone let in what only a parser sees."""
    _, fichiers = hostiles
    monkeypatch.setattr(controle, "_examiner", lambda demandes: [None] * len(demandes))
    passes = [v for v in controler_lot(fichiers, USAGE) if isinstance(v, Genre)]
    assert len(passes) > 100


def test_honest_files_pass(tmp_path):
    honnetes = {
        "a.pdf": feuilles.pdf(), "b.PNG": feuilles.image("PNG"), "c.jpeg": feuilles.image("JPEG"),
        "d.docx": feuilles.docx({"word/styles.xml": "<a/>"}),
        "e.xlsx": feuilles.xlsx(), "f.odt": feuilles.odt(),
        "g.jpg": feuilles.image("JPEG", (4000, 3000)), "h.odt": feuilles.odt({"Configurations2/x.xml": ""}),
        "i.ods": feuilles.ods(),
    }  # fmt: skip
    for nom, corps in honnetes.items():
        (tmp_path / nom).write_bytes(corps)
    verdicts = controler_lot([AExaminer(tmp_path / nom, nom) for nom in honnetes], USAGE)
    assert [v if isinstance(v, str) else v.value for v in verdicts] == [
        "pdf", "png", "jpg", "docx", "xlsx", "odt", "jpg", "odt",
        "ods",
    ]  # fmt: skip


def test_a_parser_that_dies_or_hangs_refuses_one_file_alone(tmp_path, monkeypatch):
    for nom in ("un", "deux"):
        (tmp_path / nom).write_bytes(feuilles.pdf(nom))
    fichiers = [AExaminer(tmp_path / nom, "a.pdf") for nom in ("un", "deux")]
    (tmp_path / "un").unlink()
    (tmp_path / "un").symlink_to("/dev/full")  # reads without end: memory or time stops it
    assert controle._examiner([(str(tmp_path / "un"), "pdf"), (str(tmp_path / "deux"), "pdf")]) == [
        "abime",
        None,
    ]
    monkeypatch.setattr(controle, "EXAMEN", tmp_path / "absent.py")
    assert controler_lot(fichiers[1:], USAGE) == ["abime"]


def corps_de(champs, jeton) -> tuple[str, bytes]:
    genre, corps = encode_multipart(
        {"csrf_token": jeton, "emise_le": JOUR, "cle": f"cle-{next(CLES)}", **champs}
    )
    return f"multipart/form-data; boundary={genre}", corps


def envoi(corps: bytes, nom: str, genre: str = "application/pdf") -> FileStorage:
    return FileStorage(io.BytesIO(corps), nom, content_type=genre)


@pytest.fixture
def deposant(client, monde):
    """The prestataire, with its token."""
    client.se_connecter(monde.acteurs["prestataire"])
    page = client.lire(ADRESSE)
    client.jeton = page.select_one("input[name=csrf_token]")["value"]
    return client


def poster(client, champs):
    genre, corps = corps_de(champs, client.jeton)
    return client.post(ADRESSE, data=corps, headers={"Content-Type": genre})


def rien_de_garde(app, session) -> bool:
    session.rollback()
    reserve = app.extensions["reserve"]
    disque = [f for f in reserve.dossier.rglob("*") if f.is_file()]
    return not session.scalars(select(Piece)).all() and not disque


ECHANTILLON = 12
"""One hostile file in that many goes through the web in the ordinary suite, all of them in the long one."""


def par_le_web(deposant, app, session, cas):
    fautes = []
    for hostile in cas:
        genre = "text/html" if len(hostile.sorte) % 2 else "application/pdf"  # it may say what it likes
        reponse = poster(deposant, {"fichier": envoi(hostile.corps, hostile.nom, genre)})
        if reponse.status_code not in (413, 422):
            fautes.append((hostile.sorte, reponse.status_code))
    assert fautes == []
    assert rien_de_garde(app, session)


def test_through_the_web_a_sample_is_refused_with_a_sentence(deposant, app, session, hostiles):
    par_le_web(deposant, app, session, hostiles[0][::ECHANTILLON])


@pytest.mark.long
def test_through_the_web_all_are_refused(deposant, app, session, hostiles):
    par_le_web(deposant, app, session, hostiles[0])


def test_a_hostile_name_is_cleaned_or_refused(deposant, app, session):
    for nom in NOMS_REFUSES:
        reponse = poster(deposant, {"fichier": envoi(feuilles.pdf(), nom)})
        assert reponse.status_code in (400, 422), nom
    assert rien_de_garde(app, session)
    for nom in NOMS:
        assert poster(deposant, {"fichier": envoi(feuilles.pdf(), nom)}).status_code in (303, 409, 422), nom
    session.rollback()
    gardes = session.scalars(select(Piece)).all()
    assert gardes
    for piece in gardes:
        assert piece.fichier.nom.endswith(".pdf")
        assert len(piece.fichier.nom) <= 120
        assert not set(piece.fichier.nom) & set('/\\<>"|?*;%\0\r\n\u202e\u200b\u2028')
        recu = deposant.get(f"/documents/{piece.id}/fichier")
        assert recu.headers["Content-Disposition"].isascii()
        assert recu.mimetype == "application/pdf"


def requetes(jeton: str, bon: bytes) -> dict[str, tuple[str, bytes]]:
    """Bodies that no form sends, with the type that they say they are of."""
    genre, fin = "multipart/form-data; boundary=b", b"\r\n--b--\r\n"
    champ = b"--b\r\nContent-Disposition: form-data; name="
    debut = champ + b'"csrf_token"\r\n\r\n%s\r\n' % jeton.encode()
    partie = champ + b'"fichier"; filename="a.pdf"\r\n'
    return {
        "sans frontière": ("multipart/form-data", debut + partie + b"\r\n" + bon),
        "frontière fausse": (f"{genre}autre", debut + partie + b"\r\n" + bon),
        "jamais close": (genre, debut + partie + b"\r\n" + bon),
        "sans en-tête de partie": (genre, debut + b"--b\r\n\r\n\r\n" + bon + fin),
        "en-tête énorme": (genre, debut + b"--b\r\nX: " + b"a" * 900_000 + b"\r\n\r\nx" + fin),
        "dix mille fichiers": (genre, debut + (partie + b"\r\nx\r\n") * 10_000 + b"--b--\r\n"),
        "dix mille champs": (genre, (champ + b'"a"\r\n\r\nx\r\n') * 10_000 + b"--b--\r\n"),
        "champ géant": (genre, debut + champ + b'"emise_le"\r\n\r\n' + b"9" * 2**20 + fin),
        "json": ("application/json", b'{"fichier": "x"}'),
        "rien": (genre, b""),
        "fichier en texte": (genre, debut + champ + b'"fichier"\r\n\r\nx' + fin),
        "encodage": (genre, debut + partie + b"Content-Transfer-Encoding: base64\r\n\r\nZQ==" + fin),
        "deux noms": (
            genre,
            debut + champ + b'"fichier"; filename="a.pdf"; filename="b.exe"\r\n\r\n' + bon + fin,
        ),
        "nom étendu": (
            genre,
            debut + champ + b"\"fichier\"; filename*=UTF-8''..%2Fa.exe\r\n\r\n" + bon + fin,
        ),
        "trop lourd": (genre, debut + partie + b"\r\n%PDF-" + bytes(11 * MEBIOCTET) + fin),
    }


def test_hostile_requests_have_an_answer(deposant, app, session):
    bon = feuilles.pdf()
    mauvais = "multipart/form-data; boundary="
    for nom, (genre, corps) in requetes(deposant.jeton, bon).items():
        statut = deposant.post(ADRESSE, data=corps, headers={"Content-Type": genre}).status_code
        assert statut in (400, 413, 422), (nom, statut)
    deux = [envoi(bon, "a.pdf"), envoi(bon, "b.pdf")]
    assert poster(deposant, {"fichier": deux}).status_code == 422
    assert deposant.post(ADRESSE, data=b"", headers={"Content-Type": mauvais}).status_code == 400
    assert rien_de_garde(app, session)


def test_a_stranger_uploads_nothing(client, monde, app, session):
    reponse = client.post(
        ADRESSE, data=bytes(2 * MEBIOCTET), headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert reponse.status_code == 413
    assert rien_de_garde(app, session)


def test_on_a_real_socket_lies_about_the_length_do_no_harm(app, monde, session):
    biscuit = connecter(app, monde.acteurs["prestataire"])
    with servir(app) as adresse:
        visiteur = Visiteur(adresse, biscuit)
        _, champs = visiteur.formulaire(ADRESSE)
        genre, corps = corps_de(
            {"fichier": envoi(feuilles.boite({"a": "b"}), "a.docx")}, champs["csrf_token"]
        )
        tete = f"POST {ADRESSE} HTTP/1.1\r\nHost: {urlsplit(adresse).netloc}\r\nCookie: {biscuit}\r\n"
        tete += f"Content-Type: {genre}\r\nConnection: close\r\n"
        gros = b"%x\r\n%s\r\n" % (MEBIOCTET, bytes(MEBIOCTET))
        petits = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (corps[:100], corps[100:]))
        morceaux = "Transfer-Encoding: chunked\r\n"
        statuts = {
            "en morceaux": parler(adresse, tete + morceaux, petits + b"0\r\n\r\n"),
            "sans fin": parler(adresse, tete + morceaux, gros * 12 + b"0\r\n\r\n"),
            "trop courte": parler(adresse, tete + "Content-Length: 40\r\n", corps),
            "trop longue": parler(adresse, tete + f"Content-Length: {len(corps) + 900}\r\n", corps),
            "énorme": parler(adresse, tete + f"Content-Length: {10**12}\r\n", corps),
            "négative": parler(adresse, tete + "Content-Length: -5\r\n", corps),
            "en lettres": parler(adresse, tete + "Content-Length: dix\r\n", corps),
            "aucune": parler(adresse, tete, corps),
        }
        assert statuts["en morceaux"] == 422
        assert set(statuts.values()) <= {400, 411, 413, 422, None}, statuts
        assert visiteur.lire(ADRESSE).statut == 200
    assert rien_de_garde(app, session)


def parler(adresse: str, entetes: str, corps: bytes) -> int | None:
    """The status that the server answers; None where it hangs up first."""
    parties = urlsplit(adresse)
    with socket.create_connection((parties.hostname, parties.port), timeout=15) as prise:
        try:
            prise.sendall(entetes.encode() + b"\r\n" + corps)
            prise.shutdown(socket.SHUT_WR)
            reponse = prise.recv(200)
        except (BrokenPipeError, ConnectionResetError):
            return None
    return int(reponse.split()[1]) if reponse else None
