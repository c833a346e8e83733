"""One file from diagnostic to payment with its people, and strangers of every role, for the matrix.

Texts that only some may read hold a canary; `LECTEURS` says who those are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Structure
from dla_market.catalogue import operations_fichiers as fiches
from dla_market.catalogue.models import EtatFiche, Intervenant, Prestataire, RegimeTva, TypePrestataire
from dla_market.commandes import operations as commandes
from dla_market.commandes import operations_evaluations as evaluations
from dla_market.commandes import operations_execution as execution
from dla_market.commandes import operations_factures as factures
from dla_market.commandes.models import Commande, Evaluation
from dla_market.commandes.operations_evaluations import NotesDla
from dla_market.commandes.operations_execution import Notes
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.consultations import operations as consultations
from dla_market.fonds.models import Convention
from dla_market.ingenieries import operations_ressources as jonction
from dla_market.ingenieries.models_ressources import RessourceJointe, UsageRessource
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.notices.operations import deposer_courriel
from dla_market.pieces import operations as pieces
from dla_market.pieces.models import GenrePiece
from dla_market.pieces.rules import Saisie
from dla_market.reseau.models import (
    CentreRessources,
    CentreSecteur,
    Dla,
    DlaRegional,
    Financeur,
    Pilote,
)
from dla_market.sollicitations import operations as sollicitations
from dla_market.sollicitations import operations_centre as au_centre
from dla_market.sollicitations.models import NatureSollicitation
from dla_market.sollicitations.operations import Dossier
from dla_market.sollicitations.rules import Demande
from dla_market.veille.models import Alerte, RechercheEnregistree
from tests.consultations import monde as base
from tests.policies.monde_centres import avaler, vie_du_centre
from tests.policies.monde_entrees import entrees
from tests.policies.monde_ressources import avec_fichier
from tests.policies.referencements import RETRAIT, referencer

FIN = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
"""When the matrix is asked: everything has happened."""

DIAGNOSTIC = "CanariDiagnostic"
STRUCTURE = "CanariStructure"
MISSION = "CanariMission"
OFFRES = ("CanariOffreUn", "CanariOffreDeux", "CanariOffreTrois")
AVAL = "CanariAval"
RIB = "CanariRib"
NOTE = "CanariNote"
EVALUATION, RIPOSTE, SUR_LE_DLA = "CanariEvaluation", "CanariRiposte", "CanariDuDla"
MESSAGE = "CanariMessage"
DEMANDE = "CanariDemande"
REPONSE = "CanariReponse"
RECHERCHE = "CanariRecherche"

DU_DLA = frozenset({"charge", "responsable", "gestionnaire"})
DU_DOSSIER = DU_DLA | {"regional", "structure", "titulaire", "perdant", "troisieme", "intervenant"}
LECTEURS: dict[str, frozenset[str]] = {
    # lent to the centre for the time of a sollicitation
    DIAGNOSTIC: frozenset({"charge", "responsable", "structure", "expert", "coordination"}),
    DEMANDE: frozenset({"charge", "responsable", "expert", "coordination"}),
    REPONSE: frozenset({"expert", "coordination"}),
    # its name, to the centre that is asked about it
    STRUCTURE: DU_DOSSIER | {"expert", "coordination"},
    MISSION: DU_DOSSIER | {"financeur"},
    OFFRES[0]: frozenset({"charge", "responsable", "structure", "titulaire", "intervenant"}),
    OFFRES[1]: frozenset({"charge", "responsable", "structure", "perdant"}),
    OFFRES[2]: frozenset({"charge", "responsable", "structure", "troisieme"}),
    AVAL: frozenset({"expert", "coordination", "titulaire", "intervenant"}) | DU_DLA | {
        "regional", "pilote", "autre_charge", "autre_responsable", "autre_gestionnaire", "autre_regional",
        "autre_expert", "autre_coordination",
    },
    RIB: frozenset({"titulaire", "responsable", "gestionnaire"}),
    NOTE: frozenset({"expert", "coordination"}),
    MESSAGE: frozenset({"charge"}),
    **dict.fromkeys((EVALUATION, RIPOSTE, SUR_LE_DLA), DU_DLA | {"titulaire", "intervenant"}),
    RECHERCHE: frozenset({"charge"}),
    RETRAIT: frozenset({"regional", "titulaire"}),
}  # fmt: skip
"""Who may read each canary, by the actors' names. An aval's reason is for the network (domain 14).

