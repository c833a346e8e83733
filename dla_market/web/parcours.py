"""The line of steps of an ingénierie, as its DLA and as its structures read it, on pages of several rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.commandes.models import Commande, EtatCommande
from dla_market.comptes.acteur import Acteur
from dla_market.consultations import queries as consultations
from dla_market.consultations.models import Consultation, EtatConsultation
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.web.filters import ecrire_jours, instant, jour

E = EtatIngenierie
C = EtatConsultation


@dataclass(frozen=True)
class Etape:
    """One step: `etat` is « fait », « courant » or « a_venir », as the component `etapes` reads it."""

    libelle: str
    etat: str
    detail: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Suivi:
    """An ingénierie with the consultation and the order that carry it now, where there are any."""

    ingenierie: Ingenierie
    consultation: Consultation | None = None
    commande: Commande | None = None


def suivis(session: Session, acteur: Acteur, ingenieries: Sequence[Ingenierie]) -> list[Suivi]:
    """Each visible ingénierie with its latest consultation and its order not cancelled: two statements.

    An order is read with its ingénierie: whoever sees the one sees the other (policies.grid).
    """
    ids = [i.id for i in ingenieries]
    par_ingenierie = {
        c.ingenierie_id: c
        for c in session.scalars(
            consultations.visible_to(acteur)
            .where(Consultation.ingenierie_id.in_(ids))
            .order_by(Consultation.id)
        )
    }
    commandes = {
        c.ingenierie_id: c
        for c in session.scalars(
            select(Commande)
            .where(Commande.ingenierie_id.in_(ids), Commande.etat != EtatCommande.ANNULEE)
            .order_by(Commande.id)
        )
    }
    return [Suivi(i, par_ingenierie.get(i.id), commandes.get(i.id)) for i in ingenieries]


def lien(endpoint: str, **arguments: Any) -> str | None:
    """The address of a page of another room, None where this program does not have that page."""
    return url_for(endpoint, **arguments) if endpoint in current_app.view_functions else None


RANG_DLA = {
    E.PROJET: 1,
    E.CDC_REDIGE: 2,
    E.EN_CONSULTATION: 2,
    E.ATTRIBUEE: 4,
    E.COMMANDEE: 5,
    E.RESTITUEE: 6,
    E.SERVICE_FAIT: 7,
    E.SOLDEE: 8,
}
RANG_STRUCTURE = {
    E.PROJET: 1,
    E.CDC_REDIGE: 2,
    E.EN_CONSULTATION: 2,
    E.ATTRIBUEE: 4,
    E.COMMANDEE: 4,
    E.RESTITUEE: 5,
    E.SERVICE_FAIT: 5,
    E.SOLDEE: 6,
}


def etapes_dla(suivi: Suivi) -> list[Etape]:
    """The eight steps of the buyer, from the diagnostic to the last payment."""
    commande, consultation = suivi.commande, suivi.consultation
    details = [
        ("Diagnostic", _detail_diagnostic(suivi, "Validé le"), None),
        ("Cahier des charges", _detail_cahier(suivi), None),
        (
            "Consultation",
            _detail_appel(suivi),
            lien("consultations.consulter", consultation_id=consultation.id) if consultation else None,
        ),
        ("Attribution", _le(consultation.attribuee_le if consultation else None, "Faite le"), None),
        (
            "Commande",
            _le(commande.notifiee_le if commande else None, "Notifiée le")
            or (commande.numero if commande else ""),
            lien("commandes.consulter", commande_id=commande.id) if commande else None,
        ),
        ("Mission", "", None),
        ("Service fait", "", None),
        ("Solde", "", None),
    ]
    return _ligne(details, _rang(suivi, RANG_DLA))


def etapes_structure(suivi: Suivi) -> list[Etape]:
    """The six steps of a structure, in plain words."""
    commande, consultation = suivi.commande, suivi.consultation
    details = [
        ("Diagnostic partagé", _detail_diagnostic(suivi, "Validé le"), None),
        ("Cahier des charges", _detail_cahier(suivi), None),
        ("Appel aux prestataires", _detail_appel(suivi), None),
        ("Choix du prestataire", _le(consultation.attribuee_le if consultation else None, "Fait le"), None),
        (
            "Mission",
            _le(commande.notifiee_le if commande else None, "Commandée le"),
            lien("commandes.consulter", commande_id=commande.id) if commande else None,
        ),
        ("Bilan et suivi", "Vous direz si cela vous a servi", None),
    ]
    return _ligne(details, _rang(suivi, RANG_STRUCTURE))


def etapes_avant_ingenierie(detail: str) -> list[Etape]:
    """The same six steps for a structure that no ingénierie serves yet."""
    noms = (
        "Cahier des charges",
        "Appel aux prestataires",
        "Choix du prestataire",
        "Mission",
        "Bilan et suivi",
    )
    return [Etape("Diagnostic partagé", "courant", detail), *(Etape(nom, "a_venir") for nom in noms)]


def _ligne(details: Sequence[tuple[str, str, str | None]], rang: int | None) -> list[Etape]:
    """`rang` is the step under way; None for one given up, of which no step is under way or to come."""
    return [
        Etape(libelle, _etat(position, rang), detail, url)
        for position, (libelle, detail, url) in enumerate(details)
    ]


def _etat(position: int, rang: int | None) -> str:
    if rang is None or position > rang:
        return "a_venir"
    return "fait" if position < rang else "courant"


def _rang(suivi: Suivi, rangs: dict[EtatIngenierie, int]) -> int | None:
    rang = rangs.get(suivi.ingenierie.etat)
    ouverte = suivi.consultation is not None and suivi.consultation.etat in (C.DEPOUILLEE, C.CHOISIE)
    if suivi.ingenierie.etat is E.EN_CONSULTATION and ouverte:
        return rangs[E.EN_CONSULTATION] + 1
    return rang


def _le(quand: date | datetime | None, debut: str) -> str:
    return f"{debut} {jour(quand)}" if quand else ""


def _detail_diagnostic(suivi: Suivi, debut: str) -> str:
    diagnostic = suivi.ingenierie.diagnostic
    return "" if diagnostic is None else _le(diagnostic.valide_le or diagnostic.debut, debut)


def _detail_cahier(suivi: Suivi) -> str:
    cahier = suivi.ingenierie.cahier
    return "" if cahier is None else f"{ecrire_jours(cahier.jours_centiemes)} jours prévus"


def _detail_commande(commande: Commande | None) -> str:
    return "" if commande is None else _le(commande.notifiee_le, "Notifiée le") or commande.numero


def _detail_appel(suivi: Suivi) -> str:
    consultation = suivi.consultation
    if consultation is None:
        return ""
    if consultation.etat is C.LANCEE:
        return f"Réponses attendues jusqu’au {instant(consultation.limite_offre)}"
    return _le(consultation.lancee_le, "Lancé le")
