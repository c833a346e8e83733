"""A consultation as a line of steps, and its state in words."""

from __future__ import annotations

from typing import Any

from dla_market.consultations import rules
from dla_market.consultations.models import Consultation, EtatConsultation
from dla_market.consultations.states import CONSULTATION
from dla_market.kernel import clock
from dla_market.web.filters import instant

E = EtatConsultation
TONS = {E.LANCEE: "info", E.ATTRIBUEE: "succes", E.INFRUCTUEUSE: "alerte", E.SANS_SUITE: "neutre"}


def est_close(consultation: Consultation) -> bool:
    """Whether the time to answer is over, by the clock."""
    return rules.close(clock.now(), consultation.limite_offre)


def est_ouvrable(consultation: Consultation) -> bool:
    """Whether the opening can be done now."""
    return consultation.etat is E.LANCEE and rules.ouvrable(clock.now(), consultation.limite_offre)


def etat_en_mots(consultation: Consultation) -> tuple[str, str]:
    """The state as a reader says it, with its tone: « close » is the clock's word."""
    if consultation.etat is E.LANCEE:
        return ("Close, à ouvrir", "alerte") if est_close(consultation) else ("En cours", "info")
    return CONSULTATION.libelles[consultation.etat].capitalize(), TONS.get(consultation.etat, "")


def etapes_de(consultation: Consultation) -> list[dict[str, Any]]:
    """The steps, each with its date once done; what stopped the consultation ends the line."""
    dates = (
        ("Lancement", consultation.lancee_le),
        ("Réponses des prestataires", consultation.limite_offre if est_close(consultation) else None),
        ("Ouverture des offres", consultation.ouverte_le),
        ("Choix de la structure", consultation.choisie_le),
        ("Attribution", consultation.attribuee_le),
    )
    items: list[dict[str, Any]] = []
    courant_pose = False
    arretee = consultation.etat in (E.INFRUCTUEUSE, E.SANS_SUITE)
    for libelle, quand in dates:
        if quand is not None:
            items.append({"libelle": libelle, "etat": "fait", "detail": instant(quand)})
        elif not courant_pose:
            nom = CONSULTATION.libelles[consultation.etat].capitalize() if arretee else libelle
            items.append({"libelle": nom, "etat": "courant", "detail": _detail(consultation, libelle)})
            courant_pose = True
            if arretee:
                break
        else:
            items.append({"libelle": libelle, "etat": "a_venir"})
    return items


def _detail(consultation: Consultation, libelle: str) -> str | None:
    if consultation.etat in (E.INFRUCTUEUSE, E.SANS_SUITE):
        return consultation.cloture_motif
    if libelle == "Réponses des prestataires":
        return f"jusqu’au {instant(consultation.limite_offre)}, cet instant compris"
    return None
