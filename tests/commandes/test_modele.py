"""Random lives of an order, compared at each step with a model made of sums alone (reliability D1)."""

from __future__ import annotations

import random

import pytest

from dla_market.commandes import operations, operations_execution, operations_factures
from dla_market.commandes.models import Commande, EtatCommande, EtatLivrable
from dla_market.fonds.verification import verifier as verifier_fonds
from dla_market.kernel import clock, journal
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier

TTC = 3_840_00
PARTIES = ["responsable", "prestataire", "structure"]
RESTE = 0
MONTANTS = [RESTE, RESTE, RESTE, 1, 600, 1_200_00, 3_839_99, TTC, TTC + 1]
"""Centimes; RESTE is what remains, so that lives reach their end."""
SOUVENT = [True, True, False]


class Vie:
    """The order, and a few numbers that should tell the same story."""

    def __init__(self, monde):
        self.monde = monde
        self.commande = monde.etablie()
        self.signees, self.notifiee, self.annulee = 0, False, False
        self.acceptes, self.remis = [False, False], [False, False]
        self.attestes, self.certifies = [], []
        self.recues, self.validees, self.payees = [], [], []
        self.rangs = 0

    def tenter(self, permis, operation, acteur, *args, **mots):
        """The program must agree with the model on whether it may be done."""
        if permis:
            return self.monde.faire(operation, acteur, *args, **mots)
        with pytest.raises(RefusMetier):
            self.monde.faire(operation, acteur, *args, **mots)
        return None

    @property
    def vivante(self):
        return self.notifiee and sum(self.certifies) < TTC

    def signer(self, qui, en_ordre):
        if en_ordre:
            qui = PARTIES[min(self.signees, 2)]
        permis = not self.annulee and self.signees < 3 and PARTIES[self.signees] == qui
        self.tenter(permis, operations.signer, getattr(self.monde, qui), self.commande)
        self.signees += permis

    def notifier(self):
        permis = self.signees == 3 and not self.notifiee and not self.annulee
        self.tenter(permis, operations.notifier, self.monde.responsable, self.commande)
        self.notifiee = self.notifiee or permis

    def annuler(self):
        permis = not self.notifiee and not self.annulee
        self.tenter(permis, operations.annuler, self.monde.responsable, self.commande, motif="Renonce")
        self.annulee = self.annulee or permis

    def remettre(self, rang):
        permis = self.vivante and not self.remis[rang] and not self.acceptes[rang]
        livrable = self.commande.livrables[rang]
        operation = operations_execution.remettre_livrable
        self.tenter(permis, operation, self.monde.prestataire, livrable, contenu="Remis")
        self.remis[rang] = self.remis[rang] or permis

    def decider(self, rang, bon):
        permis = self.vivante and self.remis[rang]
        livrable = self.commande.livrables[rang]
        if bon:
            operation = operations_execution.accepter_livrable
            self.tenter(permis, operation, self.monde.structure, livrable)
        else:
            operation = operations_execution.refuser_livrable
            self.tenter(permis, operation, self.monde.structure, livrable, motif="À revoir")
        if permis:
            self.remis[rang], self.acceptes[rang] = False, bon

    def attester(self, montant):
        reste = TTC - sum(self.attestes) - sum(self.certifies)
        montant = montant or reste or TTC
        permis = self.vivante and montant <= reste and (montant < reste or all(self.acceptes))
        operation = operations_execution.attester_service_fait
        self.tenter(permis, operation, self.monde.structure, self.commande, montant_centimes=montant)
        if permis:
            self.attestes.append(montant)

    def certifier(self):
        for service in list(self.commande.services_faits):
            if service.certifie_le is None:
                montant = service.montant_ttc_centimes
                self.monde.faire(operations_execution.certifier_service_fait, self.monde.responsable, service)
                self.attestes.remove(montant)
                self.certifies.append(montant)

    def facturer(self, montant):
        deja = sum(self.recues) + sum(self.validees) + sum(self.payees)
        reste = sum(self.certifies) - deja
        montant = montant or reste or TTC
        solde = sum(self.payees) == TTC
        permis = self.notifiee and not solde and montant <= reste
        ht = round(montant / 1.2)
        self.rangs += 1
        self.tenter(
            permis,
            operations_factures.deposer_facture,
            self.monde.prestataire,
            self.commande,
            numero_fournisseur=f"F-{self.rangs}",
            date_emission=clock.today(),
            ht_centimes=ht,
            tva_centimes=montant - ht,
            ttc_centimes=montant,
        )
        if permis:
            self.recues.append(montant)

    def controler(self, bon):
        for facture in list(self.commande.factures):
            if facture.etat.value == "recue":
                montant = facture.ttc_centimes
                gestionnaire = self.monde.gestionnaire
                self.recues.remove(montant)
                if bon:
                    self.monde.faire(operations_factures.valider_facture, gestionnaire, facture)
                    self.validees.append(montant)
                else:
                    self.monde.faire(operations_factures.rejeter_facture, gestionnaire, facture, motif="Non")
                return

    def payer(self):
        for facture in list(self.commande.factures):
            if facture.etat.value == "validee":
                montant = facture.ttc_centimes
                self.monde.faire(
                    operations_factures.payer_facture,
                    self.monde.gestionnaire,
                    facture,
                    jour=clock.today(),
                    reference="VIR",
                )
                self.validees.remove(montant)
                self.payees.append(montant)
                return

    def le_fonds_dit_la_meme_chose(self):
        reserve = 0 if self.notifiee or self.annulee else 4_500_00
        engage = TTC if self.notifiee else 0
        certifie, valide, paye = sum(self.certifies), sum(self.validees), sum(self.payees)
        attendu = {
            "disponible": 10_000_00 - reserve - engage,
            "reserve": reserve,
            "engage": engage - certifie,
            "realise": certifie - valide - paye,
            "facture": valide,
            "paye": paye,
        }
        assert self.monde.fonds() == {nature: somme for nature, somme in attendu.items() if somme}

    def l_etat_suit(self):
        commande = session_courante().get_one(Commande, self.commande.id)
        if self.annulee:
            attendu = EtatCommande.ANNULEE
        elif not self.notifiee:
            attendu = list(EtatCommande)[self.signees]
        elif sum(self.payees) == TTC:
            attendu = EtatCommande.SOLDEE
        elif sum(self.certifies) == TTC:
            attendu = EtatCommande.EXECUTEE
        else:
            attendu = EtatCommande.NOTIFIEE
        assert commande.etat is attendu
        assert [x.etat is EtatLivrable.ACCEPTE for x in commande.livrables] == self.acceptes
        return attendu


