"""A centre's account of a year: what it was asked and answered, what came of it, its avals, its ressources.

Every figure is counted from the records. A sollicitation counts in the year in which it was sent; one that
another centre took over counts for both, as each had to look at it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dla_market.commandes.models import Commande
from dla_market.expertise.models import Aval
from dla_market.ingenieries.models_ressources import RessourceJointe
from dla_market.kernel import clock
from dla_market.kernel.journal import EntreeJournal
from dla_market.referentiel.models import Secteur
from dla_market.referentiel.queries import libelles
from dla_market.reports.annee import Annee
from dla_market.reports.csv_bilan import ecrire_nombre
from dla_market.ressources.models import Edition, Ressource
from dla_market.sollicitations.models import EnvoiRessource, EtatSollicitation, Proposition, Sollicitation
from dla_market.sollicitations.rules import LIBELLES_NATURE, delai_median, echeance
from dla_market.sollicitations.states import PARCOURS

COLONNES = ("rubrique", "libelle", "valeur", "unite")
DEMANDES, JOURS = "demandes", "jours"


@dataclass(frozen=True)
class Ligne:
    """A figure with its unit; the value is None where there is nothing to count it from."""

    libelle: str
    valeur: Decimal | None
    unite: str


@dataclass(frozen=True)
class Rubrique:
    """A table of the account."""

    titre: str
    lignes: tuple[Ligne, ...]


def activite(session: Session, centre_id: int, annee: Annee) -> list[Rubrique]:
    """The whole account of a centre for a year, in the order in which it is read."""
    recues = session.scalars(
        select(Sollicitation)
        .where(Sollicitation.centre_id == centre_id, annee.contient_instant(Sollicitation.envoyee_le))
        .options(joinedload(Sollicitation.dla), selectinload(Sollicitation.propositions))
    ).all()
    secteurs = libelles(session, Secteur)
    return [
        _ensemble(recues),
        _delais(recues),
        _par("Par nature", (LIBELLES_NATURE[s.nature] for s in recues)),
        _par("Par DLA", (s.dla.nom for s in recues)),
        _par("Par secteur", (secteurs.get(s.secteur_code, s.secteur_code) for s in recues)),
        _suites(session, recues),
        _avals(session, centre_id, annee),
        _ressources(session, centre_id, annee),
    ]


def annees(session: Session, centre_id: int) -> list[int]:
    """The years of a centre's sollicitations and the present one, the latest first."""
    premiere = session.scalar(
        select(func.min(Sollicitation.envoyee_le)).where(Sollicitation.centre_id == centre_id)
    )
    cette = clock.today().year
    debut = clock.a_paris(premiere).year if premiere else cette
    return list(range(cette, min(debut, cette) - 1, -1))


def ecrire_csv(rubriques: Iterable[Rubrique]) -> str:
    """The account as a file: a line a figure; empty where there is none."""
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, lineterminator="\n")
    ecrivain.writerow(COLONNES)
    for rubrique in rubriques:
        for ligne in rubrique.lignes:
            valeur = "" if ligne.valeur is None else ecrire_nombre(ligne.valeur)
            ecrivain.writerow((rubrique.titre, _sur(ligne.libelle), valeur, ligne.unite))
    return sortie.getvalue()


def _sur(texte: str) -> str:
    """A name that a spreadsheet reads as text, never as a formula (reliability I4)."""
    return f"'{texte}" if texte[:1] in "=+-@\t\r" else texte


def _compte(libelle: str, nombre: int, unite: str) -> Ligne:
    return Ligne(libelle, Decimal(nombre), unite)


def _ensemble(recues: Sequence[Sollicitation]) -> Rubrique:
    etats = Counter(s.etat for s in recues)
    utiles = Counter(s.utile for s in recues if s.etat is EtatSollicitation.CLOSE)
    return Rubrique(
        "Demandes reçues",
        (
            _compte("Reçues", len(recues), DEMANDES),
            *(
                _compte(f"Dont {PARCOURS.libelles[etat]}", etats[etat], DEMANDES)
                for etat in EtatSollicitation
            ),
            _compte("Closes et dites utiles", utiles[True], DEMANDES),
            _compte("Closes et dites peu utiles", utiles[False], DEMANDES),
        ),
    )


