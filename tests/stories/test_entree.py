"""How a prestataire comes in, in a browser: a DLA drafts, the mail claims, a colleague joins and sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.stories.monde import Monde
from tests.stories.promenade import Personne
from tests.support.smtp import Boite, boite_aux_lettres

pytestmark = pytest.mark.navigateur

FIRME, GERANTE, COLLEGUE = "Les Passerelles", "gerante@passerelles.example", "collegue@passerelles.example"
SECRET = "une passerelle bien gardée"
LIEN = re.compile(r"https?://[^\s]+(/rejoindre/\S+)")


@pytest.fixture
def boite(monde: Monde) -> Iterator[Boite]:
    """The mailboxes of the world: what the worker sends arrives there."""
    sorties = monde.app.extensions["outbox"]
    with boite_aux_lettres() as boite:
        sorties.config = replace(sorties.config, smtp_url=boite.url)
        yield boite


def lien_recu(boite: Boite, adresse: str) -> str:
    """The link of the last mail to an address."""
    plis = [pli for pli in boite.plis if pli.destinataires == [adresse]]
    return LIEN.search(plis[-1].courriel.get_content())[1]


def ouvrir_compte(personne: Personne, lien: str, prenom: str, nom: str) -> Personne:
    return personne.aller(lien).envoyer(
        "Créer mon compte et rejoindre", prenom=prenom, nom=nom, mot_de_passe=SECRET, confirmation=SECRET
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "sans_javascript"])
def test_from_a_draft_to_a_firm_of_two(browser, monde, boite, photos, javascript):
    gens: list[Personne] = []

    def entre(qui: str, courriel: str | None = None) -> Personne:
        personne = Personne(browser, monde, qui, javascript=javascript, courriel=courriel, secret=SECRET)
        personne.photos = photos
        gens.append(personne)
        return personne

    try:
        chargee = Personne(browser, monde, "chargee", javascript=javascript)
        gens.append(chargee)
        chargee.aller("/catalogue").suivre("Proposer un prestataire").suivre("Proposer un prestataire")
        chargee.envoyer(
            "Commencer la fiche et envoyer le lien", nom=FIRME, courriel=GERANTE, departement_code="26"
        ).lit(f"Un lien est envoyé à {GERANTE}", "Attend son prestataire")

        gerante = entre("gérante", GERANTE)
        lien = lien_recu(boite, GERANTE)
        ouvrir_compte(gerante, lien, "Maud", "Rivet")
        gerante.aller("/ma-fiche").lit("Les Passerelles", "Votre fiche est un brouillon")
        gerante.aller("/membres").suivre("Inviter une personne")
        gerante.envoyer("Envoyer le lien", courriel=COLLEGUE, role="intervenant").lit(COLLEGUE)
        chargee.aller("/catalogue/proposees").lit("Reprise, en cours de rédaction")

        collegue = entre("collègue", COLLEGUE)
        ouvrir_compte(collegue, lien_recu(boite, COLLEGUE), "Sami", "Rivet")
        collegue.aller("/membres").lit("Maud Rivet", "Sami Rivet", "Intervenant·e").suivre("La fiche")
        assert collegue.page.locator("h1").inner_text() == FIRME
        assert collegue.tient_sur_un_telephone()
        assert chargee.contexte.request.get(lien).status == 404
    finally:
        for personne in gens:
            personne.fermer()
