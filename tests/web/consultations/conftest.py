"""A launched consultation and its people, committed, at a pinned clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from dla_market.consultations import operations, queries
from dla_market.consultations.models import Consultation
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from tests.consultations.monde import (
    APRES,
    DEBUT,
    Monde,
    deposer,
    peupler,
    selectionner,
    une_consultation,
    une_ingenierie,
)
from tests.support.client import Client


@dataclass
class Scene:
    """The world, the ids that addresses need, and a browser."""

    monde: Monde
    ingenierie_id: int
    consultation_id: int
    client: Client
    coffre: object

    @property
    def url(self) -> str:
        return f"/consultations/{self.consultation_id}"

    def comme(self, acteur) -> Client:
        return self.client.se_connecter(acteur)

    def invitation_url(self, rang: int = 0) -> str:
        from sqlalchemy import select

        from dla_market.consultations.models import Invitation
        from dla_market.kernel.db import session_courante

        session = session_courante()
        identifiant = session.scalar(
            select(Invitation.id).where(
                Invitation.consultation_id == self.consultation_id,
                Invitation.prestataire_id == self.monde.candidats[rang].organisation_id,
            )
        )
        session.rollback()
        return f"/invitations/{identifiant}"

    def deposer(self, *prix: int) -> None:
        """Offers of the first providers, at these prices without VAT."""
        with unit_of_work() as session:
            consultation = session.get_one(Consultation, self.consultation_id)
            for acteur, ht in zip(self.monde.candidats, prix, strict=False):
                deposer(session, self.coffre, consultation, acteur, ht)

    def ouvrir(self) -> None:
        """Open after the deadline, and have everybody declare; the clock stays there."""
        clock.avancer_de(APRES - clock.now())
        with unit_of_work() as session:
            consultation = session.get_one(Consultation, self.consultation_id)
            operations.ouvrir_offres(session, self.monde.charge, self.coffre, consultation)
            for acteur in (self.monde.charge, self.monde.responsable, self.monde.asso[0]):
                operations.declarer_interet(session, acteur, consultation, sans_lien=True)

    def noter(self, note: int = 4) -> None:
        """The structure's notes, the same everywhere."""
        with unit_of_work() as session:
            consultation = session.get_one(Consultation, self.consultation_id)
            for offre in queries.offres_ouvertes(session, self.monde.asso[0], consultation):
                for ordre in (1, 2, 3):
                    operations.noter(session, self.monde.asso[0], offre, critere_ordre=ordre, note=note)

    def choisir(self, rang: int = 0) -> None:
        """The structure takes the offer of the provider of that rank."""
        with unit_of_work() as session:
            consultation = session.get_one(Consultation, self.consultation_id)
            nom = f"Prestataire {rang + 1}"
            offre = next(o for o in consultation.ouvertes if o.prestataire.nom == nom)
            operations.choisir(session, self.monde.asso[0], consultation, offre, motif="Elle nous convient")


@pytest.fixture
def scene(app, client) -> Iterator[Scene]:
    with clock.arretee_a(DEBUT):
        coffre = app.extensions["coffre"]
        with unit_of_work() as session:
            monde = peupler(session)
            consultation = une_consultation(session, monde, coffre)
            prete = une_ingenierie(session, monde)
            selectionner(session, monde, prete, 2)
            session.flush()
            scene = Scene(monde, prete.id, consultation.id, client, coffre)
        yield scene
