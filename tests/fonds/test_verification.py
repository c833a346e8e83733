"""Injected corruptions, each found and named (reliability C9), and the three layers (C3)."""

from __future__ import annotations

import click.testing
import psycopg
import pysqlite3
import pytest
from sqlalchemy import create_engine, text, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dla_market.fonds import cli, ledger
from dla_market.fonds.models import NatureCompte, TypeMouvement
from dla_market.fonds.verification import controles, verifier
from dla_market.kernel import append_only
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.errors import FondsInsuffisant
from tests.fonds import monde
from tests.fonds.monde import doter

CHECKS = {
    "fonds_compte": ["solde_positif"],
    "fonds_imputation": ["ordre"],
    "fonds_ecriture": ["non_nul"],
}


def corrompre(url: str, ordres: str) -> None:
    """Run statements behind the program's back: no trigger, no foreign key, no CHECK."""
    if url.startswith("sqlite"):
        base = pysqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        base.execute("PRAGMA foreign_keys=OFF")
        base.execute("PRAGMA ignore_check_constraints=ON")
        for table in append_only.TABLES:
            for ordre in append_only.ddl_inverse("sqlite", table):
                base.execute(ordre)
        base.executescript(ordres)
        base.close()
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connexion:
        connexion.execute("SET session_replication_role = replica")
        for table, noms in CHECKS.items():
            for nom in noms:
                connexion.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{nom}")
        connexion.execute(ordres)


COMPTE = "(SELECT id FROM fonds_compte WHERE nature='{nature}' AND tranche_id=1)"
DISPONIBLE, RESERVE = COMPTE.format(nature="disponible"), COMPTE.format(nature="reserve")
MOUVEMENT = "(SELECT min(id) FROM fonds_mouvement WHERE type='{type}')"
RESERVER, ENGAGER = MOUVEMENT.format(type="reserver"), MOUVEMENT.format(type="engager")
MOUVEMENT_SEUL = (
    "INSERT INTO fonds_mouvement (id, fonds_id, type, objet_type, objet_id, libelle, instant)"
    " VALUES (9999, 1, '{type}', '{objet}', {numero}, 'ajouté', '2026-05-01 10:00:00');"
)
ECRITURE = (
    "INSERT INTO fonds_ecriture (id, mouvement_id, compte_id, montant_centimes)"
    " VALUES ({id}, 9999, {compte}, {montant});"
    "UPDATE fonds_compte SET solde_centimes = solde_centimes + ({montant}) WHERE id = {compte};"
)


def mouvement(type_: str, objet: str, numero: int, montant: int) -> str:
    """A movement that balances, with its balances kept up: only its meaning is wrong."""
    return (
        MOUVEMENT_SEUL.format(type=type_, objet=objet, numero=numero)
        + ECRITURE.format(id=9998, compte=DISPONIBLE, montant=-montant)
        + ECRITURE.format(id=9999, compte=RESERVE, montant=montant)
    )


