"""What waits about documents: for a prestataire those missing their date, for a DLA those to verify."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.commandes.vigilance import prestataires_payes
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.pieces import queries, rules
from dla_market.pieces.models import Piece
from dla_market.web.attentes import Attente, attendre

MAXIMUM = 10
A_RENOUVELER = {
    rules.EtatMontre.BIENTOT_EXPIREE: "Renouveler",
    rules.EtatMontre.EXPIREE: "Remplacer",
    rules.EtatMontre.REFUSEE: "Déposer à nouveau",
}


def documents_a_renouveler(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a prestataire: what ends soon, has ended or was refused."""
    today = clock.today()
    versions = queries.du_prestataire(session, acteur, acteur.organisation_id)
    for genre, siennes in versions.items():
        verbe = A_RENOUVELER.get(rules.etat_du_genre(siennes, today))
        if verbe is not None and not any(
            rules.etat_montre(p, today) is rules.EtatMontre.A_VERIFIER for p in siennes
        ):
            fin = max((p.fin for p in siennes if p.fin and p.etat.value == "acceptee"), default=None)
            yield Attente(
                f"{verbe}\u00a0: {rules.LIBELLES_GENRE[genre]}",
                url_for("pieces.deposer", genre=genre.value),
                "",
                fin,
            )


def documents_a_verifier(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a DLA: what its own prestataires in mission have deposited, and nobody has verified."""
    payes = prestataires_payes(acteur)
    requete = queries.a_verifier(acteur, clock.today(), payes).where(Piece.prestataire_id.in_(payes))
    for piece in session.scalars(requete.limit(MAXIMUM)):
        yield Attente(
            f"Vérifier un document\u00a0: {piece.prestataire.nom}",
            url_for("pieces.consulter", piece_id=piece.id),
            rules.LIBELLES_GENRE[piece.genre],
        )


attendre(documents_a_renouveler, Role.PRESTATAIRE)
attendre(documents_a_verifier, Role.CHARGE_MISSION, Role.GESTIONNAIRE)
