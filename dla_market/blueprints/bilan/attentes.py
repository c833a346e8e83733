"""What waits for the national steering: a bilan to read before it is published."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.reports.tableaux import annees_tenues
from dla_market.web.attentes import Attente, attendre


def annee_a_lire(tenues: list[int]) -> int | None:
    """The last year that is over, else the one under way; None where nothing is held."""
    finies = [annee for annee in tenues if annee < clock.today().year]
    return max(finies or tenues, default=None)


def bilan_a_controler(session: Session, acteur: Acteur) -> Iterator[Attente]:  # noqa: ARG001  # asked of every finder
    """The bilan of the year to read. Its controls are counted on its own page: they read the whole year."""
    annee = annee_a_lire(annees_tenues(session))
    if annee is not None:
        yield Attente(
            f"Relire les contrôles du bilan {annee}",
            url_for("bilan.consulter", annee=annee, _anchor="controles"),
            detail="Totaux, parts et complétude des saisies, avant de publier.",
        )


def enregistrer() -> None:
    """Tell the homes where to look."""
    attendre(bilan_a_controler, Role.PILOTE)
