"""The two engines give the same answer: totals, order, points, reasons, facets, corrections."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dla_market.search import NaifMoteur, Requete, SourceEnMemoire, Tri
from dla_market.search.requetes import VALIDITE
from tests.search.fabrique import (
    CENTRES,
    DEPARTEMENTS,
    GROUPES,
    LANGUES,
    LE,
    MODES,
    REGIONS,
    SECTEURS,
    TARIFS,
    THEMATIQUES,
    TYPES,
)

TEXTES = (
    "",
    "association",
    "associations culturelles",
    "stratégie financement",
    '"économie solidaire"',
    '"conduite du changement"',
    "compta*",
    "co* -culture",
    'bénévoles -sport -"plan affaires"',
    "comptabilitee",
    "finncement gouvernence",
    "l'œuvre d’insertion",
    "Rive-sur-Forge",
    "zzzzzz",
    "zzzzzz association",
    "médiation crèche fiscalité mécénat prospective habitat",
    "de la pour",
    "-association",
    '"mecenat crèche" emploi',
    "RH",
    "ressources humaines",
    "AI",
    "ai",
    "SIAE handicap",
    "resources humaine stratégie",
    "plan affaires -projet",
    '"ressources humaines"',
    "crèche habitat",
    "modle",
    "projet-sport",
    "zzzz-bénévolla",
    "mise-en-culture -co-projet",
)
FILTRES = (
    {},
    {"secteurs": ("culture",)},
    {"secteurs": ("sport", "culture"), "thematiques": ("comptabilite", "projet_structure")},
    {"thematiques": ("strategie_consolidation",), "departements": ("44", "35", "972")},
    {"avals": ("iae", "sport"), "secteurs": ("insertion_emploi",)},
    {"disponible_avant": LE + timedelta(days=30), "jamais_sollicite_par": 3},
    {"pour_dla": 2, "secteurs": ("inconnu",)},
    {"departements": ("2A",), "avals": ("inconnu",)},
    {"groupes": ("economie", "organisation")},
    {"secteurs": ("sport", "culture"), "departements": tuple(DEPARTEMENTS[:50])},
    {"groupes": ("economie",), "regions": ("84", "11"), "departements": tuple(DEPARTEMENTS[30:])},
    {"regions": ("44",), "departements": ("972",), "thematiques": ("comptabilite", "mutualisation")},
    {"groupes": ("economie",), "thematiques": ("comptabilite", "mutualisation"), "secteurs": ("sport",)},
    {"regions": ("84", "11"), "modes": ("collectif",), "types_structures": ("siae", "inconnu")},
    {"langues": ("en", "lsf"), "referencements": ("84", "76")},
    {"tarifs": ("moins_600", "900_plus"), "voit_tarifs": True},
    {"tarifs": ("moins_600",)},
    {"disponibilite": ("disponible",), "mobilisation": ("jamais",)},
    {"confirmation": ("confirmee",), "departements": ("44", "35", "971")},
    {"confirmation": ("a_confirmer",)},
    {"disponibilite": ("inconnue", "plus_tard"), "disponible_avant": LE, "deja_sollicite_par": 4},
    {"deja_sollicite_par": 2, "jamais_sollicite_par": 3, "facettes": ("sollicitation", "tarifs")},
)


def _comparer(rapide, naif, requete: Requete) -> None:
    attendu = naif.interroger(requete)
    obtenu = replace(rapide.interroger(requete), generation=attendu.generation)
    assert obtenu == attendu, requete
    assert rapide.identifiants(requete) == naif.identifiants(requete)


@pytest.mark.parametrize("texte", TEXTES)
@pytest.mark.parametrize("filtres", FILTRES, ids=[" ".join(filtres) or "aucun" for filtres in FILTRES])
def test_the_engines_agree(moteur_rapide, moteur_naif, texte, filtres):
    _comparer(moteur_rapide, moteur_naif, Requete(le=LE, texte=texte, **filtres))


@pytest.mark.parametrize("tri", list(Tri))
@pytest.mark.parametrize("page", [1, 2, 50])
def test_the_engines_agree_on_every_order_and_page(moteur_rapide, moteur_naif, tri, page):
    for texte in ("", "projet", "projet emploi"):
        for filtres in ({}, {"departements": ("42", "971")}, {"depuis": ("75",)}):
            requete = Requete(le=LE, texte=texte, tri=tri, page=page, taille=7, **filtres)
            _comparer(moteur_rapide, moteur_naif, requete)


def test_the_engines_agree_on_random_queries(moteur_rapide, moteur_naif):
    alea = random.Random(7)
    mots = " ".join(TEXTES).replace('"', "").split()
    for _ in range(120):
        requete = Requete(
            le=LE + timedelta(days=alea.randint(-300, 300)),
            texte=" ".join(
                alea.choice(("", "-", '"')) + alea.choice(mots) for _ in range(alea.randint(0, 3))
            ),
            secteurs=tuple(alea.sample(SECTEURS, alea.choice((0, 0, 1, 3)))),
            thematiques=tuple(alea.sample(THEMATIQUES, alea.choice((0, 0, 1, 3)))),
            departements=tuple(alea.sample(DEPARTEMENTS, alea.choice((0, 0, 1, 20, 60)))),
            avals=tuple(alea.sample(CENTRES, alea.choice((0, 0, 0, 2)))),
            disponible_avant=alea.choice((None, LE, LE + timedelta(days=90))),
            jamais_sollicite_par=alea.choice((None, None, 1, 2)),
            deja_sollicite_par=alea.choice((None, None, 3)),
            groupes=tuple(alea.sample(GROUPES[:4], alea.choice((0, 0, 1, 2)))),
            regions=tuple(alea.sample(REGIONS, alea.choice((0, 0, 1, 3)))),
            modes=tuple(alea.sample(MODES, alea.choice((0, 0, 1, 2)))),
            types_structures=tuple(alea.sample(TYPES, alea.choice((0, 0, 0, 1)))),
            langues=tuple(alea.sample(LANGUES, alea.choice((0, 0, 0, 2)))),
            tarifs=tuple(alea.sample(TARIFS, alea.choice((0, 0, 2)))),
            referencements=tuple(alea.sample(REGIONS, alea.choice((0, 0, 0, 2)))),
            disponibilite=tuple(
                alea.sample(("disponible", "inconnue", "plus_tard"), alea.choice((0, 0, 1, 2)))
            ),
            mobilisation=tuple(alea.sample(("deja", "jamais"), alea.choice((0, 0, 0, 1)))),
            frappe=alea.random() < 0.3,
            depuis=tuple(alea.sample(DEPARTEMENTS, alea.choice((0, 1)))),
            voit_tarifs=alea.random() < 0.5,
            pour_dla=alea.choice((None, 1, 4)),
            validite=alea.choice((VALIDITE, 100, 700)),
            tri=alea.choice(list(Tri)),
            taille=alea.choice((1, 5, 20, 500)),
        )
        _comparer(moteur_rapide, moteur_naif, requete)


def test_a_facet_counts_without_its_own_filter_and_with_the_others(moteur_rapide):
    tout = moteur_rapide.interroger(Requete(le=LE, secteurs=("culture",)))
    choisi = moteur_rapide.interroger(Requete(le=LE, secteurs=("culture",), departements=("44", "35")))
    par_departement = dict(tout.facettes["departements"])
    assert {code: nombre for code, nombre in choisi.facettes["departements"] if nombre} == par_departement
    for code in ("44", "35"):
        seul = moteur_rapide.interroger(Requete(le=LE, secteurs=("culture",), departements=(code,)))
        assert seul.total == par_departement.get(code, 0)
    assert dict(choisi.facettes["secteurs"])["culture"] == choisi.total


@pytest.mark.parametrize(
    "filtres", [filtres for filtres in FILTRES if {"departements", "regions"} & set(filtres)], ids=" ".join
)
def test_a_facet_tells_what_choosing_its_code_alone_would_find(moteur_rapide, filtres):
    for nom in ("secteurs", "thematiques", "groupes", "departements", "regions"):
        comptes = moteur_rapide.interroger(Requete(le=LE, **filtres)).facettes[nom]
        for code, nombre in comptes:
            seul = Requete(le=LE, avec_facettes=False, **{**filtres, nom: (code,)})
            assert moteur_rapide.interroger(seul).total == nombre, (nom, code)


def test_hidden_fiches_are_nowhere(moteur_rapide, source_generee):
    cachees = {fiche.id for fiche in source_generee.toutes() if not fiche.visible}
    assert cachees
    tout = moteur_rapide.interroger(Requete(le=LE, taille=500))
    assert not cachees & {ligne.id for ligne in tout.lignes}
    assert tout.total == 220 - len(cachees)


def test_the_order_does_not_change_from_one_time_to_the_next(moteur_rapide):
    requete = Requete(le=LE, texte="accompagnement projet", taille=100)
    premiere = moteur_rapide.interroger(requete)
    assert moteur_rapide.interroger(requete) == premiere
    assert [
        ligne
        for page in range(1, 11)
        for ligne in moteur_rapide.interroger(replace(requete, taille=10, page=page)).lignes
    ] == list(premiere.lignes)


@pytest.mark.parametrize(
    "texte", ["com", "stratégie fi", "de", "d", "l’ins", "RH", '"projet', "projet -em", "a*"]
)
def test_the_engines_agree_while_one_types(moteur_rapide, moteur_naif, texte):
    requete = Requete(le=LE, texte=texte, frappe=True)
    _comparer(moteur_rapide, moteur_naif, requete)


def test_a_beginning_is_found_while_one_types_and_the_whole_word_afterwards(moteur_rapide):
    def totaux(texte):
        return [moteur_rapide.interroger(Requete(le=LE, texte=texte, frappe=f)).total for f in (True, False)]

    tapant, tape = totaux("for")
    assert tapant > 0
    assert moteur_rapide.interroger(Requete(le=LE, texte="for*")).total == tapant
    assert totaux("for ")[0] == tape


def test_a_synonym_weighs_less_than_the_word_and_is_said(moteur_rapide, moteur_naif):
    for moteur in (moteur_rapide, moteur_naif):
        resultat = moteur.interroger(Requete(le=LE, texte="RH", taille=500))
        assert resultat.aussi == ("recrutement",)  # no fiche holds the other expression
        assert resultat.corrige is None
        dits = {ligne.raisons[0].texte.split(" dans ")[0] for ligne in resultat.lignes}
        assert dits == {"«\u00a0rh\u00a0»", "«\u00a0rh\u00a0» par «\u00a0recrutement\u00a0»"}
        assert moteur.interroger(Requete(le=LE, texte='"RH"')).aussi == ()
    par_mot = {ligne.id: ligne.score for ligne in _lignes(moteur_rapide, '"recrutement"')}
    seuls = [ligne for ligne in _lignes(moteur_rapide, "RH") if "par «" in ligne.raisons[0].texte]
    assert seuls
    assert all(ligne.score < par_mot[ligne.id] for ligne in seuls)


def _lignes(moteur, texte):
    return moteur.interroger(Requete(le=LE, texte=texte, taille=500)).lignes


def test_a_synonym_holds_on_its_days_only(moteur_rapide):
    def trouves(texte, jour):
        return moteur_rapide.interroger(Requete(le=jour, texte=texte)).aussi

    veille, lendemain = LE - timedelta(days=1), LE + timedelta(days=1)
    assert [trouves("crèche", jour) for jour in (veille, LE, lendemain)] == [(), ("enfance",), ()]
    assert [trouves("habitat", jour) for jour in (veille, LE)] == [("logement",), ()]


def test_a_one_way_synonym_does_not_find_back(moteur_rapide):
    assert "emploi" in moteur_rapide.interroger(Requete(le=LE, texte="insertion")).aussi
    assert moteur_rapide.interroger(Requete(le=LE, texte="emploi")).aussi == ()


def test_capitals_give_a_meaning_to_a_word_that_has_none(moteur_rapide):
    assert moteur_rapide.interroger(Requete(le=LE, texte="AI")).aussi == ("insertion", "chantier", "emploi")
    assert moteur_rapide.interroger(Requete(le=LE, texte="ai")).ignores == ("ai",)


@pytest.mark.parametrize("texte", TEXTES)
def test_the_engines_weigh_what_is_outside_of_them_alike(moteur_rapide, moteur_naif, source_generee, texte):
    """A fiche that is in no index gets the points that it would have: those of its twin that is in it."""
    for document in list(source_generee.toutes())[:40:4]:
        requete = Requete(le=LE, texte=texte, avec_facettes=False, taille=500)
        dedans = {ligne.id: ligne for ligne in moteur_naif.interroger(requete).lignes}
        for moteur in (moteur_rapide, moteur_naif):
            seule = NaifMoteur(
                SourceEnMemoire([document], source_generee.synonymes()), corpus=moteur.corpus()
            )
            seule.ouvrir(Path())
            trouvee = seule.interroger(requete)
            if trouvee.total and not trouvee.corrige and not trouvee.elargi:
                assert trouvee.lignes[0].score == dedans[document.id].score


def test_a_confirmation_holds_as_long_as_who_asks_says(moteur_rapide, moteur_naif):
    """One setting after another on the same index: points and reasons follow, the order of names does not."""
    vues = {}
    for validite in (100, VALIDITE, 700, 100):
        requete = Requete(le=LE, validite=validite, taille=500, avec_facettes=False)
        _comparer(moteur_rapide, moteur_naif, requete)
        lignes = moteur_rapide.interroger(requete).lignes
        perimees = {un.id for un in lignes if any("non confirmée depuis" in r.texte for r in un.raisons)}
        assert vues.setdefault(validite, (perimees, sum(un.score for un in lignes)))[0] == perimees
    assert vues[100][0] > vues[VALIDITE][0] > vues[700][0] == set()
    assert vues[100][1] < vues[VALIDITE][1] < vues[700][1]
