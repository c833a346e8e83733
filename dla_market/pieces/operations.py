"""What is done with a pièce: deposit, accept, refuse, and tell before it ends."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.fichiers import antivirus
from dla_market.kernel.fichiers import operations as fichiers
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.kernel.journal import SYSTEME, journaliser
from dla_market.pieces import queries, rules
from dla_market.pieces.durees import mois_de
from dla_market.pieces.events import (
    PieceAcceptee,
    PieceBientotExpiree,
    PieceDeposee,
    PieceInfectee,
    PieceRefusee,
)
from dla_market.pieces.models import AlertePiece, EtatPiece, GenrePiece, Piece
from dla_market.pieces.states import PIECE

OBJET = "piece"


def deposer(
    session: Session,
    acteur: Acteur,
    prestataire: Prestataire,
    genre: GenrePiece,
    saisie: rules.Saisie,
    recu: fichiers.FichierRecu,
    *,
    avec_antivirus: bool,
) -> Piece:
    """Deposit a document for all DLA. A version still unread gives way to it, an accepted one not yet.

    Raises RefusMetier, at its field, for what the kind asks for, a document already over, or a full vault.
    """
    _tenir(session, prestataire)
    today = clock.today()
    rules.verifier_saisie(genre, saisie, today)
    fin = rules.fin_de(genre, saisie, mois_de(session, genre, today), today)
    fichier = fichiers.enregistrer(
        session,
        recu,
        organisation_id=prestataire.id,
        utilisateur_id=acteur.utilisateur_id,
        antivirus=avec_antivirus,
    )
    _remplacer(session, prestataire.id, genre, EtatPiece.DEPOSEE)
    piece = Piece(
        prestataire_id=prestataire.id,
        genre=genre,
        fichier_id=fichier.id,
        etat=EtatPiece.DEPOSEE,
        emise_le=saisie.emise_le,
        fin=fin,
        numero=saisie.numero.strip(),
        code_securite=saisie.code_securite,
        assureur=saisie.assureur.strip(),
        montant_centimes=saisie.montant_centimes,
        deposee_par_id=acteur.utilisateur_id,
        deposee_le=clock.now(),
    )
    session.add(piece)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "piece:deposer",
        OBJET,
        piece.id,
        prestataire=prestataire.id,
        genre=genre.value,
        empreinte=recu.empreinte,
        fin=fin,
    )
    emettre(session, PieceDeposee(piece.id, prestataire.id))
    return piece


def accepter(session: Session, acteur: Acteur, piece: Piece, *, authentique: bool = False) -> Piece:
    """Find a document good, for all DLA; the version accepted before gives way to it.

    `authentique` says that the actor has checked the security code of a vigilance. Raises RefusMetier without
    it, for a document that is over, or whose file the antivirus has not found clean where there is one.
    """
    _tenir(session, piece.prestataire)
    session.refresh(piece)
    suivant = PIECE.suivant(piece.etat, "accepter")
    rules.verifier_acceptation(piece.genre, authentique=authentique, fin=piece.fin, today=clock.today())
    if piece.fichier.analyse is EtatAnalyse.INFECTE:
        raise RefusMetier("Le fichier est infecté : refusez la pièce.")
    _remplacer(session, piece.prestataire_id, piece.genre, EtatPiece.ACCEPTEE)
    piece.etat = suivant
    _signer(piece, acteur)
    if piece.genre is GenrePiece.VIGILANCE:
        piece.authentique_par_id, piece.authentique_le = acteur.utilisateur_id, piece.verifiee_le
    journaliser(
        session,
        acteur.auteur,
        "piece:accepter",
        OBJET,
        piece.id,
        prestataire=piece.prestataire_id,
        genre=piece.genre.value,
    )
    emettre(session, PieceAcceptee(piece.id, piece.prestataire_id))
    return piece


def refuser(session: Session, acteur: Acteur, piece: Piece, motif: str) -> Piece:
    """Find a document wanting, with the reason that the prestataire reads. Raises RefusMetier without one."""
    _tenir(session, piece.prestataire)
    session.refresh(piece)
    suivant = PIECE.suivant(piece.etat, "refuser")
    if not motif.strip():
        raise RefusMetier("Dites au prestataire ce qui ne va pas.", champ="motif")
    piece.etat = suivant
    piece.motif_refus = motif.strip()
    _signer(piece, acteur)
    journaliser(
        session,
        acteur.auteur,
        "piece:refuser",
        OBJET,
        piece.id,
        prestataire=piece.prestataire_id,
        motif=motif.strip(),
    )
    emettre(session, PieceRefusee(piece.id, piece.prestataire_id))
    return piece


def alerter(session: Session) -> int:
    """Tell whose accepted documents end soon, once a threshold. Returns how many were told."""
    today, dites = clock.today(), 0
    for piece, envoyes in queries.a_alerter(session, today, max(rules.SEUILS_ALERTE)):
        assert piece.fin is not None
        seuil = rules.seuil_a_annoncer(piece.fin, today, envoyes)
        if seuil is None:
            continue
        session.add(AlertePiece(piece_id=piece.id, seuil=seuil, envoyee_le=clock.now()))
        emettre(session, PieceBientotExpiree(piece.id, piece.prestataire_id, seuil))
        dites += 1
    return dites


def noter_analyse(session: Session, fichier_id: int, verdict: antivirus.Verdict) -> None:
    """Write what the antivirus said of a file; an infected one is told to who deposited it."""
    fichier = session.get_one(Fichier, fichier_id)
    antivirus.noter(fichier, verdict)
    if verdict.etat is not EtatAnalyse.INFECTE:
        return
    journaliser(session, SYSTEME, "fichier:infecte", "fichier", fichier_id, signature=verdict.detail)
    for piece in session.scalars(select(Piece).where(Piece.fichier_id == fichier_id)):
        emettre(session, PieceInfectee(piece.id, piece.prestataire_id))


def _tenir(session: Session, prestataire: Prestataire) -> None:
    """Hold the prestataire's vault until the end of the transaction: one deposit or verdict at a time."""
    session.execute(
        update(Prestataire)
        .where(Prestataire.id == prestataire.id)
        .values(version=Prestataire.version)
        .execution_options(synchronize_session=False)
    )


def _remplacer(session: Session, prestataire_id: int, genre: GenrePiece, etat: EtatPiece) -> None:
    for ancienne in session.scalars(
        select(Piece).where(Piece.prestataire_id == prestataire_id, Piece.genre == genre, Piece.etat == etat)
    ):
        ancienne.etat = PIECE.suivant(ancienne.etat, "remplacer")
    session.flush()


def _signer(piece: Piece, acteur: Acteur) -> None:
    piece.verifiee_par_id, piece.verifiee_pour_id = acteur.utilisateur_id, acteur.organisation_id
    piece.verifiee_le = clock.now()
