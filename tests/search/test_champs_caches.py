"""What a person may not see leaves no trace in what the search answers: total, count, order or word.

Two catalogues that differ in hidden values alone give the same bytes to whoever may not see them. The control
changes something that is shown, and each time the bytes differ: the proof can fail.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from dla_market.catalogue.models import EtatFiche
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.search import DocumentFiche, Indexeur, NaifMoteur, Requete, SourceEnMemoire, Tri, WhooshMoteur
from dla_market.search.cli import en_json
from dla_market.search.source import SourceEnBase
from tests.catalogue import semis
from tests.search.fabrique import LE, SYNONYMES, TARIFS, fabriquer
from tests.search.test_contrat import FILTRES, TEXTES
from tests.support import fabriques

SECRET = "xylophone"
FICHES = tuple(fabriquer(80, graine=11, mots=20))


def requetes(voit_tarifs: bool) -> Iterator[Requete]:
    """Texts, filters, orders and beginnings, prices asked for among them."""
    alea = random.Random(5)
    for texte in (*TEXTES, SECRET, "xylophon", "xylo*", "1234", "-xylophone"):
        filtres = dict(alea.choice(FILTRES)) | {"voit_tarifs": voit_tarifs}
        yield Requete(le=LE, texte=texte, taille=500, **filtres)
        yield Requete(le=LE, texte=texte, tri=alea.choice(list(Tri)), frappe=True, voit_tarifs=voit_tarifs)
    for tarif in TARIFS:
        yield Requete(le=LE, tarifs=(tarif,), taille=500, voit_tarifs=voit_tarifs)


def reponses(moteur, *, voit_tarifs: bool = False) -> bytes:
    """All that an engine tells to these questions, as the command line and the pages have it."""
    dits = []
    for requete in requetes(voit_tarifs):
        resultat = replace(moteur.interroger(requete), generation="")
        dits.append({**en_json(requete, resultat), "ids": moteur.identifiants(requete)})
    return json.dumps(dits, ensure_ascii=False).encode()


def ouvert(dossier: Path, fiches) -> WhooshMoteur:
    Indexeur(dossier).reconstruire(SourceEnMemoire(fiches, SYNONYMES))
    moteur = WhooshMoteur()
    moteur.ouvrir(dossier)
    return moteur


def les_deux(dossier: Path, fiches) -> list[bytes]:
    """What both engines answer to who may not see prices."""
    rapide = ouvert(dossier, fiches)
    naif = NaifMoteur(SourceEnMemoire(fiches, SYNONYMES))
    naif.ouvrir(dossier)
    dites = [reponses(rapide), reponses(naif)]
    rapide.fermer()
    return dites


def autres_prix(fiche: DocumentFiche) -> DocumentFiche:
    return replace(fiche, tarif_jour_ht_centimes=(fiche.id * 7_919) % 150_000 if fiche.id % 3 else None)


def autre_cachee(fiche: DocumentFiche) -> DocumentFiche:
    if fiche.visible:
        return fiche
    return replace(
        fiche, nom=SECRET, titre=SECRET, presentation=f"{SECRET} 1234", missions=9, departements=("75",)
    )


def test_prices_and_hidden_fiches_change_no_answer(tmp_path):
    cachees = [fiche for fiche in FICHES if not fiche.visible]
    assert cachees
    avant = les_deux(tmp_path / "avant", FICHES)
    ajoutee = replace(FICHES[0], id=9_999, nom=SECRET, visible=False)
    for nom, fiches in {
        "prix": [autres_prix(fiche) for fiche in FICHES],
        "cachees": [autre_cachee(fiche) for fiche in FICHES],
        "retirees": [fiche for fiche in FICHES if fiche.visible],
        "ajoutee": [*FICHES, ajoutee],
    }.items():
        assert les_deux(tmp_path / nom, fiches) == avant, nom


def test_the_proof_sees_what_is_shown(tmp_path):
    moteur = ouvert(tmp_path / "avant", FICHES)
    sans, avec = reponses(moteur), reponses(moteur, voit_tarifs=True)
    moteur.fermer()
    assert b'"tarifs"' not in sans
    assert b'"tarifs"' in avec
    montree = replace(next(fiche for fiche in FICHES if not fiche.visible), visible=True)
    autres = {
        "prix": ([autres_prix(fiche) for fiche in FICHES], True),
        "montree": ([montree if fiche.id == montree.id else fiche for fiche in FICHES], False),
        "titre": ([replace(FICHES[0], titre=SECRET), *FICHES[1:]], False),
    }
    for nom, (fiches, voit_tarifs) in autres.items():
        moteur = ouvert(tmp_path / nom, fiches)
        assert reponses(moteur, voit_tarifs=voit_tarifs) != (avec if voit_tarifs else sans), nom
        moteur.fermer()


CACHES = (
    "UPDATE prestataire SET tarif_jour_ht_centimes = tarif_jour_ht_centimes + 41000",
    "UPDATE prestataire SET tarif_min_centimes = 1, tarif_max_centimes = 2, frais_deplacement = 'xylophone'",
    "UPDATE prestataire SET telephone = 'xylophone', courriel = 'xylophone@e.example', site = 'xylophone'",
    "UPDATE prestataire SET titre = 'xylophone', presentation = 'xylophone' WHERE etat <> 'publiee'",
    (
        "UPDATE intervenant SET nom = 'xylophone', experience = 'xylophone', diplomes = 'xylophone' "
        "WHERE NOT accord_publication"
    ),
    "UPDATE intervenant SET courriel = 'xylophone@e.example'",
    "UPDATE prestataire_reference SET contact = 'xylophone', montant_centimes = 123400",
)
"""Hidden columns, by statements: what nobody outside the network, or nobody at all, may find by searching."""


def test_hidden_columns_of_the_database_reach_no_answer(app, horloge, tmp_path):
    with unit_of_work() as session:
        fiche = semis.un_prestataire(session, "Atelier des Communs")
        fiche.intervenants[0].accord_publication = False
        semis.un_prestataire(session, "Conseil Trois Rivières")
        semis.un_prestataire(session, "Brouillon", etat=EtatFiche.BROUILLON)
        fabriques.un_dla(session)
    avant = _reponses_en_base(tmp_path / "avant")
    for rang, ordre in enumerate(CACHES):
        with unit_of_work() as session:
            assert session.execute(text(ordre)).rowcount
        assert _reponses_en_base(tmp_path / f"{rang}") == avant, ordre
    with unit_of_work() as session:
        session.execute(text("UPDATE prestataire SET titre = 'xylophone'"))
    assert _reponses_en_base(tmp_path / "temoin") != avant


def _reponses_en_base(dossier: Path) -> bytes:
    Indexeur(dossier).reconstruire(SourceEnBase())
    moteur = WhooshMoteur()
    moteur.ouvrir(dossier)
    dites = (
        reponses(moteur)
        + "".join(
            str(moteur.interroger(Requete(le=clock.today(), texte=mot)).lignes)
            for mot in ("", "Camille", "Exemple", "xylophone", "atelier", "780")
        ).encode()
    )
    moteur.fermer()
    return dites
