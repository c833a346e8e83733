"""What waits for the national steering: a bilan whose counts disagree, entries that miss."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.reports.annee import Annee
from dla_market.reports.bilan import dresser
from dla_market.reports.controles import a_savoir, en_ecart
from dla_market.reports.tableaux import annees_tenues
from dla_market.web.attentes import Attente, attendre
from dla_market.web.filters import pluriel


def annee_a_lire(tenues: list[int]) -> int | None:
    """The last year that is over, else the one under way; None where nothing is held."""
    finies = [annee for annee in tenues if annee < clock.today().year]
    return max(finies or tenues, default=None)


def bilan_a_controler(session: Session, acteur: Acteur) -> Iterator[Attente]:  # noqa: ARG001  # asked of every finder
    """The controls of the year to read: what disagrees first, else what to know before reading."""
    tenues = annees_tenues(session)
    annee = annee_a_lire(tenues)
    if annee is None:
        return
    bilan = dresser(session, Annee(annee), tenues)
    url = url_for("bilan.consulter", annee=annee, _anchor="controles")
    ecarts, remarques = en_ecart(bilan), a_savoir(bilan)
    if ecarts:
        libelle = f"Corriger {pluriel(len(ecarts), 'écart')} du bilan {annee}"
        yield Attente(libelle, url, detail=" ".join(c.phrase for c in ecarts))
    if remarques:
        phrases = " ".join(c.phrase for c in remarques if not c.code.startswith("variation_"))
        yield Attente(f"Relire les contrôles du bilan {annee}", url, detail=phrases)


def enregistrer() -> None:
    """Tell the homes where to look."""
    attendre(bilan_a_controler, Role.PILOTE)