CORRUPTIONS = {
    "une écriture absente": (
        (
            f"DELETE FROM fonds_ecriture WHERE id = (SELECT min(id) FROM fonds_ecriture"
            f" WHERE mouvement_id={RESERVER})"
        ),
        "mouvement_desequilibre",
    ),
    "un centime dans une écriture": (
        (
            f"UPDATE fonds_ecriture SET montant_centimes = montant_centimes + 1"
            f" WHERE id = (SELECT max(id) FROM fonds_ecriture WHERE mouvement_id={RESERVER})"
        ),
        "mouvement_desequilibre",
    ),
    "un mouvement sans écriture": (
        f"DELETE FROM fonds_ecriture WHERE mouvement_id={RESERVER}",
        "mouvement_vide",
    ),
    "un mouvement absent": (f"DELETE FROM fonds_mouvement WHERE id={ENGAGER}", "ecriture_orpheline"),
    "un compte absent": (f"DELETE FROM fonds_compte WHERE id={RESERVE}", "ecriture_orpheline"),
    "un mouvement d'un autre fonds": (
        f"UPDATE fonds_mouvement SET fonds_id=2 WHERE id={RESERVER}",
        "ecriture_hors_fonds",
    ),
    "un signe retourné des deux côtés": (
        f"UPDATE fonds_ecriture SET montant_centimes = -montant_centimes WHERE mouvement_id={RESERVER}",
        "ecriture_a_contresens",
    ),
    "un centime dans un solde": (
        f"UPDATE fonds_compte SET solde_centimes = solde_centimes + 1 WHERE id={DISPONIBLE}",
        "solde_faux",
    ),
    "un solde sous zéro": (
        f"UPDATE fonds_compte SET solde_centimes = -1 WHERE id={DISPONIBLE}",
        "solde_impossible",
    ),
    "une dépense au-delà du conventionné": (
        mouvement("reserver", "consultation", 1, 90_000_00),
        "depassement",
    ),
    "un compte de moins": (
        "DELETE FROM fonds_compte WHERE nature='paye' AND tranche_id=4",
        "comptes_de_tranche",
    ),
    "une tranche du fonds sans fonds": (
        "UPDATE tranche SET fonds_id=NULL WHERE id=4",
        "comptes_de_tranche",
    ),
    "un centime dans une tranche": (
        "UPDATE tranche SET montant_centimes = montant_centimes + 1 WHERE id=1",
        "tranche_et_dotation",
    ),
    "la mauvaise année": ("UPDATE fonds SET annee=2031 WHERE id=1", "tranche_d_un_autre_fonds"),
    "le mauvais organisme": (
        f"UPDATE convention SET organisation_id={monde.AUTRE_DLA} WHERE id=1",
        "tranche_d_un_autre_fonds",
    ),
    "une part de réservation changée": (
        "UPDATE fonds_part_reservation SET montant_centimes = montant_centimes - 1 WHERE id=1",
        "parts_de_reservation",
    ),
    "une part déplacée d'une tranche à l'autre": (
        (
            "UPDATE fonds_part_reservation SET montant_centimes = montant_centimes +"
            " CASE id WHEN 1 THEN -1 ELSE 1 END WHERE id IN (1, 2)"
        ),
        "reserve_et_reservations",
    ),
    "une part sur le fonds d'une autre année": (
        "UPDATE fonds_part_reservation SET tranche_id=4 WHERE id=1",
        "reservation_hors_fonds",
    ),
    "une réservation écrite deux fois": (
        mouvement("reserver", "consultation", 1, 10_00),
        "reservation_et_mouvements",
    ),
    "une réservation rouverte": (
        "UPDATE fonds_reservation SET etat='en_attente' WHERE objet_id=2",
        "reservation_mal_close",
    ),
    "une réservation close sans libérer": (
        "UPDATE fonds_reservation SET etat='liberee' WHERE objet_id=1",
        "reservation_mal_close",
    ),
    "une réservation effacée": (
        "DELETE FROM fonds_part_reservation WHERE reservation_id=1;DELETE FROM fonds_reservation WHERE id=1",
        "reservation_absente",
    ),
    "un payé au-delà du facturé": (
        "UPDATE fonds_imputation SET paye_centimes = facture_centimes + 1 WHERE id=1",
        "imputation_en_desordre",
    ),
    "une imputation d'un autre fonds": (
        "UPDATE fonds_imputation SET fonds_id=2 WHERE id=1",
        "imputation_hors_fonds",
    ),
    "un centime engagé": (
        "UPDATE fonds_imputation SET engage_centimes = engage_centimes + 1 WHERE id=1",
        "imputation_et_engage",
    ),
    "un centime réalisé": (
        "UPDATE fonds_imputation SET realise_centimes = realise_centimes + 1 WHERE id=1",
        "imputation_et_realise",
    ),
    "un centime facturé": (
        "UPDATE fonds_imputation SET facture_centimes = facture_centimes + 1 WHERE id=1",
        "imputation_et_facture",
    ),
    "un paiement passé d'une commande à une autre": (
        (
            "UPDATE fonds_imputation SET paye_centimes = paye_centimes +"
            " CASE objet_id WHEN 103 THEN -1 ELSE 1 END WHERE objet_id IN (103, 104) AND tranche_id=1"
        ),
        "imputation_et_paye",
    ),
    "une commande effacée": (
        "DELETE FROM fonds_imputation WHERE objet_id=105",
        "imputation_absente",
    ),
    "une part de commande effacée": (
        "DELETE FROM fonds_imputation WHERE objet_id=105 AND tranche_id=1",
        "ecriture_sans_imputation",
    ),
}


@pytest.mark.parametrize("nom", CORRUPTIONS)
def test_chaque_corruption_est_trouvee_et_nommee(url_peuplee: str, nom: str):
    ordres, code = CORRUPTIONS[nom]
    corrompre(url_peuplee, ordres)

    with monde.application(url_peuplee):
        trouves = verifier(session_courante())

    assert code in {ecart.code for ecart in trouves}
    assert all(ecart.phrase.endswith(".") for ecart in trouves)


