"""What the pages of the vault are about: one's own prestataire, another's, one of its documents."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dla_market.catalogue import queries as fiches
from dla_market.catalogue.models import Prestataire
from dla_market.commandes.vigilance import payeurs, prestataires_payes
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.pieces import queries
from dla_market.pieces.models import GenrePiece, Piece
from dla_market.pieces.rules import INSTRUITES, RESERVEES
from dla_market.referencement.queries import instructeurs, instruit, prestataires_instruits


@dataclass(frozen=True)
class PieceLue:
    """A document and who may know of it: `payeurs` are the DLA with a live order of its prestataire,
    `instructeurs` the DLA R that examine a request of it.
    """

    piece: Piece
    payeurs: frozenset[int]
    instructeurs: frozenset[int]

    @property
    def reservee(self) -> bool:
        """Whether its kind is for who pays only."""
        return self.piece.genre in RESERVEES

    @property
    def instruite(self) -> bool:
        """Whether its kind is one that a request for référencement is judged by."""
        return self.piece.genre in INSTRUITES

    @property
    def prestataire_id(self) -> int:
        """Whose it is."""
        return self.piece.prestataire_id


@dataclass(frozen=True)
class Depot:
    """A kind of document to deposit, for the actor's own prestataire."""

    prestataire: Prestataire
    genre: GenrePiece

    @property
    def type(self) -> object:
        """The kind of organisation, as the grid asks it."""
        return self.prestataire.type

    @property
    def id(self) -> int:
        """The prestataire's, as the grid asks it."""
        return self.prestataire.id


def charger_le_mien(session: Session, acteur: Acteur) -> Prestataire | None:
    """The actor's own prestataire."""
    return fiches.ma_fiche(session, acteur)


def charger_depot(session: Session, acteur: Acteur, genre: str) -> Depot | None:
    """The same with a kind that exists."""
    prestataire = fiches.ma_fiche(session, acteur)
    if prestataire is None or genre not in {g.value for g in GenrePiece}:
        return None
    return Depot(prestataire, GenrePiece(genre))


def charger_prestataire(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """A prestataire whose fiche the actor may see; for a region, one whose request it examines."""
    if acteur.role is Role.REFERENT_REGIONAL and not instruit(session, acteur, prestataire_id):
        return None
    return fiches.charger(session, acteur, prestataire_id)


def charger_piece(session: Session, acteur: Acteur, piece_id: int) -> PieceLue | None:
    """A document that the actor may open."""
    piece = queries.charger(
        session, acteur, piece_id, prestataires_payes(acteur), prestataires_instruits(acteur)
    )
    if piece is None:
        return None
    ident = piece.prestataire_id
    return PieceLue(piece, payeurs(session, ident), instructeurs(session, ident))
