"""What the pages of the vault need to put it in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.fichiers.models import LIBELLES_ANALYSE
from dla_market.pieces import rules
from dla_market.pieces.models import GenrePiece, Piece
from dla_market.referentiel import reglages
from dla_market.web.envois import antivirus_courant
from dla_market.web.pages import Reponse, page


@dataclass(frozen=True)
class LigneGenre:
    """A kind of document with its versions, the latest first, and what it is worth today."""

    genre: GenrePiece
    etat: rules.EtatMontre
    versions: Sequence[Piece]

    courante: Piece | None
    """The version that this state is told of."""


def lignes(
    par_genre: Mapping[GenrePiece, Sequence[Piece]], genres: Sequence[GenrePiece] = tuple(GenrePiece)
) -> list[LigneGenre]:
    """A line a kind, in the order in which they are asked for."""
    today, jours = clock.today(), preavis()
    faites = []
    for genre in genres:
        versions = par_genre.get(genre, [])
        etat = rules.etat_du_genre(versions, today, jours)
        courante = next((p for p in versions if rules.etat_montre(p, today, jours) is etat), None)
        faites.append(LigneGenre(genre, etat, versions, courante))
    return faites


def preavis() -> int:
    """How many days before its end a document is said to end soon."""
    return reglages.entier(session_courante(), "piece_preavis_jours", clock.today())


def montrer(template: str, **contexte: Any) -> Reponse:
    """A page of the vault with its words."""
    return page(
        template,
        genres=rules.LIBELLES_GENRE,
        explications=rules.EXPLICATIONS,
        etats=rules.LIBELLES_ETAT,
        tons=rules.TONS,
        etat_de=lambda piece: rules.etat_montre(piece, clock.today(), preavis()),
        analyses=LIBELLES_ANALYSE,
        avec_antivirus=antivirus_courant() is not None,
        **contexte,
    )
