"""Nobody but its owner learns that an offer exists: with or without, all reads the same (reliability B4)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from dla_market.comptes.acteur import Acteur
from dla_market.consultations import operations
from dla_market.consultations.models import Invitation, Question
from dla_market.kernel import clock
from dla_market.kernel.db import db, session_courante, unit_of_work
from tests.consultations.monde import APRES, DEBUT
from tests.proofs.appel import PROCHES, Appel, lancer
from tests.proofs.atelier import atelier
from tests.proofs.parcours import adresses_devinees, lire_tout
from tests.support.serveur import servir
from tests.support.smtp import boite_aux_lettres

ALEAS = (
    (re.compile(rb'(name="csrf_token"[^>]*value=")[^"]*'), rb"\1"),
    (re.compile(rb'(<meta name="csrf-token" content=")[^"]*'), rb"\1"),
    (re.compile(rb'(name="cle"[^>]*value=")[^"]*'), rb"\1"),
    (re.compile(rb'(action="/messages/)[0-9a-f]{32}"'), rb'\1"'),
    (re.compile(rb"(Message-ID: <)[0-9a-f]{32}@"), rb"\1@"),
    # a cookie is a random token; that one is set, and its length, still count
    (re.compile(rb"(Set-Cookie: dla=)[\w-]{43};"), rb"\1;"),
)
"""All that differs between two readings of one page: tokens drawn at random. Reviewed: keep it short."""


def normaliser(octets: bytes) -> bytes:
    """The same bytes without what chance draws."""
    for motif, reste in ALEAS:
        octets = motif.sub(reste, octets)
    return octets


def vivre(appel: Appel, adresse: str, deposants: int) -> None:
    """What happens in both worlds, and the offers of the first bidders before it."""
    candidat, invitation_id = appel.candidats[0], appel.invitations[0]
    for rang in range(deposants):
        for geste in ("rediger", "deposer"):
            assert appel.saisir(adresse, rang, geste) == 303
    appel.app.extensions["outbox"].tout_livrer()
    clock.avancer_de(timedelta(days=3))
    with unit_of_work() as session:
        invitation = session.get_one(Invitation, invitation_id)
        operations.repondre_invitation(session, candidat, invitation, verbe="annoncer")
        operations.poser_question(session, candidat, invitation, texte="Combien de salariés ?")
    appel.app.extensions["outbox"].tout_livrer()
    with unit_of_work() as session:
        question = session.scalars(db.select(Question)).one()
        charge = appel.regards["chargé de mission"]
        operations.repondre_question(session, charge, question, reponse="Six.")
    appel.app.extensions["outbox"].tout_livrer()
    session_courante().rollback()


def regarder(appel: Appel, regards: dict[str, Acteur]) -> dict[str, bytes]:
    """What each reads, status and headers too, by who and address."""
    devinees = adresses_devinees(
        appel.app, {"invitation_id": appel.invitations[:2], "consultation_id": appel.consultations[:1]}
    )
    return {
        f"{nom} {url}": normaliser(f"{statut} {entetes}".encode() + corps)
        for nom, acteur in regards.items()
        for url, statut, entetes, corps in lire_tout(
            appel.app, appel.biscuit(acteur), ["/", "/a-faire", "/messages", *devinees]
        )
    }


@dataclass
class Lectures:
    """What was read in one world: pages before and after the deadline, mails, and its owners' pages."""

    pages: dict[str, bytes]
    closes: dict[str, bytes]
    courriels: list[bytes]
    siennes: dict[str, bytes]


def vivre_et_lire(depart: Path, dossier: Path, appel: Appel, deposants: int, qui: Iterable[str]) -> Lectures:
    """One world, from a copy of the launched tender, with that many offers."""
    shutil.copytree(depart, dossier)
    with boite_aux_lettres() as boite, atelier(dossier, SMTP_URL=boite.url) as app, clock.arretee_a(DEBUT):
        ici = replace(appel, app=app, biscuits={})
        with servir(app) as adresse:
            vivre(ici, adresse, deposants)
        pages = regarder(ici, {nom: ici.regards[nom] for nom in qui})
        clock.avancer_de(APRES - clock.now())
        siens = {a.courriel for a in ici.candidats}
        return Lectures(
            pages,
            regarder(ici, {nom: ici.regards[nom] for nom in ("chargé de mission", "structure")}),
            [normaliser(pli.octets) for pli in boite.plis if not siens.intersection(pli.destinataires)],
            regarder(ici, {"candidat": ici.candidats[0]}),
        )


def differences(un: dict[str, bytes], autre: dict[str, bytes]) -> list[str]:
    """The addresses that do not read the same, with the first place where they differ."""
    ecarts = sorted(un.keys() ^ autre.keys())
    for lieu in un.keys() & autre.keys():
        a, b = un[lieu], autre[lieu]
        if a != b:
            ou = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), -1)
            ecarts.append(f"{lieu}: {a[ou - 80 : ou + 80]!r} / {b[ou - 80 : ou + 80]!r}")
    return ecarts


@pytest.mark.parametrize("tous", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_world_with_offers_reads_as_one_without(tmp_path, tous):
    with atelier(tmp_path / "depart") as app, clock.arretee_a(DEBUT):
        appel = lancer(app, 3)
    qui = list(appel.regards) if tous else PROCHES
    sans, avec = (vivre_et_lire(tmp_path / "depart", tmp_path / str(n), appel, n, qui) for n in (0, 3))
    assert len(sans.pages) > 30 * len(qui)
    assert differences(sans.pages, avec.pages) == []
    assert differences(sans.closes, avec.closes) == []
    assert sans.courriels
    assert sans.courriels == avec.courriels
    assert differences(sans.siennes, avec.siennes) != []  # the control: one's own pages do tell