def test_un_fonds_juste_n_a_aucun_ecart(url_peuplee: str):
    with monde.application(url_peuplee):
        assert verifier(session_courante()) == []


def test_chaque_controle_a_sa_corruption():
    assert {controle.code for controle in controles()} == {code for _, code in CORRUPTIONS.values()}


def test_la_commande_dit_ce_qui_ne_va_pas(url_peuplee: str):
    lanceur = click.testing.CliRunner()
    with monde.application(url_peuplee):
        juste = lanceur.invoke(cli.commandes, ["verifier"])
        session_courante().rollback()
        corrompre(url_peuplee, CORRUPTIONS["un centime dans un solde"][0])
        faux = lanceur.invoke(cli.commandes, ["verifier"])

    assert (juste.exit_code, faux.exit_code) == (0, 1)
    assert "aucun écart" in juste.stdout
    assert "solde_faux : Le compte 2 porte" in faux.stderr


# — the three layers: with any one of them gone, the other two still hold —


def depasser(session: Session) -> None:
    """Reserve more than there is, on balances read before someone else spent them."""
    ledger.deplacer(
        session,
        1,
        TypeMouvement.RESERVER,
        (NatureCompte.DISPONIBLE, NatureCompte.RESERVE),
        {1: 100_01},
        objet=("consultation", 1),
        libelle="Au-delà",
    )


def sans_check(url: str) -> None:
    if url.startswith("sqlite"):
        moteur = create_engine(url, module=pysqlite3)
        with moteur.begin() as connexion:
            connexion.execute(text("PRAGMA writable_schema=ON"))
            connexion.execute(
                text(
                    "UPDATE sqlite_schema SET sql = replace(sql, 'solde_centimes >= 0', '1 = 1')"
                    " WHERE name = 'fonds_compte'"
                )
            )
        moteur.dispose()
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connexion:
        connexion.execute("ALTER TABLE fonds_compte DROP CONSTRAINT ck_fonds_compte_solde_positif")


def sans_garde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "garde", lambda _delta: true())


def test_sans_le_check_la_garde_tient(url: str):
    sans_check(url)
    with monde.application(url):
        with unit_of_work() as session:
            doter(session, 100_00)
        with pytest.raises(FondsInsuffisant), unit_of_work() as session:
            depasser(session)
        assert verifier(session_courante()) == []


def test_sans_la_garde_le_check_tient(url: str, monkeypatch: pytest.MonkeyPatch):
    with monde.application(url):
        with unit_of_work() as session:
            doter(session, 100_00)
        sans_garde(monkeypatch)
        with pytest.raises(IntegrityError, match="solde_positif"), unit_of_work() as session:
            depasser(session)
        assert verifier(session_courante()) == []


def test_sans_l_un_ni_l_autre_le_verificateur_voit(url: str, monkeypatch: pytest.MonkeyPatch):
    sans_check(url)
    sans_garde(monkeypatch)
    with monde.application(url):
        with unit_of_work() as session:
            doter(session, 100_00)
        with unit_of_work() as session:
            depasser(session)
        codes = {ecart.code for ecart in verifier(session_courante())}

    assert {"solde_impossible", "depassement"} <= codes


def test_un_mouvement_suit_un_trajet_du_verbe(session: Session):
    doter(session, 100_00)

    with pytest.raises(ValueError, match="does not go"):
        ledger.deplacer(
            session,
            1,
            TypeMouvement.PAYER,
            (NatureCompte.DISPONIBLE, NatureCompte.PAYE),
            {1: 100},
            objet=("commande", 1),
            libelle="Raccourci",
        )
    for parts in ({}, {1: 0}, {1: -5}):
        with pytest.raises(ValueError, match="above zero"):
            ledger.deplacer(
                session,
                1,
                TypeMouvement.RESERVER,
                (NatureCompte.DISPONIBLE, NatureCompte.RESERVE),
                parts,
                objet=("consultation", 1),
                libelle="Rien",
            )
    with pytest.raises(ValueError, match="without its accounts"):
        ledger.deplacer(
            session,
            1,
            TypeMouvement.RESERVER,
            (NatureCompte.DISPONIBLE, NatureCompte.RESERVE),
            {404: 5},
            objet=("consultation", 1),
            libelle="Ailleurs",
        )
