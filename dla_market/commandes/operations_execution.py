"""What is done during the mission: deliverables, service fait, evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dla_market.commandes import acte, rules
from dla_market.commandes.events import (
    CommandeExecutee,
    EvaluationRendue,
    LivrableAccepte,
    LivrableRefuse,
    LivrableRemis,
    ServiceFaitAtteste,
    ServiceFaitCertifie,
)
from dla_market.commandes.models import (
    Commande,
    EtatCommande,
    EtatLivrable,
    EtatServiceFait,
    Evaluation,
    Livrable,
    ServiceFait,
)
from dla_market.commandes.operations import OBJET, verrouiller
from dla_market.commandes.rules_evaluations import DU_DLA
from dla_market.commandes.states import LIVRABLE, SERVICE_FAIT, parcours_de
from dla_market.comptes.acteur import Acteur
from dla_market.fonds import operations as fonds
from dla_market.ingenieries import operations as ingenieries
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser


@dataclass(frozen=True)
class Notes:
    """An evaluation's points, each from 0 to 5 (domain 7.13); None where it was not asked."""

    respect_cahier: int
    ecoute: int
    expertise: int
    utilite: int
    delais: int
    recommandation: int
    pedagogie: int | None = None
    appropriation: int | None = None
    relation_dla: int | None = None
    rapport_qualite_prix: int | None = None


def _exiger_notifiee(commande: Commande) -> None:
    if commande.etat is not EtatCommande.NOTIFIEE:
        raise RefusMetier("La mission ne se suit qu’une fois la commande notifiée, et jusqu’à son exécution.")


def remettre_livrable(session: Session, acteur: Acteur, livrable: Livrable, *, contenu: str) -> Livrable:
    """The provider hands a deliverable over, or hands it over again. `contenu` says what and where it is."""
    commande = livrable.commande
    verrouiller(session, commande)
    _exiger_notifiee(commande)
    livrable.etat = LIVRABLE.suivant(livrable.etat, "remettre")
    if not contenu.strip():
        raise RefusMetier("Dites ce que vous remettez, et où le trouver.", champ="remise")
    livrable.contenu = contenu.strip()
    livrable.remis_le = clock.now()
    journaliser(session, acteur.auteur, "livrable:remettre", "livrable", livrable.id, commande=commande.id)
    emettre(session, LivrableRemis(commande.id, livrable.id))
    return livrable


def accepter_livrable(session: Session, acteur: Acteur, livrable: Livrable) -> Livrable:
    """The structure accepts it; the last one accepted is the restitution of the ingénierie."""
    commande = livrable.commande
    verrouiller(session, commande)
    _exiger_notifiee(commande)
    livrable.etat = LIVRABLE.suivant(livrable.etat, "accepter")
    livrable.decide_le = clock.now()
    if livrables_acceptes(commande):
        ingenieries.marquer_restituee(commande.ingenierie)
    journaliser(session, acteur.auteur, "livrable:accepter", "livrable", livrable.id, commande=commande.id)
    emettre(session, LivrableAccepte(commande.id, livrable.id))
    return livrable


def refuser_livrable(session: Session, acteur: Acteur, livrable: Livrable, *, motif: str) -> Livrable:
    """The structure asks for it again. Raises RefusMetier without a reason."""
    commande = livrable.commande
    verrouiller(session, commande)
    _exiger_notifiee(commande)
    livrable.etat = LIVRABLE.suivant(livrable.etat, "refuser")
    if not motif.strip():
        raise RefusMetier("Dites ce qui manque ou ce qui est à reprendre.", champ="motif")
    livrable.motif = motif.strip()
    livrable.decide_le = clock.now()
    journaliser(session, acteur.auteur, "livrable:refuser", "livrable", livrable.id, commande=commande.id)
    emettre(session, LivrableRefuse(commande.id, livrable.id))
    return livrable


def livrables_acceptes(commande: Commande) -> bool:
    """Whether everything is handed over and accepted."""
    return all(livrable.etat is EtatLivrable.ACCEPTE for livrable in commande.livrables)


def atteste_centimes(commande: Commande) -> int:
    """TTC that the structure has attested, certified or not."""
    return sum(service.montant_ttc_centimes for service in commande.services_faits)


def certifie_centimes(commande: Commande) -> int:
    """TTC that the DLA has certified."""
    return sum(s.montant_ttc_centimes for s in commande.services_faits if s.etat is EtatServiceFait.CERTIFIE)