GESTES = {
    "signer": lambda h: {"qui": h.choice(PARTIES), "en_ordre": h.choice(SOUVENT)},
    "notifier": lambda _: {},
    "annuler": lambda _: {},
    "remettre": lambda h: {"rang": h.randrange(2)},
    "decider": lambda h: {"rang": h.randrange(2), "bon": h.choice(SOUVENT)},
    "attester": lambda h: {"montant": h.choice(MONTANTS)},
    "certifier": lambda _: {},
    "facturer": lambda h: {"montant": h.choice(MONTANTS)},
    "controler": lambda h: {"bon": h.choice(SOUVENT)},
    "payer": lambda _: {},
}
POIDS = [3, 2, 0.1, 2, 3, 2, 2, 2, 2, 2]
FINALS = {EtatCommande.SOLDEE, EtatCommande.ANNULEE}


@pytest.mark.parametrize("graine", range(4))
def test_an_order_lives_as_its_model(monde, graine):
    hasard = random.Random(graine)
    vie, etat = Vie(monde), EtatCommande.A_SIGNER
    for pas in range(400):
        geste = hasard.choices(list(GESTES), POIDS)[0]
        getattr(vie, geste)(**GESTES[geste](hasard))
        vie.le_fonds_dit_la_meme_chose()
        etat = vie.l_etat_suit()
        if etat in FINALS and pas % 20 == 0:  # dead orders are still knocked at for a while
            break
    assert journal.verifier(monde.session) == []
    assert verifier_fonds(monde.session) == []
    assert etat in FINALS
