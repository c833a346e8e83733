"""Fiches drafted for a prestataire that never came: their author is told, then they go (domain 4.1, 12).

The person written of never asked for anything: what was said of them goes, and what stays is that a fiche
was begun, by whom, when, and when it went.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Boolean, delete, exists, func, select
from sqlalchemy.orm import Session, joinedload

from dla_market.catalogue.events import BrouillonNonRepris, FicheEffacee
from dla_market.catalogue.histoire import tracer_acte
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.catalogue.models_origines import OrigineFiche
from dla_market.catalogue.operations import verrouiller
from dla_market.catalogue.rules import SuiteBrouillon, fin_de_reprise, suite_du_brouillon
from dla_market.catalogue.states import FICHE
from dla_market.catalogue.vie import CopieFiche, TraceFiche
from dla_market.comptes.models import Adhesion
from dla_market.comptes.models_invitations import InvitationMembre
from dla_market.comptes.operations import effacer_invitations
from dla_market.kernel import clock
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import SYSTEME, journaliser
from dla_market.kernel.types import Codes
from dla_market.referentiel import reglages

LOT: Final = 200
NOM_EFFACE: Final = "Fiche effacée"
GARDES: Final = frozenset({"id", "version", "etat", "type_prestataire", "regime_tva", "cree_le", "logo_id"})
"""What says nothing of anyone: the life of the row itself. The logo goes by its own relation."""


def balayer_brouillons(session: Session, limite: int = LOT) -> int:
    """Tell the authors of the fiches that nobody claims, and erase those that were told long enough ago.

    Returns how many were told or erased, at most `limite`: call it again until it returns 0. The day on which
    each was told is kept, so that it is told once for each link sent.
    """
    today, delais, faits = clock.today(), _delais(session), 0
    for origine, dernier_lien in _sans_personne(session):
        suite = suite_du_brouillon(dernier_lien, origine.prevenue_le, today, **delais)
        if suite is SuiteBrouillon.ATTENDRE:
            continue
        if suite is SuiteBrouillon.PREVENIR:
            _prevenir(session, origine, fin_de_reprise(dernier_lien, today, **delais))
        else:
            effacer(session, origine)
        faits += 1
        if faits == limite:
            break
    return faits


def effacer(session: Session, origine: OrigineFiche) -> None:
    """Close a draft that nobody has claimed and leave nothing of what it said; the mails follow its event."""
    fiche = origine.prestataire
    verrouiller(session, fiche)
    fiche.etat = FICHE.suivant(fiche.etat, "fermer")
    for liste in (fiche.activites, fiche.zones, fiche.intervenants, fiche.references, fiche.liens):
        liste.clear()
    fiche.logo = None
    for colonne in Prestataire.__table__.columns:
        if colonne.name not in GARDES:
            setattr(fiche, colonne.name, _vide(colonne))
    fiche.nom, fiche.active = NOM_EFFACE, False
    fiche.version += 1
    for table in (TraceFiche, CopieFiche):
        session.execute(delete(table).where(table.prestataire_id == fiche.id))
    effacer_invitations(session, SYSTEME, fiche.id)
    origine.effacee_le = clock.now()
    session.flush()
    tracer_acte(session, SYSTEME, fiche, "effacer")
    journaliser(session, SYSTEME, "fiche:effacer", "prestataire", fiche.id)
    emettre(session, FicheEffacee(fiche.id))


def fins(
    session: Session, origines: Iterable[OrigineFiche], invitations: Iterable[InvitationMembre]
) -> dict[int, date]:
    """The day on which each of these fiches is erased if nobody claims it, by id, as the settings now stand.

    `invitations` are theirs that wait: those without any are told from the day they were begun.
    """
    delais = _delais(session)
    envois: dict[int, date] = {}
    for invitation in invitations:
        envoyee, numero = clock.a_paris(invitation.envoyee_le).date(), invitation.organisation_id
        envois[numero] = max(envoyee, envois.get(numero, envoyee))
    jours = {}
    for origine in origines:
        lien = envois.get(origine.prestataire_id, clock.a_paris(origine.creee_le).date())
        prevenue = origine.prevenue_le if origine.prevenue_le and origine.prevenue_le >= lien else None
        jours[origine.prestataire_id] = fin_de_reprise(lien, prevenue, **delais)
    return jours


def _delais(session: Session) -> dict[str, int]:
    today = clock.today()
    return {
        "delai_jours": reglages.entier(session, "brouillon_reprise_jours", today),
        "preavis_jours": reglages.entier(session, "brouillon_preavis_jours", today),
    }


def _prevenir(session: Session, origine: OrigineFiche, effacer_le: date) -> None:
    """Tell the author; a prestataire that proposed itself and never came back has had its mail."""
    origine.prevenue_le = clock.today()
    journaliser(
        session, SYSTEME, "fiche:prevenir_effacement", "prestataire", origine.prestataire_id,
        effacer_le=effacer_le,
    )  # fmt: skip
    if origine.organisation_id is not None:
        emettre(
            session,
            BrouillonNonRepris(
                origine.prestataire_id,
                origine.organisation_id,
                origine.creee_par_id,
                clock.a_paris(origine.creee_le).date().isoformat(),
                effacer_le.isoformat(),
            ),
        )


def _sans_personne(session: Session) -> Sequence[tuple[OrigineFiche, date]]:
    """The drafts that nobody has ever joined, each with the day of its last link; the oldest first."""
    envoi = (
        select(func.max(InvitationMembre.envoyee_le))
        .where(InvitationMembre.organisation_id == OrigineFiche.prestataire_id)
        .correlate(OrigineFiche)
        .scalar_subquery()
    )
    rejointe = exists(select(Adhesion.id).where(Adhesion.organisation_id == OrigineFiche.prestataire_id))
    lignes = session.execute(
        select(OrigineFiche, envoi)
        .join(Prestataire, Prestataire.id == OrigineFiche.prestataire_id)
        .where(Prestataire.etat == EtatFiche.BROUILLON, OrigineFiche.effacee_le.is_(None), ~rejointe)
        .options(joinedload(OrigineFiche.prestataire))
        .order_by(OrigineFiche.creee_le, OrigineFiche.prestataire_id)
    )
    return [(origine, clock.a_paris(envoye or origine.creee_le).date()) for origine, envoye in lignes]


def _vide(colonne: Any) -> Any:
    """What a column holds where nothing is said."""
    if colonne.nullable:
        return None
    if isinstance(colonne.type, Codes):
        return ()
    return False if isinstance(colonne.type, Boolean) else ""
