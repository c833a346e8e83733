"""Reading référencements."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from dla_market.referencement.models import EtatReferencement, Referencement


def sql_en_cours(today: date) -> ColumnElement[bool]:
    """The SQL twin of rules.est_en_cours, on Referencement."""
    return and_(
        Referencement.etat == EtatReferencement.ACCEPTE,
        or_(Referencement.debut.is_(None), Referencement.debut <= today),
        or_(Referencement.fin.is_(None), Referencement.fin >= today),
    )
