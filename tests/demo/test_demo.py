"""The demo as it is loaded: real migrations, one command, then what the database says."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic
from dla_market.app import create_app
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.commandes.models import Commande, EtatCommande, Evaluation, Facture
from dla_market.comptes.acteur import acteur_de
from dla_market.comptes.models import Adhesion, Role, Utilisateur
from dla_market.config import Config
from dla_market.consultations.models import Consultation, EtatConsultation, Offre, PreselectionFigee, Question
from dla_market.consultations.provisoires import EtatProvisoire, ReferencementProvisoire
from dla_market.demo.personnes import COMPTES, MOT_DE_PASSE
from dla_market.expertise.models import Aval, EtatAval
from dla_market.fonds.verification import verifier
from dla_market.ingenieries.models import Critere, EtatIngenierie, Ingenierie
from dla_market.kernel import clock, journal
from dla_market.kernel.db import db, session_courante, unit_of_work
from dla_market.notices.models import Message
from dla_market.referencement.models import EtatReferencement, Referencement
from dla_market.web.attentes import attentes_de
from tests.support import postgres
from tests.support.demo import demo_neuve
from tests.support.oracle import lire_oracle

RETOUR = timedelta(days=300)
NOUVEL_AN_2013 = clock.instant_de_paris(date(2013, 1, 1), time(0))


def charger(dossier: Path, **reglages: str) -> Flask:
    """A fresh application with the demo in it."""
    app = create_app(Config.from_env({"DLA_ENV": "demo", "DLA_DATA": str(dossier), **reglages}))
    for commande in (["db", "upgrade"], ["demo", "charger"]):
        resultat = app.test_cli_runner().invoke(args=commande)
        assert resultat.exit_code == 0, resultat.output + repr(resultat.exception)
    return app


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration that the run loads by the same commands, in a copy that its tests may change."""
    with demo_neuve(tmp_path_factory.mktemp("demo") / "copie") as app:
        yield app


@pytest.fixture
def session(application: Flask) -> Iterator[Session]:
    with application.app_context():
        yield session_courante()
        db.session.remove()


def nombre(session: Session, requete) -> int:
    return session.scalar(select(func.count()).select_from(requete.subquery()))


def test_the_ledger_and_the_journal_are_whole(session):
    assert verifier(session) == []
    assert journal.verifier(session) == []


def test_2012_is_there_to_the_centime(session):
    de_2012 = select(Commande).where(Commande.notifiee_le < NOUVEL_AN_2013)
    assert nombre(session, de_2012) == 3255
    assert session.scalar(select(func.sum(de_2012.subquery().c.ttc_centimes))) == 1_242_734_600
    numeros = session.scalars(select(Commande.numero).where(Commande.numero.like("DLA26-2012-%"))).all()
    assert sorted(numeros) == [f"DLA26-2012-{rang:03d}" for rang in range(1, len(numeros) + 1)]


def test_every_account_is_there_with_its_role(session):
    lignes = session.execute(
        select(Utilisateur.email, Adhesion.role).join(Adhesion, Adhesion.utilisateur_id == Utilisateur.id)
    ).all()
    assert {(c.courriel, c.role) for c in COMPTES} <= {tuple(ligne) for ligne in lignes}
    assert {c.role for c in COMPTES} == set(Role)


def test_an_account_signs_in(application):
    client = application.test_client()
    page = client.get("/connexion")
    jeton = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    reponse = client.post(
        "/connexion",
        data={"email": COMPTES[0].courriel, "password": MOT_DE_PASSE, "csrf_token": jeton},
    )
    assert reponse.status_code in {302, 303}
    assert all(c.courriel in page.text for c in COMPTES)


def test_something_of_each_kind_waits(session):
    maintenant = clock.now()
    lancees = select(Consultation).where(Consultation.etat == EtatConsultation.LANCEE)
    assert nombre(session, lancees.where(Consultation.limite_offre > maintenant)) == 1
    a_ouvrir = lancees.where(Consultation.limite_offre < maintenant)
    assert nombre(session, a_ouvrir) == 1
    scellees = select(Offre).where(Offre.consultation_id.in_(a_ouvrir.with_only_columns(Consultation.id)))
    assert nombre(session, scellees) == 3
    for etat in (EtatConsultation.DEPOUILLEE, EtatConsultation.CHOISIE):
        assert nombre(session, select(Consultation).where(Consultation.etat == etat)) == 1
    assert nombre(session, select(Question).where(Question.repondue_le.is_(None))) == 1
    for etat in (EtatCommande.A_SIGNER, EtatCommande.SIGNEE_DLA, EtatCommande.SIGNEE_PRESTATAIRE):
        assert nombre(session, select(Commande).where(Commande.etat == etat)) == 1
    recentes = select(Facture).where(Facture.recue_le > maintenant - RETOUR)
    assert {f.etat.value for f in session.scalars(recentes)} == {"recue", "validee", "payee"}
    for etat in (EtatIngenierie.PROJET, EtatIngenierie.CDC_REDIGE):
        assert nombre(session, select(Ingenierie).where(Ingenierie.etat == etat)) == 1
    assert nombre(session, select(Aval).where(Aval.etat == EtatAval.PROPOSE)) == 1
    assert nombre(session, select(Diagnostic).where(Diagnostic.etat == EtatDiagnostic.PARTAGE)) == 1
    renonces = select(Referencement).where(Referencement.etat == EtatReferencement.RENONCE)
    assert nombre(session, renonces) == 1
    provisoire = session.scalars(select(ReferencementProvisoire)).one()
    assert provisoire.etat is EtatProvisoire.ACCEPTE
    fiche = session.scalars(select(Prestataire).where(Prestataire.etat == EtatFiche.A_COMPLETER))
    assert any(f.references == [] for f in fiche)


