"""Every state is reached, every state that is not final is left, and every pair has its answer."""

import pytest

from dla_market.commandes import states
from dla_market.commandes.models import EtatCommande, EtatFacture, EtatLivrable, EtatServiceFait
from dla_market.kernel.errors import TransitionRefusee

PARCOURS = {
    "tripartite": (states.TRIPARTITE, EtatCommande.A_SIGNER, {EtatCommande.SOLDEE, EtatCommande.ANNULEE}),
    "bipartite": (states.BIPARTITE, EtatCommande.A_SIGNER, {EtatCommande.SOLDEE, EtatCommande.ANNULEE}),
    "livrable": (states.LIVRABLE, EtatLivrable.PREVU, {EtatLivrable.ACCEPTE}),
    "service fait": (states.SERVICE_FAIT, EtatServiceFait.ATTESTE, {EtatServiceFait.CERTIFIE}),
    "facture": (states.FACTURE, EtatFacture.RECUE, {EtatFacture.PAYEE, EtatFacture.REJETEE}),
}


@pytest.mark.parametrize("nom", PARCOURS)
def test_every_state_is_reached_and_left(nom):
    parcours, premier, finals = PARCOURS[nom]
    atteints, a_voir = set(), [premier]
    while a_voir:
        etat = a_voir.pop()
        if etat not in atteints:
            atteints.add(etat)
            a_voir += [parcours.suivant(etat, verbe) for verbe in parcours.verbes(etat)]
    assert atteints == set(parcours.libelles)
    assert parcours.finals() == finals


@pytest.mark.parametrize("nom", PARCOURS)
def test_every_pair_has_one_answer(nom):
    parcours = PARCOURS[nom][0]
    for verbe in {t.verbe for t in parcours.transitions}:
        for etat in parcours.libelles:
            lignes = [t for t in parcours.transitions if t.verbe == verbe and etat in t.de]
            assert len(lignes) <= 1
            if lignes:
                assert parcours.suivant(etat, verbe) is lignes[0].vers
            else:
                with pytest.raises(TransitionRefusee, match=f"« {parcours.libelles[etat]} »"):
                    parcours.suivant(etat, verbe)


def test_a_collective_order_never_waits_for_a_structure():
    assert EtatCommande.SIGNEE_PRESTATAIRE not in states.BIPARTITE.libelles
    assert states.parcours_de(tripartite=False) is states.BIPARTITE
    assert states.parcours_de(tripartite=True) is states.TRIPARTITE
