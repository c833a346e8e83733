"""Reading fiches: what each may see, and the lines of a list in as few statements as its page allows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from dla_market.catalogue.models import (
    Activite,
    EtatFiche,
    Intervenant,
    Prestataire,
    TypePrestataire,
)
from dla_market.catalogue.rules import VALIDITE_JOURS
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import DU_PRESTATAIRE, Role, TypeOrganisation
from dla_market.referentiel import reglages
from dla_market.referentiel.models import Departement
from dla_market.reseau.models import DlaRegional

RESEAU = frozenset(
    {
        TypeOrganisation.DLA,
        TypeOrganisation.DLA_REGIONAL,
        TypeOrganisation.CENTRE_RESSOURCES,
        TypeOrganisation.PILOTE,
    }
)
"""Who reads the catalogue, prices included (domain 7.1, I)."""

LIT_LES_CV = frozenset({TypeOrganisation.DLA, TypeOrganisation.DLA_REGIONAL})
"""Who chooses prestataires and refers them: the others of the network have no need of a CV (domain 12)."""


SIREN, SIRET = 9, 14
"""How many digits."""


def validite(session: Session, jour: date) -> int:
    """Days for which a confirmation holds, as set for that day (domain R31)."""
    return reglages.entier(session, "fiche_validite_jours", jour)


def sql_active(today: date, validite_jours: int = VALIDITE_JOURS) -> ColumnElement[bool]:
    """The SQL twin of rules.est_active."""
    return and_(
        Prestataire.etat == EtatFiche.PUBLIEE,
        Prestataire.confirmee_le >= today - timedelta(days=validite_jours),
    )


_FICHE = Prestataire.__table__.alias("fiche")


def a_sa_fiche_publiee(prestataire_id: Any) -> ColumnElement[bool]:
    """Whether the fiche that a column names is published: looked up for each row, not among all of them."""
    return exists().where(_FICHE.c.id == prestataire_id, _FICHE.c.etat == EtatFiche.PUBLIEE)


def voit_les_tarifs(acteur: Acteur) -> bool:
    """Whether day prices are shown: inside the network, never to another prestataire (domain 7.1)."""
    return acteur.organisation_type in RESEAU


def visible_to(acteur: Acteur) -> Select[Prestataire]:
    """The fiches that the actor may see: the network all the published ones, a prestataire its own.

    A référent régional sees, besides, those of its region that are submitted or suspended; the national
    team all that left their draft.
    """
    requete = select(Prestataire)
    if acteur.role in DU_PRESTATAIRE:
        return requete.where(Prestataire.id == acteur.organisation_id)
    if acteur.organisation_type not in RESEAU:
        return requete.where(false())
    publiee = Prestataire.etat == EtatFiche.PUBLIEE
    if acteur.role is Role.REFERENT_REGIONAL:
        a_suivre = Prestataire.etat.in_((EtatFiche.SOUMISE, EtatFiche.SUSPENDUE))
        return requete.where(or_(publiee, and_(a_suivre, de_la_region(acteur.organisation_id))))
    if acteur.role is Role.PILOTE:
        return requete.where(Prestataire.etat != EtatFiche.BROUILLON)
    return requete.where(publiee)


MEME_REGION = or_(
    Departement.region_code == DlaRegional.region_code,
    Departement.region_2012_code == DlaRegional.region_code,
)
"""A département and the DLA R of its region, whichever map names that region."""


def de_la_region(regional_id: int) -> ColumnElement[bool]:
    """With its seat in the region of this DLA R."""
    return exists(
        select(DlaRegional.id)
        .join(Departement, MEME_REGION)
        .where(DlaRegional.id == regional_id, Departement.code == Prestataire.departement_code)
    )


def regionaux_de(departement_code: str | None) -> Select[DlaRegional]:
    """The active DLA R of the region that a seat is in."""
    return (
        select(DlaRegional)
        .join(Departement, MEME_REGION)
        .where(Departement.code == departement_code, DlaRegional.active)
    )


def suivies_par(acteur: Acteur) -> Select[Prestataire]:
    """The fiches that the actor answers for: its own, those of its region, all of them for the national team.

    Who only reads the catalogue answers for none.
    """
    if acteur.role is Role.REFERENT_REGIONAL:
        return visible_to(acteur).where(de_la_region(acteur.organisation_id))
    if acteur.role in {Role.PRESTATAIRE, Role.PILOTE}:
        return visible_to(acteur)
    return visible_to(acteur).where(false())


def est_suivie(session: Session, acteur: Acteur, prestataire_id: int) -> bool:
    """Whether the actor answers for this fiche."""
    requete = suivies_par(acteur).where(Prestataire.id == prestataire_id).with_only_columns(Prestataire.id)
    return session.scalar(requete) is not None


def charger_suivie(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """One of them with all that its page shows, None where the actor does not answer for it."""
    return session.scalars(
        suivies_par(acteur).where(Prestataire.id == prestataire_id).options(*_tout())
    ).one_or_none()


def _tout() -> tuple[Any, ...]:
    """What loads the lists of a fiche with it."""
    return (
        selectinload(Prestataire.activites).selectinload(Activite.zones),
        selectinload(Prestataire.zones),
        selectinload(Prestataire.intervenants),
        selectinload(Prestataire.references),
        selectinload(Prestataire.liens),
        joinedload(Prestataire.sirene),
    )


def charger(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """The fiche with all that its page shows, None where the actor may not see it."""
    return session.scalars(
        visible_to(acteur).where(Prestataire.id == prestataire_id).options(*_tout())
    ).one_or_none()


def charger_seule(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """The fiche without its lists (see parties.parties), None where the actor may not see it."""
    return session.scalars(
        visible_to(acteur).where(Prestataire.id == prestataire_id).options(joinedload(Prestataire.sirene))
    ).one_or_none()


def ma_fiche(session: Session, acteur: Acteur) -> Prestataire | None:
    """The fiche of the actor's own organisation, None where it has none."""
    if acteur.role not in DU_PRESTATAIRE:
        return None
    return charger(session, acteur, acteur.organisation_id)


