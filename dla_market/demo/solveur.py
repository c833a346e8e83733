"""France 2012, built in memory: every printed figure of the year comes out of these rows.

Pure: no database, no clock, no network; the same rows each time for the same map. The order of the
steps matters: money first (who gives what), then what each DLA can buy with it, then for whom, then
by whom, then how much each order costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from random import Random

from dla_market.demo import faits, textes
from dla_market.demo.aleas import hasard
from dla_market.demo.identite import sirens
from dla_market.demo.lignes import Commande, Dla, France2012, Ingenierie, Prestataire, Structure
from dla_market.demo.solveur_fonds import financer
from dla_market.demo.solveur_missions import (
    DEMI_JOUR,
    Part,
    chiffrer,
    choisir_prestataires,
    dates,
    demi_journees,
    doubles,
    executer,
    grouper,
    imputer,
    partager,
)
from dla_market.demo.solveur_prestataires import decrire, inscrire
from dla_market.demo.solveur_reseau import batir
from dla_market.demo.solveur_structures import (
    compter_emplois,
    diagnostiquer,
    mesurer_impacts,
    peupler,
)
from dla_market.demo.territoires import Territoires

SIGLE_DEMO = "DLA26"
"""The DLA of the demo's accounts: its orders of 2012 have run to their end, so that only live work waits."""


def resoudre(territoires: Territoires) -> France2012:
    """The whole year 2012 on this map."""
    numeros = sirens()
    reseau = batir(territoires, numeros)
    tranches = financer(reseau)
    parts = partager(reseau.dlas, tranches)
    structures = peupler(reseau.dlas, parts, territoires, numeros)
    ingenieries, seules = _ingenieries(reseau.dlas, parts, structures)
    _thematiser(ingenieries, structures)
    prestataires = inscrire(territoires, reseau.dlas, ingenieries, numeros)
    region_de = {d.cle: d.region for d in reseau.dlas}
    choix = choisir_prestataires(
        [region_de[i.dla] for i in ingenieries], [p for p in prestataires if p.mobilise]
    )
    decrire(prestataires, territoires, ingenieries, choix, reseau.dlas)
    commandes = _commandes(ingenieries, choix)
    chiffrer(commandes, parts, {p.cle: p for p in prestataires})
    executer(commandes, _a_terme(commandes, reseau.dlas, prestataires))
    imputer(commandes, tranches)
    diagnostics = diagnostiquer(structures, _premieres(ingenieries, commandes), seules)
    return France2012(
        dlas=reseau.dlas,
        regionaux=reseau.regionaux,
        centres=reseau.centres,
        financeurs=reseau.financeurs,
        tranches=tranches,
        structures=structures,
        diagnostics=diagnostics,
        emplois=compter_emplois(structures, diagnostics),
        impacts=mesurer_impacts(structures),
        prestataires=prestataires,
        ingenieries=ingenieries,
        commandes=commandes,
    )


def _ingenieries(
    dlas: Sequence[Dla], parts: Sequence[Part], structures: Sequence[Structure]
) -> tuple[list[Ingenierie], set[int]]:
    """The ingénieries of each DLA; and the structures that only have collective ones."""
    rng = hasard("ingenieries")
    avec_ingenierie: dict[int, list[int]] = defaultdict(list)
    secteur_de = {s.cle: s.secteur for s in structures}
    for structure in structures:
        if structure.avec_ingenierie:
            avec_ingenierie[structure.dla].append(structure.cle)
    ingenieries: list[Ingenierie] = []
    seules_toutes: set[int] = set()
    for dla, part in zip(dlas, parts, strict=True):
        siennes = avec_ingenierie[dla.cle]
        distinctes = part.individuelles - doubles(part.individuelles)
        individuelles = rng.sample(siennes, distinctes)
        seules = [s for s in siennes if s not in set(individuelles)]
        seules_toutes |= set(seules)
        groupes: list[tuple[int, ...]] = [(s,) for s in individuelles]
        groupes += [(s,) for s in rng.sample(individuelles, doubles(part.individuelles))]
        groupes += grouper(siennes, seules, part.collectives, rng)
        for rang, groupe in enumerate(groupes):
            ingenieries.append(
                Ingenierie(
                    cle=len(ingenieries) + 1,
                    dla=dla.cle,
                    collective=rang >= part.individuelles,
                    structures=groupe,
                    secteur=_majoritaire([secteur_de[s] for s in groupe]),
                    intitule="",
                )
            )
    return ingenieries, seules_toutes


