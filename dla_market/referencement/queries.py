"""Reading calls and files: what each may see, and the lists of a région."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.queries import RESEAU, a_sa_fiche_publiee
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.referencement.models import (
    Appel,
    EtatAppel,
    EtatReferencement,
    EtatRetrait,
    Referencement,
    Retrait,
)
from dla_market.referencement.rules import OUVERTES
from dla_market.reseau.models import DlaRegional


def sql_ouvert(today: date) -> ColumnElement[bool]:
    """The SQL twin of rules.est_ouvert, on Appel."""
    return and_(
        Appel.etat == EtatAppel.PUBLIE, Appel.debut <= today, or_(Appel.fin.is_(None), Appel.fin >= today)
    )


def sql_en_cours(today: date) -> ColumnElement[bool]:
    """The SQL twin of rules.est_en_cours, on Referencement."""
    return and_(
        Referencement.etat == EtatReferencement.ACCEPTE,
        or_(Referencement.debut.is_(None), Referencement.debut <= today),
        or_(Referencement.fin.is_(None), Referencement.fin >= today),
    )


def sql_expire(today: date) -> ColumnElement[bool]:
    """The SQL twin of rules.est_expire, on Referencement."""
    return and_(Referencement.etat == EtatReferencement.ACCEPTE, Referencement.fin < today)


def sql_finit_bientot(today: date, preavis_jours: int) -> ColumnElement[bool]:
    """The SQL twin of rules.finit_bientot, on Referencement."""
    return and_(sql_en_cours(today), Referencement.fin < today + timedelta(days=preavis_jours))


def visible_to(acteur: Acteur) -> Select[Referencement]:
    """The files that the actor may see.

    A prestataire its own, a référent régional those of its region whole; the rest of the network what is
    accepted, running or not, of published fiches. What was asked or refused stays between the two.
    """
    requete = select(Referencement)
    if acteur.role is Role.PRESTATAIRE:
        return requete.where(Referencement.prestataire_id == acteur.organisation_id)
    if acteur.organisation_type not in RESEAU:
        return requete.where(false())
    montre = and_(
        Referencement.etat == EtatReferencement.ACCEPTE,
        a_sa_fiche_publiee(Referencement.prestataire_id),
    )
    if acteur.role is Role.REFERENT_REGIONAL:
        return requete.where(or_(Referencement.regional_id == acteur.organisation_id, montre))
    return requete.where(montre)


def dossiers_visibles(acteur: Acteur) -> Select[Referencement]:
    """The files that the actor may open: a prestataire its own, a référent régional those of its region."""
    if acteur.role is Role.PRESTATAIRE:
        return visible_to(acteur)
    if acteur.role is Role.REFERENT_REGIONAL:
        return visible_to(acteur).where(Referencement.regional_id == acteur.organisation_id)
    return visible_to(acteur).where(false())


def charger(session: Session, acteur: Acteur, referencement_id: int) -> Referencement | None:
    """A file with all that its page shows, None where the actor may not open it."""
    return session.scalars(
        dossiers_visibles(acteur)
        .where(Referencement.id == referencement_id)
        .options(
            joinedload(Referencement.prestataire),
            joinedload(Referencement.regional),
            selectinload(Referencement.reponses),
            selectinload(Referencement.retraits),
        )
    ).one_or_none()


def prestataires_instruits(acteur: Acteur) -> Select[Any]:
    """The ids of the prestataires whose request the actor's region has not decided yet; none for others."""
    return (
        dossiers_visibles(acteur)
        .where(Referencement.etat.in_(OUVERTES), Referencement.regional_id == acteur.organisation_id)
        .with_only_columns(Referencement.prestataire_id)
    )


def instruit(session: Session, acteur: Acteur, prestataire_id: int) -> bool:
    """Whether the actor's region examines a request of this prestataire."""
    demandes = prestataires_instruits(acteur).where(Referencement.prestataire_id == prestataire_id)
    return session.scalar(demandes.limit(1)) is not None


def instructeurs(session: Session, prestataire_id: int) -> frozenset[int]:
    """The DLA R that examine a request of this prestataire."""
    return frozenset(
        session.scalars(
            select(Referencement.regional_id).where(
                Referencement.prestataire_id == prestataire_id, Referencement.etat.in_(OUVERTES)
            )
        )
    )


