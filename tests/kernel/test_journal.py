"""The journal's chain: a row changed, removed, added, moved or cut off by hand is found and named."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from dla_market.kernel import append_only, journal
from dla_market.kernel.db import db, session_courante, unit_of_work

DEBUT = "instant, acteur_id, acteur, organisation_id, role, action, objet_type, objet_id, details"
AJOUT = (
    f"INSERT INTO journal_entree (seq, {DEBUT}, empreinte_precedente, empreinte)"
    f" SELECT 6, {DEBUT}, empreinte, 'inventee' FROM journal_entree WHERE seq = 5"
)
CORRUPTIONS = {
    "changée": (
        ["UPDATE journal_entree SET acteur = 'Quelqu''un d''autre' WHERE seq = 2"],
        (2, "contenu modifié"),
    ),
    "ôtée": (["DELETE FROM journal_entree WHERE seq = 3"], (3, "ligne absente")),
    "ajoutée": ([AJOUT], (6, "contenu modifié")),
    "déplacée": (["UPDATE journal_entree SET seq = 7 WHERE seq = 1"], (1, "ligne absente")),
    "coupée": (["DELETE FROM journal_entree WHERE seq > 3"], (5, "fin de chaîne absente")),
    "décapitée": (["DELETE FROM journal_tete"], (0, "tête de chaîne absente")),
}


@pytest.fixture
def session(app):
    """Five acts, and a database that no longer refuses to have them rewritten."""
    for numero in range(1, 6):
        with unit_of_work() as session:
            journal.journaliser(session, journal.SYSTEME, "essai:ecrire", "essai", numero, rang=numero)
    with unit_of_work() as session:
        for ordre in append_only.ddl_inverse(db.engine.dialect.name, "journal_entree"):
            session.execute(text(ordre))
    return session_courante()


def test_a_chain_left_alone_is_whole(app, session):
    assert journal.verifier(session) == []
    assert app.test_cli_runner().invoke(args=["journal", "verifier"]).exit_code == 0


def test_the_first_acts_of_all_may_come_at_once(app):
    ensemble = threading.Barrier(4)

    def agir(numero: int) -> None:
        with app.app_context(), unit_of_work() as session:
            journal.journaliser(session, journal.SYSTEME, "essai:ecrire", "essai", numero)
            ensemble.wait(20)

    with ThreadPoolExecutor(4) as fils:
        list(fils.map(agir, range(4)))
    assert journal.verifier(session_courante()) == []
    assert session_courante().scalar(text("SELECT count(*) FROM journal_entree")) == 4


@pytest.mark.parametrize("nom", CORRUPTIONS)
def test_every_corruption_is_found_and_named(app, session, nom):
    ordres, (seq, motif) = CORRUPTIONS[nom]
    with unit_of_work() as session_ecrite:
        for ordre in ordres:
            session_ecrite.execute(text(ordre))

    assert journal.Faute(seq, motif) in journal.verifier(session)
    resultat = app.test_cli_runner().invoke(args=["journal", "verifier"])
    assert resultat.exit_code == 1
    assert f"ligne {seq} : {motif}" in resultat.output
