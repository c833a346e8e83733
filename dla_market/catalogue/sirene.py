"""Checking that a prestataire's company is open: asked in the background, told, never acted upon by itself.

A closed company is for its region to judge, with a suspension that its prestataire may answer (domain 4.2):
a directory is late, and a firm that moves closes an establishment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from dla_market.catalogue.annuaire import Immatriculation
from dla_market.catalogue.events import SireneFermee
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.catalogue.models_sirene import EtatSirene, VerificationSirene
from dla_market.catalogue.queries import suivies_par
from dla_market.catalogue.vie import ProcedureSuspension
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import SYSTEME, journaliser
from dla_market.referentiel import reglages

RELANCE: Final = timedelta(hours=1)
"""How long a fiche without an answer waits for the next attempt."""

PAR_TOUR: Final = 10
"""Fiches asked for in one round of a minute: the worker has mails and the index to see to."""


def a_verifier(session: Session, maintenant: datetime) -> Sequence[tuple[int, str]]:
    """The published fiches whose SIRET is to be asked for, by id: never asked, changed, or too long ago.

    At most PAR_TOUR, those never asked first.
    """
    jours = reglages.entier(session, "sirene_verification_jours", clock.a_paris(maintenant).date())
    vue = VerificationSirene
    ancienne = or_(vue.verifiee_le.is_(None), vue.verifiee_le <= maintenant - timedelta(days=jours))
    lisible = or_(vue.echecs == 0, vue.essayee_le <= maintenant - RELANCE)
    requete = (
        select(Prestataire.id, Prestataire.siret)
        .outerjoin(vue, vue.prestataire_id == Prestataire.id)
        .where(
            Prestataire.etat == EtatFiche.PUBLIEE,
            Prestataire.siret.is_not(None),
            or_(vue.prestataire_id.is_(None), vue.siret != Prestataire.siret, and_(ancienne, lisible)),
        )
        .order_by(vue.prestataire_id.is_not(None), vue.essayee_le, Prestataire.id)
    )
    return [(un, siret) for un, siret in session.execute(requete.limit(PAR_TOUR)) if siret]


def noter(session: Session, prestataire_id: int, siret: str, reponse: Immatriculation | None) -> None:
    """Write what the directory answered about a SIRET, or that it did not (None).

    A company seen closed for the first time is told. Without an answer, what was known stays.
    """
    maintenant = clock.now()
    vue = session.get(VerificationSirene, prestataire_id)
    if vue is None or vue.siret != siret:
        vue = session.merge(
            VerificationSirene(
                prestataire_id=prestataire_id, siret=siret, etat=None, fermee_le=None, verifiee_le=None,
                constatee_le=None, essayee_le=maintenant, echecs=0,
            )
        )  # fmt: skip
    vue.essayee_le = maintenant
    if reponse is None:
        vue.echecs += 1
        return
    nouvelle = reponse.etat is EtatSirene.FERMEE and vue.etat is not EtatSirene.FERMEE
    vue.etat, vue.fermee_le, vue.verifiee_le, vue.echecs = reponse.etat, reponse.fermee_le, maintenant, 0
    if reponse.etat is not EtatSirene.FERMEE:
        vue.constatee_le = None
    if nouvelle:
        vue.constatee_le = maintenant
        journaliser(
            session, SYSTEME, "sirene:constater_fermeture", "prestataire", prestataire_id,
            siret=siret, fermee_le=reponse.fermee_le,
        )  # fmt: skip
        emettre(session, SireneFermee(prestataire_id))


def sql_fermee() -> ColumnElement[bool]:
    """Whether the company of a published fiche was seen closed, and nobody has judged that yet.

    A suspension announced since then is a judgement, however it ended.
    """
    vue = VerificationSirene
    jugee = exists(
        select(ProcedureSuspension.id).where(
            ProcedureSuspension.prestataire_id == vue.prestataire_id,
            ProcedureSuspension.ouverte_le >= vue.constatee_le,
        )
    )
    return and_(
        Prestataire.etat == EtatFiche.PUBLIEE,
        exists(
            select(vue.prestataire_id).where(
                vue.prestataire_id == Prestataire.id,
                vue.siret == Prestataire.siret,
                vue.etat == EtatSirene.FERMEE,
                ~jugee,
            )
        ),
    )


def fermees(acteur: Acteur) -> Select[Prestataire]:
    """The fiches that the actor answers for and whose company is closed, to be judged, by name."""
    return (
        suivies_par(acteur)
        .where(sql_fermee())
        .options(joinedload(Prestataire.sirene))
        .order_by(Prestataire.nom)
    )


def verification_de(fiche: Prestataire) -> VerificationSirene | None:
    """What is known of the SIRET that the fiche bears now; None where nothing is."""
    vue = fiche.sirene
    return vue if vue is not None and vue.siret == fiche.siret and vue.verifiee_le is not None else None
