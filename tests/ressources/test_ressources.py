"""A ressource through its editions, who reads it, how it is found, and what a cahier keeps of it."""

from __future__ import annotations

import hashlib
import json
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from dla_market.comptes.models import Role
from dla_market.ingenieries import operations as ingenieries
from dla_market.ingenieries import operations_ressources as jonction
from dla_market.ingenieries.models import EtatIngenierie, TypeIngenierie
from dla_market.ingenieries.models_ressources import UsageRessource
from dla_market.ingenieries.queries_ressources import jointes
from dla_market.ingenieries.rules import LignePrestation
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier, TransitionRefusee
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.kernel.outbox import LigneOutbox
from dla_market.notices import avis_ressources
from dla_market.ressources import operations, queries, rules
from dla_market.ressources.models import EtatRessource, NatureRessource
from dla_market.ressources.operations import Depot
from dla_market.ressources.rules import Contenu, Parties
from dla_market.search.reponse import repond
from tests.support import fabriques

GUIDE = Contenu("Guide des tarifs", "Fixer ses prix.", texte="Partir des coûts.", secteurs=("culture",))
MODELE = Contenu(
    "Cahier : modèle économique",
    "Une trame.",
    secteurs=("environnement",),
    thematiques=("strategie_consolidation",),
    parties=Parties(contexte="La structure vit de…", objectifs="Choisir un modèle."),
)


@pytest.fixture
def france(app, horloge):
    with unit_of_work() as session:
        centre, regional = fabriques.un_centre(session), fabriques.un_dla_regional(session)
        dla = fabriques.un_dla(session, regional=regional)
        structure = fabriques.une_structure(session, dla)
        fabriques.un_diagnostic(session, structure)
        yield SimpleNamespace(
            session=session,
            dla=dla,
            structure=structure,
            expert=fabriques.un_acteur(session, Role.EXPERT, centre),
            regional=fabriques.un_acteur(session, Role.REFERENT_REGIONAL, regional),
            charge=fabriques.un_acteur(session, Role.CHARGE_MISSION, dla),
            asso=fabriques.un_acteur(session, Role.STRUCTURE, structure),
        )


def publiee(f, contenu=GUIDE, nature=NatureRessource.GUIDE, acteur=None):
    acteur = acteur or f.expert
    return operations.publier(f.session, acteur, operations.creer(f.session, acteur, nature, contenu))


def une_ingenierie(f):
    return ingenieries.creer(
        f.session,
        f.charge,
        type_=TypeIngenierie.INDIVIDUELLE,
        intitule="Tenir",
        secteur_code="environnement",
        structures=[f.structure],
        prestations=[LignePrestation("strategie_consolidation", 400)],
        diagnostic=f.structure.diagnostics[0],
    )


def test_a_draft_is_rewritten_and_a_published_one_keeps_its_former_editions(france):
    s, expert = france.session, france.expert
    ressource = operations.creer(s, expert, NatureRessource.GUIDE, GUIDE)
    assert queries.charger(s, france.charge, ressource.id) is None
    operations.modifier(s, expert, ressource, Contenu("Guide", "Court.", texte="Deux pages."))
    assert [e.numero for e in queries.editions_de(s, ressource)] == [1]
    operations.publier(s, expert, ressource)
    with pytest.raises(RefusMetier, match="ce qui change"):
        operations.modifier(s, expert, ressource, GUIDE)
    operations.modifier(s, expert, ressource, GUIDE, changement="Les tarifs de l’année.")
    lue = queries.charger(s, france.charge, ressource.id)
    assert lue.courante.titre == "Guide des tarifs"
    assert [(e.numero, e.titre) for e in queries.editions_de(s, ressource)] == [
        (2, "Guide des tarifs"),
        (1, "Guide"),
    ]


def recu(nom="guide.pdf"):
    cle = hashlib.md5(nom.encode(), usedforsecurity=False).hexdigest()
    return FichierRecu(cle, nom, Genre.PDF, 1000, hashlib.sha256(nom.encode()).hexdigest())


def test_a_file_says_enough_and_follows_from_one_edition_to_the_next(france):
    s, expert = france.session, france.expert
    nu = Contenu("Guide", "Court.")
    with pytest.raises(RefusMetier, match="joignez un fichier"):
        operations.creer(s, expert, NatureRessource.GUIDE, nu)
    ressource = operations.creer(s, expert, NatureRessource.GUIDE, nu, Depot(recu()))
    premier = ressource.courante.fichier
    operations.modifier(s, expert, ressource, nu, Depot(recu("autre.pdf")))
    s.flush()
    assert s.get(Fichier, premier.id) is None, "a draft that nobody has read leaves nothing behind"
    operations.publier(s, expert, ressource)
    operations.modifier(s, expert, ressource, Contenu("Guide", "Long."), changement="Plus long")
    operations.modifier(s, expert, ressource, nu, Depot(recu("neuf.pdf")), changement="Refait")
    with pytest.raises(RefusMetier, match="joignez un fichier"):
        operations.modifier(s, expert, ressource, nu, Depot(sans_fichier=True), changement="Sans")
    operations.modifier(s, expert, ressource, GUIDE, Depot(sans_fichier=True), changement="En texte")
    noms = [e.fichier and e.fichier.nom for e in queries.editions_de(s, ressource)]
    assert noms == [None, "neuf.pdf", "autre.pdf", "autre.pdf"]


