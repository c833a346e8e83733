"""The rules of an order, as tables."""

from datetime import date

import pytest

from dla_market.commandes import rules
from dla_market.commandes.models import EtatCommande as E
from dla_market.kernel.errors import RefusMetier


def refus(appel):
    """The field and the sentence of a refusal, None where it passes."""
    try:
        appel()
    except RefusMetier as non:
        return non.champ, non.phrase
    return None


@pytest.mark.parametrize(
    ("etat", "tripartite", "attendue"),
    [
        (E.A_SIGNER, True, "dla"),
        (E.A_SIGNER, False, "dla"),
        (E.SIGNEE_DLA, True, "prestataire"),
        (E.SIGNEE_DLA, False, "prestataire"),
        (E.SIGNEE_PRESTATAIRE, True, "structure"),
        (E.SIGNEE_PRESTATAIRE, False, None),
        (E.SIGNEE, True, None),
        (E.NOTIFIEE, True, None),
        (E.ANNULEE, True, None),
    ],
)
def test_whose_turn_it_is(etat, tripartite, attendue):
    assert rules.partie_attendue(etat, tripartite=tripartite) == attendue


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("", ["Rapport final"]),
        ("\n  \n", ["Rapport final"]),
        ("Note de diagnostic", ["Note de diagnostic"]),
        ("- Note\n• Plan d’action\n1. Budget\n2) Guide", ["Note", "Plan d’action", "Budget", "Guide"]),
        ("x" * 300, ["x" * 200]),
    ],
)
def test_the_deliverables_of_a_cahier(texte, attendus):
    assert rules.libelles_livrables(texte) == attendus


@pytest.mark.parametrize(
    ("montant", "deja", "acceptes", "mots"),
    [
        (1, 0, False, None),
        (999_99, 0, False, None),
        (1_000_00, 0, True, None),
        (1_000_00, 0, False, "tous les livrables"),
        (1_000_01, 0, True, "Il reste 1\u202f000\u00a0€"),
        (0, 0, True, "supérieur à zéro"),
        (-1, 0, True, "supérieur à zéro"),
        (400_01, 600_00, True, "Il reste 400\u00a0€"),
        (1, 1_000_00, True, "déjà attestée"),
    ],
)
def test_what_may_be_attested(montant, deja, acceptes, mots):
    trouve = refus(
        lambda: rules.verifier_attestation(
            montant, ttc_centimes=1_000_00, deja_centimes=deja, livrables_acceptes=acceptes
        )
    )
    assert (trouve is None) if mots is None else (trouve[0] == "montant" and mots in trouve[1])


BONNE = {
    "numero": "F-2",
    "numeros_connus": ["F-1"],
    "ht_centimes": 1_000_00,
    "tva_facture_centimes": 200_00,
    "ttc_centimes": 1_200_00,
    "tva_dix_millemes": 2000,
    "certifie_centimes": 1_200_00,
    "deja_facture_centimes": 0,
}


@pytest.mark.parametrize(
    ("ecart", "champ"),
    [
        ({}, None),
        ({"numero": "f-1 "}, "numero_fournisseur"),
        ({"ttc_centimes": 1_200_01}, "ttc"),
        ({"ht_centimes": 0, "tva_facture_centimes": 0, "ttc_centimes": 0}, "ttc"),
        ({"tva_facture_centimes": 199_95, "ttc_centimes": 1_199_95}, None),
        ({"tva_facture_centimes": 199_94, "ttc_centimes": 1_199_94}, "tva"),
        ({"certifie_centimes": 1_199_99}, "ttc"),
        ({"certifie_centimes": 0}, "ttc"),
        ({"deja_facture_centimes": 1}, "ttc"),
        ({"tva_dix_millemes": 0}, "tva"),
        ({"tva_dix_millemes": 0, "tva_facture_centimes": 1, "ttc_centimes": 1_000_01}, "tva"),
        ({"tva_dix_millemes": 0, "tva_facture_centimes": 0, "ttc_centimes": 1_000_00}, None),
        ({"tva_dix_millemes": 850, "tva_facture_centimes": 85_00, "ttc_centimes": 1_085_00}, None),
    ],
)
def test_the_checks_on_an_invoice(ecart, champ):
    trouve = refus(lambda: rules.verifier_facture(**{**BONNE, **ecart}))
    assert (trouve and trouve[0]) == champ


@pytest.mark.parametrize(
    ("emission", "juste"),
    [
        (date(2026, 10, 1), True),
        (date(2026, 10, 15), True),
        (date(2026, 9, 30), False),
        (date(2026, 10, 16), False),
    ],
)
def test_the_days_of_an_invoice(emission, juste):
    trouve = refus(
        lambda: rules.verifier_date_facture(
            emission, notifiee=date(2026, 10, 1), aujourd_hui=date(2026, 10, 15)
        )
    )
    assert (trouve is None) == juste


@pytest.mark.parametrize(
    ("acteur", "jour", "reference", "champ"),
    [
        (1, date(2026, 10, 15), "VIR 1", "accepte"),
        (2, date(2026, 10, 15), "VIR 1", None),
        (1, date(2026, 10, 16), "VIR 1", "jour"),
        (1, date(2026, 10, 1), "VIR 1", "jour"),
        (1, date(2026, 10, 15), "  ", "reference"),
    ],
)
def test_the_checks_on_a_payment(acteur, jour, reference, champ):
    trouve = refus(
        lambda: rules.verifier_paiement(
            acteur,
            certificateurs=[2, None],
            jour=jour,
            emission=date(2026, 10, 2),
            aujourd_hui=date(2026, 10, 15),
            reference=reference,
        )
    )
    assert (trouve[0] if trouve else "accepte") == champ


def test_an_invoice_is_due_in_thirty_days():
    assert rules.echeance(date(2026, 10, 15)) == date(2026, 11, 14)


@pytest.mark.parametrize(
    ("jours", "ttc", "tripartite", "compte"),
    [
        (400, 3_840_00, True, 0),
        (600, 6_600_00, True, 0),
        (601, 6_600_00, True, 1),
        (1000, 8_000_00, False, 0),
        (1001, 8_000_01, False, 2),
        (100, 1_100_01, True, 1),
        (0, 100_00, True, 0),
    ],
)
def test_what_deserves_a_second_look(jours, ttc, tripartite, compte):
    assert len(rules.alertes(jours_centiemes=jours, ttc_centimes=ttc, tripartite=tripartite)) == compte