def test_the_consultations_that_one_opens_carry_their_proposal(session):
    """Who was found, with rank and reasons in words, and one set aside with its own."""
    figees = session.scalars(
        select(PreselectionFigee)
        .join(Consultation, Consultation.id == PreselectionFigee.consultation_id)
        .where(Consultation.etat.in_(("lancee", "depouillee", "choisie")))
    ).all()
    assert len(figees) == 4
    for figee in figees:
        faits = json.loads(figee.contenu)
        proposition = faits["proposition"]
        assert proposition["resultats"]
        assert [q["total"] for q in proposition["questions"]][-1] > 0
        (ecarte,) = faits["ecartes"]
        (trouve,) = proposition["ecartes"]
        assert (trouve["prestataire"], trouve["rang"] > 0) == (ecarte["prestataire"], True)
        raisons = [texte for r in (trouve, *proposition["resultats"]) for _, texte in r["raisons"]]
        assert not [texte for texte in raisons if "_" in texte], "labels, not codes"


def test_the_prestataires_of_the_accounts_are_well_thought_of(session):
    montres = session.scalars(
        select(Prestataire)
        .join(Adhesion, Adhesion.organisation_id == Prestataire.id)
        .join(Utilisateur, Utilisateur.id == Adhesion.utilisateur_id)
        .where(Utilisateur.email.in_([c.courriel for c in COMPTES]), Prestataire.etat == EtatFiche.PUBLIEE)
        .distinct()
    ).all()
    assert montres
    for prestataire in montres:
        moyenne = session.scalar(
            select(func.avg(Evaluation.recommandation))
            .join(Commande, Commande.id == Evaluation.commande_id)
            .where(Commande.prestataire_id == prestataire.id)
        )
        assert moyenne is None or moyenne >= 3.5, (prestataire.nom, moyenne)


def test_every_account_has_something_to_do(application):
    sans_attente = {Role.FINANCEUR, Role.PILOTE}  # they read; nothing waits for them by name
    with application.test_request_context():
        session = session_courante()
        for compte in COMPTES:
            adhesion = session.scalars(
                select(Adhesion).join(Utilisateur).where(Utilisateur.email == compte.courriel)
            ).one()
            assert compte.role in sans_attente or attentes_de(acteur_de(adhesion)), compte.courriel
        db.session.remove()


def test_the_mailboxes_tell_the_year_and_leave_the_last_days_unread(session):
    assert nombre(session, select(Message).where(Message.lu_le.is_not(None))) > 100
    assert 0 < nombre(session, select(Message).where(Message.lu_le.is_(None))) < 30
    dates = session.scalars(select(Message.cree_le)).all()
    assert max(dates) <= clock.now()


def test_nobody_waits_for_the_orders_of_2012_in_the_demo_s_dla(session):
    anciennes = select(Commande).where(
        Commande.numero.like("DLA26-2012-%"), Commande.etat != EtatCommande.SOLDEE
    )
    assert nombre(session, anciennes) == 0


def test_it_is_loaded_once(application):
    resultat = application.test_cli_runner().invoke(args=["demo", "charger"])
    assert isinstance(resultat.exception, RuntimeError)


def test_the_accounts_are_told(application):
    resultat = application.test_cli_runner().invoke(args=["demo", "comptes"])
    assert all(c.courriel in resultat.output and c.attend in resultat.output for c in COMPTES)


def test_it_loads_on_postgresql(tmp_path):
    serveur = postgres.demarrer()
    try:
        app = charger(tmp_path, DATABASE_URL=serveur.creer_base("demo"))
        with app.app_context():
            assert verifier(session_courante()) == []
            assert nombre(session_courante(), select(Prestataire)) == 3912
            with unit_of_work() as session:
                session.add(Critere(cahier_id=1, ordre=9, libelle="Un de plus", poids=1))
                session.flush()
            db.session.remove()
            db.engine.dispose()
    finally:
        serveur.arreter()


@pytest.mark.parametrize(
    "nom", ["activite", "secteurs", "types_structures", "thematiques", "financeurs_dla_2012"]
)
def test_the_exported_bilan_is_the_published_one_row_for_row(application, tmp_path, nom):
    commande = ["bilan", "exporter", "2012", "--format", "csv", "--dans", str(tmp_path)]
    with application.app_context():
        resultat = application.test_cli_runner().invoke(args=commande)
        db.session.remove()
    assert resultat.exit_code == 0, resultat.output
    with (tmp_path / f"{nom}.csv").open(encoding="utf-8", newline="") as fichier:
        assert list(csv.DictReader(fichier)) == lire_oracle(f"{nom}.csv")
