"""Ingénieries, in the same small world: opened on a validated diagnostic, seen by their own people."""

import pytest

from dla_market.accompagnement.models import EtatDiagnostic
from dla_market.consultations import operations
from dla_market.consultations import queries as consultations
from dla_market.consultations.models import OrigineSelection
from dla_market.ingenieries import operations as ingenieries
from dla_market.ingenieries import queries
from dla_market.ingenieries.models import EtatIngenierie, TypeIngenierie
from dla_market.ingenieries.rules import CRITERES_PROPOSES, LignePrestation
from dla_market.kernel.errors import RefusMetier, TransitionRefusee
from tests.consultations.monde import cahier, diagnostic_valide, une_consultation, une_ingenierie

LIGNES = [LignePrestation("strategie_consolidation", 400)]


def creer(session, monde, diagnostic, **autres):
    valeurs = {
        "type_": TypeIngenierie.INDIVIDUELLE,
        "intitule": "Consolider",
        "secteur_code": "culture",
        "structures": monde.structures[:1],
        "prestations": LIGNES,
        "diagnostic": diagnostic,
    }
    return ingenieries.creer(session, monde.charge, **{**valeurs, **autres})


def test_references_follow_without_a_gap(session, monde):
    assert [une_ingenierie(session, monde).reference for _ in range(2)] == ["D26-I2026-001", "D26-I2026-002"]


def test_it_comes_from_a_diagnostic_that_its_structure_validated(session, monde):
    diagnostic = diagnostic_valide(session, monde)
    creer(session, monde, diagnostic)
    with pytest.raises(RefusMetier, match="Partez d’un diagnostic"):
        creer(session, monde, None)
    with pytest.raises(RefusMetier, match="autre structure"):
        creer(session, monde, diagnostic_valide(session, monde, 1))
    diagnostic.etat = EtatDiagnostic.PARTAGE
    with pytest.raises(RefusMetier, match="doit d’abord valider"):
        creer(session, monde, diagnostic)


def test_a_structure_of_another_dla_is_refused(session, monde):
    diagnostic = diagnostic_valide(session, monde)
    monde.structures[0].dla_id = monde.autre_dla.id
    with pytest.raises(RefusMetier, match="autre DLA"):
        creer(session, monde, diagnostic)


def test_nothing_changes_once_launched(session, monde, coffre):
    ingenierie = une_consultation(session, monde, coffre).ingenierie
    with pytest.raises(TransitionRefusee):
        ingenieries.rediger_cahier(
            session, monde.charge, ingenierie, contenu=cahier(), criteres=CRITERES_PROPOSES
        )
    with pytest.raises(TransitionRefusee):
        ingenieries.modifier_prestations(session, monde.charge, ingenierie, prestations=LIGNES)
    with pytest.raises(TransitionRefusee):
        ingenieries.abandonner(session, monde.responsable, ingenierie, motif="Plus besoin")


def test_it_is_given_up_with_a_reason(session, monde):
    ingenierie = une_ingenierie(session, monde)
    with pytest.raises(RefusMetier, match="pourquoi"):
        ingenieries.abandonner(session, monde.responsable, ingenierie, motif=" ")
    ingenieries.abandonner(session, monde.responsable, ingenierie, motif="Plus besoin")
    assert ingenierie.etat is EtatIngenierie.ABANDONNEE


def test_who_sees_an_ingenierie_and_its_consultation(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    ingenierie = consultation.ingenierie
    voient = {
        monde.charge: (True, True),
        monde.responsable: (True, True),
        monde.gestionnaire: (True, False),
        monde.referent: (True, True),
        monde.asso[0]: (True, True),
        monde.asso[1]: (False, False),
        monde.autre_charge: (False, False),
        monde.candidats[0]: (False, False),
        monde.candidats[3]: (False, False),
    }
    for acteur, (une, autre) in voient.items():
        assert (queries.charger(session, acteur, ingenierie.id) is not None) is une, acteur
        assert (consultations.charger(session, acteur, consultation.id) is not None) is autre, acteur


def test_an_invitation_is_seen_by_its_provider_alone(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    invitation = consultation.invitations[0]
    for acteur in (monde.charge, monde.referent, monde.asso[0], *monde.candidats[1:]):
        assert consultations.charger_invitation(session, acteur, invitation.id) is None
    assert consultations.charger_invitation(session, monde.candidats[0], invitation.id) is invitation


def test_a_shortlist_is_seen_by_its_dla_alone(session, monde):
    ingenierie = une_ingenierie(session, monde)
    ligne, encore = (
        operations.ajouter_selection(
            session,
            monde.charge,
            ingenierie,
            monde.prestataires[0],
            origine=OrigineSelection.RECHERCHE,
            motif=motif,
        )
        for motif in ("Connu", "Mieux dit")
    )
    assert (encore.id, encore.motif) == (ligne.id, "Mieux dit")
    for acteur in (monde.asso[0], monde.candidats[0], monde.referent, monde.autre_charge):
        assert consultations.selection_de(session, acteur, ingenierie.id) == []
    operations.retirer_selection(session, monde.charge, ligne)
    session.flush()
    assert consultations.selection_de(session, monde.charge, ingenierie.id) == []