def attester_service_fait(
    session: Session, acteur: Acteur, commande: Commande, *, montant_centimes: int, observations: str = ""
) -> ServiceFait:
    """The structure attests what was done, for an amount TTC up to what remains of the order.

    Raises RefusMetier above what remains, and for the balance before every deliverable is accepted (R37).
    """
    verrouiller(session, commande)
    _exiger_notifiee(commande)
    rules.verifier_attestation(
        montant_centimes,
        ttc_centimes=commande.ttc_centimes,
        deja_centimes=atteste_centimes(commande),
        livrables_acceptes=livrables_acceptes(commande),
    )
    service = ServiceFait(
        montant_ttc_centimes=montant_centimes,
        etat=EtatServiceFait.ATTESTE,
        observations=observations.strip(),
        atteste_le=clock.now(),
        atteste_par_id=acteur.utilisateur_id,
    )
    commande.services_faits.append(service)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "service_fait:attester",
        "service_fait",
        service.id,
        commande=commande.id,
        montant_centimes=montant_centimes,
    )
    emettre(session, ServiceFaitAtteste(commande.id, service.id))
    return service


def certifier_service_fait(session: Session, acteur: Acteur, service: ServiceFait) -> ServiceFait:
    """The DLA certifies what the structure attested: the amount is réalisé, and may be invoiced.

    The whole amount certified makes the order executed. Raises RefusMetier for the person who attested.
    """
    commande = service.commande
    verrouiller(session, commande)
    service.etat = SERVICE_FAIT.suivant(service.etat, "certifier")
    rules.verifier_certification(acteur.utilisateur_id, service.atteste_par_id)
    service.certifie_le = clock.now()
    service.certifie_par_id = acteur.utilisateur_id
    session.flush()
    fonds.realiser(
        session,
        acteur,
        objet_type=OBJET,
        objet_id=commande.id,
        montant_centimes=service.montant_ttc_centimes,
        libelle=f"Service fait, commande {commande.numero}",
    )
    journaliser(
        session,
        acteur.auteur,
        "service_fait:certifier",
        "service_fait",
        service.id,
        commande=commande.id,
        montant_centimes=service.montant_ttc_centimes,
    )
    emettre(session, ServiceFaitCertifie(commande.id, service.id))
    if certifie_centimes(commande) == commande.ttc_centimes:
        parcours = parcours_de(tripartite=acte.est_tripartite(commande))
        commande.etat = parcours.suivant(commande.etat, "executer")
        ingenieries.marquer_service_fait(commande.ingenierie)
        emettre(session, CommandeExecutee(commande.id))
    return service


def rendre_evaluation(
    session: Session, acteur: Acteur, commande: Commande, *, notes: Notes, commentaire: str = ""
) -> Evaluation:
    """The structure or the DLA says, once, what it thinks of the mission (domain 4.16). Never public.

    Raises RefusMetier before every deliverable is accepted, a second time, for another party, or where the
    structure answers what is asked of the DLA alone.
    """
    verrouiller(session, commande)
    partie = acte.partie_de(acteur.organisation_id, commande)
    if partie not in {rules.DLA, rules.STRUCTURE}:
        raise RefusMetier("Seuls la structure et le DLA évaluent la mission.")
    if not peut_evaluer(commande):
        raise RefusMetier("L’évaluation s’ouvre quand tous les livrables sont acceptés.")
    if any(evaluation.partie == partie for evaluation in commande.evaluations):
        raise RefusMetier("Votre évaluation est déjà rendue.")
    if partie != rules.DLA and any(getattr(notes, point) is not None for point in DU_DLA):
        raise RefusMetier("La relation et le rapport qualité-prix sont demandés au DLA seulement.")
    evaluation = Evaluation(
        partie=partie,
        commentaire=commentaire.strip(),
        rendue_par_id=acteur.utilisateur_id,
        rendue_le=clock.now(),
        **vars(notes),
    )
    commande.evaluations.append(evaluation)
    session.flush()
    journaliser(session, acteur.auteur, "evaluation:rendre", OBJET, commande.id, partie=partie)
    emettre(session, EvaluationRendue(commande.id, partie))
    return evaluation


def peut_evaluer(commande: Commande) -> bool:
    """Whether the mission is far enough to be judged."""
    suivie = commande.etat in {EtatCommande.NOTIFIEE, EtatCommande.EXECUTEE, EtatCommande.SOLDEE}
    return suivie and livrables_acceptes(commande)
