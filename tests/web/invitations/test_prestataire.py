"""The provider's pages: answer, draft, deposit, receipt, withdrawal, lateness."""

import io
import re
from datetime import timedelta

from bs4 import BeautifulSoup
from sqlalchemy import select

from dla_market.consultations import operations, rules
from dla_market.consultations.models import EtatOffre, Invitation, Offre
from dla_market.ingenieries import operations_ressources as jonction
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.kernel.idempotence import CleIdempotence
from dla_market.ressources import operations as ressources
from dla_market.ressources.models import NatureRessource
from dla_market.ressources.operations import Depot
from dla_market.ressources.rules import Contenu
from tests.consultations.monde import APRES, LIMITE, invitation_de
from tests.pieces import feuilles
from tests.support.client import champs_de

SAISIE = {
    "comprehension": "Nous avons compris.",
    "methode": "Trois étapes :\n- une\n- deux",
    "calendrier": "De mars à juin",
    "intervenants": "Une consultante",
    "references": "",
    "jours_centiemes": "4,5",
    "total_ht_centimes": "3 200,50",
    "tva_dix_millemes": "2000",
}
FORMULAIRE = "form:has(textarea[name=comprehension])"


def texte(page):
    return re.sub(r"\s+", " ", page.get_text())


def valeurs(requete):
    session = session_courante()
    session.rollback()
    trouvees = session.scalars(requete).all()
    session.rollback()
    return trouvees


def deposer(client, url, **autres):
    """From the form to the receipt, through the summary, as a browser without JavaScript."""
    resume = client.envoyer(f"{url}/offre", SAISIE | autres, formulaire=FORMULAIRE)
    assert resume.status_code == 200, resume.get_data(as_text=True)
    form = BeautifulSoup(resume.data, "html5lib").select_one("main form")
    return client.post(form["action"], data=champs_de(form))


def test_the_list_and_the_page_say_what_is_asked_and_until_when(scene):
    client = scene.comme(scene.monde.candidats[0])
    liste = client.lire("/invitations/")
    assert liste.select_one("time[data-echeance]") is not None
    assert "Répondre à une consultation" in texte(client.lire("/a-faire"))
    page = texte(client.lire(scene.invitation_url()))
    for dit in ("Une salle de spectacle.", "Méthode et calendrier, 30 points sur 100", "20 mars 2026"):
        assert dit in page.replace("\xa0", " "), dit
    assert "Prestataire 2" not in page


def test_an_invitation_is_answered_and_its_reason_asked(scene):
    client, url = scene.comme(scene.monde.candidats[0]), scene.invitation_url()
    assert client.envoyer(url, {"verbe": "decliner"}, formulaire="#reponse form").status_code == 409
    reponse = client.envoyer(
        url,
        {"verbe": "decliner", "motif_code": "declin.distance", "precision": "À 600 km"},
        formulaire="#reponse form",
    )
    assert reponse.status_code == 303
    vue = texte(scene.comme(scene.monde.charge).lire(scene.url))
    assert "Trop loin : À 600 km" in vue
    client = scene.comme(scene.monde.candidats[0])
    assert client.lire(url).select_one("input[value=decliner][checked]") is not None
    assert client.envoyer(url, {"verbe": "annoncer"}, formulaire="#reponse form").status_code == 303


def test_a_draft_is_kept_sealed_and_comes_back(scene):
    client, url = scene.comme(scene.monde.candidats[0]), f"{scene.invitation_url()}/offre"
    page = client.lire(url)
    assert f"{rules.TEXTE_MAX // 1000}\u202f000 caractères" in page.get_text()
    form = page.select_one(FORMULAIRE)
    brouillon = form.select_one("button[formaction]")["formaction"]
    envoi = champs_de(form) | {"methode": "À finir", "total_ht_centimes": ""}
    assert client.post(brouillon, data=envoi).status_code == 303
    assert client.lire(url).select_one("#methode").text.strip() == "À finir"
    assert valeurs(select(Offre.etat)) == [EtatOffre.BROUILLON]
    assert "en brouillon" in texte(client.lire("/a-faire"))
    assert client.post(brouillon, data=envoi | {"total_ht_centimes": "1.234"}).status_code == 422


def test_a_deposit_is_summed_up_then_receipted(scene):
    client, url = scene.comme(scene.monde.candidats[0]), scene.invitation_url()
    manquante = client.envoyer(f"{url}/offre", SAISIE | {"calendrier": " "}, formulaire=FORMULAIRE)
    assert manquante.status_code == 422
    assert "Proposez un calendrier" in manquante.get_data(as_text=True)
    resume = client.envoyer(f"{url}/offre", SAISIE, formulaire=FORMULAIRE)
    assert "3\u202f840,60\xa0€" in resume.get_data(as_text=True)
    assert valeurs(select(Offre.id)) == []
    reponse = deposer(client, url)
    assert reponse.status_code == 303
    page = client.lire(reponse.location)
    assert "Votre offre est déposée" in texte(page)
    empreinte = valeurs(select(Offre.empreinte))[0]
    assert empreinte in page.select_one("#accuse").text
    assert "- deux" in page.select_one("#methode").text
    assert empreinte in texte(client.lire("/messages"))
    assert "Répondre à une consultation" not in texte(client.lire("/a-faire"))


def test_one_can_go_back_from_the_summary_with_everything_kept(scene):
    client, url = scene.comme(scene.monde.candidats[0]), scene.invitation_url()
    resume = client.envoyer(f"{url}/offre", SAISIE, formulaire=FORMULAIRE)
    form = BeautifulSoup(resume.data, "html5lib").select_one("main form")
    reponse = client.post(form["action"], data=champs_de(form) | {"corriger": "1"})
    page = BeautifulSoup(reponse.data, "html5lib")
    assert page.select_one("#methode").text.strip() == SAISIE["methode"]
    assert page.select_one("input[name=confirme]")["value"] == ""
    assert valeurs(select(Offre.id)) == []


