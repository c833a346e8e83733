"""Who gives what to whom: tranches whose sums are the printed tables, to the centime."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from dla_market.demo import faits
from dla_market.demo.aleas import hasard, parts_rondes, poids
from dla_market.demo.lignes import Dla, Financeur, Tranche
from dla_market.demo.solveur_reseau import Reseau
from dla_market.kernel.money import repartir

POSTES = (faits.INTERNE, faits.INGENIERIE)
PAS = {"etat": 50_000, "fse": 50_000, "cdc": 50_000, "autre": 25_000, "local": 10_000}
DLA_PAR_CLASSE = {"etat": (105, 105), "fse": (34, 98), "cdc": (105, 105), "autre": (22, 46)}
"""How many DLA have money of a class, by post: a choice of the demo, the report does not say."""
COLLECTIVITES = ("region", "departement", "intercommunalite", "commune")


def financer(reseau: Reseau) -> list[Tranche]:
    """Every tranche of 2012, and those of 2011 of the local authorities that are not new."""
    rng = hasard("fonds")
    tranches = _nationales(reseau, rng)
    versements = _versements_locaux(reseau, rng)
    for classe in ("region", "departement", "local"):
        tranches += _locales(versements, classe, rng)
    tranches += _regionaux(reseau, rng)
    tranches += _centres(reseau)
    return tranches


def fonds_par_dla(tranches: list[Tranche], nb_dla: int) -> list[int]:
    """The fonds d'ingénierie of 2012 of each DLA, in centimes, by key less one."""
    fonds = [0] * nb_dla
    for tranche in tranches:
        if (tranche.nature, tranche.annee, tranche.poste) == ("dla", faits.ANNEE, faits.INGENIERIE):
            fonds[tranche.organisation - 1] += tranche.centimes
    return fonds


def _nationales(reseau: Reseau, rng: Random) -> list[Tranche]:
    tranches = []
    for classe, nombres in DLA_PAR_CLASSE.items():
        autres = [f for f in reseau.financeurs if f.classe == "autre"]
        choisi = {d.cle: rng.choice(autres) for d in reseau.dlas}
        retenus = rng.sample(reseau.dlas, max(nombres))
        for poste, nombre, total in zip(POSTES, nombres, faits.FINANCEMENT_DLA[classe], strict=True):
            dlas = sorted(retenus[:nombre], key=lambda d: d.cle)
            parts = parts_rondes(total, poids(rng, [d.poids for d in dlas], 0.15), PAS[classe])
            for dla, centimes in zip(dlas, parts, strict=True):
                payeur = choisi[dla.cle] if classe == "autre" else reseau.financeur(classe, dla.region)
                tranches.append(_tranche(dla, payeur, faits.ANNEE, poste, centimes))
    return tranches


def _versements_locaux(reseau: Reseau, rng: Random) -> list[tuple[Dla, Financeur]]:
    """Which local authority pays which DLA: each pays one, each of the 90 DLA is paid by one at least."""
    par_departement: dict[str, list[Dla]] = defaultdict(list)
    par_region: dict[str, list[Dla]] = defaultdict(list)
    for dla in reseau.dlas:
        par_departement[dla.lieu.departement].append(dla)
        par_region[dla.region].append(dla)
    versements: list[tuple[Dla, Financeur]] = []
    payes: set[int] = set()
    for financeur in reseau.financeurs:
        if financeur.classe in COLLECTIVITES[1:]:
            dlas = par_departement[financeur.territoire]
            versements += [(d, financeur) for d in (dlas if financeur.classe == "departement" else dlas[:1])]
    payes = {dla.cle for dla, _ in versements}
    for financeur in reseau.financeurs:
        if financeur.classe == "region":
            dlas = par_region[financeur.territoire]
            retenus = [d for d in dlas if d.cle not in payes or rng.random() < 0.8] or dlas[:1]
            versements += [(d, financeur) for d in retenus]
    return versements


