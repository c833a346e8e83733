"""Invoices: deposited by the provider, checked and paid by the gestionnaire."""

from __future__ import annotations

from flask import request

from dla_market.blueprints.commandes import actes
from dla_market.blueprints.commandes.forms import FactureForm, MotifForm, PaiementForm, centimes
from dla_market.blueprints.commandes.gestes import confirmer, saisir
from dla_market.blueprints.commandes.listes import filtres_factures
from dla_market.commandes import operations_factures, queries
from dla_market.commandes.models import Commande, Facture
from dla_market.commandes.operations_execution import certifie_centimes
from dla_market.commandes.operations_factures import facture_centimes
from dla_market.commandes.states import FACTURE
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import Operation
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse, page

charger_facture = queries.charger_facture


def lister_factures() -> Reponse:
    """The invoices that the actor sees, those due first."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    filtres = filtres_factures(queries.compter_factures(session, acteur))
    requete = queries.lister_factures(acteur, etats=filtres.etats)
    return page(
        "commandes/lister_factures.html",
        fragments=("liste",),
        titre="Factures",
        fil=[("Factures", None)],
        filtres=filtres,
        factures=paginer(session, requete, request.args.get("page", 1, type=int)),
        actes=actes,
        parcours=FACTURE,
    )


def deposer_facture(commande: Commande) -> Reponse:
    """The provider's form; what remains to invoice is said."""
    form = FactureForm(date_emission=clock.today())
    return saisir(
        commande,
        form,
        "commandes/facturer.html",
        "Déposer une facture",
        _deposer(commande, form),
        succes="Votre facture est déposée. Le DLA la contrôle.",
        reste=certifie_centimes(commande) - facture_centimes(commande),
    )


def _deposer(commande: Commande, form: FactureForm) -> Operation:
    return lambda session, acteur: operations_factures.deposer_facture(
        session,
        acteur,
        commande,
        numero_fournisseur=form.numero_fournisseur.data or "",
        date_emission=form.date_emission.data or clock.today(),
        ht_centimes=centimes(form.ht),
        tva_centimes=centimes(form.tva),
        ttc_centimes=centimes(form.ttc),
    )


def valider_facture(facture: Facture) -> Reponse:
    """The gestionnaire has checked it."""
    return confirmer(
        facture.commande,
        FormulaireActe(),
        actes.acte_valider(facture),
        lambda session, acteur: operations_factures.valider_facture(session, acteur, facture),
        succes="La facture est validée. Elle attend son paiement.",
    )


def rejeter_facture(facture: Facture) -> Reponse:
    """Send it back."""
    form = MotifForm()
    return confirmer(
        facture.commande,
        form,
        actes.acte_rejeter(facture),
        lambda session, acteur: operations_factures.rejeter_facture(
            session, acteur, facture, motif=form.motif.data or ""
        ),
        succes="La facture est rejetée. Le prestataire est prévenu.",
    )


def payer_facture(facture: Facture) -> Reponse:
    """Record its payment."""
    form = PaiementForm(jour=clock.today())
    return confirmer(
        facture.commande,
        form,
        actes.acte_payer(facture),
        lambda session, acteur: operations_factures.payer_facture(
            session,
            acteur,
            facture,
            jour=form.jour.data or clock.today(),
            reference=form.reference.data or "",
        ),
        succes="Le paiement est enregistré.",
    )
