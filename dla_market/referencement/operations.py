"""What is done with a file: ask, instruct, complete, accept or refuse, propose to another région."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.clock import a_paris, dire_jour
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.referencement import rules
from dla_market.referencement.events import (
    ComplementDemande,
    ReferencementAccepte,
    ReferencementComplete,
    ReferencementDemande,
    ReferencementInstruit,
    ReferencementRefuse,
)
from dla_market.referencement.models import Appel, EtatAppel, EtatReferencement, Referencement, Reponse
from dla_market.referencement.queries import appel_en
from dla_market.referencement.reglages import reglages_du
from dla_market.referencement.states import REFERENCEMENT
from dla_market.reseau.models import DlaRegional

E = EtatReferencement


def demander(
    session: Session, acteur: Acteur, prestataire: Prestataire, appel: Appel, *, reponses: Sequence[str]
) -> Referencement:
    """Answer a région's call, one text a criterion in its order; near or past its end, this renews.

    Raises RefusMetier for a call that is not open, a criterion without an answer, a fiche not submitted yet,
    a request under way or a référencement that is not near its end.
    """
    verrouiller_prestataire(session, prestataire)
    today = clock.today()
    session.flush()
    session.refresh(appel)
    if not rules.est_ouvert(appel, today):
        raise RefusMetier("Cet appel ne reçoit plus de demandes.")
    if len(reponses) != len(appel.criteres):
        raise RefusMetier("L’appel a changé pendant votre saisie. Relisez-le, puis recommencez.")
    rules.verifier_reponses(reponses)
    dossier = _deposer(session, acteur, prestataire, appel.regional_id, today, appel_id=appel.id)
    dossier.reponses = [
        Reponse(ordre=critere.ordre, libelle=critere.libelle, texte=texte.strip())
        for critere, texte in zip(appel.criteres, reponses, strict=True)
    ]
    session.flush()
    _dire(session, acteur, dossier, "demander", renouvelle=dossier.renouvelle_id)
    emettre(session, ReferencementDemande(dossier.id))
    return dossier


def proposer(session: Session, acteur: Acteur, source: Referencement, regional: DlaRegional) -> Referencement:
    """Propose to another région what one has accepted: its answers and its decision travel with it.

    Raises RefusMetier for a file that does not hold today, and as `demander` does for the other région.
    """
    session.flush()
    session.refresh(source)
    verrouiller_prestataire(session, source.prestataire)
    today = clock.today()
    if not rules.est_en_cours(source, today):
        raise RefusMetier("Seul un référencement en cours peut être proposé à une autre région.")
    if regional.id == source.regional_id:
        raise RefusMetier("Choisissez une autre région que celle qui vous a référencé.", champ="regional")
    appel = appel_en(session, regional.id, EtatAppel.PUBLIE)
    dossier = _deposer(
        session,
        acteur,
        source.prestataire,
        regional.id,
        today,
        appel_id=None if appel is None else appel.id,
        reconnait_id=source.id,
        reconnaissance=_reconnaissance(source),
    )
    dossier.reponses = [Reponse(ordre=r.ordre, libelle=r.libelle, texte=r.texte) for r in source.reponses]
    session.flush()
    _dire(session, acteur, dossier, "proposer", reconnait=source.id)
    emettre(session, ReferencementDemande(dossier.id))
    return dossier


def _deposer(
    session: Session,
    acteur: Acteur,
    prestataire: Prestataire,
    regional_id: int,
    today: date,
    *,
    appel_id: int | None,
    reconnait_id: int | None = None,
    reconnaissance: str = "",
) -> Referencement:
    deja = session.scalars(
        select(Referencement).where(
            Referencement.prestataire_id == prestataire.id, Referencement.regional_id == regional_id
        )
    ).all()
    preavis = reglages_du(session, today).preavis_jours
    refus = rules.refus_demande(prestataire, deja, today, preavis)
    if refus:
        raise RefusMetier(refus)
    ancien = rules.a_renouveler(deja, today, preavis)
    dossier = Referencement(
        prestataire_id=prestataire.id,
        regional_id=regional_id,
        appel_id=appel_id,
        renouvelle_id=next((r.id for r in deja if r is ancien), None),
        reconnait_id=reconnait_id,
        reconnaissance=reconnaissance,
        etat=E.DEMANDE,
        demande_le=today,
        demande_par_id=acteur.utilisateur_id,
    )
    session.add(dossier)
    return dossier


def _reconnaissance(source: Referencement) -> str:
    """The decision that travels, in words: the other région does not open the first one's file."""
    decision = "" if source.decide_le is None else f", décidé le {dire_jour(a_paris(source.decide_le))}"
    fin = "sans date de fin" if source.fin is None else f"jusqu’au {dire_jour(source.fin)}"
    return f"Accepté par {source.regional.nom}{decision}, {fin}."


def instruire(session: Session, acteur: Acteur, dossier: Referencement) -> Referencement:
    """Open a request: the prestataire knows that it is being read."""
    _verrouiller(session, dossier)
    dossier.etat = REFERENCEMENT.suivant(dossier.etat, "instruire")
    _dire(session, acteur, dossier, "instruire")
    emettre(session, ReferencementInstruit(dossier.id))
    return dossier


