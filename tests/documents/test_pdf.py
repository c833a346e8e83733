import io
import json
import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from dla_market.documents import pdf
from dla_market.documents.commande import nom_fichier, pdf_commande
from dla_market.documents.pdf import rendre
from dla_market.documents.proces_verbaux import pdf_choix, pdf_ouverture
from dla_market.kernel import clock

LE = "2026-10-15T09:00:00+00:00"
TETE = {
    "reference": "DLA37-I2026-001",
    "intitule": "Clarifier le projet associatif",
    "dla": "DLA 37",
    "cahier_empreinte": "c" * 64,
    "etabli_le": LE,
    "etabli_par": "Nadia Ferrand",
    "role": "Responsable",
}
OUVERTURE = {
    **TETE,
    "consultes": ["Autre Conseil", "Cabinet Loire Conseil"],
    "limite_offre": LE,
    "offres": [
        {
            "prestataire": "Cabinet Loire Conseil",
            "deposee_le": LE,
            "empreinte": "0123456789abcdef" * 4,
            "hors_delai": False,
            "lisible": True,
            "total_ttc_centimes": 3_840_00,
            "jours_centiemes": 400,
        },
        {
            "prestataire": "Autre Conseil",
            "deposee_le": LE,
            "empreinte": "e" * 64,
            "hors_delai": True,
            "lisible": False,
            "total_ttc_centimes": None,
            "jours_centiemes": None,
        },
    ],
}
CHOIX = {
    **TETE,
    "tableau": [
        {
            "prestataire": "Cabinet Loire Conseil",
            "rang": 1,
            "total": "82.5",
            "points": {"1": "24.5", "10": "8", "2": ""},
            "total_ttc_centimes": 3_840_00,
        }
    ],
    "ecartees": [{"prestataire": "Autre Conseil", "etat": "non_conforme", "motif": "Sans calendrier"}],
    "choix_structure": "Cabinet Loire Conseil",
    "choix_motif": "Une méthode claire",
    "retenue": "Cabinet Loire Conseil",
    "motif": "",
    "separation_assouplie": True,
}


def lire(octets):
    lecteur = PdfReader(io.BytesIO(octets))
    texte = " ".join(page.extract_text() for page in lecteur.pages)
    return lecteur, re.sub(r"[\s\u00a0]+", " ", texte)


