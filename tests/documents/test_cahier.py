"""The cahier des charges as a file: what it says, its ressources, and nothing read as markup."""

from datetime import UTC, date, datetime

import pytest

from dla_market.consultations.cahier import CahierFige, RessourceFigee
from dla_market.consultations.rules import CritereFige
from dla_market.documents.cahier import pdf_cahier
from tests.documents.test_pdf import exiger_accessible, lire

LIMITE = datetime(2026, 12, 2, 16, 0, tzinfo=UTC)


def fige(contexte="Un loyer.\nDeux clients.", lien="https://www.exemple.fr/guide", **change):
    guide = RessourceFigee(
        "Tenir ses comptes", "Centre Culture", 2, "Pour commencer.", "Un tableau.\n\nSuffit.", lien
    )
    return CahierFige(
        **{
            "reference": "DLA26-I2026-001",
            "intitule": "Tenir",
            "type": "individuelle",
            "secteur": "Culture",
            "structures": ("Compagnie des Vents",),
            "prestations": (("Gestion financière", 400),),
            "contexte": contexte,
            "objectifs": "Équilibrer.",
            "resultats_attendus": "",
            "livrables": "Une note.",
            "modalites": "",
            "jours_centiemes": 400,
            "plafond_ttc_centimes": 440_000,
            "debut_souhaite": date(2027, 1, 4).isoformat(),
            "fin_souhaitee": "",
            "criteres": (
                CritereFige(1, "Méthode", "Claire.", 80, False),
                CritereFige(2, "Prix", "", 20, True),
            ),
            "ressources": (guide,),
            **change,
        }
    )


def pdf(cahier):
    return pdf_cahier(
        cahier,
        dla="DLA de la Drôme",
        lancee_le=LIMITE,
        limite_intention=LIMITE,
        limite_offre=LIMITE,
        empreinte="e" * 64,
    )


def test_it_says_what_was_frozen_and_lists_its_ressources():
    lecteur, texte = lire(pdf(fige()))
    exiger_accessible(lecteur, "Cahier des charges, DLA26-I2026-001")
    for mots in (
        "Compagnie des Vents",
        "4 400,00 € TTC",
        "Un loyer. Deux clients.",
        "Ressources jointes",
        "Tenir ses comptes",
        "Centre Culture",
        "Suffit.",
        "https://www.exemple.fr/guide",
        "2 décembre 2026",
    ):
        assert mots in texte
    assert "Modalités" not in texte
    assert pdf(fige()) == pdf(fige())


def test_it_names_the_file_of_a_ressource_with_its_fingerprint():
    avec = RessourceFigee("Trame", "Centre", 1, "R", "", "", 7, "trame d’étude.ods", "ab" * 32)
    _, texte = lire(pdf(fige(ressources=(avec,))))
    assert "Fichier joint : trame d’étude.ods" in texte
    assert "ab" * 32 in "".join(texte.split())


def test_without_ressources_it_says_nothing_of_them():
    _, texte = lire(pdf(fige(ressources=())))
    assert "Ressources" not in texte


@pytest.mark.parametrize("texte", ['#read("/etc/passwd")', "#panic()", "= Titre\n$x$ _a_ *b* <c> @d"])
def test_what_people_wrote_is_never_read_as_markup(texte):
    _, rendu = lire(pdf(fige(contexte=texte)))
    assert "".join(texte.split()) in "".join(rendu.split())