def charger_avec_logo(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """The fiche with its logo, None where it has none or the actor may not see it."""
    return session.scalars(
        visible_to(acteur)
        .where(Prestataire.id == prestataire_id, Prestataire.logo_id.is_not(None))
        .options(joinedload(Prestataire.logo))
    ).one_or_none()


def cv_visibles(acteur: Acteur) -> Select[Intervenant]:
    """The people whose CV the actor may read (domain 7.2): a prestataire its own team's; a DLA, or a DLA R,
    of each fiche that it sees those who do missions and let their name be shown. Nobody else's.
    """
    requete = select(Intervenant).where(Intervenant.cv_id.is_not(None))
    if acteur.role is Role.PRESTATAIRE:
        return requete.where(Intervenant.prestataire_id == acteur.organisation_id)
    if acteur.organisation_type not in LIT_LES_CV:
        return requete.where(false())
    fiches = visible_to(acteur).with_only_columns(Prestataire.id)
    return requete.where(
        Intervenant.prestataire_id.in_(fiches), Intervenant.actif, Intervenant.accord_publication
    )


def lit_les_contacts(acteur: Acteur, prestataire_id: int) -> bool:
    """Whether the actor reads how to reach a fiche's people and its references' clients (domain 7.1, 7.2, S):
    those who read CVs, for the same reason.
    """
    if acteur.role is Role.PRESTATAIRE:
        return acteur.organisation_id == prestataire_id
    return acteur.organisation_type in LIT_LES_CV


def charger_cv(session: Session, acteur: Acteur, intervenant_id: int) -> Intervenant | None:
    """One of them, with the file."""
    return session.scalars(
        cv_visibles(acteur).where(Intervenant.id == intervenant_id).options(joinedload(Intervenant.cv))
    ).one_or_none()


def charger_equipier(session: Session, acteur: Acteur, intervenant_id: int) -> Intervenant | None:
    """Someone of the actor's own team, None where they are of another."""
    return session.scalars(
        select(Intervenant).where(
            Intervenant.id == intervenant_id,
            Intervenant.prestataire_id == acteur.organisation_id,
        )
    ).one_or_none()


def a_publier(acteur: Acteur) -> Select[Prestataire]:
    """The submitted fiches that wait for this actor, by name."""
    return visible_to(acteur).where(Prestataire.etat == EtatFiche.SOUMISE).order_by(Prestataire.nom)


def par_numero(session: Session, acteur: Acteur, texte: str) -> dict[int, str]:
    """The names of the fiches that the actor may see by id, whose SIRET or SIREN this text is, spaces apart.

    Nothing, without asking, for a text that is neither 14 nor 9 digits. A company's establishments bear one
    SIREN: there may be several.
    """
    numero = "".join(texte.split())
    if not (numero.isascii() and numero.isdecimal() and len(numero) in {SIREN, SIRET}):
        return {}
    requete = (
        visible_to(acteur)
        .where(Prestataire.siret.startswith(numero))
        .order_by(Prestataire.nom, Prestataire.id)
        .with_only_columns(Prestataire.id, Prestataire.nom, maintain_column_froms=True)
    )
    return {ident: nom for ident, nom in session.execute(requete)}  # noqa: C416  # dict() of rows loses their types


@dataclass(frozen=True)
class LigneFiche:
    """What a line of results shows of a fiche; the price is None where unsaid or not to be seen."""

    id: int
    nom: str
    titre: str
    type_prestataire: TypePrestataire
    commune: str
    departement_code: str | None
    tarif_jour_ht_centimes: int | None
    disponible_le: date | None
    etat: EtatFiche
    confirmee_le: date | None
    intervenants: int


def lignes(session: Session, acteur: Acteur, ids: Collection[int]) -> dict[int, LigneFiche]:
    """The lines of these fiches by id, in one statement; those that the actor may not see are absent."""
    if not ids:
        return {}
    combien = (
        select(func.count()).where(Intervenant.prestataire_id == Prestataire.id).correlate(Prestataire)
    ).scalar_subquery()
    rangees = session.execute(
        visible_to(acteur)
        .where(Prestataire.id.in_(ids))
        .with_only_columns(
            Prestataire.id,
            Prestataire.nom,
            Prestataire.titre,
            Prestataire.type_prestataire,
            Prestataire.commune,
            Prestataire.departement_code,
            Prestataire.tarif_jour_ht_centimes,
            Prestataire.disponible_le,
            Prestataire.etat,
            Prestataire.confirmee_le,
            combien,
        )
    )
    tarifs = voit_les_tarifs(acteur)
    trouvees: dict[int, LigneFiche] = {}
    for rangee in rangees:
        valeurs: list[Any] = list(rangee)
        if not tarifs:
            valeurs[6] = None
        trouvees[valeurs[0]] = LigneFiche(*valeurs)
    return trouvees


@dataclass(frozen=True)
class Comptes:
    """How many fiches the catalogue holds, and how many of them are confirmed within the year."""

    fiches: int
    actives: int


def comptes(session: Session, acteur: Acteur, today: date) -> Comptes:
    """The two figures at the head of the catalogue, of its published fiches, in one statement."""
    rangee = session.execute(
        visible_to(acteur)
        .where(Prestataire.etat == EtatFiche.PUBLIEE)
        .with_only_columns(
            func.count(),
            func.count().filter(sql_active(today, validite(session, today))),
            maintain_column_froms=True,
        )
    ).one()
    return Comptes(*rangee)
