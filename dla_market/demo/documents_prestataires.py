"""The documents of the demo's prestataires: one ends soon, one waits, one was refused, the rest hold."""

from __future__ import annotations

import io
from datetime import date, timedelta

from dla_market.demo.lots import instant
from dla_market.demo.scene import Histoire, Scene
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.pieces import operations
from dla_market.pieces.models import GenrePiece, Piece
from dla_market.pieces.rules import LIBELLES_GENRE, OCTETS_MAX, Saisie

CODE = "DEMO2026EXEMPLE"
G = GenrePiece

DEPOTS = (
    ("prestataire1", G.VIGILANCE, 168, "accepter"),
    ("prestataire1", G.RC_PRO, 90, "accepter"),
    ("prestataire1", G.RIB, 90, "accepter"),
    ("prestataire1", G.IDENTITE, 20, "accepter"),
    ("prestataire2", G.RC_PRO, 60, "accepter"),
    ("prestataire2", G.VIGILANCE, 2, ""),
    ("prestataire3", G.VIGILANCE, 9, "refuser"),
    ("prestataire3", G.FISCALE, 40, "accepter"),
)
"""Whose, which, deposited how many days ago, and the verdict of the DLA, none for one that waits."""


def histoires_documents(scene: Scene, aujourd_hui: date) -> list[Histoire]:
    """A story a document: deposited, then verified two days later."""
    return [_deposer_et_verifier(scene, aujourd_hui, *depot) for depot in DEPOTS]


def _deposer_et_verifier(
    scene: Scene, aujourd_hui: date, place: str, genre: GenrePiece, jours: int, verdict: str
) -> Histoire:
    depose = aujourd_hui - timedelta(days=jours)
    yield instant(depose, 9)
    piece = _deposer(scene, place, genre, depose)
    if not verdict:
        return
    yield instant(depose + timedelta(days=2), 11)
    verificateur = scene.acteur("dla", "gestionnaire" if genre is G.RIB else "charge_mission")
    if verdict == "refuser":
        motif = "Le code de sécurité n’est pas lisible : déposez le PDF d’origine, sans le scanner."
        operations.refuser(scene.session, verificateur, piece, motif)
    else:
        operations.accepter(scene.session, verificateur, piece, authentique=True)


def _deposer(scene: Scene, place: str, genre: GenrePiece, jour: date) -> Piece:
    prestataire = scene.prestataire(place)
    assurance = genre is G.RC_PRO
    corps = feuille(f"{LIBELLES_GENRE[genre].partition(' (')[0]}, {prestataire.nom}")
    cle, octets, empreinte = scene.reserve.recevoir(io.BytesIO(corps), OCTETS_MAX)
    return operations.deposer(
        scene.session,
        scene.acteur(place, "prestataire"),
        prestataire,
        genre,
        Saisie(
            emise_le=jour,
            fin=date(jour.year + 1, 12, 31) if assurance else None,
            numero="RC-2026-0417" if assurance else "",
            code_securite=CODE if genre is G.VIGILANCE else "",
            assureur="Mutuelle des conseils (fictive)" if assurance else "",
            montant_centimes=150_000_000 if assurance else None,
        ),
        FichierRecu(cle, f"{genre.value.replace('_', '-')}.pdf", Genre.PDF, octets, empreinte),
        avec_antivirus=False,
    )


def feuille(texte: str) -> bytes:
    """One page of PDF that says what it stands for, and that it is worth nothing."""
    lignes = (texte, "Document de démonstration, sans valeur.")
    dessin = b"BT /F 14 Tf 60 760 Td 22 TL " + b"".join(
        b"(" + ligne.encode("cp1252", "replace").translate(None, b"()\\") + b") Tj T* " for ligne in lignes
    )
    flux = dessin + b"ET"
    objets = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(flux), flux),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    corps, places = b"%PDF-1.4\n", []
    for rang, objet in enumerate(objets, 1):
        places.append(len(corps))
        corps += b"%d 0 obj\n%s\nendobj\n" % (rang, objet)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    compte = len(objets) + 1
    return (
        corps
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            compte,
            table,
            compte,
            len(corps),
        )
    )
