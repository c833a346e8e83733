"""Any sequence of deposits, withdrawals, extensions, openings and clock jumps follows a small model (B11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.consultations import operations
from dla_market.consultations.models import Consultation, Offre, OffreOuverte
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier
from tests.consultations.monde import DEBUT, LIMITE, Monde, contenu, invitation_de, peupler, une_consultation

MICRO = timedelta(microseconds=1)
MARGE = timedelta(seconds=30)
COFFRE = Coffre([bytes(range(32))])


class Refus(Exception):  # noqa: N818  # the model's own answer « no »
    """The model says no."""


def exiger(condition: object) -> None:
    if not condition:
        raise Refus


@dataclass
class Modele:
    """What should be so, in a few lines: offers are (what, price, late)."""

    limite: datetime = LIMITE
    finie: str = ""
    offres: dict[int, tuple[str, int, bool]] = field(default_factory=dict)
    ouvertes: dict[int, int] | None = None

    def en_cours(self) -> bool:
        return not self.finie and self.ouvertes is None and clock.now() <= self.limite

    def brouillon(self, qui: int, prix: int) -> None:
        exiger(self.en_cours())
        exiger(self.offres.get(qui, ("", 0, False))[0] != "deposee")
        self.offres[qui] = ("brouillon", prix, False)

    def deposer(self, qui: int, prix: int) -> None:
        exiger(not self.finie)
        a_temps = self.en_cours()
        quoi, _, tard = self.offres.get(qui, ("", 0, False))
        if quoi == "deposee" and not tard and not a_temps:
            return
        self.offres[qui] = ("deposee", prix, not a_temps)

    def retirer(self, qui: int, _prix: int) -> None:
        exiger(self.en_cours())
        quoi, prix, tard = self.offres.get(qui, ("", 0, False))
        exiger(quoi == "deposee")
        self.offres[qui] = ("retiree", prix, tard)

    def prolonger(self, _qui: int, jours: int) -> None:
        exiger(self.en_cours())
        exiger(jours > 0)
        self.limite += timedelta(days=jours)

    def ouvrir(self, _qui: int, _prix: int) -> None:
        if self.ouvertes is not None:
            return
        exiger(not self.finie)
        exiger(clock.now() > self.limite + MARGE)
        self.ouvertes = {
            qui: prix for qui, (quoi, prix, tard) in self.offres.items() if quoi == "deposee" and not tard
        }

    def arreter(self, _qui: int, _prix: int) -> None:
        exiger(not self.finie)
        self.finie = "sans_suite"


def jouer(session: Session, monde: Monde, consultation: Consultation, coup: tuple[str, int, int]) -> None:
    """The same verb, for real."""
    verbe, qui, nombre = coup
    acteur = monde.candidats[qui]
    invitation = invitation_de(consultation, acteur)
    if verbe == "brouillon":
        operations.enregistrer_brouillon(session, acteur, COFFRE, invitation, contenu=contenu(nombre))
    elif verbe == "deposer":
        operations.deposer(session, acteur, COFFRE, invitation, contenu=contenu(nombre))
    elif verbe == "retirer":
        operations.retirer_offre(session, acteur, invitation)
    elif verbe == "prolonger":
        limite = consultation.limite_offre + timedelta(days=nombre)
        operations.prolonger(session, monde.responsable, consultation, limite_offre=limite, motif="Délai")
    elif verbe == "ouvrir":
        operations.ouvrir_offres(session, monde.charge, COFFRE, consultation)
    else:
        operations.classer_sans_suite(
            session, monde.responsable, consultation, motif_code="sans_suite.besoin_disparu"
        )


def refuse(geste: Callable[..., None], *arguments: object) -> bool:
    try:
        geste(*arguments)
    except (Refus, RefusMetier):
        return True
    return False


def sauter(saut: str, modele: Modele) -> None:
    """Move the clock: a little, far, or right onto an edge of the deadline in force."""
    bords = {"-1": -MICRO, "0": timedelta(0), "+1": MICRO, "marge": MARGE, "marge+1": MARGE + MICRO}
    if saut in bords:
        vers = modele.limite + bords[saut]
        if vers > clock.now():
            clock.avancer_de(vers - clock.now())
    else:
        clock.avancer_de(timedelta(days=int(saut)))


class Fin(Exception):  # noqa: N818  # not an error: gives the database back as it was
    """End of a sequence."""


def finir() -> None:
    raise Fin


COUPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["brouillon", "deposer", "deposer", "retirer"]),
            st.integers(0, 2),
            st.integers(1, 400_000),
        ),
        st.tuples(st.sampled_from(["prolonger", "prolonger"]), st.just(0), st.integers(-2, 5)),
        st.tuples(st.sampled_from(["ouvrir", "ouvrir", "arreter"]), st.just(0), st.just(0)),
        st.sampled_from(["-1", "0", "+1", "marge", "marge+1", "d1", "d4"]),
    ),
    min_size=4,
    max_size=24,
)
REGLAGES = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@settings(REGLAGES, max_examples=30)
@given(coups=COUPS)
def test_every_sequence_follows_the_model(app: Flask, coups: list[tuple[str, int, int] | str]) -> None:
    derouler(coups)


@pytest.mark.long
@settings(REGLAGES, max_examples=2_000)
@given(coups=COUPS)
def test_every_long_sequence_follows_the_model(app: Flask, coups: list[tuple[str, int, int] | str]) -> None:
    derouler(coups)


def derouler(coups: list[tuple[str, int, int] | str]) -> None:
    try:
        with clock.arretee_a(DEBUT), unit_of_work() as session:
            monde = peupler(session)
            consultation = une_consultation(session, monde, COFFRE)
            modele = Modele()
            for coup in coups:
                if isinstance(coup, str):
                    sauter(coup.removeprefix("d"), modele)
                    continue
                with session.begin_nested() as etape:
                    non = refuse(jouer, session, monde, consultation, coup)
                    if non:
                        etape.rollback()
                assert non == refuse(getattr(modele, coup[0]), *coup[1:]), (coup, clock.now(), modele)
                comparer(session, monde, consultation, modele)
            finir()
    except Fin:
        pass


def comparer(session: Session, monde: Monde, consultation: Consultation, modele: Modele) -> None:
    rangs = {acteur.organisation_id: rang for rang, acteur in enumerate(monde.candidats)}
    session.flush()
    session.refresh(consultation)
    offres = session.execute(select(Offre.prestataire_id, Offre.etat, Offre.hors_delai)).all()
    assert {rangs[o.prestataire_id]: (o.etat.value, o.hors_delai) for o in offres} == {
        qui: (quoi, tard) for qui, (quoi, _, tard) in modele.offres.items()
    }
    lignes = session.execute(select(OffreOuverte.prestataire_id, OffreOuverte.total_ht_centimes)).all()
    assert {rangs[o.prestataire_id]: o.total_ht_centimes for o in lignes} == (modele.ouvertes or {})
    assert consultation.limite_offre == modele.limite
    if consultation.ouverte_le is not None:
        assert consultation.ouverte_le > consultation.limite_offre
