"""What the tenders say of a prestataire, as counts: nothing of an offer before it is opened."""

from __future__ import annotations

from dla_market.commandes.missions import Annee, Mission, annees
from dla_market.consultations import operations
from dla_market.consultations.models import EtatConsultation, EtatOffreOuverte
from dla_market.consultations.queries_prestataire import ChiffresConsultations, chiffres
from tests.consultations.monde import APRES, au, deposer, une_consultation


def test_an_offer_counts_once_opened_and_a_success_once_awarded(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    premier, second, muet, absent = monde.prestataires

    def dits(prestataire):
        session.flush()
        return chiffres(session, prestataire.id)

    sous_scelle = dits(premier)
    for acteur in monde.candidats[:2]:
        deposer(session, coffre, consultation, acteur)
    assert dits(premier) == sous_scelle == ChiffresConsultations(1, 0, 0, 0, 0)
    assert sous_scelle.taux_reponse is None
    with au(APRES):
        operations.ouvrir_offres(session, monde.charge, coffre, consultation)
    assert dits(premier) == dits(second) == ChiffresConsultations(1, 1, 1, 0, 0)
    assert dits(muet) == ChiffresConsultations(1, 1, 0, 0, 0)
    assert (dits(premier).taux_reponse, dits(muet).taux_reponse, dits(premier).taux_succes) == (1, 0, None)
    session.refresh(consultation)
    for offre in consultation.ouvertes:
        retenue = offre.prestataire_id == premier.id
        offre.etat = EtatOffreOuverte.RETENUE if retenue else EtatOffreOuverte.NON_RETENUE
    assert dits(premier).retenues == 0
    consultation.etat = EtatConsultation.ATTRIBUEE
    assert dits(premier) == ChiffresConsultations(1, 1, 1, 1, 1)
    assert (dits(premier).taux_succes, dits(second).taux_succes, dits(muet).taux_succes) == (1, 0, None)
    assert dits(absent) == ChiffresConsultations(0, 0, 0, 0, 0)
    consultation.etat = EtatConsultation.SANS_SUITE
    assert dits(second) == sous_scelle


def test_a_year_adds_up_what_was_engaged_in_it():
    def mission(annee, jours, ht):
        return Mission(1, "DLA", annee, "culture", (), jours, False, False, False, ht)

    engagees = [
        mission(2026, 400, 320_000),
        mission(2026, 150, 100_000),
        mission(2024, 300, 1),
        mission(2023, 1, 1),
    ]
    assert annees(engagees, 2026) == [Annee(2026, 2, 550, 420_000), Annee(2024, 1, 300, 1)]
    assert annees(engagees[2:], 2026)[0] == Annee(2026, 0, 0, 0)
    assert annees([], 2026) == [Annee(2026, 0, 0, 0)]
