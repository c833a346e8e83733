"""What makes a figure: its share by DLA, then what it counts where that is public to the reader."""

from __future__ import annotations

from dla_market.blueprints.bilan.annee_views import fil
from dla_market.blueprints.bilan.chargement import FigureLue, RubriqueLue
from dla_market.blueprints.bilan.sujets import Sujet, sujet_de_figure, sujet_de_rubrique
from dla_market.kernel.db import session_courante
from dla_market.web.pages import Reponse, page


def detailler(lue: FigureLue) -> Reponse:
    """A figure DLA by DLA, and the providers or local authorities that it counts."""
    return _montrer(sujet_de_figure(session_courante(), lue))


def detailler_ligne(lue: RubriqueLue) -> Reponse:
    """A row of a table DLA by DLA."""
    return _montrer(sujet_de_rubrique(session_courante(), lue))


def _montrer(sujet: Sujet) -> Reponse:
    return page(
        "bilan/detail.html",
        titre=f"{sujet.titre} – bilan {sujet.exercice.numero}",
        fil=fil(sujet.exercice, sujet.titre),
        sujet=sujet,
        exercice=sujet.exercice,
    )
