"""What is done to an order until its mission starts: drawn up, signed in turn, notified or cancelled."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dla_market.commandes import acte, rules, vigilance
from dla_market.commandes.events import CommandeAnnulee, CommandeEtablie, CommandeNotifiee, CommandeSignee
from dla_market.commandes.models import Commande, EtatCommande, EtatLivrable, Livrable, Signature
from dla_market.commandes.states import parcours_de
from dla_market.comptes.acteur import Acteur
from dla_market.consultations.models import Consultation, EtatConsultation, OffreOuverte
from dla_market.fonds import operations as fonds
from dla_market.fonds.rules import annee_de
from dla_market.ingenieries import operations as ingenieries
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.kernel.numerotation import numero_suivant

OBJET = "commande"
"""How the journal and the ledger name an order."""


def verrouiller(session: Session, commande: Commande) -> None:
    """Hold the order until the end of the transaction, then read it and all that hangs on it afresh.

    An UPDATE that changes nothing takes the row on PostgreSQL; SQLite's IMMEDIATE transaction holds the
    whole file already. The version columns stand behind both.
    """
    _tenir(session, commande)


def _tenir(session: Session, objet: Commande | Consultation) -> None:
    modele = type(objet)
    session.flush()
    session.execute(
        update(modele)
        .where(modele.id == objet.id)
        .values(version=modele.version)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def etablir(session: Session, acteur: Acteur, consultation: Consultation) -> Commande:
    """Draw up the order of an awarded consultation, numbered without gaps in the DLA's year.

    Amounts and days are those of the retained offer, deliverables those of the cahier; the text that the
    parties will sign is frozen here. Raises RefusMetier unless the consultation is awarded and without order.
    """
    _tenir(session, consultation)
    retenue = _offre_retenue(session, consultation)
    if session.scalar(select(Commande.id).where(Commande.consultation_id == consultation.id)) is not None:
        raise RefusMetier("La commande de cette consultation est déjà établie.")
    ingenierie, cahier = consultation.ingenierie, consultation.ingenierie.cahier
    annee = clock.today().year
    rang = numero_suivant(session, f"commande:{ingenierie.dla_id}:{annee}")
    libelles = rules.libelles_livrables(cahier.livrables if cahier else "")
    commande = Commande(
        numero=f"{ingenierie.dla.sigle}-{annee}-{rang:03d}",
        ingenierie=ingenierie,
        consultation_id=consultation.id,
        dla=ingenierie.dla,
        prestataire=retenue.prestataire,
        objet=ingenierie.intitule,
        jours_centiemes=retenue.jours_centiemes,
        ht_centimes=retenue.total_ht_centimes,
        tva_dix_millemes=retenue.tva_dix_millemes,
        tva_centimes=retenue.tva_centimes,
        ttc_centimes=retenue.total_ttc_centimes,
        etat=EtatCommande.A_SIGNER,
        etablie_le=clock.now(),
        debut=cahier.debut_souhaite if cahier else None,
        fin=cahier.fin_souhaitee if cahier else None,
        livrables=[Livrable(libelle=libelle, etat=EtatLivrable.PREVU) for libelle in libelles],
    )
    commande.contenu = acte.composer(session, commande, libelles, consultation.cahier_empreinte)
    session.add(commande)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "commande:etablir",
        OBJET,
        commande.id,
        numero=commande.numero,
        ttc_centimes=commande.ttc_centimes,
        empreinte=acte.empreinte(session, commande),
    )
    emettre(session, CommandeEtablie(commande.id))
    return commande


def _offre_retenue(session: Session, consultation: Consultation) -> OffreOuverte:
    if consultation.etat is not EtatConsultation.ATTRIBUEE or consultation.retenue_offre_id is None:
        raise RefusMetier("La consultation n’est pas attribuée\u00a0: il n’y a rien à commander.")
    return session.get_one(OffreOuverte, consultation.retenue_offre_id)


def signer(session: Session, acteur: Acteur, commande: Commande) -> Signature:
    """Sign for the party whose turn it is: the DLA, the provider, then the structure where it is party.

    The signature holds the SHA-256 of the frozen text. It engages no money: that is `notifier`.
    Raises RefusMetier out of turn; for the DLA without the prestataire's vigilance where that blocks (R32).
    """
    verrouiller(session, commande)
    tripartite = acte.est_tripartite(commande)
    suivant = parcours_de(tripartite=tripartite).suivant(commande.etat, "signer")
    attendue = acte.partie_attendue(commande)
    partie = acte.partie_de(acteur.organisation_id, commande)
    if attendue is None or partie != attendue:
        qui = rules.LIBELLES_PARTIE[attendue] if attendue else "personne"
        raise RefusMetier(f"C’est à {qui} de signer maintenant.".replace("à le ", "au "))
    if partie == rules.DLA and vigilance.bloque(session):
        manque = vigilance.manque_vigilance(session, commande)
        if manque:
            raise RefusMetier(manque)
    signature = Signature(
        partie=partie,
        utilisateur_id=acteur.utilisateur_id,
        nom=acteur.nom,
        instant=clock.now(),
        empreinte=acte.empreinte(session, commande),
    )
    commande.signatures.append(signature)
    commande.etat = suivant
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "commande:signer",
        OBJET,
        commande.id,
        partie=partie,
        empreinte=signature.empreinte,
    )
    emettre(session, CommandeSignee(commande.id, partie, acte.partie_attendue(commande) or ""))
    return signature


def notifier(session: Session, acteur: Acteur, commande: Commande) -> Commande:
    """Notify the signed order: its TTC is engaged in the place of the consultation's reservation.

    What the reservation held above is released. The instant is the legal engagement and gives the year
    of the fund (domain R38, reliability C7). Raises FondsInsuffisant where the fund cannot hold it.
    """
    verrouiller(session, commande)
    etat = parcours_de(tripartite=acte.est_tripartite(commande)).suivant(commande.etat, "notifier")
    if not acte.signatures_conformes(session, commande):
        raise RefusMetier("Le texte signé n’est plus celui de la commande\u00a0: elle ne peut être notifiée.")
    commande.etat = etat
    commande.notifiee_le = clock.now()
    fonds.engager(
        session,
        acteur,
        reservation_objet=("consultation", commande.consultation_id) if commande.consultation_id else None,
        organisation_id=commande.dla_id,
        annee=annee_de(commande.notifiee_le),
        objet_type=OBJET,
        objet_id=commande.id,
        montant_centimes=commande.ttc_centimes,
        libelle=f"Commande {commande.numero}",
    )
    ingenieries.marquer_commandee(commande.ingenierie)
    journaliser(
        session, acteur.auteur, "commande:notifier", OBJET, commande.id, ttc_centimes=commande.ttc_centimes
    )
    emettre(session, CommandeNotifiee(commande.id))
    return commande


def annuler(session: Session, acteur: Acteur, commande: Commande, *, motif: str) -> Commande:
    """Cancel an order before its notification: the number stays, the reservation is released.

    The ingénierie goes back to its cahier, for another consultation. Raises RefusMetier without a reason.
    """
    verrouiller(session, commande)
    etat = parcours_de(tripartite=acte.est_tripartite(commande)).suivant(commande.etat, "annuler")
    if not motif.strip():
        raise RefusMetier("Dites pourquoi la commande est annulée.", champ="motif")
    commande.etat = etat
    if commande.consultation_id is not None:
        fonds.liberer(
            session,
            acteur,
            objet_type="consultation",
            objet_id=commande.consultation_id,
            libelle=f"Annulation de la commande {commande.numero}",
        )
    ingenieries.revenir_au_cahier(commande.ingenierie)
    journaliser(session, acteur.auteur, "commande:annuler", OBJET, commande.id, motif=motif.strip())
    emettre(session, CommandeAnnulee(commande.id))
    return commande
