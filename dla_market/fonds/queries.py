"""Who sees which fund, and what a fund page shows: amounts by financeur, and the lines behind each."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql.elements import ColumnElement

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Organisation, Role, TypeOrganisation
from dla_market.fonds.models import Compte, Convention, Fonds, NatureCompte, Poste, Tranche
from dla_market.fonds.rules import seuil_atteint
from dla_market.reseau.models import Dla

ACHETEURS = frozenset({Role.CHARGE_MISSION, Role.RESPONSABLE, Role.GESTIONNAIRE})
"""The roles that see the fund of their own body, and no other."""

PREMIERE_ANNEE, DERNIERE_ANNEE = 2003, 2100
"""The years that a fund may bear: the scheme starts in 2003."""


@dataclass(frozen=True)
class Montants:
    """What a fund, a tranche or a financeur comes to, in centimes.

    `engage`, `realise`, `facture` and `paye` are cumulated, as reports count them: what is paid was
    engaged. The gauge's segments are disjoint: `paye`, `a_payer`, `en_cours`, `reserve`, `disponible`
    add up to `conventionne`.
    """

    conventionne: int = 0
    reserve: int = 0
    engage: int = 0
    realise: int = 0
    facture: int = 0
    paye: int = 0
    disponible: int = 0

    def __add__(self, autre: Montants) -> Montants:
        """Line by line."""
        return Montants(**{c.name: getattr(self, c.name) + getattr(autre, c.name) for c in fields(Montants)})

    @property
    def en_cours(self) -> int:
        """Engaged and not yet done."""
        return self.engage - self.realise

    @property
    def a_payer(self) -> int:
        """Done and not yet paid, invoiced or not."""
        return self.realise - self.paye

    @property
    def pris(self) -> int:
        """What can no longer be promised to something else."""
        return self.reserve + self.engage

    @property
    def seuil(self) -> int | None:
        """The warning threshold reached, in percent (domain R39)."""
        return seuil_atteint(self.conventionne, self.pris)


@dataclass(frozen=True)
class LigneTranche:
    """One tranche of the fund, with the convention that gives it."""

    tranche_id: int
    convention_id: int
    reference: str
    financeur_id: int
    financeur: str
    montants: Montants


@dataclass(frozen=True)
class LigneFinanceur:
    """What one financeur gives to the fund, all its conventions together."""

    financeur_id: int
    financeur: str
    montants: Montants


@dataclass(frozen=True)
class Situation:
    """Where the money of a fund stands, as its accounts say now."""

    tranches: tuple[LigneTranche, ...] = ()

    @property
    def total(self) -> Montants:
        """All tranches together."""
        return sum((t.montants for t in self.tranches), Montants())

    @property
    def par_financeur(self) -> tuple[LigneFinanceur, ...]:
        """One line a financeur, in the order of their first tranche."""
        noms = {t.financeur_id: t.financeur for t in self.tranches}
        return tuple(
            LigneFinanceur(
                financeur_id,
                nom,
                sum((t.montants for t in self.tranches if t.financeur_id == financeur_id), Montants()),
            )
            for financeur_id, nom in noms.items()
        )


@dataclass(frozen=True)
class Exercice:
    """A body's year: its fund where there is one, and what the actor may see of it.

    `financeur_id` narrows everything to the tranches of one financeur, for an actor who is one. `annees`
    are the years that have a fund they may see, latest first.
    """

    organisation: Organisation
    annee: int
    fonds_id: int | None
    financeur_id: int | None = None
    tranches: tuple[Tranche, ...] = ()
    annees: tuple[int, ...] = ()

    @property
    def organisation_id(self) -> int:
        """Whose fund it is."""
        return self.organisation.id


@dataclass(frozen=True)
class LigneFonds:
    """One fund of a list."""

    organisation_id: int
    organisation: str
    montants: Montants


def visible_to(acteur: Acteur) -> Select[Fonds]:
    """The funds that the actor may see: of their body, of their region, that they pay, or all."""
    return select(Fonds).where(_visible(acteur, Fonds.organisation_id, Fonds.id))


def charger(session: Session, acteur: Acteur, fonds_id: int) -> Fonds | None:
    """A fund that the actor may see, None otherwise."""
    return session.scalar(visible_to(acteur).where(Fonds.id == fonds_id))


def charger_exercice(session: Session, acteur: Acteur, organisation_id: int, annee: int) -> Exercice | None:
    """A body's year as the actor may see it, None where they may not or the year cannot be.

    A body of the actor's that has no fund yet for the year has an Exercice without one.
    """
    if not PREMIERE_ANNEE <= annee <= DERNIERE_ANNEE:
        return None
    connus = session.scalars(
        visible_to(acteur).where(Fonds.organisation_id == organisation_id).order_by(Fonds.annee.desc())
    ).all()
    fonds = next((f for f in connus if f.annee == annee), None)
    if fonds is None and not _organisation_visible(session, acteur, organisation_id):
        return None
    financeur_id = acteur.organisation_id if acteur.role is Role.FINANCEUR else None
    tranches: tuple[Tranche, ...] = ()
    if fonds is not None and financeur_id is not None:
        tranches = tuple(fonds.tranches)
    organisation = fonds.organisation if fonds else session.get_one(Organisation, organisation_id)
    return Exercice(
        organisation,
        annee,
        fonds.id if fonds else None,
        financeur_id,
        tranches,
        tuple(f.annee for f in connus),
    )


def annees(session: Session, acteur: Acteur) -> list[int]:
    """The years of the funds that the actor may see, latest first."""
    requete = visible_to(acteur).with_only_columns(Fonds.annee).distinct().order_by(Fonds.annee.desc())
    return list(session.scalars(requete))


@cache
def _par_tranche(*, d_un_financeur: bool) -> Select[*tuple[Any, ...]]:
    """The question, written once, of a fund (and of a financeur) named at each reading."""
    financeur: Any = bindparam("financeur", type_=Integer) if d_un_financeur else None
    return (
        select(
            Tranche.id,
            Convention.id.label("convention_id"),
            Convention.reference,
            Organisation.id.label("financeur_id"),
            Organisation.nom,
            *_colonnes(),
        )
        .join(Compte, Compte.tranche_id == Tranche.id)
        .join(Convention, Convention.id == Tranche.convention_id)
        .join(Organisation, Organisation.id == Convention.financeur_id)
        .where(Tranche.fonds_id == bindparam("fonds"), _de(financeur))
        .group_by(Tranche.id, Convention.id, Convention.reference, Organisation.id, Organisation.nom)
        .order_by(Tranche.id)
    )


def situation(session: Session, fonds_id: int | None, financeur_id: int | None = None) -> Situation:
    """The fund's amounts by tranche, of one financeur where it is given; nothing for no fund."""
    if fonds_id is None:
        return Situation()
    valeurs = {"fonds": fonds_id, "financeur": financeur_id}
    lignes = session.execute(_par_tranche(d_un_financeur=financeur_id is not None), valeurs)
    return Situation(
        tuple(
            LigneTranche(x.id, x.convention_id, x.reference, x.financeur_id, x.nom, _montants(x))
            for x in lignes
        )
    )


