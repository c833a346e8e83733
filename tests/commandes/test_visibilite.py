"""Who sees an order, and what hangs on it."""

import pytest

from dla_market.commandes import queries
from dla_market.commandes.models import EtatCommande, EtatFacture
from dla_market.kernel.clock import today

VOIENT = ["responsable", "charge", "gestionnaire", "prestataire", "structure", "regional"]
NE_VOIENT_PAS = ["autre_dla", "autre_prestataire"]


@pytest.mark.parametrize("nom", VOIENT + NE_VOIENT_PAS)
def test_an_order_is_seen_by_its_own_people_only(monde, nom):
    commande = monde.restituee()
    service = monde.certifier(commande, commande.ttc_centimes)
    facture = monde.facturer(commande, 3_200_00, 640_00)
    session, acteur = monde.session, getattr(monde, nom)
    voit = nom in VOIENT
    assert (queries.charger(session, acteur, commande.id) is not None) == voit
    assert bool(session.scalars(queries.lister(acteur)).all()) == voit
    assert (queries.charger_livrable(session, acteur, commande.livrables[0].id) is not None) == voit
    assert (queries.charger_service_fait(session, acteur, service.id) is not None) == voit
    # what a provider invoices is between it and the DLA
    voit_facture = voit and nom != "structure"
    assert (queries.charger_facture(session, acteur, facture.id) is not None) == voit_facture
    assert bool(session.scalars(queries.lister_factures(acteur)).all()) == voit_facture
    assert queries.compter_factures(session, acteur) == ({EtatFacture.RECUE: 1} if voit_facture else {})


def test_the_list_filters_by_state_and_year(monde):
    commande = monde.etablie()
    session, acteur = monde.session, monde.charge
    annee = today().year
    assert queries.annees(session, acteur) == [annee]
    assert queries.annees(session, monde.autre_dla) == []
    assert session.scalars(queries.lister(acteur, annee=annee)).all() == [commande]
    assert session.scalars(queries.lister(acteur, annee=annee - 1)).all() == []
    assert session.scalars(queries.lister(acteur, etats=[EtatCommande.A_SIGNER])).all() == [commande]
    assert session.scalars(queries.lister(acteur, etats=[EtatCommande.SOLDEE])).all() == []
