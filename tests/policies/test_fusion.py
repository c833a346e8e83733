"""A stranger asks for a fiche under a firm's name; the national team merges it: no door of the firm opens."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.comptes.models import Adhesion, Role, Utilisateur
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.notices.models import Message
from tests.policies.test_matrice import client_de
from tests.support.fabriques import un_acteur

COURRIEL = "inconnu@ailleurs.example"
MOT = "une phrase assez longue"
COMPTE = {"prenom": "In", "nom": "Connu", "mot_de_passe": MOT, "confirmation": MOT}


def demander(app, nom: str) -> str:
    """The link that the public page sends to who asks for a fiche under that name."""
    app.test_client().envoyer("/proposer-vos-services", {"nom": nom, "courriel": COURRIEL})
    with app.app_context():
        messages = select(Message.lien).where(Message.adresse == COURRIEL).order_by(Message.id.desc())
        return session_courante().scalars(messages).first()


@pytest.mark.parametrize("compte", [True, False])
def test_a_stranger_under_a_firm_s_name_opens_none_of_its_doors(matrice, compte):
    """With an account made before the merger, or a link kept for after it."""
    base, monde, remettre = matrice
    remettre()
    app, valeurs = base.app, monde.arguments
    ferme = valeurs["prestataire_id"]
    with app.app_context():
        nom = session_courante().get_one(Prestataire, ferme).nom
    lien, intrus = demander(app, nom), app.test_client()
    if compte:
        assert intrus.envoyer(lien, COMPTE).status_code == 303
        assert intrus.lire("/ma-fiche")
    with app.app_context():
        ebauche = session_courante().scalars(
            select(Prestataire.id).where(
                Prestataire.nom == nom, Prestataire.etat == EtatFiche.BROUILLON
            )
        ).one()  # fmt: skip
    pilote = client_de(app, monde, "pilote")
    fusion = f"/catalogue/{ferme}/fusionner?avec={ebauche}"
    apercu = pilote.lire(fusion).text
    assert COURRIEL in apercu
    assert ("N’auront plus d’accès" in apercu) == compte
    assert pilote.envoyer(fusion).status_code == 303
    if not compte:
        assert intrus.get(lien).status_code == 404
    _donner_une_autre_maison(app, monde, intrus, compte=compte)
    for chemin in (
        f"/documents/{valeurs['piece_id']}/fichier",
        f"/documents/{valeurs['piece_id']}",
        f"/invitations/{valeurs['invitation_id']}",
        f"/commandes/{valeurs['commande_id']}",
        f"/organisations/{ferme}/membres",
        f"/organisations/{ferme}/membres/inviter",
        f"/membres/{monde.acteurs['titulaire'].adhesion_id}/retirer",
    ):
        assert intrus.get(chemin).status_code in {403, 404}, chemin
    retirer = intrus.poster(f"/membres/{monde.acteurs['titulaire'].adhesion_id}/retirer")
    assert retirer.status_code == 404
    titulaire = client_de(app, monde, "titulaire")
    assert titulaire.lire(f"/commandes/{valeurs['commande_id']}")
    assert COURRIEL not in titulaire.lire("/membres").text


def _donner_une_autre_maison(app, monde, client, *, compte: bool) -> None:
    """A membership that runs, so that a refusal is one of the object, not of a person without any."""
    with app.app_context():
        with unit_of_work() as session:
            ailleurs = session.get_one(Prestataire, monde.acteurs["autre_prestataire"].organisation_id)
            acteur = un_acteur(session, Role.PRESTATAIRE, ailleurs)
            if compte:
                personne = session.scalars(select(Utilisateur).where(Utilisateur.email == COURRIEL)).one()
                session.get_one(Adhesion, acteur.adhesion_id).utilisateur_id = personne.id
        if not compte:
            client.se_connecter(acteur)