def lister(session: Session, acteur: Acteur, annee: int) -> list[LigneFonds]:
    """The year's funds that the actor may see, with their amounts, by name.

    A financeur's amounts are those of its own tranches.
    """
    financeur_id = acteur.organisation_id if acteur.role is Role.FINANCEUR else None
    vus = visible_to(acteur).where(Fonds.annee == annee).with_only_columns(Fonds.id)
    lignes = session.execute(
        select(Organisation.id, Organisation.nom, *_colonnes())
        .join(Fonds, Fonds.organisation_id == Organisation.id)
        .join(Tranche, Tranche.fonds_id == Fonds.id)
        .join(Compte, Compte.tranche_id == Tranche.id)
        .join(Convention, Convention.id == Tranche.convention_id)
        .where(Fonds.id.in_(vus), _de(financeur_id))
        .group_by(Organisation.id, Organisation.nom)
        .order_by(Organisation.nom, Organisation.id)
    )
    return [LigneFonds(x.id, x.nom, _montants(x)) for x in lignes]


def tranches(session: Session, exercice: Exercice) -> list[Tranche]:
    """What the body's conventions give for the year, both postes, with convention and financeur loaded."""
    return list(
        session.scalars(
            select(Tranche)
            .join(Convention, Convention.id == Tranche.convention_id)
            .where(
                Convention.organisation_id == exercice.organisation_id,
                Tranche.annee == exercice.annee,
                _de(exercice.financeur_id),
            )
            .options(selectinload(Tranche.convention).joinedload(Convention.financeur))
            .order_by(Convention.reference, Tranche.poste)
        )
    )


