"""What ends a fiche's presence in the catalogue, and what brings it back: suspend, lift, close, reopen."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from dla_market.catalogue.events import (
    FicheFermee,
    FicheRetablie,
    FicheSuspendue,
    SuspensionAbandonnee,
    SuspensionAnnoncee,
    SuspensionRepondue,
)
from dla_market.catalogue.histoire import figer_copie, tracer_acte
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.catalogue.operations import verrouiller
from dla_market.catalogue.procedures import en_cours
from dla_market.catalogue.rules import refus_prononcer
from dla_market.catalogue.states import FICHE, PROCEDURE
from dla_market.catalogue.vie import EtatProcedure, ProcedureSuspension
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.referentiel import reglages


def annoncer_suspension(
    session: Session, acteur: Acteur, fiche: Prestataire, motif: str
) -> ProcedureSuspension:
    """Tell the prestataire that its fiche may be suspended, why, and until when it may answer.

    The fiche stays in the catalogue. Raises RefusMetier without a reason, for a fiche that is not published,
    or where a procedure is already open.
    """
    verrouiller(session, fiche)
    FICHE.suivant(fiche.etat, "suspendre")
    _exiger(motif, "Dites pourquoi cette fiche pourrait être suspendue.")
    if en_cours(session, fiche) is not None:
        raise RefusMetier("Une procédure est déjà ouverte pour cette fiche.")
    today = clock.today()
    delai = reglages.entier(session, "contradictoire_jours", today)
    procedure = ProcedureSuspension(
        prestataire_id=fiche.id, organisation_id=acteur.organisation_id, etat=EtatProcedure.OUVERTE,
        motif=motif.strip(), ouverte_par=acteur.nom, ouverte_le=clock.now(),
        repondre_avant=today + timedelta(days=delai),
    )  # fmt: skip
    session.add(procedure)
    _noter(session, acteur, fiche, "annoncer_suspension", motif)
    emettre(session, SuspensionAnnoncee(fiche.id, procedure.repondre_avant.isoformat()))
    return procedure


def repondre_suspension(session: Session, acteur: Acteur, fiche: Prestataire, reponse: str) -> Prestataire:
    """Write the prestataire's answer on the file; a second one follows the first.

    Raises RefusMetier where nothing is open, or for an empty answer.
    """
    procedure = _procedure(session, fiche)
    procedure.etat = PROCEDURE.suivant(procedure.etat, "repondre")
    _exiger(reponse, "Écrivez votre réponse.", champ="reponse")
    procedure.reponse = "\n\n".join(filter(None, [procedure.reponse, reponse.strip()]))
    procedure.repondue_par, procedure.repondue_le = acteur.nom, clock.now()
    _noter(session, acteur, fiche, "repondre_suspension", reponse)
    emettre(session, SuspensionRepondue(fiche.id, procedure.organisation_id))
    return fiche


def suspendre(session: Session, acteur: Acteur, fiche: Prestataire, motif: str) -> Prestataire:
    """Take the fiche out of the catalogue, with the reason of the decision.

    Raises RefusMetier before the prestataire has answered or had its time, or without a reason.
    """
    procedure = _procedure(session, fiche)
    suivant = FICHE.suivant(fiche.etat, "suspendre")
    refus = refus_prononcer(
        repondue=procedure.repondue_le is not None,
        repondre_avant=procedure.repondre_avant,
        today=clock.today(),
    )
    if refus:
        raise RefusMetier(refus)
    _decider(acteur, procedure, "prononcer", motif)
    fiche.etat = suivant
    fiche.version += 1
    _noter(session, acteur, fiche, "suspendre", motif)
    emettre(session, FicheSuspendue(fiche.id))
    return fiche


def abandonner_suspension(session: Session, acteur: Acteur, fiche: Prestataire, motif: str) -> Prestataire:
    """End the procedure and leave the fiche as it is. Raises RefusMetier without a reason."""
    procedure = _procedure(session, fiche)
    _decider(acteur, procedure, "abandonner", motif)
    _noter(session, acteur, fiche, "abandonner_suspension", motif)
    emettre(session, SuspensionAbandonnee(fiche.id))
    return fiche


def retablir(session: Session, acteur: Acteur, fiche: Prestataire, motif: str) -> Prestataire:
    """Lift a suspension: the fiche is in the catalogue again, as it now is.

    It stays confirmed as of its last confirmation. Raises RefusMetier without a reason.
    """
    verrouiller(session, fiche)
    suivant = FICHE.suivant(fiche.etat, "retablir")
    procedure = en_cours(session, fiche)
    if procedure is None:
        _exiger(motif, "Donnez la raison de cette décision.")
    else:
        _decider(acteur, procedure, "lever", motif)
    fiche.etat = suivant
    fiche.version += 1
    _noter(session, acteur, fiche, "retablir", motif)
    figer_copie(session, acteur, fiche, "retablir")
    emettre(session, FicheRetablie(fiche.id))
    return fiche


def fermer(session: Session, acteur: Acteur, fiche: Prestataire, motif: str) -> Prestataire:
    """Take the fiche out for good; nothing of it is erased, its missions keep their history.

    An open procedure ends with it. Raises RefusMetier without a reason.
    """
    verrouiller(session, fiche)
    suivant = FICHE.suivant(fiche.etat, "fermer")
    _exiger(motif, "Dites pourquoi la fiche est fermée.")
    procedure = en_cours(session, fiche)
    if procedure is not None:
        verbe = "abandonner" if procedure.etat is EtatProcedure.OUVERTE else "lever"
        _decider(acteur, procedure, verbe, f"La fiche est fermée. {motif.strip()}")
    fiche.etat = suivant
    fiche.version += 1
    _noter(session, acteur, fiche, "fermer", motif)
    emettre(session, FicheFermee(fiche.id))
    return fiche


def rouvrir(session: Session, acteur: Acteur, fiche: Prestataire) -> Prestataire:
    """Make a closed fiche a draft again: it says what it said, and is to be submitted."""
    verrouiller(session, fiche)
    fiche.etat = FICHE.suivant(fiche.etat, "rouvrir")
    fiche.confirmee_le = None
    fiche.version += 1
    _noter(session, acteur, fiche, "rouvrir", "")
    return fiche


def relire(session: Session, acteur: Acteur, fiche: Prestataire) -> Prestataire:
    """Say that one has read what changed in a published fiche: the next comparison starts from here."""
    verrouiller(session, fiche)
    if fiche.etat is not EtatFiche.PUBLIEE:
        raise RefusMetier("Seule une fiche publiée se relit ainsi.")
    figer_copie(session, acteur, fiche, "relire")
    _noter(session, acteur, fiche, "relire", "")
    return fiche


def _procedure(session: Session, fiche: Prestataire) -> ProcedureSuspension:
    """The procedure of the fiche, both locked."""
    verrouiller(session, fiche)
    procedure = en_cours(session, fiche)
    if procedure is None:
        raise RefusMetier("Aucune suspension n’est annoncée pour cette fiche.")
    return procedure


def _decider(acteur: Acteur, procedure: ProcedureSuspension, verbe: str, motif: str) -> None:
    procedure.etat = PROCEDURE.suivant(procedure.etat, verbe)
    _exiger(motif, "Donnez la raison de cette décision.")
    procedure.decision = "\n\n".join(filter(None, [procedure.decision, motif.strip()]))
    procedure.decidee_par, procedure.decidee_le = acteur.nom, clock.now()


def _exiger(texte: str, phrase: str, *, champ: str = "motif") -> None:
    if not texte.strip():
        raise RefusMetier(phrase, champ=champ)


def _noter(session: Session, acteur: Acteur, fiche: Prestataire, verbe: str, mots: str) -> None:
    journaliser(
        session, acteur.auteur, f"fiche:{verbe}", "prestataire", fiche.id,
        **({"motif": mots.strip()} if mots.strip() else {}),
    )  # fmt: skip
    tracer_acte(session, acteur, fiche, verbe, mots.strip())
