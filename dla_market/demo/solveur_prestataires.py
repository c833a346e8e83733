"""The 3 912 prestataires of the catalogue, 937 of them with an order in 2012."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from dla_market.demo import faits, textes
from dla_market.demo.aleas import hasard, nombres
from dla_market.demo.identite import Noms, domaine, siret
from dla_market.demo.lignes import Activite, Dla, Ingenierie, Intervenant, Prestataire
from dla_market.demo.territoires import DepartementDemo, Territoires

NATURES = {
    "cabinet": 38,
    "independant": 34,
    "cooperative": 8,
    "association": 9,
    "reseau": 5,
    "portage": 4,
    "autre": 2,
}
FORMES = {
    "cabinet": ("Cabinet {m}", "{m} Conseil", "{m} & Associés", "{m} Études"),
    "independant": ("{p}", "{p} Conseil", "{m} – {p}"),
    "cooperative": ("Coopérative {m}", "SCOP {m}", "{m} Coop"),
    "association": ("Association {m}", "{m} Ressources", "Collectif {m}"),
    "reseau": ("Réseau {m}", "Fédération {m}"),
    "portage": ("{p} ({m} portage)",),
    "autre": ("Institut {m}", "Atelier {m}"),
}
SANS_TVA = {"independant": 0.32, "association": 0.55, "reseau": 0.4}
TVA_METROPOLE, TVA_ANTILLES_REUNION = 1960, 850
DEPARTEMENTS_8_5 = {"971", "972", "974"}
DEPARTEMENTS_EXONERES = {"973", "976"}
RAREMENT = {"nouvelles_conventions_siae"}


def inscrire(
    territoires: Territoires, dlas: Sequence[Dla], ingenieries: list[Ingenierie], numeros: Iterator[str]
) -> list[Prestataire]:
    """All prestataires, the mobilised first, still without competences: name, number, place, price."""
    rng = hasard("prestataires")
    noms = Noms(rng)
    region_de = {d.cle: d.region for d in dlas}
    commandes: dict[str, int] = defaultdict(int)
    for ingenierie in ingenieries:
        commandes[region_de[ingenierie.dla]] += 1
    regions = sorted(commandes)
    mobilises = nombres(faits.NB_MOBILISES, [commandes[r] for r in regions], 2)
    places: list[tuple[DepartementDemo, bool]] = []
    for region, nombre in zip(regions, mobilises, strict=True):
        departements = territoires.de_la_region(region)
        populations = [d.population for d in departements]
        places += [(d, True) for d in rng.choices(departements, weights=populations, k=nombre)]
    tous = list(territoires.departements.values())
    repartis = nombres(faits.NB_PRESTATAIRES - len(places), [d.population for d in tous], 6)
    for departement, nombre in zip(tous, repartis, strict=True):
        places += [(departement, False)] * nombre
    pris: set[str] = set()
    return [
        _prestataire(cle, departement, noms, next(numeros), pris, rng, mobilise=mobilise)
        for cle, (departement, mobilise) in enumerate(places, start=1)
    ]


def _prestataire(
    cle: int,
    departement: DepartementDemo,
    noms: Noms,
    siren: str,
    pris: set[str],
    rng: Random,
    *,
    mobilise: bool,
) -> Prestataire:
    nature = rng.choices(list(NATURES), weights=list(NATURES.values()))[0]
    nom = _nom(nature, noms, pris, rng)
    lieu = departement.lieux[min(int(rng.expovariate(0.35)), len(departement.lieux) - 1)]
    site = domaine(nom)
    disponible = date(2013, 1, 7) + timedelta(days=7 * rng.randint(0, 26)) if rng.random() < 0.4 else None
    return Prestataire(
        cle=cle,
        nom=nom,
        siret=siret(siren),
        nature=nature,
        tva_dix_millemes=_taux(nature, departement.code, rng),
        titre="",
        presentation="",
        lieu=lieu,
        adresse=noms.adresse(),
        region=departement.region,
        telephone=noms.telephone(),
        courriel=f"contact@{site}",
        site=f"https://www.{site}" if rng.random() < 0.7 else "",
        tarif_centimes=1000 * rng.randint(58, 96),
        individuel=True,
        collectif=rng.random() < 0.55,
        disponible=disponible,
        confirmee=date(2012, 1, 15) + timedelta(days=rng.randint(0, 370)),
        cree=date(2004, 3, 1) + timedelta(days=rng.randint(0, 2800)),
        mobilise=mobilise,
    )


def _nom(nature: str, noms: Noms, pris: set[str], rng: Random) -> str:
    forme = rng.choice(FORMES[nature])
    nom = forme.format(m=noms.marque() if "{m}" in forme else "", p=noms.personne())
    if nom in pris:
        return _nom(nature, noms, pris, rng)
    pris.add(nom)
    return nom


def _taux(nature: str, departement: str, rng: Random) -> int:
    """The VAT rate of 2012 in ten-thousandths: 19.6 %, 8.5 % in three DOM, none in two or for the exempt."""
    exempte = rng.random() < SANS_TVA.get(nature, 0)
    if exempte or departement in DEPARTEMENTS_EXONERES:
        return 0
    return TVA_ANTILLES_REUNION if departement in DEPARTEMENTS_8_5 else TVA_METROPOLE


def decrire(
    prestataires: list[Prestataire],
    territoires: Territoires,
    ingenieries: Sequence[Ingenierie],
    choix: Sequence[int],
    dlas: Sequence[Dla],
) -> None:
    """Give every fiche its competences, zone, people, past missions and texts, in line with its orders."""
    rng = hasard("fiches")
    noms = Noms(rng)
    departement_de = {d.cle: d.lieu.departement for d in dlas}
    faites: dict[int, list[Ingenierie]] = defaultdict(list)
    for ingenierie, cle in zip(ingenieries, choix, strict=True):
        faites[cle].append(ingenierie)
    secteurs = list(faits.PAR_SECTEUR)
    poids_secteurs = [n + 15 for n in faits.PAR_SECTEUR.values()]
    thematiques = [t for t in faits.PAR_THEMATIQUE if t not in RAREMENT]
    poids_thematiques = [faits.PAR_THEMATIQUE[t] + 20 for t in thematiques]
    for prestataire in prestataires:
        siennes = faites.get(prestataire.cle, [])
        siens = list(dict.fromkeys(i.secteur for i in siennes))
        siens += rng.choices(secteurs, weights=poids_secteurs, k=max(1, 3 - len(siens)))
        themes = list(dict.fromkeys(t for i in siennes for t, _ in i.prestations))
        themes += rng.choices(thematiques, weights=poids_thematiques, k=max(1, 4 - len(themes)))
        siens, themes = list(dict.fromkeys(siens)), list(dict.fromkeys(themes))
        prestataire.activites = _activites(siens, themes, siennes, rng)
        prestataire.collectif = prestataire.collectif or any(i.collective for i in siennes)
        prestataire.zones = _zones(prestataire, territoires, {departement_de[i.dla] for i in siennes}, rng)
        prestataire.titre = textes.titre(rng, siens, themes)[:200]
        prestataire.presentation = textes.presentation(
            rng, prestataire.nom, prestataire.lieu.commune, prestataire.cree.year, siens[:3], themes
        )
        prestataire.intervenants = [
            Intervenant(noms.personne(), noms.fonction(), textes.experience(rng, siens))
            for _ in range(1 if prestataire.nature in {"independant", "portage"} else rng.randint(1, 3))
        ]
        lieux = territoires.departements[rng.choice(prestataire.zones)].lieux
        prestataire.references = [
            textes.reference(rng, siens[:3], themes[:4], rng.choice(lieux[:12]).commune)
            for _ in range(rng.randint(1, 3))
        ]


def _activites(
    secteurs: list[str], thematiques: list[str], faites: list[Ingenierie], rng: Random
) -> list[Activite]:
    """What was done is known well (level 3 or 2); what is offered beside it, less."""
    niveaux: dict[tuple[str, str], int] = {}
    for ingenierie in faites:
        for thematique, _ in ingenierie.prestations:
            niveaux[ingenierie.secteur, thematique] = rng.randint(2, 3)
    for secteur in secteurs[:3]:
        for thematique in rng.sample(thematiques, min(len(thematiques), rng.randint(1, 3))):
            niveaux.setdefault((secteur, thematique), rng.choices((1, 2, 3), weights=(2, 5, 3))[0])
    return [Activite(secteur, thematique, niveau) for (secteur, thematique), niveau in niveaux.items()]


def _zones(
    prestataire: Prestataire, territoires: Territoires, faites: set[str], rng: Random
) -> tuple[str, ...]:
    """Its own département, those where it worked in 2012, and some or all of its région."""
    voisins = [d.code for d in territoires.de_la_region(prestataire.region)]
    choisis = set(voisins) if rng.random() < 0.35 else set(rng.sample(voisins, rng.randint(1, len(voisins))))
    return tuple(sorted(choisis | faites | {prestataire.lieu.departement}))
