"""Two regions with their calls, a DLA, three prestataires and their people, committed at a pinned clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.referencement import operations, operations_appel
from dla_market.referencement.models import Appel, Referencement
from dla_market.referencement.rules import Critere
from dla_market.reseau.models import Dla, DlaRegional
from tests.catalogue import semis
from tests.support import fabriques

DEBUT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
JOUR = date(2026, 3, 2)
CRITERES = (Critere("Expérience", "Deux missions au moins."), Critere("Méthode", "Comment vous travaillez."))
REPONSES = ("Trois missions dans le réemploi.", "Un diagnostic, trois ateliers, un plan.")


@dataclass
class Monde:
    """What a test starts from."""

    regional: DlaRegional
    autre: DlaRegional
    dla: Dla
    fiche: Prestataire
    rivale: Prestataire
    referente: Acteur
    autre_referente: Acteur
    prestataire: Acteur
    rival: Acteur
    charge: Acteur
    pilote: Acteur
    appel: Appel
    autre_appel: Appel


def un_appel(session: Session, acteur: Acteur, regional: DlaRegional, **champs: object) -> Appel:
    """A published call of a region."""
    valeurs: dict = {
        "texte": "Nous cherchons des prestataires.\nChaque mois, une commission lit les demandes.",
        "recours": "Écrivez à la région dans les deux mois.",
        "debut": JOUR,
        "fin": None,
        "fin_convention": None,
        "criteres": CRITERES,
        **champs,
    }
    return operations_appel.publier_appel(
        session, acteur, operations_appel.rediger_appel(session, acteur, regional, **valeurs)
    )


def peupler(session: Session) -> Monde:
    regional = semis.un_regional(session)
    autre = semis.un_regional(session, "2012-93", "C2RA Provence")
    dla = fabriques.un_dla(session, regional=regional)
    fiche = semis.un_prestataire(session, "Atelier des Communs", confirmee_le=JOUR)
    rivale = semis.un_prestataire(session, "Rivale", confirmee_le=JOUR)
    referente = fabriques.un_acteur(session, Role.REFERENT_REGIONAL, regional)
    autre_referente = fabriques.un_acteur(session, Role.REFERENT_REGIONAL, autre)
    return Monde(
        regional=regional,
        autre=autre,
        dla=dla,
        fiche=fiche,
        rivale=rivale,
        referente=referente,
        autre_referente=autre_referente,
        prestataire=fabriques.un_acteur(session, Role.PRESTATAIRE, fiche),
        rival=fabriques.un_acteur(session, Role.PRESTATAIRE, rivale),
        charge=fabriques.un_acteur(session, Role.CHARGE_MISSION, dla),
        pilote=fabriques.un_acteur(session, Role.PILOTE, fabriques.un_pilote(session)),
        appel=un_appel(session, referente, regional),
        autre_appel=un_appel(session, autre_referente, autre),
    )


def une_demande(session: Session, monde: Monde, reponses: Sequence[str] = REPONSES) -> Referencement:
    return operations.demander(session, monde.prestataire, monde.fiche, monde.appel, reponses=reponses)


def un_accepte(session: Session, monde: Monde, fin: date | None = None) -> Referencement:
    dossier = une_demande(session, monde)
    operations.instruire(session, monde.referente, dossier)
    return operations.accepter(session, monde.referente, dossier, fin=fin)
