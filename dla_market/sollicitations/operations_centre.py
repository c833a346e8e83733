"""What a centre does: takes a sollicitation, names prestataires, answers, sends it to another centre."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from dla_market.accompagnement.operations_lectures import rendre_diagnostic
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.reseau.models import CentreRessources
from dla_market.ressources.models import EtatRessource, Ressource
from dla_market.sollicitations import rules
from dla_market.sollicitations.events import (
    SollicitationEnvoyee,
    SollicitationPriseEnCharge,
    SollicitationReorientee,
    SollicitationRepondue,
)
from dla_market.sollicitations.models import EnvoiRessource, EtatSollicitation, Proposition, Sollicitation
from dla_market.sollicitations.operations import cause_de, reference, verrouiller
from dla_market.sollicitations.queries import delais_du
from dla_market.sollicitations.states import PARCOURS


def prendre_en_charge(session: Session, acteur: Acteur, sollicitation: Sollicitation) -> Sollicitation:
    """Follow it in the actor's name; a colleague may take it over, the first day stays.

    Raises RefusMetier where the actor follows it already.
    """
    verrouiller(session, sollicitation)
    etat = PARCOURS.suivant(sollicitation.etat, "prendre_en_charge")
    if sollicitation.prise_par_id == acteur.utilisateur_id:
        raise RefusMetier("Vous suivez déjà cette demande.")
    sollicitation.etat, sollicitation.prise_par_id = etat, acteur.utilisateur_id
    sollicitation.prise_le = sollicitation.prise_le or clock.now()
    journaliser(session, acteur.auteur, "sollicitation:prendre_en_charge", "sollicitation", sollicitation.id)
    emettre(session, SollicitationPriseEnCharge(sollicitation.id))
    return sollicitation


def proposer(
    session: Session, acteur: Acteur, sollicitation: Sollicitation, prestataire: Prestataire, *, motif: str
) -> Proposition:
    """Name a prestataire in the answer under way, and why; the DLA reads it once the answer is sent.

    Raises RefusMetier without a reason, for a fiche that is not published, or one already named.
    """
    verrouiller(session, sollicitation)
    PARCOURS.suivant(sollicitation.etat, "proposer")
    if prestataire.etat is not EtatFiche.PUBLIEE:
        raise RefusMetier("Seule une fiche publiée peut être proposée.", champ="prestataire_id")
    if not motif.strip():
        raise RefusMetier("Dites en quelques mots pourquoi ce prestataire.", champ="motif")
    if any(p.prestataire_id == prestataire.id for p in sollicitation.propositions):
        raise RefusMetier("Ce prestataire est déjà dans votre réponse.", champ="prestataire_id")
    proposition = Proposition(
        sollicitation=sollicitation,
        prestataire_id=prestataire.id,
        motif=motif.strip(),
        proposee_par_id=acteur.utilisateur_id,
    )
    session.add(proposition)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "proposition:ajouter",
        "sollicitation",
        sollicitation.id,
        prestataire=prestataire.id,
    )
    return proposition


def enlever(session: Session, acteur: Acteur, proposition: Proposition) -> None:
    """Take a prestataire out of the answer under way."""
    sollicitation = proposition.sollicitation
    verrouiller(session, sollicitation)
    PARCOURS.suivant(sollicitation.etat, "proposer")
    journaliser(
        session,
        acteur.auteur,
        "proposition:enlever",
        "sollicitation",
        sollicitation.id,
        prestataire=proposition.prestataire_id,
    )
    session.delete(proposition)


def repondre(
    session: Session,
    acteur: Acteur,
    sollicitation: Sollicitation,
    *,
    texte: str,
    ressources: Sequence[Ressource] = (),
) -> Sollicitation:
    """Send the answer: a text, the prestataires named so far, the present editions of these ressources.

    Raises RefusMetier without a text, or for a ressource that is not published.
    """
    verrouiller(session, sollicitation)
    etat = PARCOURS.suivant(sollicitation.etat, "repondre")
    if not texte.strip():
        raise RefusMetier("Écrivez votre réponse.", champ="texte")
    if any(r.etat is not EtatRessource.PUBLIEE for r in ressources):
        raise RefusMetier("Une de ces ressources n’est pas publiée.", champ="ressources")
    sollicitation.etat, sollicitation.reponse = etat, texte.strip()
    sollicitation.repondue_par_id, sollicitation.repondue_le = acteur.utilisateur_id, clock.now()
    session.add_all(EnvoiRessource(sollicitation=sollicitation, edition_id=r.courante.id) for r in ressources)
    # a request that its DLA forgets to close must not keep the file open for ever
    rendre_diagnostic(
        session,
        acteur,
        cause=cause_de(sollicitation),
        jusqu_au=clock.now() + timedelta(days=delais_du(session, clock.today()).lecture),
    )
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "sollicitation:repondre",
        "sollicitation",
        sollicitation.id,
        propositions=[p.prestataire_id for p in sollicitation.propositions],
        ressources=[r.id for r in ressources],
    )
    emettre(session, SollicitationRepondue(sollicitation.id))
    return sollicitation


def reorienter(
    session: Session, acteur: Acteur, sollicitation: Sollicitation, centre: CentreRessources, *, motif: str
) -> Sollicitation:
    """Send it to another centre, with a reason that the DLA and that centre read; gives the new one.

    The diagnostic is not lent on: the DLA decides that. The days start again from today, and never end
    before what the DLA had wished.
    """
    verrouiller(session, sollicitation)
    etat = PARCOURS.suivant(sollicitation.etat, "reorienter")
    if centre.id == sollicitation.centre_id:
        raise RefusMetier("Choisissez un autre centre que le vôtre.", champ="centre")
    if not motif.strip():
        raise RefusMetier("Dites pourquoi ce centre répondra mieux.", champ="motif")
    sollicitation.etat, sollicitation.mot_de_fin = etat, motif.strip()
    sollicitation.finie_le = clock.now()
    rendre_diagnostic(session, acteur, cause=cause_de(sollicitation))
    today = clock.today()
    prise_avant, reponse_avant = rules.echeances(None, today, delais_du(session, today))
    suite = Sollicitation(
        **{nom: getattr(sollicitation, nom) for nom in REPRIS},
        reference=reference(session, sollicitation.dla, today),
        centre_id=centre.id,
        etat=EtatSollicitation.ENVOYEE,
        envoyee_le=clock.now(),
        prise_avant=prise_avant,
        reponse_avant=max(reponse_avant, sollicitation.reponse_avant),
        suite_de_id=sollicitation.id,
    )
    session.add(suite)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "sollicitation:reorienter",
        "sollicitation",
        sollicitation.id,
        suite=suite.id,
        centre=centre.id,
    )
    emettre(session, SollicitationReorientee(sollicitation.id, suite.id))
    emettre(session, SollicitationEnvoyee(suite.id))
    return suite


REPRIS = (
    "dla_id",
    "nature",
    "objet",
    "texte",
    "secteur_code",
    "thematique_code",
    "structure_id",
    "diagnostic_id",
    "ingenierie_id",
    "demandee_par_id",
)
"""What the DLA has said once and need not say again to the next centre."""