def test_the_file_of_an_edition_is_for_who_sees_the_ressource(france):
    s = france.session
    ressource = operations.creer(s, france.expert, NatureRessource.GUIDE, GUIDE, Depot(recu()))
    assert queries.charger_edition(s, france.charge, ressource.id, 1) is None
    operations.publier(s, france.expert, ressource)
    assert queries.charger_edition(s, france.charge, ressource.id, 1).fichier.nom == "guide.pdf"
    assert queries.charger_edition(s, france.charge, ressource.id, 2) is None
    assert queries.charger_edition(s, france.asso, ressource.id, 1) is None


def test_an_infected_file_is_not_published(france):
    s = france.session
    ressource = operations.creer(s, france.expert, NatureRessource.GUIDE, GUIDE, Depot(recu()))
    ressource.courante.fichier.analyse = EtatAnalyse.INFECTE
    s.flush()
    with pytest.raises(RefusMetier, match="infecté"):
        operations.publier(s, france.expert, ressource)


def test_its_author_is_told_of_an_infected_file(france):
    s = france.session
    saine = operations.creer(s, france.expert, NatureRessource.GUIDE, GUIDE, Depot(recu("sain.pdf")))
    ressource = operations.creer(s, france.expert, NatureRessource.GUIDE, GUIDE, Depot(recu()))
    ressource.courante.fichier.analyse = EtatAnalyse.INFECTE
    for une in (saine, ressource):
        operations.signaler_infectee(s, une.courante.fichier_id)
    s.flush()
    charges = [
        json.loads(ligne.charge)
        for ligne in s.scalars(select(LigneOutbox).where(LigneOutbox.evenement == "RessourceInfectee"))
    ]
    assert [charge["ressource_id"] for charge in charges] == [ressource.id]
    [avis] = avis_ressources.infectee(s, charges[0])
    assert (avis.organisation_id, avis.lien) == (france.expert.organisation_id, f"/ressources/{ressource.id}")


def test_two_writers_do_not_erase_each_other(france):
    s = france.session
    ressource = operations.creer(s, france.expert, NatureRessource.GUIDE, GUIDE)
    s.flush()
    lue = ressource.version
    operations.modifier(s, france.expert, ressource, Contenu("Un", "Un.", texte="x"), version=lue)
    s.flush()
    ressource.motif_retrait = "autre écriture"
    s.flush()
    with pytest.raises(ConflitDeVersion):
        operations.modifier(s, france.expert, ressource, Contenu("Deux", "Deux.", texte="x"), version=lue)


def test_a_withdrawn_one_is_seen_by_its_author_alone_and_may_come_back(france):
    s = france.session
    ressource = publiee(france)
    with pytest.raises(RefusMetier):
        operations.retirer(s, france.expert, ressource, motif=" ")
    operations.retirer(s, france.expert, ressource, motif="Dépassé")
    assert queries.charger(s, france.regional, ressource.id) is None
    assert queries.charger(s, france.expert, ressource.id) is not None
    with pytest.raises(TransitionRefusee):
        operations.modifier(s, france.expert, ressource, GUIDE, changement="x")
    assert operations.publier(s, france.expert, ressource).etat is EtatRessource.PUBLIEE


def test_only_the_network_reads(france):
    publiee(france)
    assert queries.toutes(france.session, queries.visible_to(france.asso)) == []
    assert len(queries.toutes(france.session, queries.visible_to(france.charge))) == 1


def test_a_search_folds_words_and_counts_each_facet_without_itself(france):
    s = france.session
    publiee(france)
    publiee(france, Contenu("Méthode d’enquête", "Écouter.", texte="Œuvrer"), NatureRessource.METHODE)
    publiee(france, MODELE, NatureRessource.MODELE_CAHIER, france.regional)

    def titres(**choix):
        return {
            r.titre for r in queries.rechercher(s, france.charge, queries.Recherche(**choix), repond).lignes
        }

    assert titres(texte="ENQUETE ecout") == {"Méthode d’enquête"}
    assert titres(texte="oeuvrer") == {"Méthode d’enquête"}
    assert titres(texte="quete") == set()
    assert titres(secteurs=("culture",)) == {"Guide des tarifs", "Méthode d’enquête"}
    assert titres(auteurs=(france.regional.organisation_id,)) == {MODELE.titre}
    trouvailles = queries.rechercher(
        s, france.charge, queries.Recherche(natures=(NatureRessource.GUIDE,)), repond
    )
    assert trouvailles.comptes["nature"] == dict.fromkeys(NatureRessource, 1)
    assert trouvailles.comptes["secteur"] == {"culture": 1}


