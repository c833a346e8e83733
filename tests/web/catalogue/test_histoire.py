"""What the past of a fiche tells, and to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dla_market.catalogue import operations
from dla_market.catalogue.histoire import tracer_acte
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.saisies import FicheSaisie, IntervenantSaisi
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work

TUS = ("Secretus", "Vingt ans chez Discret", "Doctorat caché", "Anonyma")


def modifier(monde, fiche_id, *intervenants):
    with unit_of_work() as session:
        fiche = session.get_one(Prestataire, fiche_id)
        saisie = FicheSaisie(intervenants=tuple(intervenants))
        operations.modifier_fiche(session, monde.acteurs["redacteur"], fiche, saisie)
        session.flush()
        return [personne.id for personne in fiche.intervenants]


@pytest.fixture
def fiche_id(monde):
    """A fiche published, then changed: someone who withholds their name, another who took it back,
    a third who is named."""
    ident = monde.fiches["Secret brouillon"]
    cache = IntervenantSaisi(
        "Secretus",
        "Consultante",
        "Vingt ans chez Discret",
        diplomes="Doctorat caché",
        accord_publication=False,
    )
    modifier(monde, ident, cache, IntervenantSaisi("Publica", "Directrice", "Dix ans de gestion"))
    return ident


@pytest.fixture
def publiee(client, monde, fiche_id):
    """The same once published, with a change to read."""
    for nom, verbe in (("redacteur", operations.soumettre), ("referente", operations.publier)):
        with unit_of_work() as session:
            verbe(session, monde.acteurs[nom], session.get_one(Prestataire, fiche_id))
    with unit_of_work() as session:
        cache, publique = sorted(
            session.get_one(Prestataire, fiche_id).intervenants, key=lambda p: p.nom, reverse=True
        )
        ids = cache.id, publique.id
    modifier(
        monde,
        fiche_id,
        IntervenantSaisi(
            "Anonyma", "Experte", "Vingt ans chez Discret, puis un an", ids[0], diplomes="Doctorat caché",
            accord_publication=False,
        ),
        IntervenantSaisi("Publica", "Directrice", "Onze ans de gestion", ids[1]),
    )  # fmt: skip
    return fiche_id


def test_who_publishes_reads_no_name_without_accord(client, monde, fiche_id):
    with unit_of_work() as session:
        operations.soumettre(session, monde.acteurs["redacteur"], session.get_one(Prestataire, fiche_id))
    client.se_connecter(monde.acteurs["referente"])
    for verbe in ("publier", "renvoyer"):
        texte = client.lire(f"/fiches-a-publier/{fiche_id}/{verbe}").text
        assert "Consultante (nom non publié)" in texte
        assert "Publica" in texte
        assert not [mot for mot in TUS if mot in texte]


@pytest.mark.parametrize("page", ["changements", "historique", "relire"])
def test_who_follows_a_fiche_reads_no_name_without_accord(client, monde, publiee, page):
    client.se_connecter(monde.acteurs["referente"])
    texte = client.lire(f"/fiches/{publiee}/{page}").text
    assert not [mot for mot in TUS if mot in texte]
    assert "une personne de l’équipe" in texte
    for mot in ("Experte", "Publica", "Onze ans de gestion"):
        assert mot in texte


def test_the_act_on_a_cv_names_who_accepts_alone(client, monde, publiee):
    """An act's words hold the name; two acts are told apart, a second after."""
    for nom in ("Anonyma", "Publica"):
        clock.avancer_de(timedelta(minutes=1))
        with unit_of_work() as session:
            fiche = session.get_one(Prestataire, publiee)
            tracer_acte(session, monde.acteurs["redacteur"], fiche, "retirer_cv", nom)
    client.se_connecter(monde.acteurs["referente"])
    texte = client.lire(f"/fiches/{publiee}/historique").text
    assert "Anonyma" not in texte
    assert "«\u00a0une personne de l’équipe\u00a0»" in texte
    assert "«\u00a0Publica\u00a0»" in texte


def test_its_own_people_read_all_of_it(client, monde, publiee):
    client.se_connecter(monde.acteurs["redacteur"])
    texte = client.lire("/ma-fiche/historique").text
    assert all(mot in texte for mot in TUS)


def test_a_line_that_changes_hands_does_not_say_whose_it_was(client, monde, publiee):
    """The one who takes the line accepts to be named; the one who had it never did."""
    with unit_of_work() as session:
        cache = next(p.id for p in session.get_one(Prestataire, publiee).intervenants if p.nom == "Anonyma")
    modifier(monde, publiee, IntervenantSaisi("Neuve", "Experte", "Deux ans", cache))
    client.se_connecter(monde.acteurs["referente"])
    for page in ("changements", "historique"):
        texte = client.lire(f"/fiches/{publiee}/{page}").text
        assert "Neuve" in texte
        assert not [mot for mot in TUS if mot in texte]
