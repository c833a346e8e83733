"""Processes race for one fund on both databases: nothing overspent, nothing adrift, no lock error (C4)."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.fonds.models import Compte, NatureCompte, Tranche
from dla_market.fonds.verification import verifier
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.journal import EntreeJournal
from dla_market.kernel.journal import verifier as verifier_journal
from tests.fonds import course, monde

PLAFOND = 20_000_00
VERBES = {"fonds:reserver", "fonds:liberer", "fonds:engager", "fonds:desengager", "fonds:realiser"}


def ouvrir(url: str, *montants: int) -> None:
    with monde.application(url), unit_of_work() as session:
        monde.doter(session, *montants)


def soldes(session: Session) -> dict[tuple[int, NatureCompte], int]:
    lignes = session.execute(select(Compte.tranche_id, Compte.nature, Compte.solde_centimes))
    return {(ligne.tranche_id, ligne.nature): ligne.solde_centimes for ligne in lignes}


def depassement(session: Session) -> int:
    """Centimes reserved or engaged beyond what is conventionné, over all tranches."""
    tenus = soldes(session)
    hors = {NatureCompte.DOTATION, NatureCompte.DISPONIBLE}
    return sum(
        max(
            0,
            sum(s for (t, n), s in tenus.items() if t == tranche.id and n not in hors)
            - tranche.montant_centimes,
        )
        for tranche in session.scalars(select(Tranche))
    )


def coups_du_journal(session: Session) -> list[course.Coup]:
    """What the journal says was done, in the order in which it was done."""
    coups: list[course.Coup] = []
    for entree in session.scalars(select(EntreeJournal).order_by(EntreeJournal.seq)):
        details = json.loads(entree.details)
        verbe = entree.action.removeprefix("fonds:")
        if verbe in {"augmenter", "reduire"}:
            coups.append((verbe, details["tranche_id"], details["montant_centimes"]))
        elif entree.action in VERBES:
            coups.append((verbe, int(entree.objet_id), details["montant_centimes"]))
    return coups


def verbe_de(coup: course.Coup) -> tuple[str, int]:
    return ("engager" if coup[0] == "commander" else coup[0], coup[1])


def controler(url: str, url_rejeu: str, faite: course.Course) -> None:
    """No overspend, no drift, no lock error; the accepted moves, replayed one by one, give the same fund."""
    assert faite.erreurs == []
    assert faite.verrous == 0
    with monde.application(url):
        session = session_courante()
        ecarts, fautes = verifier(session), verifier_journal(session)
        obtenus, trop = soldes(session), depassement(session)
        joues = coups_du_journal(session)
    assert (trop, ecarts, fautes) == (0, [], [])
    # what people were told is what happened: no acceptance lost, none that nobody was told of
    assert sorted(map(verbe_de, faite.acceptes)) == sorted(map(verbe_de, joues))

    directes = {coup[1] for coup in faite.acceptes if coup[0] == "commander"}
    with monde.application(url_rejeu):
        for coup in joues:
            verbe = "commander" if coup[0] == "engager" and coup[1] in directes else coup[0]
            with unit_of_work() as session:
                course.jouer(session, (verbe, coup[1], coup[2]))
        assert soldes(session_courante()) == obtenus


@pytest.fixture
def url_rejeu(modele_sqlite, tmp_path) -> str:
    fichier = tmp_path / "rejeu.db"
    fichier.write_bytes(modele_sqlite.read_bytes())
    url = f"sqlite:///{fichier}"
    ouvrir(url, *PARTAGE)
    return url


PARTAGE = (PLAFOND // 2, PLAFOND // 3, PLAFOND - PLAFOND // 2 - PLAFOND // 3)


def test_quatre_processus_ne_depassent_pas_le_fonds(url: str, url_rejeu: str):
    ouvrir(url, *PARTAGE)

    faite = course.courir(url, processus=4, essais=40, plafond=PLAFOND, graine=1)

    assert len(faite.acceptes) + faite.refus == 160
    assert faite.refus > 0
    controler(url, url_rejeu, faite)


def test_le_code_naif_depasse_le_fonds(url: str):
    """The control: the race can see an overspend where there is one (M1, M5)."""
    ouvrir(url, PLAFOND)

    faite = course.courir(url, processus=4, essais=40, plafond=PLAFOND, graine=1, tache=course.concourir_naif)

    assert sum(montant for _, _, montant in faite.acceptes) > PLAFOND


@pytest.mark.long
def test_seize_processus_cinq_cents_essais(url: str, url_rejeu: str, capsys: pytest.CaptureFixture[str]):
    ouvrir(url, *PARTAGE)

    faite = course.courir(url, processus=16, essais=500, plafond=PLAFOND, graine=2)

    with capsys.disabled():
        print(f"\n{url.partition(':')[0]}: {faite.resume()}")  # noqa: T201  # the figures are the point
    assert len(faite.acceptes) + faite.refus == 8000
    controler(url, url_rejeu, faite)


@pytest.mark.long
def test_le_code_naif_a_seize(url: str, capsys: pytest.CaptureFixture[str]):
    ouvrir(url, PLAFOND)

    faite = course.courir(
        url, processus=16, essais=500, plafond=PLAFOND, graine=2, tache=course.concourir_naif
    )

    depense = sum(montant for _, _, montant in faite.acceptes)
    with capsys.disabled():
        print(f"\n{url.partition(':')[0]} naïf: {faite.resume()}, dépense {depense} pour {PLAFOND}")  # noqa: T201  # see above
    assert depense > PLAFOND


def test_une_commande_ne_s_annule_qu_une_fois(url: str):
    """Every order is cancelled by three processes at once: one success each (C5)."""
    with monde.application(url), unit_of_work() as session:
        monde.doter(session, *PARTAGE)
        for numero in range(1, 31):
            monde.engager(session, numero, 100_00 + numero)

    faite = course.courir(url, processus=3, essais=30, plafond=0, graine=1, tache=course.annuler_tout)

    assert (faite.erreurs, faite.verrous, faite.refus) == ([], 0, 60)
    assert sorted(numero for _, numero, _ in faite.acceptes) == list(range(1, 31))
    with monde.application(url):
        assert verifier(session_courante()) == []
        disponibles = {s for (_, n), s in soldes(session_courante()).items() if n is NatureCompte.DISPONIBLE}
    assert disponibles == set(PARTAGE)
