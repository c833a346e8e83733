"""What people do to a pièce, as one table. What its dates make of it is told by rules.etat_montre."""

from __future__ import annotations

from dla_market.kernel.states import Parcours
from dla_market.pieces.models import EtatPiece

PIECE = Parcours(
    "la pièce",
    {
        EtatPiece.DEPOSEE: "déposée, à vérifier",
        EtatPiece.ACCEPTEE: "acceptée",
        EtatPiece.REFUSEE: "refusée",
        EtatPiece.REMPLACEE: "remplacée",
    },
    [
        ("accepter", {EtatPiece.DEPOSEE}, EtatPiece.ACCEPTEE),
        ("refuser", {EtatPiece.DEPOSEE, EtatPiece.ACCEPTEE}, EtatPiece.REFUSEE),
        ("remplacer", {EtatPiece.DEPOSEE, EtatPiece.ACCEPTEE}, EtatPiece.REMPLACEE),
    ],
)
