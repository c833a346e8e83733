"""What the orders say of one prestataire to who looks at its fiche: missions done here, evaluations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, false, func, or_, select
from sqlalchemy.orm import Session

from dla_market.catalogue.queries import RESEAU
from dla_market.commandes import rules_evaluations as rules
from dla_market.commandes.models import Commande, EtatCommande, Evaluation
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.clock import a_paris
from dla_market.referentiel import reglages
from dla_market.reseau.models import Dla

ENGAGEES = (EtatCommande.NOTIFIEE, EtatCommande.EXECUTEE, EtatCommande.SOLDEE)


def missions(session: Session, prestataire_id: int) -> dict[int, str]:
    """The missions that a prestataire did or does here, by order: the year and the DLA, the latest first.

    Nothing of the structure nor of the price: this much every member of the network may know.
    """
    rangees: Any = session.execute(
        select(Commande.id, Commande.notifiee_le, Dla.nom)
        .join(Dla, Dla.id == Commande.dla_id)
        .where(Commande.prestataire_id == prestataire_id, Commande.etat.in_(ENGAGEES))
        .order_by(Commande.notifiee_le.desc(), Commande.id.desc())
    )
    return {numero: f"Mission de {a_paris(quand).year} pour {dla}" for numero, quand, dla in rangees}


@dataclass(frozen=True)
class Temoignage:
    """What one party wrote of a mission, and the provider's answer."""

    partie: str
    dla: str
    annee: int
    notes: tuple[int | None, ...]
    commentaire: str
    reponse: str


@dataclass(frozen=True)
class RegardMissions:
    """What the network may read of a prestataire's evaluations.

    `moyennes` is empty below the number from which they show, and `total` None; `temoignages` are those of
    the actor's own region, of its own DLA alone below that number (domain 14).
    """

    minimum: int
    total: int | None
    moyennes: list[rules.Moyenne]
    temoignages: list[Temoignage]


def regard(session: Session, acteur: Acteur, prestataire_id: int) -> RegardMissions | None:
    """The evaluations of a prestataire as the actor may read them, None for who may read none.

    In one statement. Evaluations never reach another prestataire, nor a structure.
    """
    lui_meme = acteur.role is Role.PRESTATAIRE and acteur.organisation_id == prestataire_id
    if acteur.organisation_type not in RESEAU and not lui_meme:
        return None
    today = clock.today()
    delai = reglages.entier(session, "evaluation_reponse_jours", today)
    minimum = reglages.entier(session, "evaluation_minimum", today)
    qui = {"maison": acteur.organisation_id, "prestataire": prestataire_id}
    publiees = [
        rangee
        for rangee in session.execute(_evaluations(), qui)
        if lui_meme or rules.est_publiee(rangee, a_paris(rangee.rendue_le).date(), today, delai)
    ]
    moyennes = rules.moyennes([rangee[:_POINTS] for rangee in publiees], minimum)
    return RegardMissions(
        minimum=minimum,
        total=len(publiees) if moyennes else None,
        moyennes=moyennes,
        temoignages=[
            _temoignage(rangee)
            for rangee in publiees
            if (rangee.commentaire or rangee.reponse)
            and (lui_meme or rangee.du_dla or (moyennes and rangee.de_la_region))
        ],
    )


_POINTS = len(rules.CRITERES)


@cache
def _evaluations() -> Select[Any]:
    """The evaluations of a prestataire's missions, the latest first, and whose they are for the actor."""
    maison: Any = bindparam("maison", type_=Integer)
    sienne = select(Dla.__table__.c.regional_id).where(Dla.__table__.c.id == maison)
    regional = Dla.__table__.c.regional_id
    return (
        select(
            *(getattr(Evaluation, point) for point in rules.CRITERES),
            Evaluation.partie,
            Evaluation.commentaire,
            Evaluation.reponse,
            Evaluation.rendue_le,
            Evaluation.repondu_le,
            Dla.nom.label("dla"),
            (Commande.dla_id == maison).label("du_dla"),
            func.coalesce(or_(regional == maison, regional == sienne.scalar_subquery()), false()).label(
                "de_la_region"
            ),
        )
        .join(Commande, Commande.id == Evaluation.commande_id)
        .join(Dla, Dla.id == Commande.dla_id)
        .where(Commande.prestataire_id == bindparam("prestataire"))
        .order_by(Evaluation.rendue_le.desc(), Evaluation.id.desc())
    )


def _temoignage(rangee: Any) -> Temoignage:
    return Temoignage(
        rangee.partie,
        rangee.dla,
        a_paris(rangee.rendue_le).year,
        tuple(rangee[:_POINTS]),
        rangee.commentaire,
        rangee.reponse,
    )