def charger_retrait(session: Session, acteur: Acteur, retrait_id: int) -> Retrait | None:
    """A withdrawal of a file that the actor may open."""
    return session.scalars(
        select(Retrait)
        .where(
            Retrait.id == retrait_id,
            Retrait.referencement_id.in_(dossiers_visibles(acteur).with_only_columns(Referencement.id)),
        )
        .options(
            joinedload(Retrait.referencement).joinedload(Referencement.prestataire),
            joinedload(Retrait.referencement).joinedload(Referencement.regional),
        )
    ).one_or_none()


def appels_publics() -> Select[Appel]:
    """The editions that anyone reads: published once, replaced since or not."""
    return select(Appel).where(Appel.etat != EtatAppel.BROUILLON)


def charger_appel(session: Session, appel_id: int) -> Appel | None:
    """One of them with its criteria and its region."""
    return session.scalars(
        appels_publics()
        .where(Appel.id == appel_id)
        .options(joinedload(Appel.regional), selectinload(Appel.criteres))
    ).one_or_none()


def appels_ouverts(session: Session, today: date) -> Sequence[Appel]:
    """The calls that take requests, by the name of their region's body."""
    return session.scalars(
        select(Appel)
        .join(DlaRegional, DlaRegional.id == Appel.regional_id)
        .where(sql_ouvert(today))
        .options(joinedload(Appel.regional))
        .order_by(DlaRegional.nom)
    ).all()


def appel_en(session: Session, regional_id: int, etat: EtatAppel) -> Appel | None:
    """The draft of a region, or its published edition; None where it has none."""
    return session.scalars(
        select(Appel)
        .where(Appel.regional_id == regional_id, Appel.etat == etat)
        .options(selectinload(Appel.criteres), joinedload(Appel.regional))
    ).one_or_none()


def des_fiches(session: Session, ids: Collection[int]) -> dict[int, list[Referencement]]:
    """Every accepted file of these prestataires, by prestataire, in one statement: for who invites them."""
    par_fiche: dict[int, list[Referencement]] = defaultdict(list)
    for referencement in session.scalars(
        select(Referencement)
        .where(Referencement.prestataire_id.in_(ids), Referencement.etat == EtatReferencement.ACCEPTE)
        .options(joinedload(Referencement.regional))
        .order_by(Referencement.id)
    ):
        par_fiche[referencement.prestataire_id].append(referencement)
    return par_fiche


def regions_en_cours(session: Session, ids: Collection[int], today: date) -> dict[int, list[str]]:
    """The codes of the régions that refer each of these prestataires today, in one statement."""
    par_fiche: dict[int, list[str]] = defaultdict(list)
    for prestataire, region in session.execute(
        select(Referencement.prestataire_id, DlaRegional.region_code)
        .join(DlaRegional, DlaRegional.id == Referencement.regional_id)
        .where(Referencement.prestataire_id.in_(ids), sql_en_cours(today))
        .distinct()
        .order_by(DlaRegional.region_code)
    ):
        par_fiche[prestataire].append(region)
    return par_fiche


def de_la_fiche(session: Session, acteur: Acteur, prestataire_id: int) -> Sequence[Referencement]:
    """What a fiche shows: its accepted files that the actor may see, the latest end first."""
    return session.scalars(
        visible_to(acteur)
        .where(
            Referencement.prestataire_id == prestataire_id, Referencement.etat == EtatReferencement.ACCEPTE
        )
        .options(joinedload(Referencement.regional))
        .order_by(Referencement.fin.desc(), Referencement.id)
    ).all()


def miens(session: Session, acteur: Acteur) -> Sequence[Referencement]:
    """A prestataire's own files with their region and withdrawals, the latest request first."""
    if acteur.role is not Role.PRESTATAIRE:
        return []
    return (
        session.scalars(
            visible_to(acteur)
            .options(joinedload(Referencement.regional), joinedload(Referencement.retraits))
            .order_by(Referencement.demande_le.desc(), Referencement.id.desc())
        )
        .unique()
        .all()
    )