def exiger_accessible(lecteur, titre):
    racine = lecteur.trailer["/Root"]
    assert racine["/Lang"] == "fr-FR"
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"]
    assert lecteur.metadata.title == titre
    xmp = racine["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def roles(lecteur):
    """The tags of the document, from its structure tree."""
    trouves, a_voir = [], [lecteur.trailer["/Root"]["/StructTreeRoot"]]
    while a_voir:
        noeud = a_voir.pop()
        noeud = noeud.get_object() if hasattr(noeud, "get_object") else noeud
        if isinstance(noeud, list):
            a_voir.extend(noeud)
        elif isinstance(noeud, dict):
            if "/S" in noeud:
                trouves.append(noeud["/S"])
            if "/K" in noeud:
                a_voir.append(noeud["/K"])
    return trouves


def test_an_order_says_what_was_signed(monde):
    commande = monde.notifiee()
    lecteur, texte = lire(pdf_commande(monde.session, commande))
    exiger_accessible(lecteur, "Commande DLA37-2026-001")
    for mots in (
        "Clarifier le projet associatif",
        "DLA DLA37, porté par Appui 37",
        "Cabinet Loire Conseil",
        "Les Jardins de la Varenne",
        "Projet de la structure",
        "4 jours",
        "Plan d’action",
        "3 200,00 €",
        "TVA à 20 % 640,00 €",
        "3 840,00 €",
        "Paul Verdier",
        "15 octobre 2026 à 11 h 00 min 00 s, heure de Paris",
        "2 novembre 2026",
    ):
        assert mots in texte
    assert commande.signatures[0].empreinte in texte.replace(" ", "")
    assert "Projet :" not in texte
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L"} <= set(roles(lecteur))
    assert nom_fichier(commande) == "commande-DLA37-2026-001.pdf"


def test_a_draft_says_that_it_is_one(monde):
    _, texte = lire(pdf_commande(monde.session, monde.etablie()))
    assert "Projet : cette commande n’engage qu’après sa notification." in texte
    assert "Personne n’a encore signé." in texte


def test_an_order_without_vat_says_why(monde):
    commande = monde.etablie()
    contenu = json.loads(commande.contenu) | {
        "tva_dix_millemes": 0,
        "tva_centimes": 0,
        "ttc_centimes": 3_200_00,
    }
    commande.contenu = json.dumps(contenu)
    with monde.session.no_autoflush:
        _, texte = lire(pdf_commande(monde.session, commande))
    assert "article 293 B" in texte


def test_the_same_order_is_the_same_bytes_whatever_the_hour(monde):
    commande = monde.signee()
    premier = pdf_commande(monde.session, commande)
    with clock.arretee_a(datetime(2031, 1, 1, tzinfo=UTC)):
        assert pdf_commande(monde.session, commande) == premier


def test_a_document_leaks_nothing_of_who_made_it_or_where(monde):
    lecteur, _ = lire(pdf_commande(monde.session, monde.signee()))
    assert lecteur.metadata.author is None
    assert set(lecteur.metadata) <= {"/Title", "/CreationDate", "/ModDate", "/Creator", "/Producer"}
    xmp = lecteur.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "/work" not in xmp
    assert "home" not in xmp


def test_the_record_of_an_opening():
    lecteur, texte = lire(pdf_ouverture(OUVERTURE, "f" * 64))
    exiger_accessible(lecteur, "Procès-verbal d’ouverture des offres, DLA37-I2026-001")
    assert "Cabinet Loire Conseil" in texte
    assert "Hors délai, reste scellée" in texte
    assert "3 840,00 €" in texte
    assert "0123456789abcdef" * 4 in texte.replace(" ", "")


def test_the_record_of_an_opening_without_offers():
    _, texte = lire(pdf_ouverture({**OUVERTURE, "offres": []}, "f" * 64))
    assert "Aucune offre n’a été déposée dans le délai." in texte


def test_the_record_of_a_choice():
    octets = pdf_choix(CHOIX, "f" * 64, criteres={"1": "Méthode, sur 30", "2": "Prix, sur 20"})
    lecteur, texte = lire(octets)
    exiger_accessible(lecteur, "Procès-verbal de sélection, DLA37-I2026-001")
    for mots in ("Méthode, sur 30 24,5", "Critère 10 8", "82,5", "Sans calendrier", "Une méthode claire"):
        assert mots in texte
    assert "La même personne a constitué la présélection" in texte
    assert texte.index("Méthode") < texte.index("Prix, sur 20") < texte.index("Critère 10")
    assert pdf_choix(CHOIX, "f" * 64) == pdf_choix(CHOIX, "f" * 64)


@pytest.mark.parametrize(
    "texte",
    [
        '#read("/etc/passwd")',
        "#panic()",
        '= Titre\n#image("http://localhost/x")',
        "\\u{41} $x$ _a_ *b* <c> @d",
    ],
)
def test_what_people_wrote_is_never_read_as_markup(texte):
    contenu = {**OUVERTURE, "consultes": [texte]}
    _, lu = lire(pdf_ouverture(contenu, "f" * 64))
    assert re.sub(r"\s+", " ", texte) in lu


def test_a_narrow_space_is_printed():
    _, texte = lire(pdf_ouverture({**OUVERTURE, "consultes": ["12\u202f345\u202f€"]}, "f" * 64))
    assert "12 345 €" in texte


def test_documents_want_their_fonts(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "POLICES", tmp_path)
    with pytest.raises(RuntimeError, match="make setup"):
        rendre("pv_ouverture", {}, titre="", cree_le=datetime(2026, 1, 1, tzinfo=UTC))
