"""The settings of practice: numbers that the national team changes on a screen, each from a day on.

A setting is known here, with its default; a row of the table `reglage` says otherwise for a period. A rule
asks for the value of the day that it judges, so that a change never rewrites what was decided before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import Auteur, journaliser
from dla_market.referentiel.models import Reglage


@dataclass(frozen=True)
class ReglageConnu:
    """A setting of the program: its default, its bounds, its unit in words, where the number comes from."""

    code: str
    groupe: str
    libelle: str
    defaut: int
    unite: str
    minimum: int
    maximum: int
    source: str


CONNUS: Mapping[str, ReglageConnu] = {
    connu.code: connu
    for connu in (
        ReglageConnu(
            "fiche_validite_jours", "Fiches", "Durée pour laquelle une confirmation vaut",
            365, "jours", 30, 1100, "R31",
        ),
        ReglageConnu(
            "fiche_rappel_premier_jours", "Fiches", "Premier rappel avant la fin d’une confirmation",
            30, "jours", 1, 180, "R31",
        ),
        ReglageConnu(
            "fiche_rappel_second_jours", "Fiches", "Second rappel avant la fin d’une confirmation",
            15, "jours", 1, 180, "R31",
        ),
        ReglageConnu(
            "contradictoire_jours", "Fiches",
            "Délai pour répondre avant une suspension ou un déréférencement",
            15, "jours", 1, 90, "4.2",
        ),
        ReglageConnu(
            "brouillon_reprise_jours", "Fiches",
            "Délai pour qu’un prestataire reprenne la fiche commencée pour lui, avant qu’elle soit effacée",
            90, "jours", 15, 730, "4.1",
        ),
        ReglageConnu(
            "brouillon_preavis_jours", "Fiches",
            "Préavis à qui a commencé une fiche que personne ne reprend",
            15, "jours", 1, 90, "usage",
        ),
        ReglageConnu(
            "invitation_membre_jours", "Comptes",
            "Durée pour laquelle une invitation à rejoindre une organisation vaut",
            14, "jours", 1, 90, "usage",
        ),
        ReglageConnu(
            "sirene_verification_jours", "Fiches",
            "Délai entre deux vérifications d’un SIRET au répertoire Sirene",
            30, "jours", 1, 365, "10",
        ),
        ReglageConnu(
            "referencement_duree_mois", "Référencement", "Durée d’un référencement",
            36, "mois", 1, 120, "R30",
        ),
        ReglageConnu(
            "referencement_preavis_jours", "Référencement", "Alerte avant la fin d’un référencement",
            90, "jours", 1, 365, "usage",
        ),
        ReglageConnu(
            "referencement_rappel_premier_jours", "Référencement",
            "Premier courriel au prestataire avant la fin d’un référencement",
            60, "jours", 1, 365, "usage",
        ),
        ReglageConnu(
            "referencement_rappel_second_jours", "Référencement",
            "Second courriel au prestataire avant la fin d’un référencement",
            15, "jours", 1, 365, "usage",
        ),
        ReglageConnu("aval_duree_mois", "Avals", "Durée d’un aval", 24, "mois", 1, 36, "4.3"),
        ReglageConnu(
            "aval_preavis_jours", "Avals", "Alerte avant la fin d’un aval", 90, "jours", 1, 365, "usage"
        ),
        ReglageConnu(
            "aval_rappel_jours", "Avals",
            "Courriel au centre et au prestataire avant la fin d’un aval",
            60, "jours", 1, 365, "usage",
        ),
        ReglageConnu(
            "concentration_part_pourcent", "Rotation",
            "Part de l’année d’un DLA au-delà de laquelle un prestataire est signalé",
            15, "%", 1, 100, "R49",
        ),
        ReglageConnu(
            "concentration_commandes", "Rotation",
            "Commandes de l’année d’un DLA au-delà desquelles un prestataire est signalé",
            5, "commandes", 1, 100, "R49",
        ),
        ReglageConnu(
            "preselection_cible", "Rotation", "Prestataires proposés d’après un besoin",
            4, "prestataires", 3, 8, "R2",
        ),
        ReglageConnu(
            "piece_vigilance_mois", "Pièces", "Validité d’une attestation de vigilance",
            6, "mois", 1, 24, "R32",
        ),
        ReglageConnu(
            "piece_fiscale_mois", "Pièces", "Validité d’une attestation de régularité fiscale",
            12, "mois", 1, 24, "7.1",
        ),
        ReglageConnu(
            "piece_immatriculation_mois", "Pièces", "Validité d’un Kbis ou d’un avis Sirene",
            3, "mois", 1, 24, "7.1",
        ),
        ReglageConnu(
            "piece_honneur_mois", "Pièces", "Validité d’une attestation sur l’honneur",
            12, "mois", 1, 24, "7.1",
        ),
        ReglageConnu(
            "piece_salaries_etrangers_mois", "Pièces", "Validité d’une liste des salariés étrangers",
            6, "mois", 1, 24, "R32",
        ),
        ReglageConnu(
            "vigilance_seuil_euros", "Pièces",
            "Commandes HT de l’année à un prestataire à partir desquelles sa vigilance est demandée",
            5000, "euros", 0, 1_000_000, "R32",
        ),
        ReglageConnu(
            "vigilance_bloque", "Pièces",
            "Sans vigilance valide : 0 avertit avant la signature du DLA, 1 la refuse",
            0, "", 0, 1, "R32",
        ),
        ReglageConnu(
            "rc_pro_bloque", "Pièces",
            "Sans assurance valide : 0 avertit avant l’attribution, 1 la refuse",
            0, "", 0, 1, "R34",
        ),
        ReglageConnu(
            "piece_preavis_jours", "Pièces", "Alerte avant la fin d’une pièce", 30, "jours", 1, 180, "usage"
        ),
        ReglageConnu(
            "evaluation_reponse_jours", "Évaluations", "Délai du droit de réponse à une évaluation",
            30, "jours", 1, 180, "4.16",
        ),
        ReglageConnu(
            "evaluation_minimum", "Évaluations", "Évaluations à partir desquelles une moyenne se montre",
            3, "évaluations", 2, 20, "7.1",
        ),
        ReglageConnu(
            "sollicitation_prise_jours", "Centres de ressources",
            "Délai pour prendre en charge une demande d’un DLA",
            5, "jours", 1, 60, "usage",
        ),
        ReglageConnu(
            "sollicitation_reponse_jours", "Centres de ressources",
            "Délai pour répondre à une demande d’un DLA, s’il n’en souhaite pas d’autre",
            15, "jours", 1, 120, "usage",
        ),
        ReglageConnu(
            "sollicitation_lecture_jours", "Centres de ressources",
            "Durée pour laquelle un centre lit encore un diagnostic après sa réponse",
            30, "jours", 1, 180, "usage",
        ),
    )
}  # fmt: skip
"""Every setting, by code, in the order of the screen."""

DUREE = timedelta(minutes=1)
"""For how long a reading process keeps the table: it changes a few times a year."""


@dataclass(frozen=True)
class Valeur:
    """One value and its days, as the table says it."""

    code: str
    valeur: int
    valide_du: date
    valide_au: date | None
    motif: str
    pose_par: str
    pose_le: datetime


_lues: WeakKeyDictionary[Any, tuple[datetime, tuple[Valeur, ...]]] = WeakKeyDictionary()


def entier(session: Session, code: str, jour: date) -> int:
    """The value of a setting on a day of Paris: the latest one in force then, the default where none is.

    Costs a statement a unit of work, and one a minute in a process that only reads. Raises KeyError for a
    setting that the program does not know.
    """
    connu = CONNUS[code]
    en_vigueur = [v for v in valeurs(session, code) if vaut(v, jour)]
    return en_vigueur[-1].valeur if en_vigueur else connu.defaut


def vaut(valeur: Valeur, jour: date) -> bool:
    """Whether the value is in force that day."""
    return valeur.valide_du <= jour and (valeur.valide_au is None or jour <= valeur.valide_au)


def valeurs(session: Session, code: str) -> list[Valeur]:
    """Every value that a setting was given, the one that wins on a day last."""
    return [v for v in _toutes(session) if v.code == code]


def poser(
    session: Session, auteur: Auteur, connu: ReglageConnu, *, valeur: int, valide_du: date, motif: str
) -> None:
    """Give a setting another value from a day on; values planned for later give way.

    Raises RefusMetier for a day that is past, a value out of its bounds, one that changes nothing, or no
    reason.
    """
    if valide_du < clock.today():
        raise RefusMetier("Choisissez aujourd’hui ou un jour à venir.", champ="valide_du")
    if not connu.minimum <= valeur <= connu.maximum:
        raise RefusMetier(f"Choisissez une valeur de {connu.minimum} à {connu.maximum}.", champ="valeur")
    if not motif.strip():
        raise RefusMetier("Dites pourquoi le réglage change.", champ="motif")
    if entier(session, connu.code, valide_du) == valeur:
        raise RefusMetier("Le réglage a déjà cette valeur ce jour-là.", champ="valeur")
    veille = valide_du - timedelta(days=1)
    for ligne in session.scalars(select(Reglage).where(Reglage.code == connu.code)):
        if ligne.valide_au is None or ligne.valide_au > veille:
            ligne.valide_au = max(veille, ligne.valide_du - timedelta(days=1))
    session.add(
        Reglage(
            code=connu.code, valeur=valeur, valide_du=valide_du, valide_au=None, motif=motif.strip(),
            pose_par=auteur.nom, pose_le=clock.now(),
        )
    )  # fmt: skip
    journaliser(
        session, auteur, "reglage:poser", "reglage", connu.code,
        valeur=valeur, valide_du=valide_du, motif=motif.strip(),
    )  # fmt: skip
    session.info.pop("reglages", None)
    bassin = _bassin(session)
    event.listen(session, "after_commit", lambda _session: _lues.pop(bassin, None), once=True)


def _toutes(session: Session) -> Sequence[Valeur]:
    """The table, by first day then age. Writers read it afresh in their own transaction."""
    if session.info.get("ecriture"):
        transaction = session.get_transaction()
        gardee = session.info.get("reglages")
        if gardee is None or gardee[0] is not transaction or transaction is None:
            lues = _lire(session)
            gardee = session.info["reglages"] = (session.get_transaction(), lues)
        return gardee[1]
    maintenant, bassin = clock.now(), _bassin(session)
    lues_avant = _lues.get(bassin)
    if lues_avant is None or not timedelta() <= maintenant - lues_avant[0] < DUREE:
        lues_avant = _lues[bassin] = (maintenant, _lire(session))
    return lues_avant[1]


def _lire(session: Session) -> tuple[Valeur, ...]:
    rangees = session.execute(
        select(
            Reglage.code, Reglage.valeur, Reglage.valide_du, Reglage.valide_au, Reglage.motif,
            Reglage.pose_par, Reglage.pose_le,
        ).order_by(Reglage.valide_du, Reglage.id)
    )  # fmt: skip
    return tuple(Valeur(*rangee) for rangee in rangees)


def _bassin(session: Session) -> Any:
    """What the readers and the writers of one database share in this process: its pool of connections."""
    return session.connection().engine.pool
