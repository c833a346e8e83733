"""The pages of a consultation's acts: same head, same way back."""

from __future__ import annotations

from typing import Any

from flask import url_for

from dla_market.consultations.models import Consultation
from dla_market.web.pages import Reponse, page


def adresse(consultation: Consultation) -> str:
    """The consultation's own page."""
    return url_for("consultations.consulter", consultation_id=consultation.id)


def adresse_offres(consultation: Consultation) -> str:
    """The side-by-side page."""
    return url_for("consultations.offres", consultation_id=consultation.id)


def fil(consultation: Consultation, ici: str | None = None) -> list[tuple[str, str | None]]:
    """The breadcrumb of a page of the consultation."""
    ingenierie = consultation.ingenierie
    chemin: list[tuple[str, str | None]] = [
        (ingenierie.reference, f"/ingenieries/{ingenierie.id}"),
        ("Consultation", None if ici is None else adresse(consultation)),
    ]
    return chemin if ici is None else [*chemin, (ici, None)]


def feuille(consultation: Consultation, gabarit: str, titre: str, **contexte: Any) -> Reponse:
    """A page of the consultation, of the template `gabarit`, under its breadcrumb."""
    return page(
        f"consultations/{gabarit}.html",
        titre=titre,
        fil=fil(consultation, titre),
        consultation=consultation,
        **contexte,
    )
