"""An activity is sought where it is done: in its own départements where it has some, else in the fiche's."""

from dataclasses import replace
from pathlib import Path

import pytest

from dla_market.search import (
    Activite,
    DocumentFiche,
    Indexeur,
    NaifMoteur,
    Requete,
    SourceEnMemoire,
    WhooshMoteur,
)
from tests.search.fabrique import LE

PARTOUT, A_PART, SANS_ZONE = 1, 2, 3
SPORT = Activite("sport", "mutualisation", 2, "organisation")
CULTURE = Activite("culture", "comptabilite", 3, "economie")
AU_LOIN = {"departements": ("35", "44"), "regions": ("53", "52")}
FICHES = (
    DocumentFiche(PARTOUT, "Partout", activites=(CULTURE, SPORT), departements=("26", "69"), regions=("84",)),
    DocumentFiche(
        A_PART,
        "À part",
        activites=(
            CULTURE._replace(**AU_LOIN),
            CULTURE._replace(thematique="fiscalite", niveau=1),
            SPORT,
        ),
        departements=("26", "69"),
        regions=("84",),
    ),
    DocumentFiche(SANS_ZONE, "Sans zone", activites=(CULTURE, SPORT._replace(**AU_LOIN))),
)


@pytest.fixture(scope="module", params=["rapide", "naif"])
def chercher(request, tmp_path_factory):
    source = SourceEnMemoire(FICHES)
    dossier = tmp_path_factory.mktemp("index")
    Indexeur(dossier).reconstruire(source)
    moteur = WhooshMoteur() if request.param == "rapide" else NaifMoteur(source)
    moteur.ouvrir(dossier if request.param == "rapide" else Path())
    yield lambda **filtres: moteur.interroger(Requete(le=LE, **filtres))
    if isinstance(moteur, WhooshMoteur):
        moteur.fermer()


def trouvees(resultat):
    return {ligne.id for ligne in resultat.lignes}


@pytest.mark.parametrize(
    ("filtres", "attendues"),
    [
        ({"departements": ("35",)}, {A_PART, SANS_ZONE}),
        ({"departements": ("26",)}, {PARTOUT, A_PART}),
        ({"regions": ("53",)}, {A_PART, SANS_ZONE}),
        ({"secteurs": ("culture",)}, {PARTOUT, A_PART, SANS_ZONE}),
        ({"secteurs": ("culture",), "departements": ("26",)}, {PARTOUT, A_PART}),
        ({"thematiques": ("comptabilite",), "departements": ("26",)}, {PARTOUT}),
        ({"groupes": ("economie",), "thematiques": ("comptabilite",), "regions": ("84",)}, {PARTOUT}),
        ({"secteurs": ("culture",), "departements": ("35",)}, {A_PART}),
        ({"secteurs": ("sport",), "departements": ("35", "69")}, {PARTOUT, A_PART, SANS_ZONE}),
        ({"secteurs": ("sport",), "regions": ("53",), "departements": ("44",)}, {SANS_ZONE}),
        ({"secteurs": ("culture",), "regions": ("84",), "departements": ("44",)}, set()),
    ],
)
def test_one_activity_meets_the_filters_and_covers_the_place(chercher, filtres, attendues):
    assert trouvees(chercher(**filtres)) == attendues


def test_the_line_tells_the_activity_that_covers_the_place(chercher):
    resultat = chercher(secteurs=("culture",), departements=("26", "35"))
    dites = {ligne.id: [raison.texte for raison in ligne.raisons] for ligne in resultat.lignes}
    assert dites[PARTOUT][:2] == ["Activité culture × comptabilite, niveau 3 sur 3", "Intervient dans 26"]
    assert dites[A_PART][:2] == ["Activité culture × comptabilite, niveau 3 sur 3", "Intervient dans 35"]
    pres = chercher(secteurs=("culture",), departements=("26",)).lignes
    assert [ligne.id for ligne in pres] == [PARTOUT, A_PART], "only the level of what is done there counts"
    assert pres[1].raisons[0].texte == "Activité culture × fiscalite, niveau 1 sur 3"


def test_the_facets_count_by_activity_and_place_together(chercher):
    par_lieu = dict(chercher(thematiques=("comptabilite",)).facettes["departements"])
    assert par_lieu == {"26": 1, "69": 1, "35": 1, "44": 1}
    par_theme = dict(chercher(departements=("26",)).facettes["thematiques"])
    assert par_theme == {"comptabilite": 1, "fiscalite": 1, "mutualisation": 2}
    ensemble = chercher(secteurs=("culture",), departements=("35",)).facettes
    assert dict(ensemble["secteurs"]) == {"culture": 1, "sport": 1}
    assert dict(ensemble["departements"]) == {"26": 2, "69": 2, "35": 1, "44": 1}
    assert dict(ensemble["regions"]) == {"53": 1, "52": 1}


def test_a_change_of_own_departements_is_seen_by_the_check_of_the_index(tmp_path):
    Indexeur(tmp_path).reconstruire(SourceEnMemoire(FICHES))
    changee = replace(FICHES[0], activites=(CULTURE._replace(**AU_LOIN), SPORT))
    fautes = Indexeur(tmp_path).verifier(SourceEnMemoire((changee, *FICHES[1:])))
    assert [(faute.fiche_id, faute.nature) for faute in fautes] == [(PARTOUT, "perimee")]
