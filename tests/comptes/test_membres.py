"""Joining an organisation and leaving it: links that work once, for one person, for a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dla_market.comptes import operations, queries, rules
from dla_market.comptes.models import Adhesion, Role, TypeOrganisation, Utilisateur
from dla_market.comptes.models_invitations import InvitationMembre
from dla_market.comptes.operations import NouveauCompte
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier
from dla_market.referentiel import reglages
from tests.support.fabriques import un_acteur, un_dla, un_prestataire

ADRESSE = "Nouvelle.Personne@cabinet.example"
COMPTE = NouveauCompte("Nouvelle", "Personne", "$argon2$")


@pytest.fixture
def cabinet(session, horloge):
    with unit_of_work() as ecriture:
        maison = un_prestataire(ecriture)
        return maison.id, un_acteur(ecriture, Role.PRESTATAIRE, maison)


def inviter(cabinet, courriel=ADRESSE, role=Role.INTERVENANT):
    maison_id, gardien = cabinet
    with unit_of_work() as session:
        maison = queries.charger(session, gardien, maison_id)
        lien = operations.inviter(session, gardien.auteur, maison, courriel=courriel, role=role)
        return lien.invitation.id, lien.jeton


def accepter(jeton, **comment):
    with unit_of_work() as session:
        return operations.accepter(session, jeton, **(comment or {"compte": COMPTE})).id


def refuse(jeton, **comment):
    with pytest.raises(RefusMetier) as refus:
        accepter(jeton, **comment)
    return refus.value.phrase


def test_a_link_opens_an_account_and_a_membership_once(session, cabinet):
    _, jeton = inviter(cabinet)
    adhesion = session.get_one(Adhesion, accepter(jeton))
    assert (adhesion.role, adhesion.organisation_id) == (Role.INTERVENANT, cabinet[0])
    assert adhesion.utilisateur.email == ADRESSE.casefold()
    assert adhesion.utilisateur.confirmed_at is not None
    assert refuse(jeton) == operations.PERIMEE


def test_the_table_does_not_hold_the_token(session, cabinet):
    numero, jeton = inviter(cabinet)
    invitation = session.get_one(InvitationMembre, numero)
    assert jeton not in {str(valeur) for valeur in vars(invitation).values()}
    assert invitation.empreinte == rules.empreinte(jeton)
    assert len(jeton) >= 43


def test_a_link_holds_for_fourteen_days_and_not_a_moment_more(session, cabinet):
    _, jeton = inviter(cabinet)
    clock.avancer_de(timedelta(days=14))
    assert refuse(jeton) == operations.PERIMEE
    clock.avancer_de(-timedelta(microseconds=1))
    accepter(jeton)


def test_a_link_sent_again_makes_the_first_one_useless(session, cabinet):
    numero, premier = inviter(cabinet)
    clock.avancer_de(timedelta(days=20))
    with unit_of_work() as ecriture:
        invitation = ecriture.get_one(InvitationMembre, numero)
        second = operations.renvoyer(ecriture, cabinet[1].auteur, invitation).jeton
    assert refuse(premier) == operations.PERIMEE
    accepter(second)


def test_a_link_taken_back_opens_nothing(session, cabinet):
    numero, jeton = inviter(cabinet)
    with unit_of_work() as ecriture:
        operations.annuler(ecriture, cabinet[1].auteur, ecriture.get_one(InvitationMembre, numero))
    assert refuse(jeton) == operations.PERIMEE
    assert refuse("un jeton que personne n’a tiré") == operations.PERIMEE


def test_a_link_is_one_person_s(session, cabinet):
    _, jeton = inviter(cabinet)
    autre = session.get_one(Utilisateur, cabinet[1].utilisateur_id)
    assert "autre personne" in refuse(jeton, utilisateur=autre)
    accepter(jeton)


def test_an_account_that_exists_signs_in_and_is_not_opened_twice(session, cabinet):
    with unit_of_work() as ecriture:
        ailleurs = un_acteur(ecriture, Role.PRESTATAIRE, un_prestataire(ecriture))
    _, jeton = inviter(cabinet, ailleurs.courriel.upper())
    assert "Connectez-vous" in refuse(jeton)
    accepter(jeton, utilisateur=session.get_one(Utilisateur, ailleurs.utilisateur_id))
    session.rollback()
    siennes = session.scalars(
        select(Adhesion).where(Adhesion.utilisateur_id == ailleurs.utilisateur_id)
    ).all()
    assert {a.organisation_id for a in siennes} == {ailleurs.organisation_id, cabinet[0]}


def test_who_is_asked_or_belongs_already_is_not_asked_again(session, cabinet):
    _, jeton = inviter(cabinet)
    with pytest.raises(RefusMetier, match="attend déjà"):
        inviter(cabinet)
    accepter(jeton)
    with pytest.raises(RefusMetier, match="déjà ce rôle"):
        inviter(cabinet)
    inviter(cabinet, role=Role.PRESTATAIRE)


def test_an_organisation_gives_its_own_roles_only(session, cabinet):
    with pytest.raises(RefusMetier, match="n’existe pas"):
        inviter(cabinet, role=Role.PILOTE)


def test_the_last_who_looks_after_it_cannot_leave(session, cabinet):
    _, gardien = cabinet
    accepter(inviter(cabinet)[1])

    def partir():
        with unit_of_work() as ecriture:
            operations.retirer(ecriture, gardien, ecriture.get_one(Adhesion, gardien.adhesion_id))

    with pytest.raises(RefusMetier, match="seule personne"):
        partir()
    accepter(inviter(cabinet, "releve@cabinet.example", Role.PRESTATAIRE)[1])
    partir()
    session.rollback()
    assert [m.role for m in queries.membres(session, cabinet[0])].count(Role.PRESTATAIRE) == 1
    with pytest.raises(RefusMetier, match="déjà plus membre"):
        partir()


def test_who_left_may_come_back(session, cabinet):
    adhesion_id = accepter(inviter(cabinet)[1])
    with unit_of_work() as ecriture:
        operations.retirer(ecriture, cabinet[1], ecriture.get_one(Adhesion, adhesion_id))
    personne = session.get_one(Adhesion, adhesion_id).utilisateur
    session.rollback()
    assert accepter(inviter(cabinet)[1], utilisateur=personne) == adhesion_id


@pytest.mark.parametrize("jusqu_au", [None, date(2026, 11, 22), date(2026, 11, 23)])
def test_the_rule_and_its_twin_in_sql_agree(session, horloge, jusqu_au):
    with unit_of_work() as ecriture:
        dla = un_dla(ecriture)
        acteur = un_acteur(ecriture, Role.RESPONSABLE, dla)
        adhesion = ecriture.get_one(Adhesion, acteur.adhesion_id)
        adhesion.jusqu_au = jusqu_au
        maison = dla.id
    adhesion = session.get_one(Adhesion, acteur.adhesion_id)
    assert rules.en_cours(adhesion, clock.today()) == bool(queries.membres(session, maison))


def test_every_kind_of_organisation_has_someone_to_look_after_it():
    assert set(rules.ROLES) == set(TypeOrganisation)
    donnes = {role for roles in rules.ROLES.values() for role in roles}
    assert donnes == set(Role) == set(rules.EXPLICATIONS)


def test_the_time_of_a_link_is_that_set_for_the_day_it_is_sent(session, cabinet):
    demain = clock.today() + timedelta(days=1)
    with unit_of_work() as ecriture:
        reglages.poser(
            ecriture,
            cabinet[1].auteur,
            reglages.CONNUS["invitation_membre_jours"],
            valeur=3,
            valide_du=demain,
            motif="Plus court",
        )
    _, ancien = inviter(cabinet)
    clock.avancer_de(timedelta(days=1))
    _, neuf = inviter(cabinet, "autre@cabinet.example")
    clock.avancer_de(timedelta(days=3))
    assert refuse(neuf) == operations.PERIMEE
    accepter(ancien)
