"""Taking a référencement back: announced, answered, then pronounced or dropped (domain 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.referencement import rules
from dla_market.referencement.events import (
    ReferencementRetire,
    RetraitAbandonne,
    RetraitNotifie,
    RetraitRepondu,
)
from dla_market.referencement.models import EtatReferencement, EtatRetrait, Referencement, Retrait
from dla_market.referencement.reglages import reglages_du
from dla_market.referencement.states import REFERENCEMENT, RETRAIT


def notifier_retrait(session: Session, acteur: Acteur, dossier: Referencement, motif: str) -> Retrait:
    """Announce a withdrawal: the référencement goes on while the prestataire answers.

    Raises RefusMetier without a reason, for what does not hold today, or where one is announced already.
    """
    session.flush()
    session.refresh(dossier, with_for_update={"of": Referencement.__table__})
    today = clock.today()
    if not rules.est_en_cours(dossier, today):
        raise RefusMetier("Seul un référencement en cours se retire.")
    if any(retrait.etat is EtatRetrait.NOTIFIE for retrait in dossier.retraits):
        raise RefusMetier("Un retrait est déjà annoncé pour ce référencement.")
    if not motif.strip():
        raise RefusMetier("Donnez la raison du retrait : le prestataire y répondra.", champ="motif")
    retrait = Retrait(
        referencement_id=dossier.id,
        etat=EtatRetrait.NOTIFIE,
        motif=motif.strip(),
        notifie_le=clock.now(),
        notifie_par_id=acteur.utilisateur_id,
        limite=today + timedelta(days=reglages_du(session, today).contradictoire_jours),
    )
    dossier.retraits.append(retrait)
    session.flush()
    _dire(session, acteur, retrait, "notifier", motif=motif.strip(), limite=retrait.limite)
    emettre(session, RetraitNotifie(retrait.id))
    return retrait


def repondre_retrait(session: Session, acteur: Acteur, retrait: Retrait, reponse: str) -> Retrait:
    """Answer a notice, once, until its last day. Raises RefusMetier without words, or too late."""
    _verrouiller(session, retrait)
    retrait.etat = RETRAIT.suivant(retrait.etat, "repondre")
    if not rules.peut_repondre(retrait, clock.today()):
        raise RefusMetier("Il n’est plus possible de répondre à cette annonce.")
    if not reponse.strip():
        raise RefusMetier("Écrivez votre réponse.", champ="reponse")
    retrait.reponse, retrait.repondue_le = reponse.strip(), clock.now()
    _dire(session, acteur, retrait, "repondre")
    emettre(session, RetraitRepondu(retrait.id))
    return retrait


def prononcer_retrait(session: Session, acteur: Acteur, retrait: Retrait, conclusion: str) -> Retrait:
    """Take the référencement back from today on. Raises RefusMetier before the answer or the last day."""
    _verrouiller(session, retrait)
    suivant = RETRAIT.suivant(retrait.etat, "prononcer")
    if not rules.concluable(retrait, clock.today()):
        raise RefusMetier(
            f"Le prestataire peut répondre jusqu’au {clock.dire_jour(retrait.limite)}. Attendez jusque-là."
        )
    if not conclusion.strip():
        raise RefusMetier("Dites ce que vous retenez de sa réponse : il le lira.", champ="conclusion")
    dossier = retrait.referencement
    for un in (dossier, *_suites(session, dossier)):
        session.refresh(un, with_for_update={"of": Referencement.__table__})
        un.etat = REFERENCEMENT.suivant(un.etat, "dereferencer")
        un.motif = retrait.motif
    _conclure(retrait, acteur, suivant, conclusion)
    _dire(session, acteur, retrait, "prononcer", conclusion=conclusion.strip())
    emettre(session, ReferencementRetire(retrait.id, dossier.prestataire_id))
    return retrait


def abandonner_retrait(session: Session, acteur: Acteur, retrait: Retrait, conclusion: str) -> Retrait:
    """Drop the procedure: the référencement goes on as if nothing had been announced."""
    _verrouiller(session, retrait)
    suivant = RETRAIT.suivant(retrait.etat, "abandonner")
    if not conclusion.strip():
        raise RefusMetier("Dites pourquoi vous y renoncez : le prestataire le lira.", champ="conclusion")
    _conclure(retrait, acteur, suivant, conclusion)
    _dire(session, acteur, retrait, "abandonner", conclusion=conclusion.strip())
    emettre(session, RetraitAbandonne(retrait.id))
    return retrait


def _suites(session: Session, dossier: Referencement) -> Sequence[Referencement]:
    """Its renewal, where it is accepted already: what is taken back does not begin again next month."""
    return session.scalars(
        select(Referencement).where(
            Referencement.renouvelle_id == dossier.id, Referencement.etat == EtatReferencement.ACCEPTE
        )
    ).all()


def _verrouiller(session: Session, retrait: Retrait) -> None:
    session.flush()
    session.refresh(retrait, with_for_update={"of": Retrait.__table__})


def _conclure(retrait: Retrait, acteur: Acteur, etat: EtatRetrait, conclusion: str) -> None:
    retrait.etat, retrait.conclusion = etat, conclusion.strip()
    retrait.conclu_le, retrait.conclu_par_id = clock.now(), acteur.utilisateur_id


def _dire(session: Session, acteur: Acteur, retrait: Retrait, verbe: str, **details: object) -> None:
    journaliser(
        session,
        acteur.auteur,
        f"retrait:{verbe}",
        "referencement_retrait",
        retrait.id,
        referencement=retrait.referencement_id,
        prestataire=retrait.referencement.prestataire_id,
        **details,
    )
