"""How to reach people and what a reference cost: who types it, who reads it, and nobody else (domain 7)."""

from __future__ import annotations

import pytest

from dla_market.blueprints.catalogue import export
from dla_market.catalogue import histoire, operations
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.saisies import FicheSaisie, IntervenantSaisi, ReferenceSaisie
from dla_market.comptes.models import Role
from dla_market.kernel.db import unit_of_work
from tests.support import fabriques
from tests.support.client import champs_de
from tests.web.catalogue.conftest import fiche_de

ADRESSE, CACHEE, CONTACT, MONTANT = (
    "publica@atelier.example", "cachee@atelier.example", "Mme Joignable, 04 75 00 00 01", "3\u202f860",
)  # fmt: skip


@pytest.fixture
def fiche_id(monde):
    """The fiche of « Atelier des Communs » with all of it, one of its people withholding their name."""
    ident = monde.fiches["Atelier des Communs"]
    saisie = FicheSaisie(
        intervenants=(
            IntervenantSaisi("Publica", "Directrice", "", courriel=ADRESSE),
            IntervenantSaisi("Secretus", "Consultant", "", courriel=CACHEE, accord_publication=False),
        ),
        references=(
            ReferenceSaisie("Club", 2025, None, None, 400, "", montant_centimes=386_000, contact=CONTACT),
        ),
    )
    with unit_of_work() as session:
        fiche = session.get_one(Prestataire, ident)
        operations.modifier_fiche(session, monde.acteurs["prestataire"], fiche, saisie)
    monde.reindexer()
    return ident


@pytest.mark.parametrize(
    ("lecteur", "lus"),
    [
        ("chargee", {ADRESSE, CONTACT, MONTANT}),
        ("referente", {ADRESSE, CONTACT, MONTANT}),
        ("experte", {MONTANT}),
        ("prestataire", {ADRESSE, CONTACT, MONTANT}),
    ],
)
def test_la_fiche_dit_a_chacun_ce_qu_il_peut_savoir(client, monde, fiche_id, lecteur, lus):
    client.se_connecter(monde.acteurs[lecteur])
    texte = client.lire(f"/catalogue/{fiche_id}").get_text()
    assert {mot for mot in (ADRESSE, CACHEE, CONTACT, MONTANT) if mot in texte} == lus


def test_ni_un_autre_prestataire_ni_la_recherche_ni_l_export_ne_les_disent(client, monde, fiche_id):
    client.se_connecter(monde.acteurs["redacteur"])
    assert client.get(f"/catalogue/{fiche_id}").status_code == 404
    client.se_connecter(monde.acteurs["chargee"])
    colonnes = "&".join(f"colonne={nom}" for nom in export.COLONNES)
    for adresse in (
        "?texte=Joignable",
        "?texte=publica",
        "?texte=3860",
        f"/exporter/csv?{colonnes}",
    ):
        reponse = client.get(f"/catalogue{adresse}")
        assert reponse.status_code == 200
        resultats = reponse.get_data(as_text=True)
        assert not [mot for mot in (ADRESSE, CACHEE, "Mme Joignable", MONTANT) if mot in resultats]


@pytest.mark.parametrize(
    ("lecteur", "lus"), [("referente", {ADRESSE, CONTACT}), ("pilote", set()), ("prestataire", None)]
)
def test_le_passe_de_la_fiche_en_dit_autant(monde, fiche_id, session, lecteur, lus):
    """Two readers of one history: the référent régional, who calls clients, and the national team, who does
    not. Who withholds their name is reached by nobody but their own.
    """
    with unit_of_work() as ecriture:
        pilote = fabriques.un_acteur(ecriture, Role.PILOTE, fabriques.un_pilote(ecriture))
    acteur = {**monde.acteurs, "pilote": pilote}[lecteur]
    fiche = fiche_de(session, "Atelier des Communs")
    ecarts = [
        *(ecart for moment in histoire.moments(session, acteur, fiche) for ecart in moment.ecarts),
        *histoire.depuis_la_lecture(session, acteur, fiche).ecarts,
    ]
    dits = {ecart.apres for ecart in ecarts}
    assert {mot for mot in (ADRESSE, CACHEE, CONTACT) if mot in dits} == (
        {ADRESSE, CACHEE, CONTACT} if lus is None else lus
    )
    assert "386000" in dits


def test_les_formulaires_les_gardent(client, monde, session):
    client.se_connecter(monde.acteurs["redacteur"])

    def envoyer(etape, statut, **donnees):
        formulaire = champs_de(client.lire(f"/ma-fiche/{etape}").select_one("main form"))
        assert client.post(f"/ma-fiche/{etape}", data=formulaire | donnees).status_code == statut

    envoyer("equipe", 303, **{"lignes-0-courriel": " camille@atelier.example "})
    envoyer("equipe", 422, **{"lignes-0-courriel": "pas une adresse"})
    envoyer(
        "references", 303, **{"lignes-0-montant_centimes": "3 860,50", "lignes-0-contact": "Mme Joignable"}
    )
    envoyer("references", 422, **{"lignes-0-montant_centimes": "3.860"})
    fiche = fiche_de(session, "Secret brouillon")
    assert fiche.intervenants[0].courriel == "camille@atelier.example"
    assert (fiche.references[0].montant_centimes, fiche.references[0].contact) == (386_050, "Mme Joignable")


def test_la_fiche_dit_sa_vie_en_chiffres_au_reseau_et_a_elle_meme(client, monde):
    ident = monde.fiches["Atelier des Communs"]
    for lecteur in ("chargee", "experte", "referente", "prestataire"):
        client.se_connecter(monde.acteurs[lecteur])
        texte = " ".join(
            client.lire(f"/catalogue/{ident}").select_one("[aria-labelledby=titre-chiffres]").text.split()
        )
        assert "Jamais invité" in texte
        assert "Aucune mission engagée" in texte
        assert "Taux" not in texte