def retraits_notifies(session: Session, acteur: Acteur) -> Sequence[Retrait]:
    """The withdrawals that the actor's region has announced and not concluded, the first deadline first."""
    return session.scalars(
        select(Retrait)
        .join(Referencement, Referencement.id == Retrait.referencement_id)
        .where(Retrait.etat == EtatRetrait.NOTIFIE, Referencement.regional_id == acteur.organisation_id)
        .options(contains_eager(Retrait.referencement).joinedload(Referencement.prestataire))
        .order_by(Retrait.limite, Retrait.id)
    ).all()


FINIS = (
    EtatReferencement.REFUSE,
    EtatReferencement.DEREFERENCE,
    EtatReferencement.RETIRE,
    EtatReferencement.RENONCE,
)
"""States that a file does not leave."""

LISTES = {
    "a_traiter": "À instruire",
    "a_completer": "Attendent un complément",
    "retraits": "Retraits annoncés",
    "bientot": "Finissent bientôt",
    "en_cours": "En cours",
    "passes": "Refusés, retirés ou expirés",
}
"""The lists of a region, in the order of what they ask of it. One file may stand in several."""


@cache
def _renouvele() -> ColumnElement[bool]:
    """Whether a file has a next one, asked for or accepted; an alias is made once."""
    suite = aliased(Referencement)
    return exists(
        select(suite.id).where(
            suite.renouvelle_id == Referencement.id,
            suite.etat.in_((*OUVERTES, EtatReferencement.ACCEPTE)),
        )
    )


def _conditions(today: date, preavis_jours: int) -> dict[str, ColumnElement[bool]]:
    """What puts a file in each list. What is renewed, or asked again, no longer « ends soon »."""
    annonce = exists(
        select(Retrait.id).where(
            Retrait.referencement_id == Referencement.id, Retrait.etat == EtatRetrait.NOTIFIE
        )
    )
    return {
        "a_traiter": Referencement.etat.in_((EtatReferencement.DEMANDE, EtatReferencement.EN_INSTRUCTION)),
        "a_completer": Referencement.etat == EtatReferencement.A_COMPLETER,
        "retraits": annonce,
        "bientot": and_(sql_finit_bientot(today, preavis_jours), not_(_renouvele())),
        "en_cours": and_(
            Referencement.etat == EtatReferencement.ACCEPTE,
            or_(Referencement.fin.is_(None), Referencement.fin >= today),
        ),
        "passes": or_(
            Referencement.etat.in_(FINIS),
            sql_expire(today),
        ),
    }


@dataclass(frozen=True)
class Filtres:
    """What narrows the lists of a region: words of the name, the département of the seat."""

    texte: str = ""
    departement: str = ""

    def conditions(self) -> Iterable[ColumnElement[bool]]:
        """As conditions on Prestataire."""
        if self.texte:
            yield Prestataire.nom.icontains(self.texte, autoescape=True)
        if self.departement:
            yield Prestataire.departement_code == self.departement


def _de_la_region(acteur: Acteur, filtres: Filtres) -> Select[Any]:
    garde = true() if acteur.role is Role.REFERENT_REGIONAL else false()
    return (
        select(Referencement)
        .join(Prestataire, Prestataire.id == Referencement.prestataire_id)
        .where(Referencement.regional_id == acteur.organisation_id, garde, *filtres.conditions())
    )


def comptes(
    session: Session, acteur: Acteur, today: date, preavis_jours: int, filtres: Filtres
) -> dict[str, int]:
    """How many files of the actor's region stand in each list, in one statement."""
    conditions = _conditions(today, preavis_jours)
    rangee = session.execute(
        _de_la_region(acteur, filtres).with_only_columns(
            *(func.count().filter(condition) for condition in conditions.values()),
            maintain_column_froms=True,
        )
    ).one()
    return dict(zip(conditions, rangee, strict=True))


def liste(acteur: Acteur, nom: str, today: date, preavis_jours: int, filtres: Filtres) -> Select[Any]:
    """One list of the actor's region: what waits by day of request, what holds by day of end."""
    ordre = {
        "bientot": (Referencement.fin, Prestataire.nom),
        "en_cours": (Prestataire.nom, Referencement.debut),
        "passes": (Referencement.demande_le.desc(), Referencement.id.desc()),
    }.get(nom, (Referencement.demande_le, Referencement.id))
    return (
        _de_la_region(acteur, filtres)
        .where(_conditions(today, preavis_jours)[nom])
        .options(joinedload(Referencement.prestataire))
        .order_by(*ordre, Referencement.id)
    )
