"""Which setting says how many months a kind holds; a kind not here says its own end, or has none."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from dla_market.pieces.models import GenrePiece
from dla_market.referentiel.reglages import entier

REGLAGES = {
    GenrePiece.VIGILANCE: "piece_vigilance_mois",
    GenrePiece.IDENTITE: "piece_immatriculation_mois",
    GenrePiece.FISCALE: "piece_fiscale_mois",
    GenrePiece.HONNEUR: "piece_honneur_mois",
    GenrePiece.SALARIES_ETRANGERS: "piece_salaries_etrangers_mois",
}


def mois_de(session: Session, genre: GenrePiece, jour: date) -> int | None:
    """How many months a document of that kind holds from its date, by the setting of the day."""
    code = REGLAGES.get(genre)
    return None if code is None else entier(session, code, jour)
