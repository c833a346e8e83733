"""What each binding act will do, said before it is done; and which acts an actor may do now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from dla_market.commandes import acte as texte_acte
from dla_market.commandes import rules
from dla_market.commandes.models import (
    Commande,
    EtatCommande,
    EtatFacture,
    EtatLivrable,
    EtatServiceFait,
    Evaluation,
    Facture,
    Livrable,
    ServiceFait,
)
from dla_market.commandes.operations_evaluations import peut_evaluer_dla
from dla_market.commandes.operations_execution import atteste_centimes, certifie_centimes, peut_evaluer
from dla_market.commandes.operations_factures import facture_centimes
from dla_market.commandes.states import parcours_de
from dla_market.commandes.vigilance import manque_vigilance
from dla_market.comptes.acteur import Acteur
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.web.filters import montant_exact


@dataclass(frozen=True)
class Acte:
    """A confirmation page: its title, its button, and what the act does."""

    titre: str
    libelle: str
    effets: tuple[str, ...]
    ecrit_a: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    definitif: tuple[str, ...] = ()
    danger: bool = False


@dataclass(frozen=True)
class Geste:
    """An act that the actor may do now: the button and where it leads."""

    libelle: str
    url: str


def acte_etablir(prestataire: str, ttc_centimes: int) -> Acte:
    """Draw up the order of an awarded consultation."""
    return Acte(
        titre="Établir la commande",
        libelle="Établir la commande",
        effets=(
            f"La commande est préparée pour {prestataire}, à {montant_exact(ttc_centimes)} TTC.",
            "Elle reçoit son numéro. Elle n’engage encore personne.",
        ),
        definitif=("Le texte de la commande\u00a0: les signatures porteront sur lui.",),
    )


def acte_signer(commande: Commande) -> Acte:
    """Sign for the party whose turn it is."""
    return Acte(
        titre=f"Signer la commande {commande.numero}",
        libelle="Signer",
        effets=(
            f"Vous signez cette commande de {montant_exact(commande.ttc_centimes)} TTC.",
            f"Elle est passée à {commande.prestataire.nom}. Vous signez pour votre organisation.",
            "Votre nom, l’heure et l’empreinte du texte sont gardés\u00a0: ils figurent sur la commande.",
        ),
        ecrit_a=("La personne qui signe ensuite, ou le DLA si vous êtes la dernière.",),
        definitif=("Votre signature.",),
    )


def acte_notifier(commande: Commande) -> Acte:
    """Notify: the legal engagement."""
    montant = montant_exact(commande.ttc_centimes)
    return Acte(
        titre=f"Notifier la commande {commande.numero}",
        libelle="Notifier la commande",
        effets=(
            f"La commande est notifiée à {commande.prestataire.nom}\u00a0: la mission peut commencer.",
            "La date d’aujourd’hui devient la date légale de l’engagement.",
        ),
        ecrit_a=(commande.prestataire.nom, *noms_structures(commande)),
        reserve=(
            f"{montant} sont engagés sur le fonds, à la place de la réservation.",
            "Ce que la réservation gardait en plus redevient disponible.",
        ),
        definitif=("La commande ne pourra plus être annulée ici.",),
    )


def acte_annuler(commande: Commande) -> Acte:
    """Cancel before notification."""
    return Acte(
        titre=f"Annuler la commande {commande.numero}",
        libelle="Annuler la commande",
        effets=(
            "La commande est annulée et garde son numéro.",
            "L’ingénierie revient à son cahier des charges\u00a0: une autre consultation pourra être lancée.",
        ),
        ecrit_a=(commande.prestataire.nom, *noms_structures(commande)),
        reserve=("La somme réservée redevient disponible sur le fonds.",),
        definitif=("L’annulation.",),
        danger=True,
    )


def acte_accepter(livrable: Livrable) -> Acte:
    """The structure accepts a deliverable."""
    return Acte(
        titre=f"Accepter «\u00a0{livrable.libelle}\u00a0»",
        libelle="Accepter",
        effets=("Vous dites que ce document vous convient.",),
        ecrit_a=(livrable.commande.prestataire.nom,),
        definitif=("Un document accepté ne sera plus repris.",),
    )


def acte_refuser(livrable: Livrable) -> Acte:
    """The structure asks for it again."""
    return Acte(
        titre=f"Demander à reprendre «\u00a0{livrable.libelle}\u00a0»",
        libelle="Demander à reprendre",
        effets=("Le prestataire lit ce que vous écrivez, et remet une nouvelle version.",),
        ecrit_a=(livrable.commande.prestataire.nom,),
    )


def acte_certifier(service: ServiceFait) -> Acte:
    """The DLA certifies what the structure attested."""
    montant = montant_exact(service.montant_ttc_centimes)
    return Acte(
        titre="Certifier le service fait",
        libelle="Certifier",
        effets=(
            f"Vous certifiez que le service est fait pour {montant} TTC, comme la structure l’a attesté.",
            "Le prestataire peut facturer cette somme.",
            f"{montant} passent d’engagé à réalisé sur le fonds.",
        ),
        ecrit_a=(service.commande.prestataire.nom,),
        definitif=("La certification. Qui certifie ne pourra pas payer.",),
    )


def acte_valider(facture: Facture) -> Acte:
    """The gestionnaire has checked the invoice."""
    montant = montant_exact(facture.ttc_centimes)
    return Acte(
        titre=f"Valider la facture {facture.numero_fournisseur}",
        libelle="Valider la facture",
        effets=(
            f"La facture de {montant} TTC est juste\u00a0: elle attend son paiement.",
            "Vérifiez avant\u00a0: le SIRET du prestataire, les mentions, le service fait.",
            f"{montant} passent de réalisé à facturé sur le fonds.",
        ),
        ecrit_a=(facture.commande.prestataire.nom,),
        definitif=("La validation.",),
    )


def acte_rejeter(facture: Facture) -> Acte:
    """Send the invoice back."""
    return Acte(
        titre=f"Rejeter la facture {facture.numero_fournisseur}",
        libelle="Rejeter la facture",
        effets=("Le prestataire lit votre motif. Il dépose une autre facture, avec un autre numéro.",),
        ecrit_a=(facture.commande.prestataire.nom,),
        definitif=("Le rejet.",),
        danger=True,
    )


def acte_payer(facture: Facture) -> Acte:
    """Record a payment."""
    montant = montant_exact(facture.ttc_centimes)
    return Acte(
        titre=f"Payer la facture {facture.numero_fournisseur}",
        libelle="Enregistrer le paiement",
        effets=(
            f"Vous dites que {montant} TTC sont payés à {facture.commande.prestataire.nom}.",
            f"{montant} passent de facturé à payé sur le fonds.",
        ),
        ecrit_a=(facture.commande.prestataire.nom,),
        definitif=("Le paiement, sa date et sa référence.",),
    )


def noms_structures(commande: Commande) -> list[str]:
    """The names of the structures that the order serves."""
    return [p.structure.nom for p in commande.ingenierie.participations]


def gestes_commande(acteur: Acteur, commande: Commande) -> list[Geste]:
    """The acts on the order itself that this actor may do now, the next one first."""
    parcours = parcours_de(tripartite=texte_acte.est_tripartite(commande))
    partie = texte_acte.partie_de(acteur.organisation_id, commande)
    mission = commande.etat is EtatCommande.NOTIFIEE
    possibles: list[tuple[str, str, str, Callable[[], bool]]] = [
        (
            "Signer la commande",
            "signer",
            "commande:signer",
            lambda: partie == texte_acte.partie_attendue(commande),
        ),
        ("Notifier la commande", "notifier", "commande:notifier", lambda: True),
        (
            "Attester le service fait",
            "attester",
            "service_fait:attester",
            lambda: mission and atteste_centimes(commande) < commande.ttc_centimes,
        ),
        (
            "Déposer une facture",
            "deposer_facture",
            "facture:deposer",
            lambda: certifie_centimes(commande) > facture_centimes(commande),
        ),
        (
            "Donner votre avis sur la mission",
            "rendre_evaluation",
            "evaluation:rendre",
            lambda: peut_evaluer(commande) and partie not in {e.partie for e in commande.evaluations},
        ),
        (
            "Donner votre avis sur le DLA",
            "rendre_evaluation_dla",
            "evaluation_dla:rendre",
            lambda: peut_evaluer_dla(commande),
        ),
        ("Annuler la commande", "annuler", "commande:annuler", lambda: True),
    ]
    # the right first: what an actor may not do is not even looked for in the database
    return [
        Geste(libelle, url_for(f"commandes.{vue}", commande_id=commande.id))
        for libelle, vue, permission, condition in possibles
        if permits(acteur, permission, commande)
        and (vue not in {"signer", "notifier", "annuler"} or parcours.permet(commande.etat, vue))
        and condition()
    ]


def gestes_livrable(acteur: Acteur, livrable: Livrable) -> list[Geste]:
    """What this actor may do with a deliverable now."""
    if livrable.commande.etat is not EtatCommande.NOTIFIEE:
        return []
    possibles = [
        ("Remettre", "remettre", {EtatLivrable.PREVU, EtatLivrable.REFUSE}),
        ("Accepter", "accepter", {EtatLivrable.REMIS}),
        ("Demander à reprendre", "refuser", {EtatLivrable.REMIS}),
    ]
    return [
        Geste(libelle, url_for(f"commandes.{verbe}_livrable", livrable_id=livrable.id))
        for libelle, verbe, etats in possibles
        if livrable.etat in etats and permits(acteur, f"livrable:{verbe}", livrable)
    ]


def gestes_service_fait(acteur: Acteur, service: ServiceFait) -> list[Geste]:
    """Certify, for the responsable who did not attest."""
    if service.etat is not EtatServiceFait.ATTESTE or service.atteste_par_id == acteur.utilisateur_id:
        return []
    if not permits(acteur, "service_fait:certifier", service):
        return []
    return [Geste("Certifier", url_for("commandes.certifier", service_fait_id=service.id))]


def gestes_facture(acteur: Acteur, facture: Facture) -> list[Geste]:
    """Check or pay, for the gestionnaire; never pay for who certified."""
    certificateurs = {s.certifie_par_id for s in facture.commande.services_faits}
    possibles = [
        ("Valider", "valider", facture.etat is EtatFacture.RECUE),
        ("Rejeter", "rejeter", facture.etat is EtatFacture.RECUE),
        (
            "Payer",
            "payer",
            facture.etat is EtatFacture.VALIDEE and acteur.utilisateur_id not in certificateurs,
        ),
    ]
    return [
        Geste(libelle, url_for(f"commandes.{verbe}_facture", facture_id=facture.id))
        for libelle, verbe, condition in possibles
        if condition and permits(acteur, f"facture:{verbe}", facture)
    ]


def evaluations_lisibles(acteur: Acteur, commande: Commande) -> list[Evaluation]:
    """The DLA and the provider read them all, the structure its own; the regional body none (4.16)."""
    partie = texte_acte.partie_de(acteur.organisation_id, commande)
    return [e for e in commande.evaluations if partie in {rules.DLA, rules.PRESTATAIRE} or e.partie == partie]


def reste_a_attester(commande: Commande) -> int:
    """TTC in centimes."""
    return commande.ttc_centimes - atteste_centimes(commande)


def alertes(acteur: Acteur, commande: Commande) -> list[str]:
    """What the DLA should look at twice before it signs and notifies."""
    if commande.notifiee_le is not None or not permits(acteur, "commande:notifier", commande):
        return []
    manque = manque_vigilance(session_courante(), commande)
    return [
        *([manque] if manque else []),
        *rules.alertes(
            jours_centiemes=commande.jours_centiemes,
            ttc_centimes=commande.ttc_centimes,
            tripartite=texte_acte.est_tripartite(commande),
        ),
    ]
