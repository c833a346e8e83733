"""Renewing the key of the seal from the command line (B6)."""

import secrets

from dla_market.consultations import operations, queries
from dla_market.consultations.models import Consultation
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.db import session_courante, unit_of_work
from tests.consultations.monde import APRES, DEBUT, deposer, peupler, une_consultation


def test_a_key_is_renewed_and_the_old_one_leaves(app):
    ancienne, nouvelle = secrets.token_bytes(32), secrets.token_bytes(32)
    d_origine = app.extensions["coffre"]
    lancer = app.test_cli_runner().invoke
    try:
        with clock.arretee_a(DEBUT):
            app.extensions["coffre"] = Coffre([ancienne])
            with unit_of_work() as session:
                monde = peupler(session)
                consultation = une_consultation(session, monde, app.extensions["coffre"])
                deposer(session, app.extensions["coffre"], consultation, monde.candidats[0])
                identifiant = consultation.id
            app.extensions["coffre"] = Coffre([nouvelle])
            assert lancer(args=["scellement", "verifier"]).exit_code == 1
            refus = lancer(args=["scellement", "renouveler"])
            assert (refus.exit_code, "rien n’a été changé" in refus.output) == (1, True)
            app.extensions["coffre"] = Coffre([ancienne, nouvelle])
            assert "1 consultation" in lancer(args=["scellement", "renouveler"]).output
            app.extensions["coffre"] = Coffre([nouvelle])
            assert lancer(args=["scellement", "verifier"]).exit_code == 0
        with clock.arretee_a(APRES), unit_of_work() as session:
            consultation = session.get_one(Consultation, identifiant)
            operations.ouvrir_offres(session, monde.charge, app.extensions["coffre"], consultation)
            assert [o.total_ht_centimes for o in consultation.ouvertes] == [300_000]
        assert queries.cles_fermees(session_courante(), Coffre([nouvelle])) == []
    finally:
        app.extensions["coffre"] = d_origine
