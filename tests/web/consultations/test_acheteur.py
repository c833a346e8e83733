"""The buyer's pages, walked without JavaScript; one gesture with it."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from dla_market.consultations.models import Consultation, EtatConsultation, Note, OffreOuverte, Question
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from tests.consultations.monde import APRES, LIMITE


def texte(page):
    return re.sub(r"\s+", " ", page.get_text())


def etat(scene):
    session = session_courante()
    session.rollback()
    return session.scalar(select(Consultation.etat).where(Consultation.id == scene.consultation_id))


def offre_de(scene, nom):
    session = session_courante()
    session.rollback()
    return next(
        o.offre_id
        for o in session.scalars(
            select(OffreOuverte).where(OffreOuverte.consultation_id == scene.consultation_id)
        )
        if o.prestataire.nom == nom
    )


def test_a_launch_says_what_it_will_do_then_does_it(scene):
    client = scene.comme(scene.monde.responsable)
    url = f"/consultations/lancer/{scene.ingenierie_id}"
    assert client.lire("/a-faire").select_one(f"a[href='{url}']") is not None
    page = texte(client.lire(url))
    for dit in ("Prestataire 1", "3 860,00 € TTC", "figés", "Moins de 3 prestataires"):
        assert dit in page.replace("\u202f", " ").replace("\xa0", " "), dit
    reponse = client.envoyer(url)
    assert reponse.status_code == 409
    assert "Donnez une raison écrite" in reponse.get_data(as_text=True)
    reponse = client.envoyer(url, {"justification": "Spécialité rare"})
    assert reponse.status_code == 303
    assert "La consultation est lancée" in texte(client.lire(reponse.location))


def test_a_launch_that_lacks_something_says_what(scene):
    from dla_market.consultations import operations, queries
    from dla_market.kernel.db import unit_of_work

    with unit_of_work() as session:
        for ligne in queries.selection_de(session, scene.monde.charge, scene.ingenierie_id):
            operations.retirer_selection(session, scene.monde.charge, ligne)
    page = scene.comme(scene.monde.responsable).lire(f"/consultations/lancer/{scene.ingenierie_id}")
    assert "Aucun prestataire" in texte(page)
    assert page.select_one("main form") is None


def test_the_page_before_the_deadline_never_speaks_of_offers(scene):
    for acteur in (scene.monde.charge, scene.monde.responsable, scene.monde.referent, scene.monde.asso[0]):
        client = scene.comme(acteur)
        avant = client.lire(scene.url)
        liste = client.lire("/consultations/")
        maison = client.lire("/a-faire")
        scene.deposer(300_000, 250_000)
        for ancienne, url in ((avant, scene.url), (liste, "/consultations/"), (maison, "/a-faire")):
            assert sans_jeton(ancienne) == sans_jeton(client.lire(url)), (acteur.role, url)


def sans_jeton(page):
    for champ in page.select("input[name=csrf_token], input[name=cle]"):
        champ["value"] = ""
    return str(page)


def test_questions_are_answered_to_all(scene):
    scene.comme(scene.monde.candidats[0]).envoyer(
        scene.invitation_url(), {"texte": "Combien de salariés ?"}, formulaire="#questions form"
    )
    client = scene.comme(scene.monde.charge)
    reponse = client.envoyer(scene.url, {"reponse": "Douze."}, formulaire="#questions form")
    assert reponse.status_code == 303
    for rang in range(3):
        page = texte(scene.comme(scene.monde.candidats[rang]).lire(scene.invitation_url(rang)))
        assert "Combien de salariés" in page
        assert "Douze." in page
        assert ("la vôtre" in page) is (rang == 0)
        assert "Prestataire 1" not in page.replace("Prestataire 1", "", 1) or rang == 0


def test_an_empty_answer_is_refused_beside_its_question(scene):
    scene.comme(scene.monde.candidats[0]).envoyer(
        scene.invitation_url(), {"texte": "Combien ?"}, formulaire="#questions form"
    )
    session = session_courante()
    question = session.scalar(select(Question.id))
    session.rollback()
    client = scene.comme(scene.monde.charge)
    assert client.poster(f"{scene.url}/questions/{question}/repondre", {"reponse": ""}).status_code == 422


def test_the_deadline_moves_away_for_all(scene):
    client = scene.comme(scene.monde.responsable)
    url = f"{scene.url}/prolonger"
    assert client.envoyer(url, {"limite_offre": "2026-03-19T17:00", "motif": "Trop court"}).status_code == 409
    assert client.envoyer(url, {"limite_offre": "2026-03-29T02:30", "motif": "Trop court"}).status_code == 422
    assert client.envoyer(url, {"limite_offre": "2026-03-27T17:00", "motif": "Trop court"}).status_code == 303
    for acteur, page in (
        (scene.monde.charge, scene.url),
        (scene.monde.candidats[0], scene.invitation_url()),
        (scene.monde.candidats[0], f"{scene.invitation_url()}/offre"),
    ):
        assert "27 mars 2026 à 17 h 00" in texte(scene.comme(acteur).lire(page)).replace("\xa0", " ")


def test_opening_shows_a_summary_then_the_record(scene):
    scene.deposer(300_000, 250_000)
    client = scene.comme(scene.monde.charge)
    page = client.lire(f"{scene.url}/ouvrir")
    assert page.select_one("main form") is None
    assert client.poster(f"{scene.url}/ouvrir").status_code == 409
    clock.avancer_de(APRES - clock.now())
    assert "Ouvrir les offres" in texte(client.lire("/a-faire"))
    reponse = client.envoyer(f"{scene.url}/ouvrir")
    assert reponse.status_code == 303
    pv = texte(client.lire(reponse.location))
    assert "Prestataire 1" in pv
    assert "ouverte, conforme à son empreinte" in pv
    assert "3 600,00" not in pv.replace("\u202f", " ")  # prices only after the declaration
    assert etat(scene) is EtatConsultation.DEPOUILLEE


def test_nobody_reads_before_declaring(scene):
    scene.deposer(300_000)
    clock.avancer_de(APRES - clock.now())
    scene.comme(scene.monde.charge).envoyer(f"{scene.url}/ouvrir")
    client = scene.comme(scene.monde.asso[0])
    reponse = client.get(f"{scene.url}/offres")
    assert (reponse.status_code, reponse.location) == (303, f"{scene.url}/declarer-interet")
    assert client.envoyer(f"{scene.url}/declarer-interet", {"sans_lien": "non"}).status_code == 409
    reponse = client.envoyer(f"{scene.url}/declarer-interet", {"sans_lien": "oui"})
    assert "Trois étapes." in texte(client.lire(reponse.location))


def test_scoring_works_with_a_button_and_with_htmx(scene):
    scene.deposer(300_000, 250_000)
    scene.ouvrir()
    client = scene.comme(scene.monde.asso[0])
    url = f"{scene.url}/offres"
    reponse = client.envoyer(url, {"note": "4", "commentaire": "Clair"}, formulaire="#notes form")
    assert (reponse.status_code, reponse.location) == (303, f"{url}#notes")
    note = f"{scene.url}/offres/{offre_de(scene, 'Prestataire 2')}/noter"
    entetes = {"HX-Request": "true", "HX-Target": "notes"}
    reponse = client.poster(note, {"critere_ordre": "2", "note": "5"}, headers=entetes)
    assert reponse.status_code == 200
    fragment = reponse.get_data(as_text=True)
    assert fragment.lstrip().startswith('<section class="carte" id="notes"')
    assert "30,00\xa0points" in fragment
    entiere = client.lire(url)
    assert entiere.select_one("#notes").get_text() in BeautifulSoup(fragment, "html.parser").get_text() + "\n"
    assert client.poster(note, {"critere_ordre": "2", "note": ""}, headers=entetes).status_code == 422
    assert client.poster(note, {"critere_ordre": "4", "note": "5"}, headers=entetes).status_code == 409
    session = session_courante()
    assert sorted(session.scalars(select(Note.note))) == [4, 5]


def test_from_the_choice_to_the_award(scene):
    scene.deposer(300_000, 250_000)
    scene.ouvrir()
    client = scene.comme(scene.monde.asso[0])
    assert "Il manque des notes" in texte(client.lire(f"{scene.url}/choisir"))
    scene.noter()
    premiere, seconde = offre_de(scene, "Prestataire 1"), offre_de(scene, "Prestataire 2")
    assert client.envoyer(f"{scene.url}/choisir", {"offre_id": premiere}).status_code == 409
    assert client.envoyer(f"{scene.url}/choisir", {"offre_id": "autre"}).status_code == 422
    reponse = client.envoyer(f"{scene.url}/choisir", {"offre_id": premiere, "motif": "Proche de nous"})
    assert reponse.status_code == 303
    client = scene.comme(scene.monde.responsable)
    assert "Attribuer la consultation" in texte(client.lire("/a-faire"))
    page = client.lire(f"{scene.url}/attribuer")
    assert page.select_one("input[name=offre_id][checked]")["value"] == premiere
    assert client.envoyer(f"{scene.url}/attribuer", {"offre_id": seconde}).status_code == 409
    assert client.envoyer(f"{scene.url}/attribuer").status_code == 303
    assert etat(scene) is EtatConsultation.ATTRIBUEE
    assert "Attribuée à" in texte(client.lire(scene.url))
    assert "Classement" in texte(client.lire(f"{scene.url}/proces-verbal"))
    gagnant = texte(scene.comme(scene.monde.candidats[0]).lire(scene.invitation_url(0)))
    perdant = texte(scene.comme(scene.monde.candidats[1]).lire(scene.invitation_url(1)))
    absent = texte(scene.comme(scene.monde.candidats[2]).lire(scene.invitation_url(2)))
    assert "Votre offre est retenue" in gagnant
    assert "Votre offre n’a pas été retenue" in perdant
    assert "Rang de votre offre : 1" in perdant
    assert "Aucune offre de votre part" in absent
    for page in (gagnant, perdant, absent):
        assert sum(f"Prestataire {n}" in page for n in (1, 2, 3)) <= 1  # one's own name, in the banner


def test_an_offer_is_set_aside_and_the_consultation_ends_with_nothing(scene):
    scene.deposer(300_000)
    scene.ouvrir()
    client = scene.comme(scene.monde.charge)
    offre = offre_de(scene, "Prestataire 1")
    reponse = client.envoyer(f"{scene.url}/offres/{offre}/ecarter", {"motif": "Hors sujet"})
    assert "Hors sujet" in texte(client.lire(reponse.location))
    client = scene.comme(scene.monde.responsable)
    url = f"{scene.url}/declarer-infructueuse"
    assert client.envoyer(url).status_code == 422
    assert client.envoyer(url, {"motif_code": "infructueux.aucune_conforme"}).status_code == 303
    assert etat(scene) is EtatConsultation.INFRUCTUEUSE


def test_sans_suite_tells_the_invited(scene):
    client = scene.comme(scene.monde.responsable)
    reponse = client.envoyer(
        f"{scene.url}/classer-sans-suite", {"motif_code": "sans_suite.besoin_disparu", "precision": "Fusion"}
    )
    assert reponse.status_code == 303
    page = texte(scene.comme(scene.monde.candidats[0]).lire(scene.invitation_url()))
    assert "Le besoin a disparu" in page
    assert "Fusion" in page


def test_late_offers_are_named_and_kept_sealed(scene):
    scene.deposer(300_000)
    clock.avancer_de(LIMITE + timedelta(minutes=1) - clock.now())
    from dla_market.kernel.db import unit_of_work
    from tests.consultations.monde import deposer

    with unit_of_work() as session:
        consultation = session.get_one(Consultation, scene.consultation_id)
        deposer(session, scene.coffre, consultation, scene.monde.candidats[1])
    client = scene.comme(scene.monde.charge)
    assert "hors délai" not in texte(client.lire(scene.url))
    scene.ouvrir()
    assert "Offres arrivées hors délai" in texte(client.lire(scene.url))
    pv = texte(client.lire(f"{scene.url}/proces-verbal"))
    assert "hors délai, conservée scellée" in pv
    assert "Dépôts reçus par la plateforme : 2" in pv
    assert "2026-03-20T16:01:00.000000+00:00" in pv


@pytest.mark.parametrize(
    ("qui", "statuts"),
    [
        ("autre_charge", {"": 404, "/offres": 404, "/lancer": 404}),
        ("gestionnaire", {"": 404, "/offres": 404, "/lancer": 403}),
        ("referent", {"": 200, "/offres": 403, "/lancer": 403}),
        ("charge", {"": 200, "/offres": 200, "/lancer": 403}),
    ],
)
def test_who_may_enter(scene, qui, statuts):
    scene.deposer(300_000)
    scene.ouvrir()
    client = scene.comme(getattr(scene.monde, qui))
    for suite, statut in statuts.items():
        url = f"/consultations/lancer/{scene.ingenierie_id}" if suite == "/lancer" else scene.url + suite
        assert client.get(url).status_code == statut, suite
    client = scene.comme(scene.monde.candidats[0])
    assert client.get(scene.url).status_code == 404


def test_a_page_asks_the_database_little(scene, app):
    from sqlalchemy import event

    from dla_market.kernel.db import db

    scene.deposer(300_000, 250_000, 200_000)
    scene.ouvrir()
    client = scene.comme(scene.monde.charge)
    ordres = []

    def noter(*details):
        ordres.append(details[2])

    event.listen(db.engine, "before_cursor_execute", noter)
    for url, plafond in ((scene.url, 16), ("/consultations/", 8)):
        ordres.clear()
        client.lire(url)
        requetes = [o for o in ordres if o.startswith("SELECT")]
        assert len(requetes) <= plafond, "\n".join(requetes)
    event.remove(db.engine, "before_cursor_execute", noter)


def test_a_shortlist_is_filled_from_the_catalogue_with_a_reason_each(scene):
    client = scene.comme(scene.monde.charge)
    url = f"/consultations/selection/{scene.ingenierie_id}"
    assert "Prestataire 2" in texte(client.lire(url))
    troisieme = scene.monde.candidats[2].organisation_id
    reponse = client.poster(f"{url}/ajouter", {"prestataire_id": troisieme, "motif": ""})
    assert reponse.status_code == 422
    reponse = client.poster(
        f"{url}/ajouter",
        {"prestataire_id": troisieme, "motif": "Deux références", "recherche": "/catalogue?q=culture"},
    )
    assert reponse.location == f"/catalogue?q=culture&ingenierie={scene.ingenierie_id}"
    reponse = client.poster(
        f"{url}/ajouter", {"prestataire_id": troisieme, "motif": "Mieux", "recherche": "//mal.example"}
    )
    assert reponse.location == url
    page = client.lire(url)
    assert "Mieux" in texte(page)
    assert client.poster(f"{url}/ajouter", {"prestataire_id": 0, "motif": "x"}).status_code == 409
    retirer = page.select("form[action*=retirer]")[-1]["action"]
    assert client.poster(retirer).location == url
    assert "Prestataire 3" not in texte(client.lire(url))
    assert scene.comme(scene.monde.responsable).poster(f"{url}/ajouter", {}).status_code == 403
    assert scene.comme(scene.monde.autre_charge).get(url).status_code == 404
    assert scene.comme(scene.monde.asso[0]).get(url).status_code == 403
