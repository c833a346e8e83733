"""What leaves after a commit: only what was committed, nothing lost, nothing said too much (J1 to J3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dla_market.comptes.models import Role
from dla_market.consultations import operations
from dla_market.consultations.models import Consultation, Question
from dla_market.kernel import clock
from dla_market.kernel.db import db, session_courante, unit_of_work
from dla_market.kernel.events import Evenement, _abonnements, abonner, emettre
from dla_market.kernel.outbox import LigneOutbox, Livraison
from dla_market.notices.models import EtatCourriel, Message
from dla_market.notices.operations import deposer_courriel, prevenir
from tests.consultations.monde import APRES, DEBUT
from tests.proofs.appel import lancer, remplir
from tests.proofs.atelier import atelier
from tests.support import fabriques
from tests.support.serveur import servir
from tests.support.smtp import boite_aux_lettres

MONTANT = re.compile(r"\d[\d\s]*,\d\d|€|\d{5,}")


@dataclass(frozen=True)
class FaitDEssai(Evenement):
    """Something happened, for these proofs alone."""

    numero: int


@pytest.fixture
def boite():
    with boite_aux_lettres() as ouverte:
        yield ouverte


@pytest.fixture
def app(tmp_path, url, boite):
    with atelier(tmp_path, url, SMTP_URL=boite.url) as app:
        yield app


@pytest.fixture
def sorties(app):
    return app.extensions["outbox"]


@pytest.fixture
def abonnes():
    """Two subscribers of an event: what each has received; the first can be made to fail."""
    recus: dict[str, list[int]] = {"premier": [], "second": []}
    panne: list[bool] = []

    def premier(session, charge):
        recus["premier"].append(charge["numero"])
        session.add(Message(**message_nu(f"premier {charge['numero']}")))
        if panne:
            raise RuntimeError("panne")

    abonner("premier", FaitDEssai, premier)
    abonner("second", FaitDEssai, lambda _s, charge: recus["second"].append(charge["numero"]))
    yield recus, panne
    _abonnements.pop("FaitDEssai")


def message_nu(objet):
    return {
        "utilisateur_id": session_courante().scalar(select(func.min(fabriques.Utilisateur.id))),
        "objet": objet,
        "corps": "",
        "lien": "",
        "cree_le": clock.now(),
        "courriel": EtatCourriel.GARDE,
        "identifiant": objet,
        "essais": 0,
    }


def nombre(*conditions):
    session = session_courante()
    session.rollback()
    trouve = session.scalar(select(func.count()).where(*conditions))
    session.rollback()
    return trouve


def une_personne(role=Role.PRESTATAIRE):
    with unit_of_work() as session:
        return fabriques.un_acteur(session, role, fabriques.un_prestataire(session))


def test_what_was_rolled_back_never_leaves(sorties, boite, abonnes):
    acteur = une_personne()
    with pytest.raises(RuntimeError):
        emettre_puis_renoncer(acteur)
    sorties.tout_livrer()
    assert (abonnes[0], boite.plis, nombre(LigneOutbox.id > 0)) == ({"premier": [], "second": []}, [], 0)


def emettre_puis_renoncer(acteur):
    with unit_of_work() as session:
        emettre(session, FaitDEssai(1))
        deposer_courriel(
            session, utilisateur_id=acteur.utilisateur_id, organisation_id=None, objet="Jamais", corps=""
        )
        session.flush()
        raise RuntimeError("rien n’a eu lieu")


def test_one_who_fails_holds_back_nobody_and_is_served_again_once(sorties, abonnes):
    une_personne()
    recus, panne = abonnes
    panne.append(True)
    with unit_of_work() as session:
        emettre(session, FaitDEssai(7))
    sorties.drainer()
    assert recus["second"] == [7]
    assert nombre(Livraison.livree_le.is_(None), Livraison.erreur.contains("panne")) == 1
    assert nombre(Message.objet == "premier 7") == 0  # what it wrote went with its failure
    panne.clear()
    with clock.arretee_a(clock.now() + timedelta(minutes=5)):
        sorties.drainer()
        sorties.drainer()
    assert recus == {"premier": [7, 7], "second": [7]}
    assert nombre(Message.objet == "premier 7") == 1
    assert nombre(Livraison.livree_le.is_(None)) == 0


def test_a_tender_s_mails_name_one_person_a_link_and_no_amount(app, sorties, boite):
    with clock.arretee_a(DEBUT):
        appel = lancer(app, 4)
        with servir(app) as adresse:
            remplir(appel, adresse)
        poser_et_repondre(appel)
        clock.avancer_de(APRES + timedelta(hours=1) - clock.now())
        appel.ouvrir()
        sorties.tout_livrer()
    assert len(boite.plis) > 10
    for pli in boite.plis:
        courriel = pli.courriel
        texte = courriel.get_content()
        assert [courriel["To"]] == pli.destinataires
        assert courriel["Cc"] is courriel["Bcc"] is None
        assert not courriel.is_multipart()
        assert len(re.findall(r"http://127\.0\.0\.1:8000/\S+", texte)) == 1, texte
        # a link, and the salted fingerprint of one's own receipt: neither says an amount
        dit = re.sub(r"http\S+|[0-9a-f]{64}", "", f"{courriel['Subject']} {texte}")
        assert not MONTANT.search(dit), dit
        assert not any(c.organisation_nom in dit for c in appel.candidats), dit
    marques = [pli.courriel["Message-ID"] for pli in boite.plis]
    assert len(set(marques)) == len(marques)


def poser_et_repondre(appel):
    clock.avancer_de(DEBUT + timedelta(days=1) - clock.now())
    with unit_of_work() as session:
        invitation = session.get_one(Consultation, appel.consultations[0]).invitations[1]
        operations.poser_question(session, appel.candidats[1], invitation, texte="Où ?")
    with unit_of_work() as session:
        question = session.scalars(db.select(Question)).one()
        operations.repondre_question(
            session, appel.regards["chargé de mission"], question, reponse="À Crest."
        )


def test_a_mail_refused_is_tried_again_under_the_same_name(sorties, boite):
    acteur, autre = une_personne(), une_personne()
    boite.refuses.add(acteur.courriel)
    with unit_of_work() as session:
        for un in (acteur, autre):
            prevenir(
                session,
                evenement=f"Essai:{un.organisation_id}",
                organisation_id=un.organisation_id,
                objet="Bonjour",
                corps="Un mot.",
                lien="/a-faire",
            )
        attendu = session.scalars(
            select(Message.identifiant).where(Message.utilisateur_id == acteur.utilisateur_id)
        ).one()
    sorties.expedier()
    assert [pli.destinataires for pli in boite.plis] == [[autre.courriel]]
    boite.refuses.clear()
    assert (sorties.expedier(), sorties.expedier()) == (1, 0)
    assert boite.plis[1].destinataires == [acteur.courriel]
    assert boite.plis[1].courriel["Message-ID"] == f"<{attendu}@127.0.0.1>"


ENTETES = ("Bcc: espion@mal.example", "To: espion@mal.example", "X-Essai: oui", "\r\n\r\nCorps", ".\r\nQUIT")
FINS = ("\r\n", "\n", "\r", "\u2028", "\u0085", "\x0b", "\x0c", "\x00", "\r\n ", "%0d%0a")


def test_no_header_comes_in_by_a_subject(sorties, boite):
    acteur = une_personne()
    # PostgreSQL keeps no NUL: it does not come so far
    fins = [fin for fin in FINS if fin != "\x00" or db.engine.dialect.name == "sqlite"]
    objets = [f"Objet{fin}{entete}" for fin in fins for entete in ENTETES]
    with unit_of_work() as session:
        for objet in objets:
            deposer_courriel(
                session,
                utilisateur_id=acteur.utilisateur_id,
                organisation_id=None,
                objet=objet,
                corps=f"{objet}\r\n.\r\nMAIL FROM:<mal@mal.example>",
            )
    assert sorties.expedier() == len(objets)
    for pli in boite.plis:
        assert pli.destinataires == [acteur.courriel]
        assert sorted(pli.courriel.keys()) == [
            "Content-Transfer-Encoding",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
            "To",
        ]
        assert pli.courriel["Subject"].startswith("Objet")
    assert len(boite.plis) == len(objets)
