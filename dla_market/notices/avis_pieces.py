"""What is written about the documents of a prestataire."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from dla_market.kernel import clock
from dla_market.notices.avis import Avis, Charge
from dla_market.pieces.models import Piece
from dla_market.pieces.rules import LIBELLES_GENRE

PAGE = "/mes-documents"


def _piece(session: Session, charge: Charge) -> tuple[Piece, str]:
    piece = session.get_one(Piece, charge["piece_id"])
    return piece, LIBELLES_GENRE[piece.genre]


def deposee(session: Session, charge: Charge) -> Iterator[Avis]:
    """The receipt, with the fingerprint of what was received."""
    piece, nom = _piece(session, charge)
    empreinte = f"Empreinte du fichier : {piece.fichier.empreinte}"
    corps = f"{nom}. Un DLA va le vérifier, pour tous les autres. {empreinte}"
    yield Avis(piece.prestataire_id, "Votre document est déposé", corps, PAGE)


def acceptee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the prestataire."""
    piece, nom = _piece(session, charge)
    yield Avis(piece.prestataire_id, "Votre document est accepté", f"{nom}. Il vaut pour tous les DLA.", PAGE)


def refusee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the prestataire, with the reason."""
    piece, nom = _piece(session, charge)
    corps = f"{nom}. La raison\u00a0: «\u00a0{piece.motif_refus}\u00a0». Déposez-en un autre."
    yield Avis(piece.prestataire_id, "Votre document est refusé", corps, PAGE)


def bientot_expiree(session: Session, charge: Charge) -> Iterator[Avis]:
    """Before the end, once a threshold."""
    piece, nom = _piece(session, charge)
    assert piece.fin is not None
    reste = (piece.fin - clock.today()).days
    quand = {0: "aujourd’hui", 1: "demain"}.get(reste, f"dans {reste} jours")
    yield Avis(
        piece.prestataire_id,
        f"Un document expire {quand}",
        f"{nom}, valable jusqu’au {clock.dire_jour(piece.fin)}. Déposez le nouveau dès que vous l’avez : "
        "l’actuel compte jusqu’à son dernier jour.",
        PAGE,
    )


def infectee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the prestataire: its machine may be ill."""
    piece, nom = _piece(session, charge)
    corps = f"{nom}. L’antivirus refuse ce fichier : vérifiez votre ordinateur, puis déposez-le à nouveau."
    yield Avis(piece.prestataire_id, "Un fichier infecté", corps, PAGE)