def test_words_are_read_as_the_catalogue_reads_them(france):
    publiee(france)

    def titres(texte):
        choix = queries.Recherche(texte=texte)
        return {r.titre for r in queries.rechercher(france.session, france.charge, choix, repond).lignes}

    publiee(france, Contenu("Mesurer l’utilité sociale", "Des indicateurs.", texte="Compter"))
    for demande in ("utilite sociales", '"utilité sociale"', "indicateur", "utilit", "mesures -tarif"):
        assert titres(demande) == {"Mesurer l’utilité sociale"}, demande
    assert titres('"sociale utilité"') == set()
    assert titres("mesurer -indicateurs") == set()


def test_a_cahier_keeps_the_edition_that_it_was_given(france):
    s = france.session
    guide, ingenierie = publiee(france), une_ingenierie(france)
    jonction.joindre_ressource(s, france.charge, ingenierie, guide)
    jonction.joindre_ressource(s, france.charge, ingenierie, guide)
    operations.modifier(s, france.expert, guide, GUIDE, changement="Corrigé")
    [jointe] = jointes(s, ingenierie.id)
    assert (jointe.numero, jointe.derniere, jointe.usage) == (1, 2, UsageRessource.JOINTE)
    ligne = jonction.joindre_ressource(s, france.charge, ingenierie, guide)
    [jointe] = jointes(s, ingenierie.id)
    assert (jointe.numero, jointe.derniere) == (2, 2)
    jonction.detacher_ressource(s, france.charge, ligne)
    assert jointes(s, ingenierie.id) == []


def test_a_launched_cahier_takes_no_more_ressources(france):
    ingenierie, guide = une_ingenierie(france), publiee(france)
    ingenierie.etat = EtatIngenierie.EN_CONSULTATION
    with pytest.raises(RefusMetier, match="ne change plus"):
        jonction.joindre_ressource(france.session, france.charge, ingenierie, guide)


def test_the_model_of_a_cahier_is_noted_for_good(france):
    s, ingenierie = france.session, une_ingenierie(france)
    with pytest.raises(RefusMetier, match="n’est pas un modèle"):
        jonction.noter_modele_source(s, france.charge, ingenierie, publiee(france))
    modele = publiee(france, MODELE, NatureRessource.MODELE_CAHIER)
    ligne = jonction.noter_modele_source(s, france.charge, ingenierie, modele)
    with pytest.raises(RefusMetier, match="y reste noté"):
        jonction.detacher_ressource(s, france.charge, ligne)


def test_the_nearest_model_comes_first(france):
    general = Contenu("Trame générale", "Partout.", parties=Parties(contexte="…"))
    ailleurs = Contenu("Sport", "Sport.", secteurs=("sport",), parties=Parties(contexte="…"))
    for contenu in (general, ailleurs, MODELE):
        publiee(france, contenu, NatureRessource.MODELE_CAHIER)
    trouves = queries.proches(
        france.session, france.charge, secteur="environnement", thematiques=["strategie_consolidation"]
    )
    assert [r.titre for r in trouves] == [MODELE.titre, "Trame générale"]


@pytest.mark.parametrize(
    ("lien", "valable"),
    [
        ("https://www.exemple.fr/guide", True),
        ("http://exemple.fr", True),
        ("javascript:alert(1)", False),
        ("//exemple.fr", False),
        ("https://", False),
        ("https://nom:secret@exemple.fr", False),
        ("https://exemple.fr/a b", False),
        ("https://[", False),
    ],
)
def test_a_link_is_a_web_address(lien, valable):
    assert rules.lien_valable(lien) is valable
    refus = rules.refus_contenu(NatureRessource.GUIDE, Contenu("T", "R", lien=lien))
    assert (refus is None) is valable


@pytest.mark.parametrize(
    ("nature", "contenu", "champ"),
    [
        (NatureRessource.GUIDE, Contenu("", "R", texte="x"), "titre"),
        (NatureRessource.GUIDE, Contenu("T", " ", texte="x"), "resume"),
        (NatureRessource.GUIDE, Contenu("T", "R"), "texte"),
        (NatureRessource.MODELE_CAHIER, Contenu("T", "R", texte="x"), "contexte"),
        (NatureRessource.MODELE_CAHIER, MODELE, None),
    ],
)
def test_what_an_edition_lacks_is_said_at_its_field(nature, contenu, champ):
    refus = rules.refus_contenu(nature, contenu)
    assert (refus and refus[0]) == champ
