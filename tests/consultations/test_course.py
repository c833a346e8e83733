"""Two people at once: one wins, the other is told; nothing is lost between deposit and opening (D2)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.comptes.models import Role
from dla_market.consultations import operations
from dla_market.consultations.models import (
    Consultation,
    EtatOffreOuverte,
    Invitation,
    Offre,
    OffreOuverte,
    ProcesVerbal,
)
from dla_market.kernel import clock
from dla_market.kernel.db import db, en_ecriture, session_courante, unit_of_work
from dla_market.kernel.errors import RefusMetier
from tests.consultations.monde import (
    APRES,
    DEBUT,
    LIMITE,
    contenu,
    deposer,
    personne,
    peupler,
    une_consultation,
)


@pytest.fixture
def prete(app: Flask) -> Iterator[tuple[Flask, Any, int]]:
    """A consultation launched and committed, the clock at its launch."""
    with clock.arretee_a(DEBUT):
        with unit_of_work() as session:
            monde = peupler(session, dotation_centimes=20_000_000)
            identifiant = une_consultation(session, monde, app.extensions["coffre"]).id
        yield app, monde, identifiant


def ensemble(app: Flask, *gestes: Callable[[Session], object]) -> list[object]:
    """Run each gesture in its own thread, all from one starting line; what each gave, or its refusal."""
    depart = threading.Barrier(len(gestes))
    issues: list[object] = [None] * len(gestes)

    def courir(rang: int, geste: Callable[[Session], object]) -> None:
        with app.app_context():
            depart.wait()
            try:
                issues[rang] = en_ecriture(geste)
            except RefusMetier as refus:
                issues[rang] = refus
            finally:
                db.session.remove()

    fils = [threading.Thread(target=courir, args=paire) for paire in enumerate(gestes)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    return issues


def test_of_two_awards_at_once_one_holds(prete):
    app, monde, identifiant = prete
    coffre = app.extensions["coffre"]
    with unit_of_work() as session:
        rivale = personne(session, "Rivale", session.get_one(type(monde.dla), monde.dla.id), Role.RESPONSABLE)
        consultation = session.get_one(Consultation, identifiant)
        for acteur in monde.candidats[:2]:
            deposer(session, coffre, consultation, acteur)
    clock.avancer_de(APRES - clock.now())
    with unit_of_work() as session:
        consultation = session.get_one(Consultation, identifiant)
        operations.ouvrir_offres(session, monde.charge, coffre, consultation)
        for acteur in (monde.responsable, rivale, monde.asso[0]):
            operations.declarer_interet(session, acteur, consultation, sans_lien=True)
        for offre in consultation.ouvertes:
            for ordre in (1, 2, 3):
                operations.noter(session, monde.asso[0], offre, critere_ordre=ordre, note=3)
        operations.choisir(session, monde.asso[0], consultation, consultation.ouvertes[0])

    def attribuer(acteur: Any, rang: int) -> Callable[[Session], object]:
        def geste(session: Session) -> object:
            consultation = session.get_one(Consultation, identifiant)
            offre = sorted(consultation.ouvertes, key=lambda o: o.offre_id)[rang]
            return operations.attribuer(session, acteur, consultation, offre, motif="Notre choix")

        return geste

    issues = ensemble(app, attribuer(monde.responsable, 0), attribuer(rivale, 1))
    assert sum(isinstance(i, RefusMetier) for i in issues) == 1, issues
    session = session_courante()
    etats = session.scalars(select(OffreOuverte.etat)).all()
    assert sorted(e.value for e in etats) == [
        EtatOffreOuverte.NON_RETENUE.value,
        EtatOffreOuverte.RETENUE.value,
    ]
    assert session.scalar(select(func.count(ProcesVerbal.id)).where(ProcesVerbal.nature == "choix")) == 1


def test_what_arrives_in_time_is_opened_or_known_as_late(prete):
    """Deposits received at the deadline itself, still on their way in while two people open."""
    app, monde, identifiant = prete
    coffre = app.extensions["coffre"]
    clock.avancer_de(APRES - clock.now())

    def depot(rang: int) -> Callable[[Session], object]:
        def geste(session: Session) -> object:
            acteur = monde.candidats[rang]
            invitation = session.scalars(
                select(Invitation).where(
                    Invitation.consultation_id == identifiant,
                    Invitation.prestataire_id == acteur.organisation_id,
                )
            ).one()
            return operations.deposer(
                session, acteur, coffre, invitation, contenu=contenu(), recue_le=LIMITE
            ).issue

        return geste

    def ouvrir(session: Session) -> object:
        consultation = session.get_one(Consultation, identifiant)
        return operations.ouvrir_offres(session, monde.charge, coffre, consultation).id

    issues = ensemble(app, depot(0), ouvrir, depot(1), ouvrir, depot(2))
    assert not [i for i in issues if isinstance(i, RefusMetier)]
    assert issues[1] == issues[3]
    session = session_courante()
    a_temps = set(session.scalars(select(Offre.id).where(Offre.hors_delai.is_(False))))
    assert set(session.scalars(select(OffreOuverte.offre_id))) == a_temps
    assert len(a_temps) == sum(i == "dans_les_delais" for i in issues)
    assert session.scalar(select(func.count(Offre.id))) == 3
