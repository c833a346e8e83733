"""Which event is told, by which writer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from dla_market.accompagnement import events as accompagnement
from dla_market.catalogue import events as catalogue
from dla_market.catalogue.events import FicheEffacee
from dla_market.commandes import events as commandes
from dla_market.comptes.models import Role
from dla_market.consultations import events as consultations
from dla_market.expertise import events as expertise
from dla_market.kernel.events import Evenement, abonner
from dla_market.notices import avis, avis_avals, avis_fiche, avis_pieces, avis_ressources
from dla_market.notices import avis_referencement as dossiers
from dla_market.notices import avis_sollicitations as demandes
from dla_market.notices.operations import effacer_courriels, prevenir
from dla_market.pieces import events as pieces
from dla_market.referencement import events as referencement
from dla_market.ressources import events as ressources
from dla_market.sollicitations import events as sollicitations

ABONNE = "avis"

AVIS: dict[type[Evenement], avis.Redacteur] = {
    accompagnement.DiagnosticPartage: avis.diagnostic_partage,
    accompagnement.ChangementsDemandes: avis.diagnostic_revenu,
    accompagnement.DiagnosticValide: avis.diagnostic_revenu,
    consultations.ConsultationLancee: avis.consultation_lancee,
    consultations.ConsultationProlongee: avis.consultation_prolongee,
    consultations.InvitationRepondue: avis.invitation_repondue,
    consultations.QuestionPosee: avis.question_posee,
    consultations.QuestionRepondue: avis.question_repondue,
    consultations.OffreDeposee: avis.offre_deposee,
    consultations.OffreRetiree: avis.offre_retiree,
    consultations.OffresOuvertes: avis.offres_ouvertes,
    consultations.ChoixFait: avis.choix_fait,
    consultations.ConsultationAttribuee: avis.consultation_attribuee,
    consultations.ConsultationInfructueuse: avis.consultation_infructueuse,
    consultations.ConsultationSansSuite: avis.consultation_sans_suite,
    commandes.CommandeEtablie: avis.commande_etablie,
    commandes.CommandeSignee: avis.commande_signee,
    commandes.CommandeNotifiee: avis.a_tous("La commande est notifiée", "La mission peut commencer."),
    commandes.CommandeAnnulee: avis.a_tous("Commande annulée", "Elle n’aura pas lieu."),
    commandes.LivrableRemis: avis.aux_structures(
        "Un livrable est remis", "Lisez-le, puis acceptez-le ou dites ce qui manque."
    ),
    commandes.LivrableAccepte: avis.au_prestataire("Un livrable est accepté", "La structure l’accepte."),
    commandes.LivrableRefuse: avis.au_prestataire(
        "Un livrable est à reprendre", "La structure dit ce qui manque."
    ),
    commandes.ServiceFaitAtteste: avis.au_dla(
        "Un service fait à certifier", "La structure atteste la mission.", Role.RESPONSABLE
    ),
    commandes.ServiceFaitCertifie: avis.au_prestataire(
        "Vous pouvez facturer", "Le DLA a certifié le service fait."
    ),
    commandes.CommandeExecutee: avis.aux_structures(
        "Que pensez-vous de la mission ?", "Votre avis aide les structures suivantes. Comptez cinq minutes."
    ),
    commandes.FactureDeposee: avis.au_dla(
        "Une facture à contrôler", "Elle vient d’arriver.", Role.GESTIONNAIRE
    ),
    commandes.FactureValidee: avis.au_prestataire(
        "Votre facture est validée", "Elle sera payée avant son échéance."
    ),
    commandes.FactureRejetee: avis.au_prestataire("Facture à reprendre", "Le DLA dit pourquoi."),
    commandes.PaiementEnregistre: avis.au_prestataire(
        "Votre facture est payée", "Le paiement est enregistré."
    ),
    commandes.EvaluationRendue: avis.au_prestataire(
        "Un avis sur votre mission",
        "Lisez-le. Vous pouvez y répondre, une fois ; ensuite le réseau lit l’avis et votre réponse.",
    ),
    commandes.EvaluationRepondue: avis.au_dla(
        "Réponse à un avis", "Le prestataire répond à un avis sur la mission.", Role.CHARGE_MISSION
    ),
    commandes.EvaluationDlaRendue: avis.au_dla(
        "Un avis sur votre DLA", "Le prestataire dit comment il a travaillé avec vous.", Role.RESPONSABLE
    ),
    expertise.AvalPropose: avis_avals.aval_propose,
    expertise.AvalConfirme: avis_avals.aval_confirme,
    expertise.AvalRetire: avis_avals.aval_retire,
    expertise.AvalRepondu: avis_avals.aval_repondu,
    expertise.FinDAvalARappeler: avis_avals.fin_a_rappeler,
    expertise.LienDeclare: avis_avals.lien_declare,
    pieces.PieceDeposee: avis_pieces.deposee,
    pieces.PieceAcceptee: avis_pieces.acceptee,
    pieces.PieceRefusee: avis_pieces.refusee,
    pieces.PieceBientotExpiree: avis_pieces.bientot_expiree,
    pieces.PieceInfectee: avis_pieces.infectee,
    ressources.RessourceInfectee: avis_ressources.infectee,
    sollicitations.SollicitationEnvoyee: demandes.sollicitation_envoyee,
    sollicitations.SollicitationPriseEnCharge: demandes.sollicitation_prise,
    sollicitations.MessageDeSollicitationEcrit: demandes.message_ecrit,
    sollicitations.SollicitationRepondue: demandes.sollicitation_repondue,
    sollicitations.SollicitationReorientee: demandes.sollicitation_reorientee,
    sollicitations.SollicitationRetiree: demandes.sollicitation_retiree,
    sollicitations.SollicitationClose: demandes.sollicitation_close,
    referencement.ReferencementDemande: dossiers.a_la_region(
        "Une demande de référencement", "demande à être référencé dans votre région."
    ),
    referencement.ReferencementInstruit: dossiers.au_demandeur(
        "Votre demande de référencement est lue", "instruit votre demande."
    ),
    referencement.ComplementDemande: dossiers.au_demandeur(
        "Votre demande de référencement est à compléter", "vous dit ce qui manque."
    ),
    referencement.ReferencementComplete: dossiers.a_la_region(
        "Une demande de référencement est complétée", "a complété sa demande."
    ),
    referencement.ReferencementAccepte: dossiers.au_demandeur(
        "Vous êtes référencé", "accepte votre demande : les DLA de la région peuvent vous consulter."
    ),
    referencement.ReferencementRefuse: dossiers.au_demandeur(
        "Votre demande de référencement est refusée", "vous dit pourquoi, et comment contester."
    ),
    referencement.DemandeRetiree: dossiers.a_la_region(
        "Une demande de référencement est retirée", "ne demande plus à être référencé dans votre région."
    ),
    referencement.ReferencementRenonce: dossiers.a_la_region(
        "Un prestataire renonce à son référencement",
        "n’est plus référencé dans votre région, à sa demande.",
    ),
    referencement.FinDeReferencementARappeler: dossiers.fin_a_rappeler,
    referencement.RetraitNotifie: dossiers.retrait_au_prestataire(
        "Un retrait de votre référencement est annoncé", "vous dit pourquoi. Vous pouvez répondre."
    ),
    referencement.RetraitRepondu: dossiers.retrait_repondu,
    referencement.RetraitAbandonne: dossiers.retrait_au_prestataire(
        "Votre référencement continue", "renonce au retrait annoncé."
    ),
    referencement.ReferencementRetire: dossiers.retrait_au_prestataire(
        "Votre référencement est retiré", "vous dit ce qui a été retenu de votre réponse."
    ),
    consultations.ProvisoireDemande: dossiers.provisoire_demande,
    consultations.ProvisoireDecide: dossiers.provisoire_decide,
    catalogue.FicheSoumise: avis.fiche_soumise,
    catalogue.FicheRenvoyee: avis.fiche(
        "Votre fiche est à compléter", "La région vous dit ce qu’il faut ajouter ou préciser."
    ),
    catalogue.ConfirmationARappeler: avis_fiche.confirmation_a_rappeler,
    catalogue.SuspensionAnnoncee: avis_fiche.suspension_annoncee,
    catalogue.SuspensionRepondue: avis_fiche.suspension_repondue,
    catalogue.SuspensionAbandonnee: avis.fiche(
        "Votre fiche n’est pas suspendue", "La procédure est abandonnée. Votre fiche reste dans le catalogue."
    ),
    catalogue.FicheSuspendue: avis.fiche(
        "Votre fiche est suspendue", "Elle n’est plus dans le catalogue. La décision est sur votre fiche."
    ),
    catalogue.FicheRetablie: avis.fiche(
        "Votre fiche est rétablie", "La suspension est levée : les DLA vous trouvent de nouveau."
    ),
    catalogue.FicheFermee: avis.fiche(
        "Votre fiche est fermée", "Elle n’est plus dans le catalogue. Vous pouvez la rouvrir et la soumettre."
    ),
    catalogue.BrouillonNonRepris: avis_fiche.brouillon_non_repris,
    catalogue.SireneFermee: avis_fiche.sirene_fermee,
    catalogue.FichierDeFicheInfecte: avis.fiche(
        "Un fichier infecté est retiré de votre fiche",
        "L’antivirus refuse votre logo ou un CV : vérifiez votre ordinateur, puis déposez-le à nouveau.",
    ),
    catalogue.FichePubliee: avis.fiche(
        "Votre fiche est publiée", "Les DLA peuvent vous trouver et vous consulter."
    ),
}


def _prevenir(redacteur: avis.Redacteur, session: Session, charge: dict[str, Any]) -> None:
    for un in redacteur(session, charge):
        prevenir(
            session,
            evenement=f"{charge['evenement_id']}:{un.organisation_id}",
            organisation_id=un.organisation_id,
            roles=un.roles,
            personne=un.personne,
            objet=un.objet[:200],
            corps=un.corps,
            lien=un.lien,
        )


def oublier_adresse(session: Session, charge: dict[str, Any]) -> None:
    """Nothing stays of what was mailed to the prestataire of an erased fiche; twice is as once."""
    effacer_courriels(session, charge["prestataire_id"])


def abonner_notices() -> None:
    """Have every event of the table told. Doing it twice changes nothing."""
    for evenement, redacteur in AVIS.items():
        traiter: Callable[[Session, dict[str, Any]], None] = partial(_prevenir, redacteur)
        abonner(ABONNE, evenement, traiter)
    abonner("effacement", FicheEffacee, oublier_adresse)
