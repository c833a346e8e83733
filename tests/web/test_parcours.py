"""The line of steps says one thing and the same from every room."""

import pytest

from dla_market.commandes.models import Commande
from dla_market.consultations.models import Consultation, EtatConsultation
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.web.parcours import Suivi, etapes_dla, etapes_structure

E = EtatIngenierie
C = EtatConsultation


def suivi(etat, consultation=None, commande=None):
    return Suivi(Ingenierie(etat=etat), consultation, commande)


def courante(etapes):
    return next((e.libelle for e in etapes if e.etat == "courant"), None)


@pytest.mark.parametrize(
    ("etat", "dla", "structure"),
    [
        (E.PROJET, "Cahier des charges", "Cahier des charges"),
        (E.CDC_REDIGE, "Consultation", "Appel aux prestataires"),
        (E.EN_CONSULTATION, "Consultation", "Appel aux prestataires"),
        (E.ATTRIBUEE, "Commande", "Mission"),
        (E.COMMANDEE, "Mission", "Mission"),
        (E.RESTITUEE, "Service fait", "Bilan et suivi"),
        (E.SERVICE_FAIT, "Solde", "Bilan et suivi"),
        (E.SOLDEE, None, None),
        (E.ABANDONNEE, None, None),
    ],
)
def test_each_state_has_its_step_under_way(etat, dla, structure):
    assert courante(etapes_dla(suivi(etat))) == dla
    assert courante(etapes_structure(suivi(etat))) == structure


def test_every_state_stands_in_the_table():
    dits = {parametre[0] for parametre in test_each_state_has_its_step_under_way.pytestmark[0].args[1]}
    assert dits == set(E)


@pytest.fixture
def demande(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize("etat", [C.DEPOUILLEE, C.CHOISIE])
def test_once_the_offers_are_open_one_chooses(demande, etat):
    consultation = Consultation(id=1, etat=etat)
    assert courante(etapes_dla(suivi(E.EN_CONSULTATION, consultation))) == "Attribution"
    assert courante(etapes_structure(suivi(E.EN_CONSULTATION, consultation))) == "Choix du prestataire"


def test_what_is_done_comes_before_and_what_is_given_up_is_not_to_do(demande):
    etapes = etapes_dla(suivi(E.COMMANDEE, commande=Commande(id=1, numero="D1-2026-001")))
    assert [e.etat for e in etapes] == ["fait"] * 5 + ["courant"] + ["a_venir"] * 2
    assert etapes[4].detail == "D1-2026-001"
    assert {e.etat for e in etapes_structure(suivi(E.SOLDEE))} == {"fait"}
    assert {e.etat for e in etapes_structure(suivi(E.ABANDONNEE))} == {"a_venir"}
