"""The reminder before the end of an aval, by a moved clock and the worker's own task."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dla_market.catalogue.models import Prestataire
from dla_market.expertise import operations, rules
from dla_market.expertise.models import Aval, NaturePreuve
from dla_market.expertise.rules import Preuve, Sujet
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.notices.models import Message
from dla_market.taches import rappeler
from tests.expertise.test_operations import monde

__all__ = ["monde"]

FIN = date(2026, 12, 31)


@pytest.fixture
def aval(monde):
    """An aval until FIN, its fiche confirmed again before then: no other reminder is due."""
    fiche, acteurs = monde
    with unit_of_work() as session:
        for autre in session.scalars(select(Prestataire)):
            autre.confirmee_le = FIN - timedelta(days=30)
    with unit_of_work() as session:
        aval = operations.proposer(
            session,
            acteurs["experte"],
            session.get_one(Prestataire, fiche),
            sujet=Sujet("environnement"),
            niveau=2,
            motif="Trois missions suivies",
            preuve=Preuve(NaturePreuve.PUBLICATION, "Guide du réemploi, 2025"),
            fin=FIN,
        )
        return operations.confirmer(session, acteurs["coordination"], aval).id


def aller_a(reste: int) -> None:
    clock.avancer_de(FIN - timedelta(days=reste) - clock.today())


def objets(app, session):
    app.extensions["outbox"].tout_livrer()
    session.rollback()
    return {
        (m.utilisateur_id, m.objet)
        for m in session.scalars(select(Message))
        if m.objet.startswith("Un aval se termine")
    }


def faire(operation, acteur, aval_id, *suite, **champs):
    with unit_of_work() as session:
        return operation(session, acteur, session.get_one(Aval, aval_id), *suite, **champs)


def test_le_centre_et_le_prestataire_sont_prevenus_une_fois(app, session, monde, aval):
    _, acteurs = monde
    for reste, envois in ((61, 0), (60, 1), (30, 0), (0, 0), (-1, 0)):
        aller_a(reste)
        assert (rappeler(), rappeler()) == (envois, 0), reste
    assert objets(app, session) == {
        (
            acteurs["experte"].utilisateur_id,
            "Un aval se termine le 31\u00a0décembre\u00a02026 : Atelier des Communs",
        ),
        (
            acteurs["coordination"].utilisateur_id,
            "Un aval se termine le 31\u00a0décembre\u00a02026 : Atelier des Communs",
        ),
        (acteurs["prestataire"].utilisateur_id, "Un aval se termine le 31\u00a0décembre\u00a02026"),
    }


def test_rien_pour_un_aval_dont_le_renouvellement_est_propose(monde, aval):
    _, acteurs = monde
    aller_a(80)
    assert rules.PREAVIS_JOURS >= 80
    faire(
        operations.renouveler,
        acteurs["experte"],
        aval,
        niveau=3,
        motif="Toujours là",
        preuve=Preuve(NaturePreuve.AUTRE, "Suivi du réseau"),
    )
    aller_a(60)
    assert rappeler() == 0


def test_rien_pour_un_aval_retire(monde, aval):
    _, acteurs = monde
    faire(operations.retirer, acteurs["coordination"], aval, "L’équipe a changé.")
    aller_a(60)
    assert rappeler() == 0


def test_l_accueil_le_dit_au_prestataire_et_au_centre(client, monde, aval):
    _, acteurs = monde
    aller_a(61)
    client.se_connecter(acteurs["prestataire"])
    assert client.lire("/a-faire").find("a", href=f"/avals/{aval}") is None
    aller_a(60)
    lien = client.lire("/a-faire").find("a", href=f"/avals/{aval}")
    assert lien is not None
    assert "Un aval se termine" in lien.text
    client.se_connecter(acteurs["coordination"])
    assert client.lire("/a-faire").find("a", href=f"/avals/{aval}/renouveler") is not None
