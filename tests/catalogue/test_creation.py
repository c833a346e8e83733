"""A fiche begins: drafted with a link to claim it, or asked for by the prestataire, and never twice."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from dla_market.catalogue import creation
from dla_market.catalogue.creation import Ebauche
from dla_market.catalogue.doublons import nom_nu, ressemblances
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.comptes import operations
from dla_market.comptes.models import Role
from dla_market.comptes.operations import NouveauCompte
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier
from tests.catalogue.fichiers import un_siret
from tests.catalogue.semis import un_prestataire
from tests.support.fabriques import un_acteur, un_dla

EBAUCHE = Ebauche("SCOP L’Atelier des Communs", "contact@atelier.example", un_siret(1), "Conseil", "26")


@pytest.fixture
def charge(session):
    with unit_of_work() as ecriture:
        return un_acteur(ecriture, Role.CHARGE_MISSION, un_dla(ecriture))


def creer(acteur, ebauche=EBAUCHE):
    with unit_of_work() as session:
        lien = creation.creer_brouillon(session, acteur, ebauche)
        return lien.invitation.organisation_id, lien.jeton


def reprendre(jeton):
    with unit_of_work() as session:
        operations.accepter(session, jeton, compte=NouveauCompte("Lise", "Atelier", "$argon2$"))


def test_a_draft_is_claimed_by_its_link(session, charge):
    numero, jeton = creer(charge)
    fiche = session.get_one(Prestataire, numero)
    assert (fiche.nom, fiche.etat, fiche.departement_code) == (EBAUCHE.nom, EtatFiche.BROUILLON, "26")
    reprendre(jeton)
    session.rollback()
    (origine,) = session.scalars(creation.proposees(charge)).all()
    assert (origine.prestataire_id, origine.organisation_id) == (numero, charge.organisation_id)
    with pytest.raises(RefusMetier, match="déjà repris"), unit_of_work() as ecriture:
        creation.relancer(ecriture, charge, creation.charger_origine(ecriture, charge, numero))


def test_a_second_link_replaces_the_first(session, charge):
    numero, premier = creer(charge)
    with unit_of_work() as ecriture:
        origine = creation.charger_origine(ecriture, charge, numero)
        second = creation.relancer(ecriture, charge, origine).jeton
    with pytest.raises(RefusMetier):
        reprendre(premier)
    reprendre(second)


def test_the_same_siret_is_refused(session, charge):
    creer(charge)
    with pytest.raises(RefusMetier, match="SIRET"):
        creer(charge)


@pytest.mark.parametrize(
    ("nom", "courriel", "siret", "raisons"),
    [
        ("Autre", "autre@example.org", un_siret(1), ("même SIRET",)),
        ("L'atelier des communs (SARL)", "x@example.org", None, ("même nom",)),
        ("ATELIER DES COMMUNS, L’", "x@example.org", None, None),
        ("Autre", "CONTACT@atelier.example", None, ("même adresse électronique",)),
        (
            "Scop l’atelier des Communs",
            "contact@atelier.example",
            None,
            ("même nom", "même adresse électronique"),
        ),
        ("Autre", "autre@example.org", un_siret(2), None),
        ("Autre", "autre@example.org", un_siret(1, etablissement=2), ("même SIREN",)),
    ],
)
def test_what_looks_alike_is_told_with_its_reasons(session, charge, nom, courriel, siret, raisons):
    creer(charge)
    trouvees = ressemblances(session, nom=nom, courriel=courriel, siret=siret)
    assert [t.raisons for t in trouvees] == ([] if raisons is None else [raisons])


def test_a_name_is_bared_of_its_legal_form():
    assert nom_nu("SARL Œuvre & Fils") == nom_nu("oeuvre, fils (sarl)") == "oeuvre fils"
    assert nom_nu("SARL") == "sarl"


def se_proposer(**champs):
    with unit_of_work() as session:
        lien = creation.se_proposer(
            session, Ebauche(**({"nom": "Neuf", "courriel": "neuf@x.example"} | champs))
        )
        return lien and (lien.invitation.organisation_id, lien.jeton)


def test_a_prestataire_asks_and_asks_again(session):
    numero, premier = se_proposer()
    assert session.get_one(Prestataire, numero).etat is EtatFiche.BROUILLON
    meme, second = se_proposer()
    assert (meme, premier != second) == (numero, True)
    reprendre(second)
    assert se_proposer() is None
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Prestataire)) == 1


def test_who_names_another_s_siret_gets_no_link(session):
    with unit_of_work() as ecriture:
        un_prestataire(ecriture, "Ancien", siret=un_siret(7), courriel="ancien@x.example")
    assert se_proposer(siret=un_siret(7)) is None
    assert se_proposer(nom="ancien", courriel="ancien@x.example") is not None
