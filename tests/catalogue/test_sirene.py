"""The SIRET of a fiche against the directory of companies: asked in the background, told, never obeyed."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from dla_market.catalogue import operations_vie, sirene
from dla_market.catalogue.annuaire import Annuaire, AnnuaireMuet, Immatriculation, lire
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.catalogue.models_sirene import EtatSirene, VerificationSirene
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.outbox import LigneOutbox
from dla_market.web.annuaires import verifier_au_repertoire
from tests.catalogue import semis
from tests.catalogue.fichiers import un_siret
from tests.support.annuaire import repertoire, societe
from tests.support.fabriques import un_acteur

SIRET = un_siret(1)
ACTIVE, FERMEE, INCONNUE = EtatSirene.ACTIVE, EtatSirene.FERMEE, EtatSirene.INCONNUE


def de(*societes):
    return {"results": list(societes), "total_results": len(societes)}


@pytest.mark.parametrize(
    ("reponse", "attendu"),
    [
        (de(societe(SIRET)), Immatriculation(ACTIVE)),
        (de(societe(SIRET, etat="C", fermee_le="2026-03-31")), Immatriculation(FERMEE, date(2026, 3, 31))),
        (de(societe(SIRET, etat="C")), Immatriculation(FERMEE)),
        (
            de(societe(SIRET, etat_administratif="F", date_fermeture="2026-01-02")),
            Immatriculation(FERMEE, date(2026, 1, 2)),
        ),
        (de(societe(SIRET, siret=SIRET[:9] + "00099", etat_administratif="F")), Immatriculation(ACTIVE)),
        (de(societe(un_siret(2), etat="C")), Immatriculation(INCONNUE)),
        (de(), Immatriculation(INCONNUE)),
    ],
    ids=["active", "fermee", "sans_date", "etablissement", "autre_etablissement", "autre_societe", "rien"],
)
def test_what_an_answer_says(reponse, attendu):
    assert lire(SIRET, reponse) == attendu


@pytest.mark.parametrize(
    "reponse",
    [
        [], "texte", None, {}, {"results": {}}, {"erreur": "Trop de requêtes"},
        de({"siren": SIRET[:9]}), de(societe(SIRET, etat="C", fermee_le="hier")),
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_says_nothing(reponse):
    with pytest.raises(ValueError, match=r"."):
        lire(SIRET, reponse)


@pytest.mark.parametrize(
    ("statut", "corps"),
    [(500, None), (429, None), (302, None), (200, b"<html>"), (200, b""), (200, b"[" * 2**20 + b"[")],
    ids=["panne", "trop", "redirige", "html", "vide", "enorme"],
)
def test_a_directory_that_answers_badly_is_silent(statut, corps):
    with repertoire() as vu:
        vu.statut, vu.corps = statut, corps
        with pytest.raises(AnnuaireMuet):
            Annuaire(vu.adresse).demander(SIRET)
        assert vu.demandes == [f"/search {SIRET}"], "asked once, and nowhere else"


def test_a_slow_or_absent_directory_is_silent():
    with repertoire() as vu:
        vu.attente = threading.Event()
        with pytest.raises(AnnuaireMuet):
            Annuaire(vu.adresse, delai_s=0.2).demander(SIRET)
    with pytest.raises(AnnuaireMuet):
        Annuaire(vu.adresse).demander(SIRET)
    for adresse in ("ftp://annuaire.example", "/etc/passwd", "annuaire.example"):
        with pytest.raises(ValueError, match="DLA_ANNUAIRE"):
            Annuaire(adresse)


@pytest.fixture
def annuaire(app, horloge):
    """A directory that the application asks; none again afterwards."""
    with repertoire() as vu:
        app.extensions["annuaire"] = Annuaire(f"{vu.adresse}/v3/")
        yield vu
    app.extensions["annuaire"] = None


@pytest.fixture
def fiche(app, horloge):
    with unit_of_work() as session:
        regional = semis.un_regional(session)
        un = semis.un_prestataire(session, siret=SIRET)
        return un.id, un_acteur(session, Role.REFERENT_REGIONAL, regional)


def vue(session, numero) -> VerificationSirene | None:
    session.rollback()
    return session.get(VerificationSirene, numero)


def annonces(session) -> int:
    session.rollback()
    requete = select(func.count()).select_from(LigneOutbox).where(LigneOutbox.evenement == "SireneFermee")
    return session.scalar(requete)


def test_without_a_directory_nothing_is_asked(session, fiche):
    assert verifier_au_repertoire() == 0
    assert vue(session, fiche[0]) is None


def test_asked_once_published_then_every_month(session, fiche, annuaire):
    numero, _ = fiche
    annuaire.societes[SIRET] = societe(SIRET)
    with unit_of_work() as ecriture:
        semis.un_prestataire(ecriture, "Sans numéro")
        semis.un_prestataire(ecriture, "Brouillon", siret=un_siret(2), etat=EtatFiche.BROUILLON)
    assert verifier_au_repertoire() == 1
    assert annuaire.demandes == [f"/v3/search {SIRET}"]
    assert (vue(session, numero).etat, vue(session, numero).verifiee_le) == (ACTIVE, clock.now())
    for jours, demandes in ((0, 0), (29, 0), (1, 1), (1, 0)):
        clock.avancer_de(timedelta(days=jours))
        assert verifier_au_repertoire() == demandes


def test_another_siret_is_asked_at_once(session, fiche, annuaire):
    numero, _ = fiche
    annuaire.societes[SIRET] = societe(SIRET, etat="C", fermee_le="2026-03-31")
    verifier_au_repertoire()
    with unit_of_work() as ecriture:
        ecriture.get_one(Prestataire, numero).siret = un_siret(3)
    session.rollback()
    assert sirene.verification_de(session.get_one(Prestataire, numero)) is None, "said of another number"
    annuaire.societes[un_siret(3)] = societe(un_siret(3))
    assert verifier_au_repertoire() == 1
    lue = vue(session, numero)
    assert (lue.siret, lue.etat, lue.fermee_le, lue.constatee_le) == (un_siret(3), ACTIVE, None, None)


def test_a_closed_company_is_told_once_and_suspends_nothing(session, fiche, annuaire):
    numero, referente = fiche
    annuaire.societes[SIRET] = societe(SIRET, etat="C", fermee_le="2026-03-31")
    verifier_au_repertoire()
    clock.avancer_de(timedelta(days=31))
    verifier_au_repertoire()
    assert annonces(session) == 1
    assert session.get_one(Prestataire, numero).etat is EtatFiche.PUBLIEE
    assert [f.id for f in session.scalars(sirene.fermees(referente))] == [numero]
    with unit_of_work() as ecriture:
        une = ecriture.get_one(Prestataire, numero)
        operations_vie.annoncer_suspension(ecriture, referente, une, "Fermée au répertoire")
    session.rollback()
    assert session.scalars(sirene.fermees(referente)).all() == [], "it is being judged"
    with unit_of_work() as ecriture:
        une = ecriture.get_one(Prestataire, numero)
        operations_vie.abandonner_suspension(ecriture, referente, une, "Elle a déménagé")
    session.rollback()
    assert session.scalars(sirene.fermees(referente)).all() == [], "it was judged"


def test_what_does_not_answer_is_tried_again_and_forgets_nothing(session, fiche, annuaire):
    numero, _ = fiche
    annuaire.societes[SIRET] = societe(SIRET)
    verifier_au_repertoire()
    connue = vue(session, numero).verifiee_le
    clock.avancer_de(timedelta(days=30))
    annuaire.statut = 503
    with unit_of_work() as ecriture:
        semis.un_prestataire(ecriture, "Autre", siret=un_siret(4))
    assert verifier_au_repertoire() == 0
    assert len(annuaire.demandes) == 2, "the first silence ends the round"
    assert verifier_au_repertoire() == 0
    assert len(annuaire.demandes) == 3
    assert (vue(session, numero).etat, vue(session, numero).verifiee_le) == (ACTIVE, connue)
    assert verifier_au_repertoire() == 0
    assert len(annuaire.demandes) == 3, "each waits an hour"
    clock.avancer_de(timedelta(hours=1))
    annuaire.statut = 200
    assert verifier_au_repertoire() == 2
    assert vue(session, numero).echecs == 0