def _visible(
    acteur: Acteur, organisation_id: ColumnElement[Any] | Any, fonds_id: ColumnElement[Any] | Any
) -> ColumnElement[bool]:
    """The one condition of visibility, on a body's id and its fund's."""
    if acteur.role in ACHETEURS:
        return and_(organisation_id == acteur.organisation_id, true())
    if acteur.role is Role.REFERENT_REGIONAL:
        region = select(Dla.id).where(Dla.regional_id == acteur.organisation_id)
        return or_(organisation_id == acteur.organisation_id, organisation_id.in_(region))
    if acteur.role is Role.FINANCEUR:
        payes = (
            select(Tranche.fonds_id)
            .join(Convention, Convention.id == Tranche.convention_id)
            .where(
                Convention.financeur_id == acteur.organisation_id,
                Tranche.poste == Poste.FONDS_INGENIERIE,
                Tranche.fonds_id.is_not(None),
            )
        )
        return and_(fonds_id.in_(payes), true())
    return true() if acteur.role is Role.PILOTE else false()


def _organisation_visible(session: Session, acteur: Acteur, organisation_id: int) -> bool:
    """Whether the actor sees that body even in a year without a fund; a financeur sees only funds."""
    if acteur.role is Role.FINANCEUR:
        return False
    trouvee = session.scalar(
        select(Organisation.id).where(
            Organisation.id == organisation_id,
            Organisation.type.in_((TypeOrganisation.DLA, TypeOrganisation.DLA_REGIONAL)),
            _visible(acteur, Organisation.id, Organisation.id),
        )
    )
    return trouvee is not None


def _de(financeur_id: int | None) -> ColumnElement[bool]:
    return true() if financeur_id is None else and_(Convention.financeur_id == financeur_id, true())


SUITES = {
    "conventionne": (NatureCompte.DOTATION,),
    "reserve": (NatureCompte.RESERVE,),
    "engage": (NatureCompte.ENGAGE, NatureCompte.REALISE, NatureCompte.FACTURE, NatureCompte.PAYE),
    "realise": (NatureCompte.REALISE, NatureCompte.FACTURE, NatureCompte.PAYE),
    "facture": (NatureCompte.FACTURE, NatureCompte.PAYE),
    "paye": (NatureCompte.PAYE,),
    "disponible": (NatureCompte.DISPONIBLE,),
}
"""Each cumulated amount, and the accounts that it adds up: an euro paid stands in one account only."""


@cache
def _colonnes() -> tuple[ColumnElement[int], ...]:
    return tuple(
        cast(func.sum(case((Compte.nature.in_(natures), Compte.solde_centimes), else_=0)), BigInteger).label(
            nom
        )
        for nom, natures in SUITES.items()
    )


def _montants(ligne: Any) -> Montants:
    return Montants(
        **{nom: -ligne.conventionne if nom == "conventionne" else getattr(ligne, nom) for nom in SUITES}
    )


def financeurs(session: Session) -> list[tuple[int, str]]:
    """Who may sign a convention: every active financeur, by name."""
    lignes = session.execute(
        select(Organisation.id, Organisation.nom)
        .where(Organisation.type == TypeOrganisation.FINANCEUR, Organisation.active)
        .order_by(Organisation.nom, Organisation.id)
    )
    return [(x.id, x.nom) for x in lignes]


def nom_du_financeur(session: Session, exercice: Exercice, financeur_id: int) -> str | None:
    """The name of a financeur of this body's conventions of the year, None for another."""
    if exercice.financeur_id not in (None, financeur_id):
        return None
    return session.scalar(
        select(Organisation.nom)
        .join(Convention, Convention.financeur_id == Organisation.id)
        .join(Tranche, Tranche.convention_id == Convention.id)
        .where(
            Organisation.id == financeur_id,
            Convention.organisation_id == exercice.organisation_id,
            Tranche.annee == exercice.annee,
        )
        .limit(1)
    )
