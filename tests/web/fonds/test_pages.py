"""The fund's pages: each figure opens lines that add up to it, each role sees what is theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.fonds import operations, queries
from dla_market.fonds.models import Fonds
from dla_market.fonds.verification import verifier
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.reseau.models import Dla, Financeur
from tests.support.fabriques import (
    un_acteur,
    un_dla,
    un_dla_regional,
    un_financeur,
    un_fonds,
    un_pilote,
)

ANNEE = 2026
pytestmark = pytest.mark.usefixtures("app", "horloge")


@dataclass
class Monde:
    """A region with two DLA, their money, and who looks at it."""

    dla_id: int
    voisin_id: int
    fonds_id: int
    financeur_id: int
    acteurs: dict[str, Acteur]


def depenser(session, acteur: Acteur) -> None:
    def nommer(verbe: str, numero: int, montant: int, libelle: str) -> None:
        getattr(operations, verbe)(session, acteur, "commande", numero, montant, libelle)

    commun = {"organisation_id": acteur.organisation_id, "annee": ANNEE}
    for numero in (1, 2):
        operations.reserver(
            session,
            acteur,
            **commun,
            objet_type="consultation",
            objet_id=numero,
            montant_centimes=4_000_00,
            libelle=f"Consultation {numero}, Ressourcerie des Monts",
        )
    operations.engager(
        session,
        acteur,
        reservation_objet=("consultation", 1),
        **commun,
        objet_type="commande",
        objet_id=31,
        montant_centimes=3_860_00,
        libelle="Commande 31, Ressourcerie des Monts",
    )
    nommer("realiser", 31, 3_000_00, "Service fait")
    nommer("facturer", 31, 2_000_00, "Facture")
    nommer("payer", 31, 1_000_50, "Paiement")


@pytest.fixture
def monde() -> Monde:
    with unit_of_work() as session:
        region = un_dla_regional(session)
        dla, voisin = un_dla(session, regional=region), un_dla(session)
        fonds = un_fonds(session, dla, ANNEE, {"etat": 30_000_00, "fse": 20_000_00})
        un_fonds(session, voisin, ANNEE, {"etat": 7_777_00})
        acteurs = {
            "responsable": un_acteur(session, Role.RESPONSABLE, dla),
            "charge": un_acteur(session, Role.CHARGE_MISSION, dla),
            "voisin": un_acteur(session, Role.GESTIONNAIRE, voisin),
            "region": un_acteur(session, Role.REFERENT_REGIONAL, region),
            "pilote": un_acteur(session, Role.PILOTE, un_pilote(session)),
        }
        paie = fonds.tranches[0].convention.financeur
        acteurs["financeur"] = un_acteur(session, Role.FINANCEUR, paie)
        acteurs["etranger"] = un_acteur(session, Role.FINANCEUR, un_financeur(session))
        depenser(session, acteurs["responsable"])
        return Monde(dla.id, voisin.id, fonds.id, paie.id, acteurs)


def en_centimes(texte: str) -> int:
    return int(re.sub(r"\D", "", texte))


def test_le_menu_mene_a_l_annee_en_cours(client, monde: Monde):
    reponse = client.se_connecter(monde.acteurs["charge"]).get("/fonds")

    assert (reponse.status_code, reponse.headers["Location"]) == (303, "/fonds/2026")


def test_la_jauge_dit_ou_en_est_l_argent(client, monde: Monde):
    page = client.se_connecter(monde.acteurs["charge"]).lire("/fonds/2026")

    segments = [(li.strong.text, li.select_one(".quoi").text) for li in page.select(".legende-jauge li")]
    assert [en_centimes(montant) for montant, _ in segments] == [1_001, 2_000, 860, 4_000, 42_140]
    assert [quoi for _, quoi in segments] == [
        "payé",
        "réalisé, à payer",
        "engagé, en cours",
        "réservé",
        "disponible",
    ]
    assert "1\u00a0consultation" in page.select_one(".legende-jauge").text


def test_chaque_chiffre_ouvre_les_lignes_qui_le_font(client, monde: Monde):
    client.se_connecter(monde.acteurs["charge"])
    page = client.lire("/fonds/2026")
    liens = {a["href"] for a in page.select("main table a, main .legende-jauge a")}
    assert len(liens) > 20

    for lien in liens:
        lignes = client.lire(lien)
        total = en_centimes(lignes.h1.select_one(".montant").text)
        montants = lignes.select("tbody td.nombre .montant")
        assert sum(en_centimes(m.text) for m in montants) == total, lien
        assert total == 0 or montants


def test_les_financeurs_font_le_total(client, monde: Monde):
    page = client.se_connecter(monde.acteurs["charge"]).lire("/fonds/2026")

    situation = queries.situation(session_courante(), monde.fonds_id)
    assert len(page.select("tbody tr")) == len(situation.par_financeur) == 2
    assert en_centimes(page.select("tfoot td")[0].text) == 50_000


def test_le_releve_dit_chaque_mouvement(client, monde: Monde):
    page = client.se_connecter(monde.acteurs["charge"]).lire(f"/fonds/2026/{monde.dla_id}/releve")

    verbes = [td.text for td in page.select("tbody td[data-libelle=Mouvement]")]
    assert verbes == [
        "Payé",
        "Facturé",
        "Réalisé",
        "Engagé",
        "Libéré",
        "Réservé",
        "Réservé",
        "Conventionné",
        "Conventionné",
    ]


def test_le_releve_se_pagine(client, monde: Monde):
    acteur = monde.acteurs["responsable"]
    with unit_of_work() as session:
        for numero in range(100, 120):
            operations.reserver(
                session,
                acteur,
                organisation_id=monde.dla_id,
                annee=ANNEE,
                objet_type="consultation",
                objet_id=numero,
                montant_centimes=100_00,
                libelle=f"Consultation {numero}",
            )
    client.se_connecter(acteur)

    page = client.lire(f"/fonds/2026/{monde.dla_id}/releve")
    suite = client.lire(page.select_one(".pagination-dla a[rel=next]")["href"])
    reserve = client.lire(f"/fonds/2026/{monde.dla_id}/lignes?nature=reserve&page=2")

    assert len(page.select("tbody tr")) == 20
    assert len(suite.select("tbody tr")) == 9
    assert len(reserve.select("tbody tr")) == 1


VUS = {
    "responsable": (True, False),
    "charge": (True, False),
    "voisin": (False, True),
    "region": (True, False),
    "pilote": (True, True),
    "financeur": (True, False),
    "etranger": (False, False),
}


@pytest.mark.parametrize("qui", VUS)
def test_chacun_ne_voit_que_ses_fonds(client, monde: Monde, qui: str):
    client.se_connecter(monde.acteurs[qui])

    for organisation_id, vu in zip((monde.dla_id, monde.voisin_id), VUS[qui], strict=True):
        for suite in ("", "/lignes?nature=engage", "/releve", "/conventions"):
            reponse = client.get(f"/fonds/2026/{organisation_id}{suite}")
            assert reponse.status_code == (200 if vu else 404), (qui, organisation_id, suite)
    assert client.get("/fonds/1789").status_code == 404


@pytest.mark.parametrize(("qui", "nombre"), [("region", 1), ("pilote", 2), ("financeur", 1), ("etranger", 0)])
def test_qui_suit_plusieurs_fonds_en_a_la_liste(client, monde: Monde, qui: str, nombre: int):
    client.se_connecter(monde.acteurs[qui])

    page = client.lire("/fonds/2026")

    assert len(page.select("tbody tr")) == nombre
    for lien in page.select("tbody a"):
        assert client.lire(lien["href"]).h1.text == "Fonds d’ingénierie 2026"


def test_un_financeur_ne_lit_que_ses_lignes(client, monde: Monde):
    client.se_connecter(monde.acteurs["financeur"])
    session = session_courante()
    autre = session.scalars(
        select(Financeur.id).where(Financeur.id != monde.financeur_id).order_by(Financeur.id)
    ).first()

    page = client.lire(f"/fonds/2026/{monde.dla_id}")
    releve = client.lire(f"/fonds/2026/{monde.dla_id}/releve")
    lignes = client.lire(f"/fonds/2026/{monde.dla_id}/lignes?nature=paye")
    conventions = client.lire(f"/fonds/2026/{monde.dla_id}/conventions")

    assert [en_centimes(td.text) for td in page.select("tfoot td")[:1]] == [30_000]
    assert en_centimes(releve.select("tbody td.nombre")[-1].text) == 30_000_00
    assert en_centimes(lignes.h1.select_one(".montant").text) == 60_030
    assert len(conventions.select("tbody tr")) == 1
    assert client.get(f"/fonds/2026/{monde.dla_id}/lignes?financeur={autre}").status_code == 404


@pytest.mark.parametrize("suite", ["lignes?nature=or", "lignes?financeur=999999"])
def test_une_ligne_qui_n_existe_pas_est_introuvable(client, monde: Monde, suite: str):
    client.se_connecter(monde.acteurs["charge"])

    assert client.get(f"/fonds/2026/{monde.dla_id}/{suite}").status_code == 404


def test_une_annee_sans_fonds_dit_quoi_faire(client, monde: Monde):
    sien = client.se_connecter(monde.acteurs["responsable"]).lire("/fonds/2027")
    assert sien.select_one(".vide a")["href"] == f"/fonds/2027/{monde.dla_id}/conventionner"
    assert "Aucune ligne" in client.lire(f"/fonds/2027/{monde.dla_id}/lignes").text
    assert "Aucun mouvement" in client.lire(f"/fonds/2027/{monde.dla_id}/releve").text

    charge = client.se_connecter(monde.acteurs["charge"]).lire("/fonds/2027")
    assert charge.select_one(".vide a") is None
    assert client.lire(f"/fonds/2027/{monde.dla_id}/conventions").select_one(".vide a") is None


def saisie(financeur_id: int, **change: str) -> dict[str, str]:
    return {
        "financeur": str(financeur_id),
        "reference": "CONV-2027-01",
        "debut": "2027-01-01",
        "fin": "2029-12-31",
        "fonds_ingenierie": "45 000,50",
        "offre_service_interne": "12\u202f000",
        **change,
    }


def test_ajouter_une_convention_ouvre_le_fonds(client, monde: Monde):
    client.se_connecter(monde.acteurs["responsable"])
    url = f"/fonds/2027/{monde.dla_id}/conventionner"

    reponse = client.envoyer(url, saisie(monde.financeur_id))

    assert (reponse.status_code, reponse.headers["Location"]) == (
        303,
        f"/fonds/2027/{monde.dla_id}/conventions",
    )
    page = client.lire(f"/fonds/2027/{monde.dla_id}/conventions")
    assert [en_centimes(td.text) for td in page.select("tbody td.nombre")] == [45_000_50, 12_000_00]
    fonds = session_courante().scalars(select(Fonds).where(Fonds.annee == 2027)).one()
    assert queries.situation(session_courante(), fonds.id).total.disponible == 45_000_50
    assert verifier(session_courante()) == []


def test_un_double_envoi_ne_compte_qu_une_fois(client, monde: Monde):
    client.se_connecter(monde.acteurs["responsable"])
    url = f"/fonds/2027/{monde.dla_id}/conventionner"
    page = client.lire(url)
    valeurs = saisie(monde.financeur_id) | {
        champ["name"]: champ["value"] for champ in page.select("main form input[type=hidden]")
    }

    premiere = client.post(url, data=valeurs)
    seconde = client.post(url, data=valeurs)
    autre = client.post(url, data=valeurs | {"fonds_ingenierie": "1"})

    assert (premiere.status_code, seconde.status_code, autre.status_code) == (303, 303, 409)
    assert premiere.headers["Location"] == seconde.headers["Location"]
    fonds = session_courante().scalars(select(Fonds).where(Fonds.annee == 2027)).all()
    assert len(fonds) == 1
    assert queries.situation(session_courante(), fonds[0].id).total.conventionne == 45_000_50


@pytest.mark.parametrize(
    ("change", "statut", "mots"),
    [
        ({"fonds_ingenierie": "1.234"}, 422, "Écrivez un montant"),
        ({"reference": ""}, 422, "Indiquez la référence"),
        ({"debut": "2027-02-30"}, 422, "un jour qui existe"),
        ({"fin": "2026-12-31"}, 409, "précède son début"),
        ({"fonds_ingenierie": "", "offre_service_interne": ""}, 409, "supérieur à zéro"),
        ({"debut": "2028-01-01"}, 409, "ne couvre pas l’année 2027"),
    ],
)
def test_une_saisie_fausse_garde_ce_qui_est_ecrit(client, monde: Monde, change, statut: int, mots: str):
    client.se_connecter(monde.acteurs["responsable"])

    reponse = client.envoyer(
        f"/fonds/2027/{monde.dla_id}/conventionner", saisie(monde.financeur_id, **change)
    )

    assert reponse.status_code == statut
    texte = reponse.get_data(as_text=True)
    assert mots in texte
    assert "resume-erreurs" in texte
    assert 'value="CONV-2027-01"' in texte or "reference" in change
    assert session_courante().scalars(select(Fonds).where(Fonds.annee == 2027)).all() == []


@pytest.mark.parametrize("qui", ["charge", "region", "pilote", "financeur"])
def test_seuls_responsable_et_gestionnaire_conventionnent(client, monde: Monde, qui: str):
    client.se_connecter(monde.acteurs[qui])

    assert client.get(f"/fonds/2026/{monde.dla_id}/conventionner").status_code == 403
    assert client.poster(f"/fonds/2026/{monde.dla_id}/conventionner").status_code == 403


def test_l_alerte_vient_avec_les_seuils(client, monde: Monde):
    acteur = monde.acteurs["responsable"]
    with unit_of_work() as session:
        operations.reserver(
            session,
            acteur,
            organisation_id=monde.dla_id,
            annee=ANNEE,
            objet_type="consultation",
            objet_id=900,
            montant_centimes=33_000_00,
            libelle="Grande consultation",
        )
    page = client.se_connecter(acteur).lire("/fonds/2026")
    assert "Plus de 80 % du fonds est réservé ou engagé" in page.select_one(".avis-alerte").text

    with unit_of_work() as session:
        dla = session.get_one(Dla, monde.dla_id)
        reste = queries.situation(session, monde.fonds_id).total.disponible
        operations.reserver(
            session,
            acteur,
            organisation_id=dla.id,
            annee=ANNEE,
            objet_type="consultation",
            objet_id=901,
            montant_centimes=reste,
            libelle="Le reste",
        )
    assert "Tout le fonds est réservé" in client.lire("/fonds/2026").select_one(".avis-alerte").text


def test_la_page_du_fonds_tient_en_peu_de_requetes(client, monde: Monde):
    from sqlalchemy import event

    from dla_market.kernel.db import db

    client.se_connecter(monde.acteurs["charge"])
    client.lire("/fonds/2026")
    ordres: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: ordres.append(a[2]))

    client.lire("/fonds/2026")

    lectures = [ordre for ordre in ordres if ordre.startswith("SELECT")]
    assert len(lectures) <= 8, lectures
