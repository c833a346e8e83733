"""Orders: the list, the page, the document, and the acts until the mission starts."""

from __future__ import annotations

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.commandes import actes
from dla_market.blueprints.commandes.evaluations_views import suites
from dla_market.blueprints.commandes.forms import MotifForm
from dla_market.blueprints.commandes.gestes import Fil, adresse_de, confirmer, fil_de
from dla_market.blueprints.commandes.listes import filtres_commandes
from dla_market.blueprints.commandes.parcours import TONS, etapes, libelle_etat
from dla_market.commandes import acte as texte_acte
from dla_market.commandes import operations, queries
from dla_market.commandes.models import Commande
from dla_market.commandes.operations_execution import certifie_centimes
from dla_market.commandes.operations_factures import facture_centimes, paye_centimes
from dla_market.commandes.states import FACTURE, LIVRABLE, SERVICE_FAIT
from dla_market.comptes.acteur import Acteur
from dla_market.consultations import queries as consultations
from dla_market.consultations.models import Consultation, OffreOuverte
from dla_market.documents.commande import nom_fichier, pdf_commande
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.web.actes import qui
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import executer
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse, aller, page, telechargement

charger = queries.charger


def charger_consultation(session: Session, acteur: Acteur, consultation_id: int) -> Consultation | None:
    """The awarded consultation that an order comes from, None while it has no offer retained."""
    consultation = consultations.charger(session, acteur, consultation_id)
    return consultation if consultation and consultation.retenue_offre_id else None


def lister() -> Reponse:
    """The orders that the actor sees, by state and year."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    filtres = filtres_commandes(queries.annees(session, acteur))
    requete = queries.lister(acteur, etats=filtres.etats, annee=filtres.annee)
    return page(
        "commandes/lister.html",
        fragments=("liste",),
        titre="Commandes",
        fil=[("Commandes", None)],
        filtres=filtres,
        commandes=paginer(session, requete, request.args.get("page", 1, type=int)),
        libelle_etat=libelle_etat,
        tons=TONS,
    )


def consulter(commande: Commande) -> Reponse:
    """The order: where it stands, what comes next, its parts."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    return page(
        "commandes/consulter.html",
        titre=f"Commande {commande.numero}",
        fil=fil_de(commande),
        commande=commande,
        actes=actes,
        etapes=etapes(commande),
        etat=(libelle_etat(commande), TONS[commande.etat]),
        voit_factures=queries.voit_factures(acteur),
        signatures_conformes=texte_acte.signatures_conformes(session, commande),
        suivi=(certifie_centimes(commande), facture_centimes(commande), paye_centimes(commande)),
        parcours=(LIVRABLE, SERVICE_FAIT, FACTURE),
        **suites(acteur, commande),
    )


def document(commande: Commande) -> Reponse:
    """The PDF of the order, through the same permission as its page."""
    corps = pdf_commande(session_courante(), commande)
    return telechargement(corps, "application/pdf", nom_fichier(commande))


def etablir(consultation: Consultation) -> Reponse:
    """Draw up the order of an awarded consultation; once drawn up, its page."""
    faite = queries.commande_de(session_courante(), consultation)
    if faite is not None:
        return aller(adresse_de(faite))
    form = FormulaireActe()
    if not form.validate_on_submit():
        return _montrer_etablir(consultation, form)
    return executer(
        lambda session, acteur: operations.etablir(session, acteur, consultation),
        vers=adresse_de,
        succes="La commande est établie. Elle attend la signature du DLA.",
        form=form,
        sinon=lambda: _montrer_etablir(consultation, form),
    )


def _montrer_etablir(consultation: Consultation, form: FormulaireActe) -> Reponse:
    offre = session_courante().get_one(OffreOuverte, consultation.retenue_offre_id)
    acte = actes.acte_etablir(offre.prestataire.nom, offre.total_ttc_centimes)
    retour = url_for("consultations.consulter", consultation_id=consultation.id)
    fil: Fil = [("Consultation", retour), (acte.titre, None)]
    return page("commandes/confirmer.html", titre=acte.titre, fil=fil, retour=retour, form=form, acte=acte)


def signer(commande: Commande) -> Reponse:
    """Sign for the party whose turn it is."""
    return confirmer(
        commande,
        FormulaireActe(),
        actes.acte_signer(commande),
        lambda session, acteur: operations.signer(session, acteur, commande),
        succes="Vous avez signé la commande.",
        alertes=actes.alertes(qui(), commande),
    )


def notifier(commande: Commande) -> Reponse:
    """Engage."""
    return confirmer(
        commande,
        FormulaireActe(),
        actes.acte_notifier(commande),
        lambda session, acteur: operations.notifier(session, acteur, commande),
        succes="La commande est notifiée et la somme est engagée sur le fonds.",
    )


def annuler(commande: Commande) -> Reponse:
    """Give the order up before its notification."""
    form = MotifForm()
    return confirmer(
        commande,
        form,
        actes.acte_annuler(commande),
        lambda session, acteur: operations.annuler(session, acteur, commande, motif=form.motif.data or ""),
        succes="La commande est annulée.",
    )
