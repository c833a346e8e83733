"""A region reads the documents that a request is judged by, while it examines it, and no others."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from dla_market.kernel import clock
from dla_market.pieces.models import Piece
from tests.pieces import feuilles

LUES = {"attestation_vigilance", "rc_pro", "regularite_fiscale", "kbis_ou_sirene", "attestation_honneur"}
TUES = {"rib", "liste_salaries_etrangers"}


@pytest.fixture
def pieces(client, monde, session):
    """One of each kind, by kind."""
    client.se_connecter(monde.prestataire)
    for genre in sorted(LUES | TUES):
        saisie = {"emise_le": clock.today().isoformat(), "fichier": (io.BytesIO(feuilles.pdf()), "a.pdf")}
        if genre == "attestation_vigilance":
            saisie |= {"code_securite": "ABCDE12345FGHIJ", "numero": "N-1"}
        if genre == "rc_pro":
            saisie |= {"assureur": "Mutuelle", "numero": "N-2", "montant": "500000", "fin": "2027-03-01"}
        assert client.envoyer(f"/mes-documents/{genre}", saisie).status_code == 303, genre
    session.rollback()
    return {p.genre.value: p.id for p in session.scalars(select(Piece))}


def demander(client, monde):
    client.se_connecter(monde.prestataire)
    reponses = {"reponse_1": "Trois missions", "reponse_2": "Un plan"}
    return client.envoyer(f"/appels/{monde.appel.id}/demander", reponses).location


def ouvertes(client, acteur, pieces):
    client.se_connecter(acteur)
    pages = {genre for genre, n in pieces.items() if client.get(f"/documents/{n}").status_code == 200}
    fichiers = {g for g, n in pieces.items() if client.get(f"/documents/{n}/fichier").status_code == 200}
    assert pages == fichiers
    return pages


def test_a_region_reads_them_from_the_request_to_its_decision(client, monde, pieces):
    liste = f"/documents/de/{monde.fiche.id}"
    assert ouvertes(client, monde.referente, pieces) == set()
    assert client.get(liste).status_code == 404
    dossier = demander(client, monde)
    assert ouvertes(client, monde.referente, pieces) == LUES
    page = client.lire(dossier)
    assert "Attestation de vigilance" in page.text
    assert "RIB" not in page.text
    assert page.select_one(f'a[href="{liste}"]')
    lues = client.lire(liste)
    assert "RIB" not in lues.text
    assert "salariés étrangers" not in lues.text
    assert lues.select_one(f'a[href="/documents/{pieces["rc_pro"]}"]')
    assert client.lire(f"/catalogue/{monde.fiche.id}").select_one(f'a[href="{liste}"]')
    assert ouvertes(client, monde.autre_referente, pieces) == set()
    client.se_connecter(monde.referente)
    client.envoyer(dossier, formulaire="main .actions form")
    client.envoyer(f"{dossier}/accepter")
    assert ouvertes(client, monde.referente, pieces) == set()
    assert client.lire(f"/catalogue/{monde.fiche.id}").select_one(f'a[href="{liste}"]') is None
    assert "Ouvrir ces documents" not in client.lire(dossier).text


def test_a_region_reads_and_does_not_decide_nor_the_replaced(client, monde, pieces):
    demander(client, monde)
    saisie = {"emise_le": clock.today().isoformat(), "fichier": (io.BytesIO(feuilles.pdf()), "b.pdf")}
    client.envoyer("/mes-documents/regularite_fiscale", saisie)
    assert "regularite_fiscale" not in ouvertes(client, monde.referente, pieces)
    rc_pro = f"/documents/{pieces['rc_pro']}"
    for acte in ("accepter", "refuser"):
        assert client.get(f"{rc_pro}/{acte}").status_code in {403, 404}
        assert client.poster(f"{rc_pro}/{acte}", {"motif": "Non", "cle": "x"}).status_code in {403, 404}
    assert client.get("/documents").status_code == 403
