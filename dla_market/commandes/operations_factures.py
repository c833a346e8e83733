"""What is done with invoices: deposited against the service fait, checked, paid."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.commandes import acte, rules
from dla_market.commandes.events import (
    CommandeSoldee,
    FactureDeposee,
    FactureRejetee,
    FactureValidee,
    PaiementEnregistre,
)
from dla_market.commandes.models import Commande, EtatCommande, EtatFacture, Facture, Paiement
from dla_market.commandes.operations import OBJET, verrouiller
from dla_market.commandes.operations_execution import certifie_centimes
from dla_market.commandes.states import FACTURE, parcours_de
from dla_market.comptes.acteur import Acteur
from dla_market.fonds import operations as fonds
from dla_market.ingenieries import operations as ingenieries
from dla_market.kernel import clock
from dla_market.kernel.clock import a_paris
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser


def facture_centimes(commande: Commande) -> int:
    """TTC invoiced, rejected invoices left out."""
    return sum(f.ttc_centimes for f in commande.factures if f.etat is not EtatFacture.REJETEE)


def paye_centimes(commande: Commande) -> int:
    """TTC paid."""
    return sum(f.paiement.montant_centimes for f in commande.factures if f.paiement is not None)


def deposer_facture(
    session: Session,
    acteur: Acteur,
    commande: Commande,
    *,
    numero_fournisseur: str,
    date_emission: date,
    ht_centimes: int,
    tva_centimes: int,
    ttc_centimes: int,
) -> Facture:
    """The provider deposits an invoice, up to what is certified and not yet invoiced.

    Due 30 days after today (R35). Raises RefusMetier on the field at fault: wrong sum, wrong VAT, above
    what is certified, a number already used by this provider, a date out of the order's life.
    """
    verrouiller(session, commande)
    if commande.etat not in {EtatCommande.NOTIFIEE, EtatCommande.EXECUTEE} or commande.notifiee_le is None:
        raise RefusMetier("Cette commande n’attend pas de facture.")
    rules.verifier_date_facture(
        date_emission, notifiee=a_paris(commande.notifiee_le).date(), aujourd_hui=clock.today()
    )
    rules.verifier_facture(
        numero=numero_fournisseur.strip(),
        numeros_connus=_numeros_du_prestataire(session, commande.prestataire_id),
        ht_centimes=ht_centimes,
        tva_facture_centimes=tva_centimes,
        ttc_centimes=ttc_centimes,
        tva_dix_millemes=commande.tva_dix_millemes,
        certifie_centimes=certifie_centimes(commande),
        deja_facture_centimes=facture_centimes(commande),
    )
    facture = Facture(
        numero_fournisseur=numero_fournisseur.strip(),
        date_emission=date_emission,
        recue_le=clock.now(),
        echeance=rules.echeance(clock.today()),
        ht_centimes=ht_centimes,
        tva_centimes=tva_centimes,
        ttc_centimes=ttc_centimes,
        etat=EtatFacture.RECUE,
    )
    commande.factures.append(facture)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "facture:deposer",
        "facture",
        facture.id,
        commande=commande.id,
        ttc_centimes=ttc_centimes,
    )
    emettre(session, FactureDeposee(commande.id, facture.id))
    return facture


def _numeros_du_prestataire(session: Session, prestataire_id: int) -> list[str]:
    # the provider's own row is held: two invoices of one number cannot pass on two orders at once
    session.execute(
        update(Prestataire)
        .where(Prestataire.id == prestataire_id)
        .values(version=Prestataire.version)
        .execution_options(synchronize_session=False)
    )
    return list(
        session.scalars(
            select(Facture.numero_fournisseur)
            .join(Commande, Commande.id == Facture.commande_id)
            .where(Commande.prestataire_id == prestataire_id)
        )
    )


def valider_facture(session: Session, acteur: Acteur, facture: Facture) -> Facture:
    """The gestionnaire has checked it: the amount is facturé, and waits for its payment."""
    commande = facture.commande
    verrouiller(session, commande)
    facture.etat = FACTURE.suivant(facture.etat, "valider")
    facture.validee_le = clock.now()
    facture.validee_par_id = acteur.utilisateur_id
    session.flush()
    fonds.facturer(
        session,
        acteur,
        objet_type=OBJET,
        objet_id=commande.id,
        montant_centimes=facture.ttc_centimes,
        libelle=f"Facture {facture.numero_fournisseur}, commande {commande.numero}",
    )
    journaliser(
        session,
        acteur.auteur,
        "facture:valider",
        "facture",
        facture.id,
        commande=commande.id,
        ttc_centimes=facture.ttc_centimes,
    )
    emettre(session, FactureValidee(commande.id, facture.id))
    return facture


def rejeter_facture(session: Session, acteur: Acteur, facture: Facture, *, motif: str) -> Facture:
    """Send it back; the provider issues another, with another number. Raises RefusMetier without a reason."""
    commande = facture.commande
    verrouiller(session, commande)
    facture.etat = FACTURE.suivant(facture.etat, "rejeter")
    if not motif.strip():
        raise RefusMetier("Dites au prestataire ce qui ne va pas.", champ="motif")
    facture.motif_rejet = motif.strip()
    journaliser(session, acteur.auteur, "facture:rejeter", "facture", facture.id, commande=commande.id)
    emettre(session, FactureRejetee(commande.id, facture.id))
    return facture


def payer_facture(
    session: Session, acteur: Acteur, facture: Facture, *, jour: date, reference: str
) -> Paiement:
    """Record the payment of a checked invoice; the last one closes the order.

    Raises RefusMetier for a person who certified service fait of this order (separation of duties), a day
    in the future, no reference.
    """
    commande = facture.commande
    verrouiller(session, commande)
    facture.etat = FACTURE.suivant(facture.etat, "payer")
    rules.verifier_paiement(
        acteur.utilisateur_id,
        certificateurs=[s.certifie_par_id for s in commande.services_faits],
        jour=jour,
        emission=facture.date_emission,
        aujourd_hui=clock.today(),
        reference=reference,
    )
    paiement = Paiement(
        facture=facture,
        montant_centimes=facture.ttc_centimes,
        jour=jour,
        reference=reference.strip(),
        saisi_par_id=acteur.utilisateur_id,
        saisi_le=clock.now(),
    )
    session.add(paiement)
    session.flush()
    fonds.payer(
        session,
        acteur,
        objet_type=OBJET,
        objet_id=commande.id,
        montant_centimes=facture.ttc_centimes,
        libelle=f"Paiement {paiement.reference}, commande {commande.numero}",
    )
    journaliser(
        session,
        acteur.auteur,
        "facture:payer",
        "facture",
        facture.id,
        commande=commande.id,
        montant_centimes=facture.ttc_centimes,
        reference=paiement.reference,
    )
    emettre(session, PaiementEnregistre(commande.id, facture.id))
    if paye_centimes(commande) == commande.ttc_centimes:
        parcours = parcours_de(tripartite=acte.est_tripartite(commande))
        commande.etat = parcours.suivant(commande.etat, "solder")
        ingenieries.marquer_soldee(commande.ingenierie)
        emettre(session, CommandeSoldee(commande.id))
    return paiement
