"""How fast the search is, as ratios measured in one run: against Whoosh's own facets and against a floor.

The floor is what no engine goes under here: one stat, one bitmap AND, one population count over as many
bitmaps as there are facet codes, and twenty lines taken.
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from whoosh import query, sorting
from whoosh.fields import KEYWORD, NUMERIC, TEXT, Schema
from whoosh.index import create_in

from dla_market.search import Indexeur, Requete, SourceEnMemoire, WhooshMoteur
from dla_market.search.analyse import placer
from tests.search.fabrique import LE, fabriquer

MOT = "trésorerie"
QUATRE = ("secteurs", "thematiques", "departements", "avals")
_CODES = 160


def p50(faire: Callable[[], object], essais: int) -> float:
    """Return the median time of a call, in milliseconds; the first call is left out."""
    faire()
    temps = []
    for _ in range(essais):
        debut = perf_counter()
        faire()
        temps.append((perf_counter() - debut) * 1000)
    return median(temps)


def _whoosh_seul(dossier: Path, fiches: list[Any]) -> dict[str, Callable[[], object]]:
    schema = Schema(
        numero=NUMERIC(stored=True),
        texte=TEXT(phrase=False),
        **{
            nom: KEYWORD(sortable=True, commas=True)
            for nom in ("secteurs", "thematiques", "departements", "avals")
        },
    )
    ecrivain = create_in(str(dossier), schema).writer(limitmb=128)
    for fiche in fiches:
        ecrivain.add_document(
            numero=fiche.id,
            texte=" ".join(terme.racine for texte in fiche.textes() for _, terme in placer(texte)),
            secteurs=",".join({activite.secteur for activite in fiche.activites}),
            thematiques=",".join({activite.thematique for activite in fiche.activites}),
            departements=",".join(fiche.departements),
            avals=",".join({aval.centre for aval in fiche.avals}),
        )
    ecrivain.commit(merge=False)
    chercheur = ouvrir_seul(dossier)
    racine = next(terme.racine for _, terme in placer(MOT))
    facettes = {
        nom: sorting.FieldFacet(nom, allow_overlap=True)
        for nom in ("secteurs", "thematiques", "departements", "avals")
    }

    def chercher(demande: query.Query, **options: object) -> object:
        resultats = chercheur.search(demande, limit=20, **options)
        for nom in options.get("groupedby", ()):
            resultats.groups(nom)
        return [resultat["numero"] for resultat in resultats]

    return {
        "un mot": lambda: chercher(query.Term("texte", racine)),
        "mot + 4 facettes": lambda: chercher(
            query.Term("texte", racine), groupedby=facettes, maptype=sorting.Count
        ),
        "tout + 4 facettes": lambda: chercher(query.Every(), groupedby=facettes, maptype=sorting.Count),
    }


def ouvrir_seul(dossier: Path) -> Any:
    """Open what was just written."""
    from whoosh.index import open_dir

    return open_dir(str(dossier)).searcher()


def _plancher(dossier: Path, nombre: int) -> Callable[[], object]:
    mots = -(-nombre // 64)
    matrice = np.random.default_rng(1).integers(0, 2**63, (_CODES, mots), np.uint64)
    trouves = matrice[0]
    lignes = np.arange(nombre)

    def faire() -> object:
        (dossier / "generation.json").stat()
        return np.bitwise_count(matrice & trouves).sum(axis=1).tolist(), lignes[:20].tolist()

    return faire


def _residente() -> float:
    """Return the memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def mesurer(nombre: int, *, essais: int = 60, seul: bool = True) -> dict[str, float]:
    """Return the times in ms and the ratios at ``nombre`` generated fiches."""
    fiches = [fiche for fiche in fabriquer(nombre) if fiche.visible]
    mesures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as racine:
        dossier, a_part = Path(racine, "index"), Path(racine, "seul")
        a_part.mkdir()
        debut = perf_counter()
        Indexeur(dossier).reconstruire(SourceEnMemoire(fiches))
        mesures["reconstruction, s"] = perf_counter() - debut
        avant = _residente()
        moteur = WhooshMoteur()
        debut = perf_counter()
        moteur.ouvrir(dossier)
        mesures["ouverture, s"] = perf_counter() - debut
        mesures["mémoire du moteur, Mo"] = _residente() - avant
        debut = perf_counter()
        moteur.interroger(Requete(le=LE, texte=MOT))
        mesures["premier mot, ms"] = (perf_counter() - debut) * 1000
        demandes = {
            "un mot": Requete(le=LE, texte=MOT, avec_facettes=False),
            "mot + 4 facettes": Requete(le=LE, texte=MOT, facettes=QUATRE),
            "tout + 4 facettes": Requete(le=LE, facettes=QUATRE),
            "mot + toutes les facettes": Requete(le=LE, texte=MOT),
            "deux mots + 2 filtres": Requete(
                le=LE, texte=f"{MOT} projet", secteurs=("sport", "culture"), departements=("44", "35", "85")
            ),
            "phrase": Requete(le=LE, texte='"projet associatif"'),
            "début": Requete(le=LE, texte="compta*"),
            "faute": Requete(le=LE, texte="tresorrerie"),
        }
        for nom, requete in demandes.items():
            mesures[f"{nom}, ms"] = p50(lambda requete=requete: moteur.interroger(requete), essais)
        for nom in ("un mot", "mot + 4 facettes", "tout + 4 facettes"):
            # A page of twenty lines is mostly their reasons: one line shows what finding and counting cost.
            seule = replace(demandes[nom], taille=1)
            mesures[f"{nom}, une ligne, ms"] = p50(lambda seule=seule: moteur.interroger(seule), essais)
        mesures["plancher, ms"] = p50(_plancher(dossier, len(fiches)), essais)
        debut = perf_counter()
        Indexeur(dossier).mettre_a_jour([fiches[0].id], SourceEnMemoire(fiches[:1]))
        moteur.interroger(Requete(le=LE, texte=MOT))
        mesures["mise à jour visible, s"] = perf_counter() - debut
        if seul:
            for nom, faire in _whoosh_seul(a_part, fiches).items():
                mesures[f"Whoosh seul, {nom}, ms"] = p50(faire, max(3, essais // 10))
                mesures[f"Whoosh seul / nous, {nom}"] = (
                    mesures[f"Whoosh seul, {nom}, ms"] / mesures[f"{nom}, ms"]
                )
        for nom in ("un mot", "mot + 4 facettes", "tout + 4 facettes"):
            mesures[f"nous / plancher, {nom}"] = mesures[f"{nom}, ms"] / mesures["plancher, ms"]
        moteur.fermer()
    return mesures


def tableau(nombres: tuple[int, ...] = (4_000, 40_000)) -> str:
    """Return the table of measures, one column a size."""
    colonnes = [mesurer(nombre) for nombre in nombres]
    lignes = [f"{'fiches':40}" + "".join(f"{nombre:>12}" for nombre in nombres)]
    lignes += [f"{nom:40}" + "".join(f"{colonne[nom]:12.3f}" for colonne in colonnes) for nom in colonnes[0]]
    return "\n".join(lignes)


if __name__ == "__main__":
    import sys

    sys.stdout.write(tableau(tuple(map(int, sys.argv[1:])) or (4_000, 40_000)) + "\n")