def demander_complement(
    session: Session, acteur: Acteur, dossier: Referencement, complement: str
) -> Referencement:
    """Send a request back with what is missing. Raises RefusMetier without a sentence that says it."""
    _verrouiller(session, dossier)
    suivant = REFERENCEMENT.suivant(dossier.etat, "demander_complement")
    if not complement.strip():
        raise RefusMetier("Dites au prestataire ce qui manque.", champ="complement")
    dossier.etat, dossier.complement = suivant, complement.strip()
    _dire(session, acteur, dossier, "demander_complement", complement=complement.strip())
    emettre(session, ComplementDemande(dossier.id))
    return dossier


def completer(
    session: Session, acteur: Acteur, dossier: Referencement, *, reponses: Sequence[str]
) -> Referencement:
    """Give what was missing: the answers again, in their order. Raises RefusMetier where one is empty."""
    _verrouiller(session, dossier)
    suivant = REFERENCEMENT.suivant(dossier.etat, "completer")
    if len(reponses) != len(dossier.reponses):
        raise RefusMetier("Cette demande a changé pendant votre saisie. Relisez-la, puis recommencez.")
    rules.verifier_reponses(reponses)
    for reponse, texte in zip(dossier.reponses, reponses, strict=True):
        reponse.texte = texte.strip()
    dossier.etat = suivant
    _dire(session, acteur, dossier, "completer")
    emettre(session, ReferencementComplete(dossier.id))
    return dossier


def fin_par_defaut(session: Session, dossier: Referencement) -> tuple[date, date]:
    """The first and last days that accepting this file today would give it, but for another last day."""
    today = clock.today()
    ancien = None if dossier.renouvelle_id is None else session.get_one(Referencement, dossier.renouvelle_id)
    debut = rules.debut_accorde(None if ancien is None or ancien.etat is not E.ACCEPTE else ancien.fin, today)
    appel = appel_en(session, dossier.regional_id, EtatAppel.PUBLIE)
    duree = reglages_du(session, today).duree_mois
    return debut, rules.fin_proposee(debut, duree, None if appel is None else appel.fin_convention)


def accepter(
    session: Session, acteur: Acteur, dossier: Referencement, *, fin: date | None = None
) -> Referencement:
    """Accept: from today, or from the day after what it renews, to `fin` included (see fin_par_defaut).

    Raises RefusMetier for a file that nobody has opened, or an end before its beginning.
    """
    _verrouiller(session, dossier)
    suivant = REFERENCEMENT.suivant(dossier.etat, "accepter")
    rules.verifier_instruite(dossier.etat, reconnue=dossier.reconnait_id is not None)
    debut, proposee = fin_par_defaut(session, dossier)
    derniere = fin or proposee
    rules.verifier_fin(debut, derniere)
    dossier.etat, dossier.debut, dossier.fin = suivant, debut, derniere
    _decider(dossier, acteur)
    _dire(session, acteur, dossier, "accepter", debut=debut, fin=derniere)
    emettre(session, ReferencementAccepte(dossier.id, dossier.prestataire_id))
    return dossier


def refuser(session: Session, acteur: Acteur, dossier: Referencement, motif: str) -> Referencement:
    """Refuse, with how to appeal and a reason that the prestataire reads. Raises RefusMetier without one."""
    _verrouiller(session, dossier)
    suivant = REFERENCEMENT.suivant(dossier.etat, "refuser")
    rules.verifier_instruite(dossier.etat, reconnue=dossier.reconnait_id is not None)
    if not motif.strip():
        raise RefusMetier("Donnez la raison du refus : le prestataire la lira.", champ="motif")
    appel = appel_en(session, dossier.regional_id, EtatAppel.PUBLIE)
    if appel is None and dossier.appel_id is not None:
        appel = session.get_one(Appel, dossier.appel_id)
    dossier.etat, dossier.motif = suivant, motif.strip()
    dossier.recours = "" if appel is None else appel.recours
    _decider(dossier, acteur)
    _dire(session, acteur, dossier, "refuser", motif=motif.strip())
    emettre(session, ReferencementRefuse(dossier.id))
    return dossier


def verrouiller_prestataire(session: Session, prestataire: Prestataire) -> None:
    """One request of a prestataire at a time: two at once would both find the way free."""
    session.flush()
    session.refresh(prestataire, with_for_update={"of": Prestataire.__table__})


def _verrouiller(session: Session, dossier: Referencement) -> None:
    session.flush()
    session.refresh(dossier, with_for_update={"of": Referencement.__table__})


def _decider(dossier: Referencement, acteur: Acteur) -> None:
    dossier.decide_le, dossier.decide_par_id = clock.now(), acteur.utilisateur_id


def _dire(session: Session, acteur: Acteur, dossier: Referencement, verbe: str, **details: object) -> None:
    journaliser(
        session,
        acteur.auteur,
        f"referencement:{verbe}",
        "referencement",
        dossier.id,
        prestataire=dossier.prestataire_id,
        regional=dossier.regional_id,
        **details,
    )
