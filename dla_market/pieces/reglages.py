"""Local practice about the pièces: how long each holds, from when it is asked, what its lack does."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

DEFAUTS = {
    "piece.attestation_vigilance.mois": 6,
    "piece.kbis_ou_sirene.mois": 3,
    "piece.regularite_fiscale.mois": 12,
    "piece.attestation_honneur.mois": 12,
    "piece.liste_salaries_etrangers.mois": 6,
    "piece.preavis_jours": 30,
    "piece.vigilance_seuil_ht_euros": 5000,
    "piece.vigilance_bloque": 0,
    "piece.rc_pro_bloque": 0,
}
"""Months are those of R32 and domain 7.1; « bloque » is 1 where a lack refuses the act, 0 where it warns."""


def entier(session: Session, code: str, jour: date) -> int:  # noqa: ARG001  # as dated settings ask
    """The value of a setting on a day."""
    return DEFAUTS[code]
