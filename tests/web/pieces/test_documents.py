import io
from datetime import timedelta

from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from dla_market.expertise.models import Aval
from dla_market.expertise.operations import retirer
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.notices.models import Message
from dla_market.pieces.models import EtatPiece, Piece
from dla_market.web.veille_pieces import veiller_pieces
from tests.pieces import feuilles

VIGILANCE = "attestation_vigilance"
CODE = "ABCDE12345FGHIJ"


def fichier(corps=None, nom="attestation.pdf"):
    return (io.BytesIO(corps or feuilles.pdf()), nom)


def saisie(**choix):
    return {
        "emise_le": clock.today().isoformat(),
        "numero": "N-1",
        "code_securite": CODE,
        "fichier": fichier(),
    } | choix


def deposer(client, genre=VIGILANCE, **choix):
    return client.envoyer(f"/mes-documents/{genre}", saisie(**choix))


def derniere(session):
    session.rollback()
    return session.scalars(select(Piece).order_by(Piece.id.desc()).limit(1)).one()


def test_deposee_verifiee_par_un_dla_lue_par_tous(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    assert deposer(client, code_securite="abcde 12345 fghij").status_code == 303
    piece = derniere(session)
    assert (piece.etat, piece.code_securite) == (EtatPiece.DEPOSEE, CODE)
    assert "À vérifier" in client.lire("/mes-documents").text
    recu = client.get(f"/documents/{piece.id}/fichier")
    assert recu.data == feuilles.pdf()
    assert recu.headers["Content-Disposition"].startswith("attachment; ")
    assert recu.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert recu.headers["X-Content-Type-Options"] == "nosniff"
    client.se_connecter(monde.acteurs["chargee"])
    assert CODE in client.lire(f"/documents/{piece.id}").text
    assert client.envoyer(f"/documents/{piece.id}/accepter").status_code == 409
    assert client.envoyer(f"/documents/{piece.id}/accepter", {"authentique": "y"}).status_code == 303
    assert derniere(session).authentique_par_id == monde.acteurs["chargee"].utilisateur_id


def test_le_reseau_voit_l_etat_et_pas_le_fichier(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    deposer(client)
    piece = derniere(session)
    fiche = f"/catalogue/{piece.prestataire_id}"
    client.se_connecter(monde.acteurs["experte"])
    assert "À vérifier" in client.lire(fiche).text
    for adresse in ("", "/fichier", "/accepter"):
        assert client.get(f"/documents/{piece.id}{adresse}").status_code == 404
    client.se_connecter(monde.acteurs["redacteur"])
    assert client.get(f"/documents/{piece.id}/fichier").status_code == 404


def test_le_rib_ne_se_montre_pas(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    assert deposer(client, "rib").status_code == 303
    piece = derniere(session)
    client.se_connecter(monde.acteurs["chargee"])
    assert client.get(f"/documents/{piece.id}/fichier").status_code == 404
    assert "RIB" not in client.lire(f"/catalogue/{piece.prestataire_id}").text
    assert "RIB" not in client.lire(f"/documents/de/{piece.prestataire_id}").text


def test_la_raison_d_un_refus_se_lit_entre_guillemets(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    deposer(client, "regularite_fiscale")
    client.se_connecter(monde.acteurs["chargee"])
    adresse = f"/documents/{derniere(session).id}/refuser"
    assert client.envoyer(adresse, {"motif": "Page illisible"}).status_code == 303
    corps = session.scalars(select(Message.corps).where(Message.objet == "Votre document est refusé")).one()
    assert "La raison\u00a0: «\u00a0Page illisible\u00a0». Déposez-en un autre." in corps


def test_ce_qui_manque_est_dit_au_champ(client, monde, session):
    client.se_connecter(monde.acteurs["prestataire"])
    assert deposer(client, code_securite="").status_code == 422
    assert deposer(client, code_securite="TROPCOURT").status_code == 409
    assert deposer(client, emise_le=(clock.today() + timedelta(days=1)).isoformat()).status_code == 409
    assert deposer(client, emise_le=(clock.today() - timedelta(days=200)).isoformat()).status_code == 409
    sans = client.envoyer(f"/mes-documents/{VIGILANCE}", saisie() | {"fichier": (io.BytesIO(), "")})
    assert "Choisissez un fichier." in sans.get_data(as_text=True)
    faux = deposer(client, fichier=fichier(b"MZ" * 50))
    assert faux.status_code == 422
    assert "n’est pas celui que dit son nom" in faux.get_data(as_text=True)
    assert client.get("/mes-documents/inconnue").status_code == 404
    session.rollback()
    assert not session.scalars(select(Piece)).all()


def test_un_envoi_trop_lourd_a_sa_page(client, monde):
    client.se_connecter(monde.acteurs["prestataire"])
    genre, corps = encode_multipart({"fichier": FileStorage(*fichier(b"%PDF-" + b"0" * (11 * 2**20)))})
    entetes = {"Content-Type": f"multipart/form-data; boundary={genre}"}
    reponse = client.post("/mes-documents/rib", data=corps, headers=entetes)
    assert reponse.status_code == 413
    assert "dépasse la taille permise" in reponse.get_data(as_text=True)
    assert client.post("/mes-documents", data=b"x" * 2**21).status_code == 413


def test_remplacee_alertee_une_fois_par_seuil(client, monde, session, app):
    client.se_connecter(monde.acteurs["prestataire"])
    for _ in range(2):
        deposer(client)
        client.se_connecter(monde.acteurs["chargee"])
        client.envoyer(f"/documents/{derniere(session).id}/accepter", {"authentique": "y"})
        client.se_connecter(monde.acteurs["prestataire"])
    session.rollback()
    assert session.scalars(select(Piece.etat).order_by(Piece.id)).all() == [
        EtatPiece.REMPLACEE,
        EtatPiece.ACCEPTEE,
    ]
    fin = derniere(session).fin
    session.rollback()
    dites = []
    while clock.today() <= fin:
        dites.append((fin - clock.today()).days if veiller_pieces() else None)
        veiller_pieces()
        clock.avancer_de(timedelta(days=1))
    assert [d for d in dites if d is not None] == [30, 15, 0]
    assert veiller_pieces() == 0
    client.se_connecter(monde.acteurs["prestataire"])
    assert "Expirée" in client.lire("/mes-documents").text


def test_l_apercu_ne_dit_que_ce_que_le_reseau_sait(client, monde):
    """The page that a DLA reads, word for word: no RIB, no aval taken back, no door of another's."""
    client.se_connecter(monde.acteurs["prestataire"])
    for genre in ("rib", VIGILANCE):
        deposer(client, genre)
    with unit_of_work() as session:
        retirer(session, monde.acteurs["coordination"], session.scalars(select(Aval)).one(), "Parti")
    apercu = client.lire("/ma-fiche/apercu").select_one(".catalogue-fiche")
    assert "RIB" not in apercu.text
    assert "Parti" not in apercu.text
    client.se_connecter(monde.acteurs["chargee"])
    lue = client.lire(f"/catalogue/{monde.fiches['Atelier des Communs']}").select_one(".catalogue-fiche")
    lue.find("a", string="Ouvrir ces documents").extract()
    assert apercu.text.split() == lue.text.split()