def _majoritaire(secteurs: list[str]) -> str:
    return max(dict.fromkeys(secteurs), key=secteurs.count)


def _thematiser(ingenieries: list[Ingenierie], structures: Sequence[Structure]) -> None:
    """Give each ingénierie one prestation, and 68 of them a second, so that each thématique has its count."""
    rng = hasard("thematiques")
    tirage = [t for t, nombre in faits.PAR_THEMATIQUE.items() for _ in range(nombre)]
    rng.shuffle(tirage)
    reservees = {t: [x for x in tirage if x == t] for t in ("mutualisation", "nouvelles_conventions_siae")}
    libres = [t for t in tirage if t not in reservees]
    siae = {s.cle for s in structures if s.siae}
    noms = {s.cle: s.nom for s in structures}
    collectives = [i for i in ingenieries if i.collective]
    conventions = [i for i in ingenieries if not i.collective and i.structures[0] in siae]
    premieres: dict[int, str] = {}
    for thematique, candidates in (
        ("mutualisation", collectives),
        ("nouvelles_conventions_siae", conventions),
    ):
        for ingenierie in rng.sample(candidates, len(reservees[thematique])):
            premieres[ingenierie.cle] = thematique
    for ingenierie in ingenieries:
        premieres.setdefault(ingenierie.cle, "")
        if not premieres[ingenierie.cle]:
            premieres[ingenierie.cle] = libres.pop()
    durees = demi_journees([i.collective for i in ingenieries])
    secondes = _secondes(ingenieries, premieres, libres, rng)
    for ingenierie, duree in zip(ingenieries, durees, strict=True):
        premiere, seconde = premieres[ingenierie.cle], secondes.get(ingenierie.cle)
        part = duree // 2 if seconde else 0
        ingenierie.prestations = [(premiere, (duree - part) * DEMI_JOUR)]
        if seconde:
            ingenierie.prestations.append((seconde, part * DEMI_JOUR))
        nom = "" if ingenierie.collective else noms[ingenierie.structures[0]]
        ingenierie.intitule = textes.intitule(rng, premiere, ingenierie.secteur, nom)


def _secondes(
    ingenieries: Sequence[Ingenierie], premieres: dict[int, str], restantes: list[str], rng: Random
) -> dict[int, str]:
    """Place the remaining thématiques as second prestations, never twice the same in one ingénierie."""
    secondes: dict[int, str] = {}
    ordre = iter(rng.sample(ingenieries, len(ingenieries)))
    for thematique in restantes:
        place = next(i for i in ordre if premieres[i.cle] != thematique)
        secondes[place.cle] = thematique
    return secondes


def _commandes(ingenieries: Sequence[Ingenierie], choix: Sequence[int]) -> list[Commande]:
    jours = dates(len(ingenieries))
    return [
        Commande(
            cle=ingenierie.cle,
            ingenierie=ingenierie.cle,
            dla=ingenierie.dla,
            prestataire=prestataire,
            jours_centiemes=sum(jours_ for _, jours_ in ingenierie.prestations),
            ht=0,
            tva_dix_millemes=0,
            tva=0,
            ttc=0,
            notifiee=notifiee,
            debut=notifiee,
            fin=notifiee,
        )
        for ingenierie, prestataire, notifiee in zip(ingenieries, choix, jours, strict=True)
    ]


def _a_terme(
    commandes: Sequence[Commande], dlas: Sequence[Dla], prestataires: Sequence[Prestataire]
) -> set[int]:
    """The orders of the demo's DLA, and those of every prestataire that it employs or may invite."""
    demo = next(d for d in dlas if d.sigle == SIGLE_DEMO)
    connus = {c.prestataire for c in commandes if c.dla == demo.cle}
    connus |= {p.cle for p in prestataires if p.region == demo.region and demo.lieu.departement in p.zones}
    return {c.cle for c in commandes if c.dla == demo.cle or c.prestataire in connus}


def _premieres(ingenieries: Sequence[Ingenierie], commandes: Sequence[Commande]) -> dict[int, date]:
    """The day of each beneficiary's first order."""
    premieres: dict[int, date] = {}
    for ingenierie, commande in zip(ingenieries, commandes, strict=True):
        for structure in ingenierie.structures:
            premieres[structure] = min(commande.notifiee, premieres.get(structure, commande.notifiee))
    return premieres