def _delais(recues: Sequence[Sollicitation]) -> Rubrique:
    aujourd_hui = clock.today()
    prises = [s.prise_le - s.envoyee_le for s in recues if s.prise_le is not None]
    repondues = [s.repondue_le - s.envoyee_le for s in recues if s.repondue_le is not None]
    en_retard = sum(_hors_delai(s, aujourd_hui) for s in recues)
    return Rubrique(
        "Délais",
        (
            Ligne("De l’envoi à la prise en charge, en médiane", _decimal(delai_median(prises)), JOURS),
            Ligne("De l’envoi à la réponse, en médiane", _decimal(delai_median(repondues)), JOURS),
            _compte("Répondues ou attendues hors délai", en_retard, DEMANDES),
        ),
    )


def _hors_delai(sollicitation: Sollicitation, aujourd_hui: Any) -> bool:
    if sollicitation.repondue_le is not None:
        return clock.a_paris(sollicitation.repondue_le).date() > sollicitation.reponse_avant
    return echeance(sollicitation) is not None and sollicitation.reponse_avant < aujourd_hui


def _decimal(valeur: float | None) -> Decimal | None:
    return None if valeur is None else Decimal(str(valeur))


def _par(titre: str, noms: Iterable[str]) -> Rubrique:
    comptes = sorted(Counter(noms).items(), key=lambda compte: (-compte[1], compte[0]))
    return Rubrique(titre, tuple(_compte(nom, nombre, DEMANDES) for nom, nombre in comptes))


def _suites(session: Session, recues: Sequence[Sollicitation]) -> Rubrique:
    """What became of the prestataires named: kept on a shortlist, then ordered from for that ingénierie."""
    ids = [s.id for s in recues if s.repondue_le is not None]
    nommees = [p for s in recues if s.repondue_le is not None for p in s.propositions]
    commandees = session.scalar(
        select(func.count(Proposition.id.distinct()))
        .join(
            Commande,
            (Commande.ingenierie_id == Proposition.ingenierie_id)
            & (Commande.prestataire_id == Proposition.prestataire_id),
        )
        .where(Proposition.sollicitation_id.in_(ids), Commande.notifiee_le.is_not(None))
    )
    return Rubrique(
        "Prestataires proposés",
        (
            _compte("Proposés", len(nommees), "propositions"),
            _compte("Mis en présélection", sum(p.retenue_le is not None for p in nommees), "propositions"),
            _compte("Retenus et commandés", commandees or 0, "propositions"),
        ),
    )


def _avals(session: Session, centre_id: int, annee: Annee) -> Rubrique:
    donnes = select(func.count()).where(Aval.centre_id == centre_id, annee.contient_instant(Aval.confirme_le))
    # an aval keeps no day of its withdrawal: the journal does
    retires = select(func.count()).where(
        EntreeJournal.action == "aval:retirer",
        EntreeJournal.organisation_id == centre_id,
        annee.contient_instant(EntreeJournal.instant),
    )
    return Rubrique(
        "Avals",
        (
            _compte("Donnés", _scalaire(session, donnes), "avals"),
            _compte("Retirés", _scalaire(session, retires), "avals"),
        ),
    )


def _ressources(session: Session, centre_id: int, annee: Annee) -> Rubrique:
    siennes = select(Edition.id).join(Ressource).where(Ressource.organisation_id == centre_id)
    publiees = select(func.count()).where(
        Ressource.organisation_id == centre_id, annee.contient_instant(Ressource.publiee_le)
    )
    editions = (
        select(func.count())
        .select_from(Edition)
        .join(Ressource)
        .where(
            Ressource.organisation_id == centre_id,
            Ressource.publiee_le.is_not(None),
            Edition.numero > 1,
            annee.contient_instant(Edition.ecrite_le),
        )
    )
    jointes = select(func.count()).where(
        RessourceJointe.edition_id.in_(siennes),
        annee.contient_instant(RessourceJointe.jointe_le),
    )
    envoyees = (
        select(func.count())
        .select_from(EnvoiRessource)
        .join(Sollicitation)
        .where(EnvoiRessource.edition_id.in_(siennes), annee.contient_instant(Sollicitation.repondue_le))
    )
    return Rubrique(
        "Ressources",
        (
            _compte("Publiées", _scalaire(session, publiees), "ressources"),
            _compte("Mises à jour", _scalaire(session, editions), "éditions"),
            _compte("Jointes à des cahiers des charges", _scalaire(session, jointes), "cahiers"),
            _compte("Données en réponse à une demande", _scalaire(session, envoyees), "réponses"),
        ),
    )


def _scalaire(session: Session, requete: Select[Any]) -> int:
    return int(session.scalar(requete) or 0)
