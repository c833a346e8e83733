"""The frozen shortlist as a file: what it says with and without a proposal, and nothing read as markup."""

import pytest

from dla_market.documents.preselection import MotsFiges, pdf_preselection
from tests.documents.test_pdf import exiger_accessible, lire

LE = "2026-10-15T09:00:00+00:00"
MOTS = MotsFiges(
    ["Culture, Drôme\u00a0: 2 résultats"],
    {"recherche": "Trouvé dans le catalogue"},
    {"jamais_sollicite": "Place d’un nouveau"},
)
EQUITE = {
    "invitations": 3,
    "invitations_du_dla": 1,
    "commandes": 0,
    "commandes_du_dla": 0,
    "alertes": ["plus de 15 % de l’année"],
}
RETENU = {
    "prestataire_id": 1,
    "prestataire": "Atelier des Communs",
    "origine": "recherche",
    "motif": "Connaît les salles.",
    "referencement": "Sans référencement",
    "objections": ["Aucune région ne l’a référencé."],
    "raison": "Personne d’autre au mois de mars.",
    "recherche": "/catalogue?secteur=culture",
    "par": "Camille Chargé",
    "le": LE,
}
RESULTAT = {
    "prestataire_id": 2,
    "prestataire": "Rivale",
    "rang": 1,
    "elargie": "",
    "place": "jamais_sollicite",
    "qualifie": True,
    "raisons": [["+", "Culture, niveau 3"], ["-", "Loin"], ["?", "Disponibilité"]],
    "equite": EQUITE,
}


def contenu(**change):
    return {
        "forme": 1,
        "reference": "DLA26-I2026-001",
        "cahier_empreinte": "c" * 64,
        "figee_le": LE,
        "figee_par": "Bruno Responsable",
        "role": "Responsable",
        "dla": "DLA de la Drôme",
        "retenus": [RETENU],
        "ecartes": [
            {"prestataire_id": 3, "prestataire": "Tiers", "motif": "Pas libre", "par": "Camille", "le": LE}
        ],
        "proposition": {
            "version_des_regles": "3",
            "places_vides": ["aucun prestataire avalisé"],
            "resultats": [RESULTAT],
            "recherches": [
                {"adresse": "", "mots": ["« salle »"], "requete": {}, "total": 12, "resultats": [RESULTAT]}
            ],
        },
        **change,
    }


def pdf(faits):
    return pdf_preselection(faits, "e" * 64, intitule="Rouvrir la salle", mots=MOTS)


def test_it_says_what_was_looked_for_found_kept_and_set_aside():
    lecteur, texte = lire(pdf(contenu()))
    exiger_accessible(lecteur, "Présélection figée au lancement, DLA26-I2026-001")
    for mots in (
        "Rouvrir la salle",
        "Bruno Responsable, Responsable",
        "15 octobre 2026 à 11 h 00 min 00 s",
        "version 3",
        "Connaît les salles.",
        "Sans référencement. Aucune région ne l’a référencé.",
        "Raison écrite : Personne d’autre au mois de mars.",
        "Trouvé dans le catalogue",
        "Pas libre",
        "Culture, Drôme : 2 résultats",
        "Réserve : Loin",
        "Place d’un nouveau",
        "3 invitations dont 1 du DLA, aucune commande",
        "12 résultats au lancement",
    ):
        assert mots in texte, mots
    serre = "".join(texte.split())
    assert "e" * 64 in serre
    assert "c" * 64 in serre
    assert pdf(contenu()) == pdf(contenu())


def test_without_a_proposal_it_says_so():
    vide = pdf_preselection(
        contenu(proposition=None, ecartes=[]), "e" * 64, intitule="X", mots=MotsFiges([], {}, {})
    )
    _, texte = lire(vide)
    assert "aucune proposition n’était disponible" in texte
    assert "Personne n’a été écarté." in texte
    assert "Ce qui avait été cherché" not in texte


@pytest.mark.parametrize("texte", ['#read("/etc/passwd")', "#panic()", "= Titre\n$x$ _a_ *b* <c> @d"])
def test_what_people_wrote_is_never_read_as_markup(texte):
    _, rendu = lire(pdf(contenu(retenus=[{**RETENU, "motif": texte}])))
    assert "".join(texte.split()) in "".join(rendu.split())
