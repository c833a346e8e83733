"""How the figures are counted and rounded: sums, distinct counts, shares and quotients, read-only."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.commandes.models import Commande
from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.fonds.models import Convention, Fonds, Imputation, Poste, Tranche
from dla_market.reports import ensembles as ens
from dla_market.reports.annee import Annee

Valeur = Decimal
Calcul = Callable[[Session, Annee], Valeur | None]
Compte = Callable[[Session, Annee], Valeur]

EURO = Decimal(100)


def compter(session: Session, ensemble: ens.Ensemble) -> Valeur:
    """How many distinct keys a set holds."""
    lignes = ensemble.subquery()
    return Decimal(session.scalar(select(func.count(lignes.c.cle.distinct()))) or 0)


def arrondir(valeur: Valeur, pas: Valeur = Decimal(1), mode: str = ROUND_HALF_UP) -> Valeur:
    """To the nearest multiple of `pas`, half up unless told."""
    return (valeur / pas).quantize(Decimal(1), rounding=mode) * pas


def conventionne_centimes(session: Session, annee: Annee, type_: TypeOrganisation, poste: Poste) -> Valeur:
    """What the tranches of the year give to a post, in centimes."""
    return Decimal(
        session.scalar(
            select(func.coalesce(func.sum(Tranche.montant_centimes), 0))
            .join(Convention, Convention.id == Tranche.convention_id)
            .join(Organisation, Organisation.id == Convention.organisation_id)
            .where(Tranche.annee == annee.numero, Tranche.poste == poste, Organisation.type == type_)
        )
        or 0
    )


def engage_centimes(session: Session, annee: Annee) -> Valeur:
    """What is engaged on the funds of the DLA for the year, by the ledger, in centimes."""
    return Decimal(
        session.scalar(
            select(func.coalesce(func.sum(Imputation.engage_centimes), 0))
            .join(Fonds, Fonds.id == Imputation.fonds_id)
            .join(Organisation, Organisation.id == Fonds.organisation_id)
            .where(Fonds.annee == annee.numero, Organisation.type == TypeOrganisation.DLA)
        )
        or 0
    )


def part(
    haut: Callable[[Session, Annee], Valeur], bas: Callable[[Session, Annee], Valeur], *, mode: str
) -> Calcul:
    """A percentage of two counts, rounded as `mode` says; None over nothing."""

    def calcul(session: Session, annee: Annee) -> Valeur | None:
        denominateur = bas(session, annee)
        return arrondir(100 * haut(session, annee) / denominateur, mode=mode) if denominateur else None

    return calcul


def quotient(
    haut: Callable[[Session, Annee], Valeur], bas: Callable[[Session, Annee], Valeur], pas: Valeur
) -> Calcul:
    """A quotient to the nearest `pas`; None over nothing."""

    def calcul(session: Session, annee: Annee) -> Valeur | None:
        denominateur = bas(session, annee)
        return arrondir(haut(session, annee) / denominateur, pas) if denominateur else None

    return calcul


def en_euros(centimes: Callable[[Session, Annee], Valeur]) -> Calcul:
    """Centimes in whole euros, half up."""
    return lambda s, a: arrondir(centimes(s, a) / EURO)


def euros_engages(session: Session, annee: Annee) -> Valeur:
    """Engaged of the year, in euros."""
    return engage_centimes(session, annee) / EURO


def nombre_de(ensemble: Callable[[Annee], ens.Ensemble]) -> Callable[[Session, Annee], Valeur]:
    """The count of a set."""
    return lambda s, a: compter(s, ensemble(a))


def jours_commandes(session: Session, annee: Annee) -> Valeur:
    """Days ordered in the year, in days."""
    total = session.scalar(ens.commandes(annee).with_only_columns(func.sum(Commande.jours_centiemes)))
    return Decimal(total or 0) / 100


def emplois(colonne: str) -> Callable[[Session, Annee], Valeur]:
    """A total of the last head counts: postes, cdi, cdd, aides or structures."""
    return lambda s, a: Decimal(s.execute(ens.derniers_emplois(a)).one()._mapping[colonne])  # noqa: SLF001  # Row's own way


def prestataires_recenses(session: Session, annee: Annee) -> Valeur:
    """Fiches known at the end of the year, to the hundred below."""
    nombre = session.scalar(
        select(func.count()).select_from(Prestataire).where(Prestataire.cree_le < annee.fin)
    )
    return arrondir(Decimal(nombre or 0), Decimal(100), ROUND_FLOOR)


def dla_conventionnes(annee: Annee) -> ens.Ensemble:
    """DLA with a convention in the year."""
    return ens.conventionnes(annee, TypeOrganisation.DLA)


def dla_finances(session: Session, annee: Annee) -> Valeur:
    """DLA that a local authority pays in the year."""
    lignes = ens.collectivites(annee).subquery()
    return Decimal(session.scalar(select(func.count(lignes.c.dla_id.distinct()))) or 0)


def conventionne(type_: TypeOrganisation, poste: Poste) -> Calcul:
    """What a post is given, in whole euros."""
    return en_euros(lambda s, a: conventionne_centimes(s, a, type_, poste))