def test_the_same_summary_sent_twice_deposits_once_and_another_text_is_refused(scene):
    client, url = scene.comme(scene.monde.candidats[0]), scene.invitation_url()
    resume = client.envoyer(f"{url}/offre", SAISIE, formulaire=FORMULAIRE)
    form = BeautifulSoup(resume.data, "html5lib").select_one("main form")
    envoi = champs_de(form)
    premiere, seconde = (client.post(form["action"], data=envoi) for _ in range(2))
    assert premiere.location == seconde.location
    assert valeurs(select(Offre.revision)) == [1]
    assert client.post(form["action"], data=envoi | {"methode": "Autre"}).status_code == 409
    assert "3200" not in "".join(valeurs(select(CleIdempotence.contenu)))


def test_an_offer_is_replaced_then_withdrawn(scene):
    client, url = scene.comme(scene.monde.candidats[0]), scene.invitation_url()
    deposer(client, url)
    page = client.lire(f"{url}/offre")
    assert page.select_one("button[formaction]") is None
    deposer(client, url, total_ht_centimes="2 900")
    assert valeurs(select(Offre.revision)) == [2]
    assert "3\u202f480,00\xa0€" in client.lire(f"{url}/offre").get_text()
    reponse = client.envoyer(f"{url}/offre/retirer")
    assert "Votre offre est retirée" in texte(client.lire(reponse.location))
    assert valeurs(select(Offre.etat)) == [EtatOffre.RETIREE]


def test_after_the_deadline_an_offer_is_kept_flagged_and_said_so(scene):
    client, url = scene.comme(scene.monde.candidats[0]), scene.invitation_url()
    clock.avancer_de(LIMITE + timedelta(microseconds=1) - clock.now())
    assert "hors délai" in texte(client.lire(f"{url}/offre"))
    page = texte(client.lire(deposer(client, url).location))
    assert "arrivée hors délai" in page
    assert valeurs(select(Offre.hors_delai)) == [True]
    assert client.envoyer(f"{url}/offre/retirer").status_code == 409
    assert "Votre offre est arrivée hors délai" in texte(client.lire("/messages"))


def test_at_the_deadline_itself_it_is_in_time(scene):
    client, url = scene.comme(scene.monde.candidats[0]), scene.invitation_url()
    clock.avancer_de(LIMITE - clock.now())
    deposer(client, url)
    assert valeurs(select(Offre.hors_delai)) == [False]


def test_once_deposited_in_time_a_late_visit_only_reads(scene):
    client, url = scene.comme(scene.monde.candidats[0]), scene.invitation_url()
    deposer(client, url)
    clock.avancer_de(APRES - clock.now())
    page = client.lire(f"{url}/offre")
    assert page.select_one(FORMULAIRE) is None
    assert "Trois étapes" in texte(page)


def test_nobody_else_enters(scene):
    url = scene.invitation_url(0)
    deposer(scene.comme(scene.monde.candidats[0]), url)
    for acteur in (
        scene.monde.candidats[1],
        scene.monde.candidats[3],
        scene.monde.charge,
        scene.monde.asso[0],
    ):
        client = scene.comme(acteur)
        for suite in ("", "/offre", "/offre/retirer"):
            assert client.get(url + suite).status_code in (403, 404)
        assert client.poster(f"{url}/offre/deposer", SAISIE).status_code in (403, 404)
    assert valeurs(select(Invitation.etat).where(Invitation.repondue_le.is_not(None))) == []


def test_the_files_that_the_cahier_came_with_are_for_the_invited_alone(scene, app):
    corps = feuilles.ods()
    with unit_of_work() as session:
        monde = scene.monde
        cle, octets, empreinte = app.extensions["reserve"].recevoir(io.BytesIO(corps), 10_000)
        depot = Depot(FichierRecu(cle, "trame.ods", Genre.ODS, octets, empreinte))
        trame = ressources.creer(session, monde.referent, NatureRessource.GUIDE, Contenu("Trame", "R"), depot)
        ressources.publier(session, monde.referent, trame)
        ingenierie = session.get_one(Ingenierie, scene.ingenierie_id)
        jonction.joindre_ressource(session, monde.charge, ingenierie, trame)
        consultation = operations.lancer(
            session, monde.responsable, scene.coffre, ingenierie, justification="Deux suffisent."
        )
        suite = f"ressources/{trame.courante.id}/fichier"
        ou = f"/invitations/{invitation_de(consultation, monde.candidats[0]).id}"
        chez_le_dla = f"/consultations/{consultation.id}"
    client = scene.comme(scene.monde.candidats[0])
    lien = client.lire(ou).find("a", string="Télécharger trame.ods")
    assert lien["href"] == f"{ou}/{suite}"
    reponse = client.get(lien["href"])
    assert reponse.data == corps
    assert reponse.headers["Content-Disposition"].startswith("attachment;")
    assert client.get(f"{ou}/ressources/9999/fichier").status_code == 404
    assert client.get(f"{scene.invitation_url()}/{suite}").status_code == 404, "not of this cahier"
    client = scene.comme(scene.monde.candidats[2])
    assert client.get(lien["href"]).status_code == 404, "not invited"
    client = scene.comme(scene.monde.asso[0])
    lien = client.lire(chez_le_dla).find("a", string="Télécharger trame.ods")
    assert client.get(lien["href"]).data == corps