An answer that its centre has not sent yet is read in that centre alone.
"""


@dataclass
class MondeMatrice:
    """The actors by name, and a value for each argument of the URL table."""

    acteurs: dict[str, Acteur] = field(default_factory=dict)
    arguments: dict[str, Any] = field(default_factory=dict)


def peupler(session: Session, coffre: Coffre) -> MondeMatrice:
    """Write it; the caller commits."""
    with clock.arretee_a(base.DEBUT):
        france = base.peupler(session)
        autres = _etrangers(session)
        centre = _centre(session, "Environnement")
        _nommer(france)
        ingenierie = base.une_ingenierie(session, france, contexte=f"{MISSION} et son équipe.")
        assert ingenierie.diagnostic is not None
        ingenierie.diagnostic.besoins = DIAGNOSTIC
        base.selectionner(session, france, ingenierie)
        methode = avec_fichier(session, france.referent, "e1" * 16)
        jonction.joindre_ressource(session, france.charge, ingenierie, methode)
        ecartee = consultations.ecarter_selection(
            session, france.charge, ingenierie, france.prestataires[3], motif="Pas libre avant juin"
        )
        consultation = consultations.lancer(session, france.responsable, coffre, ingenierie)
        question = consultations.poser_question(
            session, france.candidats[0], base.invitation_de(consultation, france.candidats[0]), texte="Où ?"
        )
        consultations.repondre_question(session, france.charge, question, reponse="Sur place.")
        for canari, acteur, prix in zip(OFFRES, france.candidats, (300_000, 310_000, 320_000), strict=False):
            consultations.deposer(
                session,
                acteur,
                coffre,
                base.invitation_de(consultation, acteur),
                contenu=base.contenu(prix, methode=canari),
            )
    suite = _mener_au_paiement(session, coffre, france, consultation)
    aval = avaler(session, centre, france.prestataires[0], f"{AVAL}, vu à l’œuvre.", NOTE)
    with clock.arretee_a(base.APRES):
        rib = pieces.deposer(
            session,
            france.candidats[0],
            france.prestataires[0],
            GenrePiece.RIB,
            Saisie(emise_le=clock.today()),
            FichierRecu("0" * 32, f"{RIB}.pdf", Genre.PDF, 1000, "0" * 64),
            avec_antivirus=False,
        )
    demande = _demander(session, france, centre, ingenierie)
    suite |= referencer(session, france, autres["autre_prestataire"].organisation_id)
    message = deposer_courriel(
        session,
        utilisateur_id=france.charge.utilisateur_id,
        organisation_id=france.dla.id,
        objet=MESSAGE,
        corps=MESSAGE,
        lien="/a-faire",
    )
    recherche = RechercheEnregistree(
        adhesion_id=france.charge.adhesion_id,
        nom=RECHERCHE,
        requete="secteur=culture",
        alerte=Alerte.AUCUNE,
        cree_le=base.DEBUT,
        regardee_le=base.DEBUT,
    )
    session.add(recherche)
    session.flush()
    gens = _du_dossier(session, france, centre)
    return MondeMatrice(
        {**gens, **autres},
        {
            "structure_id": france.structures[0].id,
            "diagnostic_id": ingenierie.diagnostic_id,
            "ingenierie_id": ingenierie.id,
            "consultation_id": consultation.id,
            "question_id": question.id,
            "invitation_id": base.invitation_de(consultation, france.candidats[0]).id,
            "selection_id": 1,
            "intervenant_id": _illustrer(session, france),
            "ecartee_id": ecartee.id,
            "recherche_id": recherche.id,
            "forme": "csv",
            "prestataire_id": france.prestataires[0].id,
            "organisation_id": france.dla.id,
            "aval_id": aval.id,
            "piece_id": rib.id,
            "edition_id": methode.courante.id,
            "genre": "rib",
            **vie_du_centre(session, centre, gens["coordination"], france.prestataires[1]),
            **demande,
            **entrees(session, france),
            "identifiant": message.identifiant,
            "annee": 2026,
            "code": "structures_accompagnees",
            "tableau": "secteurs",
            "cle": "culture",
            "nom": "secteurs.csv",
            "nature": "ouverture",
            "section": "situation",
            "etape": "identite",
            "reglage": "fiche_validite_jours",
            "groupe_id": 1,
            **suite,
        },
    )


def _nommer(france: base.Monde) -> None:
    france.structures[0].objet = STRUCTURE
    france.structures[0].nom = f"Association {STRUCTURE}"
    france.prestataires[0].departement_code = "26"  # in the region of the DLA R that answers for it


def _illustrer(session: Session, france: base.Monde) -> int:
    """A logo on the fiche, and the CV of someone of its team; files of which only the row is there."""
    fiche, titulaire = france.prestataires[0], france.candidats[0]
    recus = [
        FichierRecu(chiffre * 32, f"f.{genre.value}", genre, 1000, chiffre * 64)
        for chiffre, genre in (("1", Genre.PNG), ("2", Genre.PDF))
    ]
    personne = Intervenant(nom="Équipière", fonction="Consultante", accord_publication=True)
    fiche.intervenants.append(personne)
    session.flush()
    fiches.deposer_logo(session, titulaire, fiche, recus[0], avec_antivirus=False)
    fiches.deposer_cv(session, titulaire, personne, recus[1], accord=True, avec_antivirus=False)
    return personne.id


def _mener_au_paiement(
    session: Session, coffre: Coffre, france: base.Monde, consultation: Any
) -> dict[str, Any]:
    """Open, score, choose, award, order, sign, deliver, attest, invoice, pay."""
    asso, titulaire = france.asso[0], france.candidats[0]
    with clock.arretee_a(base.APRES):
        consultations.ouvrir_offres(session, france.charge, coffre, consultation)
        session.refresh(consultation)
        retenue = next(o for o in consultation.ouvertes if o.prestataire_id == titulaire.organisation_id)
        for evaluateur in (france.charge, asso, france.responsable):
            consultations.declarer_interet(session, evaluateur, consultation, sans_lien=True)
        for offre in consultation.ouvertes:
            for ordre in (1, 2, 3):
                note = 5 if offre is retenue else 2
                consultations.noter(session, asso, offre, critere_ordre=ordre, note=note)
        consultations.choisir(session, asso, consultation, retenue)
        consultations.attribuer(session, france.responsable, consultation, retenue)
        commande = commandes.etablir(session, france.responsable, consultation)
        for acteur in (france.responsable, titulaire, asso):
            commandes.signer(session, acteur, commande)
        commandes.notifier(session, france.responsable, commande)
        for livrable in commande.livrables:
            execution.remettre_livrable(session, titulaire, livrable, contenu="Remis en main propre")
            execution.accepter_livrable(session, asso, livrable)
        service = execution.attester_service_fait(
            session, asso, commande, montant_centimes=commande.ttc_centimes
        )
        execution.certifier_service_fait(session, france.responsable, service)
        evaluation = _evaluer(session, france.charge, titulaire, commande)
        facture = factures.deposer_facture(
            session,
            titulaire,
            commande,
            numero_fournisseur="F-1",
            date_emission=clock.today(),
            ht_centimes=commande.ht_centimes,
            tva_centimes=commande.tva_centimes,
            ttc_centimes=commande.ttc_centimes,
        )
    return {
        "offre_id": retenue.offre_id,
        "commande_id": commande.id,
        "livrable_id": commande.livrables[0].id,
        "service_fait_id": service.id,
        "facture_id": facture.id,
        "evaluation_id": evaluation.id,
    }


def _evaluer(session: Session, charge: Acteur, titulaire: Acteur, commande: Commande) -> Evaluation:
    """The DLA judges the mission; the provider answers, and judges the DLA."""
    evaluation = execution.rendre_evaluation(
        session, charge, commande, notes=Notes(4, 4, 4, 4, 4, 4), commentaire=EVALUATION
    )
    evaluations.repondre_evaluation(session, titulaire, evaluation, RIPOSTE)
    evaluations.rendre_evaluation_dla(
        session, titulaire, commande, notes=NotesDla(3, 3, 3), commentaire=SUR_LE_DLA
    )
    return evaluation


def _du_dossier(session: Session, france: base.Monde, centre: CentreRessources) -> dict[str, Acteur]:
    financeur = session.query(Convention).first().financeur
    pilote = Pilote(nom="Animation nationale")
    session.add(pilote)
    session.flush()
    return {
        "charge": france.charge,
        "responsable": france.responsable,
        "gestionnaire": france.gestionnaire,
        "regional": france.referent,
        "structure": france.asso[0],
        "titulaire": france.candidats[0],
        "perdant": france.candidats[1],
        "troisieme": france.candidats[2],
        "intervenant": base.personne(session, "Max", france.prestataires[0], Role.INTERVENANT),
        "expert": base.personne(session, "Yann", centre, Role.EXPERT),
        "coordination": base.personne(session, "Odile", centre, Role.COORDINATEUR),
        "financeur": base.personne(session, "Marc", financeur, Role.FINANCEUR),
        "pilote": base.personne(session, "Inès", pilote, Role.PILOTE),
    }


def _etrangers(session: Session) -> dict[str, Acteur]:
    """The same roles, of other bodies, in another region."""
    regional = DlaRegional(nom="Autre DLA R", region_code="2012-11")
    session.add(regional)
    session.flush()
    dla = Dla(nom="Autre DLA", sigle="X1", departement_code="07", porteuse_id=1, regional_id=regional.id)
    session.add(dla)
    session.flush()
    structure = Structure(
        nom="Autre structure",
        type_code="association_hors_iae",
        secteur_code="sport",
        departement_code="07",
        dla_id=dla.id,
    )
    prestataire = Prestataire(
        nom="Autre prestataire",
        type_prestataire=TypePrestataire.CABINET,
        regime_tva=RegimeTva.ASSUJETTI,
        etat=EtatFiche.PUBLIEE,
        cree_le=base.DEBUT,
        confirmee_le=date(2026, 2, 1),
    )
    financeur = Financeur(nom="Autre financeur", classe_code="region")
    session.add_all([structure, prestataire, financeur])
    session.flush()
    centre = _centre(session, "Sport")
    return {
        "autre_charge": base.personne(session, "Noé", dla, Role.CHARGE_MISSION),
        "autre_responsable": base.personne(session, "Lou", dla, Role.RESPONSABLE),
        "autre_gestionnaire": base.personne(session, "Ali", dla, Role.GESTIONNAIRE),
        "autre_regional": base.personne(session, "Zoé", regional, Role.REFERENT_REGIONAL),
        "autre_structure": base.personne(session, "Ida", structure, Role.STRUCTURE),
        "autre_prestataire": base.personne(session, "Tom", prestataire, Role.PRESTATAIRE),
        "autre_expert": base.personne(session, "Léo", centre, Role.EXPERT),
        "autre_coordination": base.personne(session, "Mia", centre, Role.COORDINATEUR),
        "autre_financeur": base.personne(session, "Rémi", financeur, Role.FINANCEUR),
    }


def _centre(session: Session, nom: str) -> CentreRessources:
    centre = CentreRessources(nom=f"Centre {nom}", code=nom.lower(), tete_de_reseau="Tête de réseau")
    session.add(centre)
    session.flush()
    session.add(CentreSecteur(centre_id=centre.id, secteur_code="culture"))
    session.flush()
    return centre


def _demander(
    session: Session, france: base.Monde, centre: CentreRessources, ingenierie: Any
) -> dict[str, Any]:
    """A sollicitation about the ingénierie, its answer under way; a ressource of the centre on the cahier."""
    with clock.arretee_a(base.APRES):
        expert = base.personne(session, "Ava", centre, Role.EXPERT)
        sollicitation = sollicitations.envoyer(
            session,
            france.charge,
            centre,
            Demande(NatureSollicitation.SPECIALISTE, "Qui saurait ?", DEMANDE, "culture"),
            Dossier(ingenierie=ingenierie),
            preter=True,
        )
        au_centre.prendre_en_charge(session, expert, sollicitation)
        proposition = au_centre.proposer(
            session, expert, sollicitation, france.prestataires[0], motif=f"{REPONSE}, vu à l’œuvre."
        )
        guide = avec_fichier(session, expert, "e2" * 16)
        jointe = RessourceJointe(
            ingenierie_id=ingenierie.id,
            edition=guide.courante,
            usage=UsageRessource.JOINTE,
            jointe_par_id=france.charge.utilisateur_id,
            jointe_le=clock.now(),
        )
        session.add(jointe)
        session.flush()
    return {
        "sollicitation_id": sollicitation.id,
        "proposition_id": proposition.id,
        "ressource_id": guide.id,
        "jointe_id": jointe.id,
        "numero": guide.numero,
    }