def _locales(versements: list[tuple[Dla, Financeur]], classe: str, rng: Random) -> list[Tranche]:
    """The tranches of a row of the table: some pay both posts, some one; 2011 where the payer is not new."""
    classes = {"intercommunalite", "commune"} if classe == "local" else {classe}
    choisis = [(dla, payeur) for dla, payeur in versements if payeur.classe in classes]
    pas = PAS["local"]
    tirages = [rng.random() for _ in choisis]
    internes = [v for v, tirage in zip(choisis, tirages, strict=True) if tirage < 0.55]
    fonds = [v for v, tirage in zip(choisis, tirages, strict=True) if tirage > 0.25]
    tranches = []
    for poste, payeurs, total in zip(POSTES, (internes, fonds), faits.FINANCEMENT_DLA[classe], strict=True):
        parts = parts_rondes(total, poids(rng, [d.poids for d, _ in payeurs], 0.4), pas)
        for (dla, payeur), centimes in zip(payeurs, parts, strict=True):
            tranches.append(_tranche(dla, payeur, faits.ANNEE, poste, centimes))
    anciens = [v for v in choisis if not v[1].nouveau]
    parts = parts_rondes(
        faits.LOCAL_2011_CENTIMES[classe], poids(rng, [d.poids for d, _ in anciens], 0.4), pas
    )
    for (dla, payeur), centimes in zip(anciens, parts, strict=True):
        tranches.append(_tranche(dla, payeur, faits.ANNEE - 1, faits.INGENIERIE, centimes))
    return tranches


def _regionaux(reseau: Reseau, rng: Random) -> list[Tranche]:
    """The C2RA: by class as printed; the fund's part of each payment in proportion to it."""
    versements: list[tuple[int, Financeur, int]] = []
    regions_payeuses = {f.territoire for f in reseau.financeurs if f.classe == "region"}
    for classe, total in faits.FINANCEMENT_REGIONAL.items():
        candidats = list(reseau.regionaux)
        if classe == "region":
            candidats = [r for r in candidats if r.region in regions_payeuses]
        nombre = {"fse": 4, "autre": 1}.get(classe, len(candidats))
        retenus = sorted(rng.sample(candidats, nombre), key=lambda r: r.cle)
        parts = parts_rondes(total, poids(rng, [100] * nombre, 0.3), 10_000)
        for regional, centimes in zip(retenus, parts, strict=True):
            territoire = "0" if classe == "autre" else regional.region
            versements.append((regional.cle, reseau.financeur(classe, territoire), centimes))
    fonds = repartir(faits.FONDS_REGIONAL, [centimes for _, _, centimes in versements])
    return [
        Tranche("regional", cle, payeur.cle, faits.ANNEE, poste, part)
        for (cle, payeur, centimes), du_fonds in zip(versements, fonds, strict=True)
        for poste, part in ((faits.INTERNE, centimes - du_fonds), (faits.INGENIERIE, du_fonds))
    ]


def _centres(reseau: Reseau) -> list[Tranche]:
    tranches = []
    for classe, total in faits.FINANCEMENT_CENTRES.items():
        payeurs = [
            f
            for f in reseau.financeurs
            if f.classe == classe and (f.territoire == "" or classe == "ministere_sectoriel")
        ]
        if len(payeurs) == 1:
            parts = parts_rondes(total, [1] * len(reseau.centres), 10_000)
            couples = [(centre, payeurs[0]) for centre in reseau.centres]
        else:
            parts = parts_rondes(total, [1] * len(payeurs), 10_000)
            couples = list(zip(reseau.centres, payeurs, strict=False))
        for (centre, payeur), centimes in zip(couples, parts, strict=True):
            tranches.append(Tranche("centre", centre.cle, payeur.cle, faits.ANNEE, faits.INTERNE, centimes))
    return tranches


def _tranche(dla: Dla, payeur: Financeur, annee: int, poste: str, centimes: int) -> Tranche:
    return Tranche("dla", dla.cle, payeur.cle, annee, poste, centimes)
