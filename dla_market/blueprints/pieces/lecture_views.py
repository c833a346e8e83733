"""The DLA and the documents of the prestataires: what waits, a prestataire's, one of them, the verdict."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from dla_market.blueprints.pieces.chargement import PieceLue
from dla_market.blueprints.pieces.forms import AccepterForm, AccepterVigilanceForm, RefuserForm
from dla_market.blueprints.pieces.mots import lignes, montrer
from dla_market.catalogue.models import Prestataire
from dla_market.commandes.vigilance import prestataires_payes
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.pieces import operations, queries, rules
from dla_market.pieces.models import GenrePiece, Piece
from dla_market.pieces.states import PIECE
from dla_market.referencement.queries import prestataires_instruits
from dla_market.web.actes import acte, droits, qui
from dla_market.web.envois import telechargement_joint
from dla_market.web.forms import Formulaire
from dla_market.web.pages import Reponse

Fil = list[tuple[str, str | None]]


def lister_a_verifier() -> Reponse:
    """What waits for a first DLA, the oldest first: verified once, it holds for all."""
    acteur = qui()
    requete = queries.a_verifier(acteur, clock.today(), prestataires_payes(acteur))
    return montrer(
        "pieces/lister_a_verifier.html",
        titre="Documents à vérifier",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Documents à vérifier", None)],
        pieces=paginer(session_courante(), requete, request.args.get("page", 1, type=int)),
    )


def lister(prestataire: Prestataire) -> Reponse:
    """The documents of a prestataire that this DLA may open, or this region while it examines a request."""
    acteur = qui()
    ouvertes = queries.du_prestataire(
        session_courante(), acteur, prestataire.id, prestataires_payes(acteur), prestataires_instruits(acteur)
    )
    regional = acteur.role is Role.REFERENT_REGIONAL
    lisibles = rules.INSTRUITES if regional else frozenset(GenrePiece) - rules.RESERVEES
    genres = [genre for genre in GenrePiece if genre in lisibles or genre in ouvertes]
    return montrer(
        "pieces/lister.html",
        titre="Documents du prestataire",
        fil=[
            (prestataire.nom, url_for("catalogue.consulter", prestataire_id=prestataire.id)),
            ("Documents", None),
        ],
        prestataire=prestataire,
        lignes=lignes(ouvertes, genres),
    )


def consulter(lue: PieceLue) -> Reponse:
    """One document: what it says, who deposited and verified it, its file."""
    piece = lue.piece
    possibles = droits(lue, "piece:accepter", "piece:refuser")
    return montrer(
        "pieces/consulter.html",
        titre=rules.LIBELLES_GENRE[piece.genre],
        fil=_fil(piece),
        piece=piece,
        verbes=[v for v in PIECE.verbes(piece.etat) if f"piece:{v}" in possibles],
        lignes_piece=_dire(piece),
    )


def telecharger(lue: PieceLue) -> Reponse:
    """The file, through the same permission as the page of its document."""
    au_deposant = qui().organisation_id == lue.prestataire_id
    return telechargement_joint(lue.piece.fichier, au_deposant=au_deposant)


def accepter(lue: PieceLue) -> Reponse:
    """Find it good, for all DLA."""
    vigilance = lue.piece.genre is GenrePiece.VIGILANCE
    form = AccepterVigilanceForm() if vigilance else AccepterForm()
    return _decider(
        lue,
        "accepter",
        form,
        lambda session, acteur: operations.accepter(
            session, acteur, lue.piece, authentique=vigilance and form.authentique.data
        ),
        "Le document est accepté, pour tous les DLA.",
    )


def refuser(lue: PieceLue) -> Reponse:
    """Find it wanting, with the reason that the prestataire reads."""
    form = RefuserForm()
    return _decider(
        lue,
        "refuser",
        form,
        lambda session, acteur: operations.refuser(session, acteur, lue.piece, form.motif.data or ""),
        "Le document est refusé. Le prestataire lit votre raison.",
    )


def _decider(lue: PieceLue, verbe: str, form: Formulaire, operation: Any, succes: str) -> Reponse:
    piece = lue.piece
    retour = url_for("pieces.consulter", piece_id=piece.id)
    titre = f"{verbe.capitalize()}\u00a0: {rules.LIBELLES_GENRE[piece.genre]}"
    return acte(
        form,
        lambda: montrer(
            f"pieces/{verbe}.html",
            titre=titre,
            fil=[(piece.prestataire.nom, retour), (verbe.capitalize(), None)],
            form=form,
            piece=piece,
            retour=retour,
            lignes_piece=_dire(piece),
        ),
        operation,
        vers=retour,
        succes=succes,
    )


def _fil(piece: Piece) -> Fil:
    if qui().role is Role.PRESTATAIRE:
        return [("Mes documents", url_for("pieces.consulter_les_miennes")), ("Document", None)]
    dossier = url_for("pieces.lister", prestataire_id=piece.prestataire_id)
    if qui().role is Role.REFERENT_REGIONAL:
        return [(f"Documents de {piece.prestataire.nom}", dossier), ("Document", None)]
    return [("Documents à vérifier", url_for("pieces.lister_a_verifier")), (piece.prestataire.nom, dossier)]


def _dire(piece: Piece) -> list[tuple[str, Any]]:
    """What the document says, as terms and values; those of its kind only."""
    genre = piece.genre
    termes: list[tuple[str, Any]] = [
        ("Prestataire", piece.prestataire.nom),
        ("SIRET", piece.prestataire.siret),
    ]
    if genre is GenrePiece.RC_PRO:
        termes += [("Assureur", piece.assureur), ("Numéro du contrat", piece.numero)]
    if genre is GenrePiece.VIGILANCE:
        termes += [("Numéro", piece.numero), ("Code de sécurité", piece.code_securite)]
    return termes
