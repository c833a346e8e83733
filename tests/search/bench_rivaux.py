"""The search against tantivy and SQLite FTS5: same texts, same words, same process, same run.

All are given our own stems, so that only finding, counting and taking twenty lines are compared. Ours is
measured three times: on a text that it has never read (the blanks around it differ each time; its words were
looked for before, as those of any catalogue in use), on the same text again, as people page, sort and refine
(the rivals keep nothing, and are given a query already made), and then with the reasons of its twenty lines,
which the others do not tell.
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, product
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import pysqlite3
import tantivy

from dla_market.search import Indexeur, Requete, SourceEnMemoire, WhooshMoteur
from dla_market.search.analyse import placer
from tests.search.bench_search import QUATRE
from tests.search.fabrique import LE, fabriquer

CAS = {
    "un mot": Requete(le=LE, texte="trésorerie", avec_facettes=False),
    "deux mots": Requete(le=LE, texte="trésorerie projet", avec_facettes=False),
    "mot + 4 facettes": Requete(le=LE, texte="trésorerie", facettes=QUATRE),
    "tout + 4 facettes": Requete(le=LE, facettes=QUATRE),
    "phrase": Requete(le=LE, texte='"projet associatif"', avec_facettes=False),
    "début": Requete(le=LE, texte="compta*", avec_facettes=False),
    "faute": Requete(le=LE, texte="comunicatoin", avec_facettes=False),
}
BLANCS = ["".join(signes) for signes in product(" \t\n", repeat=6)]
"""Ends of a text that change nothing in it: more than there are rounds, and than texts kept."""
SUITE = 10
"""Calls of one kind in a row."""
ESSAIS, BEAUCOUP = 60, 100_000
"""Calls of each kind, and the number of fiches from which one round of them is enough."""
TOUTES = 1_000
"""Codes that tantivy may count in a facet: more than there are."""

Cas = dict[str, Callable[[], object]]


def racine(mot: str) -> str:
    return next(terme.racine for _, terme in placer(mot))


def mots(fiche: Any) -> str:
    return " ".join(terme.racine for texte in fiche.textes() for _, terme in placer(texte))


def codes(fiche: Any) -> dict[str, list[str]]:
    return {
        "secteurs": sorted({activite.secteur for activite in fiche.activites}),
        "thematiques": sorted({activite.thematique for activite in fiche.activites}),
        "departements": sorted(set(fiche.departements)),
        "avals": sorted({aval.centre for aval in fiche.avals}),
    }


def tantivy_seul(dossier: Path, fiches: list[Any]) -> Cas:
    """Text field, facets as fast fields counted by its aggregations."""
    plan = tantivy.SchemaBuilder()
    plan.add_text_field("texte", tokenizer_name="whitespace")
    plan.add_unsigned_field("numero", stored=True)
    for nom in QUATRE:
        plan.add_text_field(nom, fast=True, tokenizer_name="raw")
    schema = plan.build()
    index = tantivy.Index(schema, path=str(dossier))
    ecrivain = index.writer(128_000_000, 1)
    for fiche in fiches:
        ecrivain.add_document(tantivy.Document(texte=mots(fiche), numero=fiche.id, **codes(fiche)))
    ecrivain.commit()
    ecrivain.wait_merging_threads()
    index.reload()
    chercheur = index.searcher()
    compter = {nom: {"terms": {"field": nom, "size": TOUTES}} for nom in QUATRE}
    q = tantivy.Query
    mot = q.term_query(schema, "texte", racine("trésorerie"))
    projet = q.term_query(schema, "texte", racine("projet"))

    def chercher(demande: Any, *, facettes: bool = False) -> object:
        trouves = chercheur.search(demande, limit=20)
        numeros = [chercheur.doc(adresse)["numero"] for _, adresse in trouves.hits]
        return numeros, trouves.count, chercheur.aggregate(demande, compter) if facettes else None

    return {
        "un mot": lambda: chercher(mot),
        "deux mots": lambda: chercher(q.boolean_query([(tantivy.Occur.Must, m) for m in (mot, projet)])),
        "mot + 4 facettes": lambda: chercher(mot, facettes=True),
        "tout + 4 facettes": lambda: chercher(q.all_query(), facettes=True),
        "phrase": lambda: chercher(q.phrase_query(schema, "texte", [racine("projet"), racine("associatif")])),
        "début": lambda: chercher(q.regex_query(schema, "texte", "compta.*")),
        "faute": lambda: chercher(q.fuzzy_term_query(schema, "texte", "comunicatoin", distance=2)),
    }


def fts5(fiches: list[Any]) -> Cas:
    """FTS5 beside tables of codes; it has no correction of words."""
    base = pysqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE texte USING fts5(mots, prefix='4 5 6')")
    base.execute("CREATE TABLE code (fiche INTEGER, facette TEXT, code TEXT)")
    base.executemany("INSERT INTO texte (rowid, mots) VALUES (?, ?)", [(f.id, mots(f)) for f in fiches])
    paires = [(f.id, nom, code) for f in fiches for nom, liste in codes(f).items() for code in liste]
    base.executemany("INSERT INTO code VALUES (?, ?, ?)", paires)
    base.execute("CREATE INDEX par_fiche ON code (fiche, facette, code)")

    def chercher(demande: str, *, facettes: bool = False) -> object:
        lignes = base.execute(
            "SELECT rowid FROM texte WHERE texte MATCH ? ORDER BY rank LIMIT 20", (demande,)
        ).fetchall()
        total = base.execute("SELECT count(*) FROM texte WHERE texte MATCH ?", (demande,)).fetchone()
        comptes = (
            facettes
            and base.execute(
                "SELECT facette, code, count(*) FROM code"
                " WHERE fiche IN (SELECT rowid FROM texte WHERE texte MATCH ?) GROUP BY facette, code",
                (demande,),
            ).fetchall()
        )
        return lignes, total, comptes

    def tout() -> object:
        return base.execute("SELECT facette, code, count(*) FROM code GROUP BY facette, code").fetchall()

    mot, projet, associatif = racine("trésorerie"), racine("projet"), racine("associatif")
    return {
        "un mot": lambda: chercher(mot),
        "deux mots": lambda: chercher(f"{mot} AND {projet}"),
        "mot + 4 facettes": lambda: chercher(mot, facettes=True),
        "tout + 4 facettes": tout,
        "phrase": lambda: chercher(f'"{projet} {associatif}"'),
        "début": lambda: chercher("compta*"),
    }


def alterner(gestes: dict[str, Callable[[], object]], essais: int) -> dict[str, float]:
    """Median processor times in milliseconds: a few calls of each in turn, so that the noise falls on all."""
    temps: dict[str, list[float]] = {nom: [] for nom in gestes}
    for _ in range(-(-essais // SUITE)):
        for nom, faire in gestes.items():
            faire()
            for _ in range(SUITE):
                debut = process_time()
                faire()
                temps[nom].append((process_time() - debut) * 1000)
    return {nom: median(pris) for nom, pris in temps.items()}


def _les_notres(moteur: WhooshMoteur, requete: Requete) -> Cas:
    nue = replace(requete, avec_raisons=False)
    neuves = cycle([replace(nue, texte=nue.texte + blancs) for blancs in BLANCS] if nue.texte else [nue])
    return {
        "neuf": lambda: moteur.interroger(next(neuves)),
        "relu": lambda: moteur.interroger(nue),
        "avec raisons": lambda: moteur.interroger(requete),
    }


def mesurer(nombre: int) -> dict[str, float]:
    """Times in milliseconds (median) and our ratios to both, at ``nombre`` generated fiches."""
    essais = ESSAIS if nombre < BEAUCOUP else SUITE
    fiches = [fiche for fiche in fabriquer(nombre) if fiche.visible]
    with tempfile.TemporaryDirectory() as racine_dossiers:
        dossier, voisin = Path(racine_dossiers, "index"), Path(racine_dossiers, "tantivy")
        voisin.mkdir()
        Indexeur(dossier).reconstruire(SourceEnMemoire(fiches))
        rivaux = {"tantivy": tantivy_seul(voisin, fiches), "FTS5": fts5(fiches)}
        del fiches
        moteur = WhooshMoteur()
        moteur.ouvrir(dossier)
        mesures: dict[str, float] = {}
        for nom, requete in CAS.items():
            notres = _les_notres(moteur, requete)
            eux = {rival: cas[nom] for rival, cas in rivaux.items() if nom in cas}
            temps = alterner({**notres, **eux}, essais)
            mesures |= {f"{nom}, {geste}, ms": pris for geste, pris in temps.items()}
            mesures |= {f"{nom}, {un} / {lui}": temps[un] / temps[lui] for un in notres for lui in eux}
        moteur.fermer()
    return mesures


def tableau(nombres: tuple[int, ...] = (4_000,)) -> str:
    """The table of measures, one column a size."""
    colonnes = [mesurer(nombre) for nombre in nombres]
    lignes = [f"{'recherche, et ses rivales':40}" + "".join(f"{nombre:>12}" for nombre in nombres)]
    lignes += [f"{nom:40}" + "".join(f"{colonne[nom]:12.3f}" for colonne in colonnes) for nom in colonnes[0]]
    return "\n".join(lignes)


if __name__ == "__main__":
    import sys

    sys.stdout.write(tableau(tuple(map(int, sys.argv[1:])) or (4_000,)) + "\n")
