"""The prestataire's documents around an order: the RIB for who pays, the vigilance before signing (R32)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from dla_market.catalogue.models import Prestataire
from dla_market.commandes import operations, vigilance
from dla_market.commandes.models import EtatCommande
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.kernel.journal import SYSTEME
from dla_market.pieces import operations as pieces
from dla_market.pieces import queries
from dla_market.pieces.models import GenrePiece, Piece
from dla_market.pieces.rules import Saisie
from dla_market.referentiel import reglages


def deposer(monde, genre, rang=1):
    prestataire = monde.session.get_one(Prestataire, monde.prestataire.organisation_id)
    return monde.faire(
        pieces.deposer,
        monde.prestataire,
        prestataire,
        genre,
        Saisie(clock.today(), code_securite="ABCDE12345FGHIJ"),
        FichierRecu(f"{rang:032x}", "a.pdf", Genre.PDF, 10, "0" * 64),
        avec_antivirus=False,
    )


def regler(monde, code, valeur):
    connu, today = reglages.CONNUS[code], clock.today()
    monde.faire(
        lambda session, _acteur: reglages.poser(
            session, SYSTEME, connu, valeur=valeur, valide_du=today, motif="Essai"
        ),
        monde.charge,
    )


def ouvre(monde, nom, piece):
    acteur = getattr(monde, nom)
    payes = vigilance.prestataires_payes(acteur)
    return queries.charger(monde.session, acteur, piece.id, payes) is not None


def test_the_rib_is_for_who_pays(monde):
    rib = deposer(monde, GenrePiece.RIB)
    lecteurs = (
        "gestionnaire",
        "responsable",
        "charge",
        "autre_dla",
        "autre_prestataire",
        "structure",
        "regional",
    )
    assert [nom for nom in lecteurs if ouvre(monde, nom, rib)] == []
    commande = monde.notifiee()
    assert [nom for nom in lecteurs if ouvre(monde, nom, rib)] == ["gestionnaire", "responsable"]
    assert vigilance.payeurs(monde.session, commande.prestataire_id) == {commande.dla_id}
    monde.faire(lambda _session, _acteur: setattr(commande, "etat", EtatCommande.SOLDEE), monde.charge)
    assert [nom for nom in (*lecteurs, "prestataire") if ouvre(monde, nom, rib)] == ["prestataire"]


def test_a_missing_vigilance_is_said_from_the_threshold(monde):
    commande = monde.etablie()
    total = vigilance.ht_de_l_annee(monde.session, commande)
    assert total == commande.ht_centimes
    regler(monde, "vigilance_seuil_euros", total // 100 + 1)
    assert vigilance.manque_vigilance(monde.session, commande) is None
    regler(monde, "vigilance_seuil_euros", total // 100)
    assert "est absente" in vigilance.manque_vigilance(monde.session, commande)
    piece = deposer(monde, GenrePiece.VIGILANCE)
    assert "personne ne l’a encore vérifiée" in vigilance.manque_vigilance(monde.session, commande)
    monde.faire(pieces.accepter, monde.charge, monde.session.get_one(Piece, piece.id), authentique=True)
    assert vigilance.manque_vigilance(monde.session, commande) is None


def test_it_warns_or_it_blocks_the_signature_of_the_dla(monde):
    commande = monde.etablie()
    regler(monde, "vigilance_seuil_euros", 1)
    regler(monde, "vigilance_bloque", 1)
    with pytest.raises(RefusMetier, match="attestation de vigilance"):
        monde.faire(operations.signer, monde.responsable, commande)
    regler(monde, "vigilance_bloque", 0)
    monde.faire(operations.signer, monde.responsable, commande)
    assert monde.session.scalars(select(Piece)).all() == []
