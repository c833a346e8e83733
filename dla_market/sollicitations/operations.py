"""What a DLA does: sends a sollicitation, lends the diagnostic, takes it back, closes it, keeps a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Diagnostic, Structure
from dla_market.accompagnement.operations_lectures import preter_diagnostic, rendre_diagnostic
from dla_market.comptes.acteur import Acteur
from dla_market.consultations import operations as consultations
from dla_market.consultations.models import OrigineSelection
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.kernel.numerotation import numero_suivant
from dla_market.reseau.models import CentreRessources, Dla
from dla_market.sollicitations import rules
from dla_market.sollicitations.events import (
    MessageDeSollicitationEcrit,
    SollicitationClose,
    SollicitationEnvoyee,
    SollicitationRetiree,
)
from dla_market.sollicitations.models import (
    EtatSollicitation,
    MessageSollicitation,
    Proposition,
    Sollicitation,
)
from dla_market.sollicitations.queries import delais_du
from dla_market.sollicitations.rules import Demande
from dla_market.sollicitations.states import PARCOURS


@dataclass(frozen=True)
class Dossier:
    """What a sollicitation is about; nothing at all for a general question."""

    structure: Structure | None = None
    diagnostic: Diagnostic | None = None
    ingenierie: Ingenierie | None = None


def cause_de(sollicitation: Sollicitation) -> str:
    """What a diagnostic is lent for."""
    return f"sollicitation:{sollicitation.id}"


def envoyer(
    session: Session,
    acteur: Acteur,
    centre: CentreRessources,
    demande: Demande,
    dossier: Dossier,
    *,
    preter: bool = False,
) -> Sollicitation:
    """Ask a centre, in the name of the actor's DLA; `preter` lets it read the diagnostic meanwhile.

    Raises RefusMetier for what is missing, and for a file of another DLA.
    """
    dla = session.get_one(Dla, acteur.organisation_id)
    diagnostic = dossier.diagnostic or (dossier.ingenierie.diagnostic if dossier.ingenierie else None)
    today = clock.today()
    if refus := rules.refus_demande(demande, today, diagnostic=diagnostic is not None):
        raise RefusMetier(refus[1], champ=refus[0])
    for objet in (dossier.structure, diagnostic, dossier.ingenierie):
        if objet is not None and objet.dla_id != dla.id:
            raise RefusMetier("Ce dossier est celui d’un autre DLA.", champ="dossier")
    prise_avant, reponse_avant = rules.echeances(demande.souhaitee_le, today, delais_du(session, today))
    structure_id = dossier.structure.id if dossier.structure else None
    sollicitation = Sollicitation(
        reference=reference(session, dla, today),
        dla_id=dla.id,
        centre_id=centre.id,
        nature=demande.nature,
        etat=EtatSollicitation.ENVOYEE,
        objet=demande.objet.strip(),
        texte=demande.texte.strip(),
        secteur_code=demande.secteur_code,
        thematique_code=demande.thematique_code or None,
        structure_id=diagnostic.structure_id if diagnostic else structure_id,
        diagnostic_id=diagnostic.id if diagnostic else None,
        ingenierie_id=dossier.ingenierie.id if dossier.ingenierie else None,
        demandee_par_id=acteur.utilisateur_id,
        envoyee_le=clock.now(),
        prise_avant=prise_avant,
        reponse_avant=reponse_avant,
    )
    session.add(sollicitation)
    session.flush()
    if preter and diagnostic is not None:
        preter_diagnostic(
            session, acteur, diagnostic, organisation_id=centre.id, cause=cause_de(sollicitation)
        )
    journaliser(
        session,
        acteur.auteur,
        "sollicitation:envoyer",
        "sollicitation",
        sollicitation.id,
        centre=centre.id,
        nature=demande.nature.value,
        pretee=preter and diagnostic is not None,
    )
    emettre(session, SollicitationEnvoyee(sollicitation.id))
    return sollicitation


def reference(session: Session, dla: Dla, today: date) -> str:
    """The next reference of a DLA: « DLA26-S2026-004 »."""
    return f"{dla.sigle}-S{today.year}-{numero_suivant(session, f'sollicitation:{dla.id}:{today.year}'):03d}"


def verrouiller(session: Session, sollicitation: Sollicitation) -> None:
    """Read it again as it is now, and keep it to oneself until the transaction ends."""
    session.flush()
    session.refresh(sollicitation, with_for_update={"of": Sollicitation.__table__})


def preter(session: Session, acteur: Acteur, sollicitation: Sollicitation) -> Sollicitation:
    """Let the centre read the diagnostic, where the sollicitation was sent or redirected without it."""
    verrouiller(session, sollicitation)
    sollicitation.etat = PARCOURS.suivant(sollicitation.etat, "preter_diagnostic")
    if sollicitation.diagnostic is None:
        raise RefusMetier("Cette demande ne porte pas sur un diagnostic.")
    if any(lecture.cause == cause_de(sollicitation) for lecture in sollicitation.diagnostic.lectures):
        raise RefusMetier("Le centre peut déjà lire ce diagnostic.")
    preter_diagnostic(
        session,
        acteur,
        sollicitation.diagnostic,
        organisation_id=sollicitation.centre_id,
        cause=cause_de(sollicitation),
    )
    return sollicitation


def retirer(session: Session, acteur: Acteur, sollicitation: Sollicitation, *, motif: str) -> Sollicitation:
    """Ask no more, before any answer; the reason is optional, the centre reads it."""
    verrouiller(session, sollicitation)
    sollicitation.etat = PARCOURS.suivant(sollicitation.etat, "retirer")
    sollicitation.mot_de_fin, sollicitation.finie_le = motif.strip(), clock.now()
    rendre_diagnostic(session, acteur, cause=cause_de(sollicitation))
    journaliser(session, acteur.auteur, "sollicitation:retirer", "sollicitation", sollicitation.id)
    emettre(session, SollicitationRetiree(sollicitation.id))
    return sollicitation


def clore(
    session: Session, acteur: Acteur, sollicitation: Sollicitation, *, utile: bool, mot: str = ""
) -> Sollicitation:
    """Say whether the answer was useful, and end it: the centre reads the diagnostic no more."""
    verrouiller(session, sollicitation)
    sollicitation.etat = PARCOURS.suivant(sollicitation.etat, "clore")
    sollicitation.utile, sollicitation.mot_de_fin = utile, mot.strip()
    sollicitation.finie_le = clock.now()
    rendre_diagnostic(session, acteur, cause=cause_de(sollicitation))
    journaliser(session, acteur.auteur, "sollicitation:clore", "sollicitation", sollicitation.id, utile=utile)
    emettre(session, SollicitationClose(sollicitation.id))
    return sollicitation


def ecrire(
    session: Session, acteur: Acteur, sollicitation: Sollicitation, *, texte: str
) -> MessageSollicitation:
    """Write to the other side while it runs. Raises RefusMetier for nothing to say."""
    verrouiller(session, sollicitation)
    sollicitation.etat = PARCOURS.suivant(sollicitation.etat, "ecrire")
    if not texte.strip():
        raise RefusMetier("Écrivez votre message.", champ="texte")
    message = MessageSollicitation(
        sollicitation_id=sollicitation.id,
        auteur_id=acteur.utilisateur_id,
        organisation_id=acteur.organisation_id,
        texte=texte.strip(),
        ecrit_le=clock.now(),
    )
    session.add(message)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "sollicitation:ecrire",
        "sollicitation",
        sollicitation.id,
        message=message.id,
    )
    emettre(session, MessageDeSollicitationEcrit(message.id))
    return message


def retenir(
    session: Session, acteur: Acteur, proposition: Proposition, ingenierie: Ingenierie
) -> Proposition:
    """Put a prestataire that the centre named on an ingénierie's shortlist, with the centre's reason.

    Raises RefusMetier for another DLA's ingénierie, one whose consultation is launched, or before the answer.
    """
    sollicitation = proposition.sollicitation
    PARCOURS.suivant(sollicitation.etat, "retenir")
    if ingenierie.dla_id != sollicitation.dla_id:
        raise RefusMetier("Cette ingénierie est celle d’un autre DLA.", champ="ingenierie")
    consultations.ajouter_selection(
        session,
        acteur,
        ingenierie,
        proposition.prestataire,
        origine=OrigineSelection.CENTRE,
        motif=f"Proposé par {sollicitation.centre.nom} : {proposition.motif}",
    )
    proposition.ingenierie_id, proposition.retenue_le = ingenierie.id, clock.now()
    journaliser(
        session,
        acteur.auteur,
        "proposition:retenir",
        "sollicitation",
        sollicitation.id,
        ingenierie=ingenierie.id,
        prestataire=proposition.prestataire_id,
    )
    return proposition
