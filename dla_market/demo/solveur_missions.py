"""What was bought: how much by whom, with whom, when, done by whom, for how much, out of which money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dla_market.demo import faits
from dla_market.demo.aleas import hasard, nombres, poids
from dla_market.demo.lignes import Commande, Dla, Prestataire, Tranche
from dla_market.demo.solveur_fonds import fonds_par_dla
from dla_market.kernel.money import repartir, tva_centimes

PREMIERE, DERNIERE = date(2012, 2, 13), date(2012, 12, 28)
DEMI_JOUR = 50
PAS_HT = 500
PART_REGIONALE = 0.86
JOURS_INDIVIDUELLE, JOURS_COLLECTIVE = (4, 5, 6, 7, 8, 8, 9, 10, 11), (7, 8, 9, 10, 11, 12, 13, 14, 16)


@dataclass(slots=True)
class Part:
    """A DLA's share of the year."""

    engage_vise: int
    individuelles: int
    collectives: int
    avec_ingenierie: int
    autres: int


def partager(dlas: Sequence[Dla], tranches: list[Tranche]) -> list[Part]:
    """Each DLA's share: what it aims to engage stays under its fund, the rest follows from it."""
    rng = hasard("parts")
    fonds = fonds_par_dla(tranches, len(dlas))
    taux = [rng.uniform(0.79, 0.95) for _ in dlas]
    vises = repartir(faits.ENGAGE_CENTIMES, [round(f * t) for f, t in zip(fonds, taux, strict=True)])
    individuelles = nombres(faits.INDIVIDUELLES, poids(rng, vises, 0.12), 3)
    collectives = nombres(faits.COLLECTIVES, poids(rng, vises, 0.12), 1)
    distinctes = [i - doubles(i) for i in individuelles]
    besoin = [d + round(3.7 * c) for d, c in zip(distinctes, collectives, strict=True)]
    par_collective = faits.AVEC_INGENIERIE - sum(distinctes)
    seules = nombres(
        par_collective, poids(rng, [b - d for b, d in zip(besoin, distinctes, strict=True)], 0.1), 4
    )
    avec_ingenierie = [d + s for d, s in zip(distinctes, seules, strict=True)]
    autres = nombres(faits.ACCOMPAGNEES - faits.AVEC_INGENIERIE, poids(rng, avec_ingenierie, 0.2), 1)
    return [
        Part(*valeurs)
        for valeurs in zip(vises, individuelles, collectives, avec_ingenierie, autres, strict=True)
    ]


def doubles(individuelles: int) -> int:
    """How many of a DLA's individual ingénieries are the second of a structure."""
    return individuelles * 55 // 1000


def grouper(
    structures: Sequence[int], seules: Sequence[int], nombre: int, rng: Random
) -> list[tuple[int, ...]]:
    """Deal out `seules` (structures with collective ingénieries only) into `nombre` groups, then add guests.

    Each of `seules` is in one group at least; a group has three structures or more where there are as many.
    """
    tailles = repartir(len(seules), [rng.randint(70, 130) for _ in range(nombre)])
    groupes, debut = [], 0
    for taille in tailles:
        membres = dict.fromkeys(seules[debut : debut + taille])
        debut += taille
        candidates = [s for s in structures if s not in membres]
        invitees = rng.randint(0, 1) + max(1, 3 - taille)
        membres |= dict.fromkeys(rng.sample(candidates, min(len(candidates), invitees)))
        groupes.append(tuple(membres))
    return groupes


def demi_journees(collectives: Sequence[bool]) -> list[int]:
    """Half-days of each ingénierie, adding up to the printed days."""
    rng = hasard("jours")
    durees = [rng.choice(JOURS_COLLECTIVE if c else JOURS_INDIVIDUELLE) for c in collectives]
    ecart = faits.DEMI_JOURNEES - sum(durees)
    pas = 1 if ecart > 0 else -1
    rangs = rng.sample([i for i, d in enumerate(durees) if 5 <= d <= 14], abs(ecart))
    for rang in rangs:
        durees[rang] += pas
    return durees


def dates(nombre: int) -> list[date]:
    """Notification days: working days of 2012, more of them towards the end of the year."""
    rng = hasard("dates")
    etendue = (DERNIERE - PREMIERE).days
    return [
        ouvre(PREMIERE + timedelta(days=round(etendue * rng.triangular(0, 1, 0.75)))) for _ in range(nombre)
    ]


def ouvre(jour: date) -> date:
    """The day itself, or the Friday before where it falls on a week-end."""
    return jour - timedelta(days=max(0, jour.weekday() - 4))


def choisir_prestataires(regions: Sequence[str], prestataires: Sequence[Prestataire]) -> list[int]:
    """Who does each ingénierie (given by its région): every one of `prestataires` does one at least."""
    rng = hasard("choix")
    en_region: dict[str, list[Prestataire]] = defaultdict(list)
    for prestataire in prestataires:
        en_region[prestataire.region].append(prestataire)
    faveur = {p.cle: rng.expovariate(1) + 0.15 for p in prestataires}
    rangs_par_region: dict[str, list[int]] = defaultdict(list)
    for rang, region in enumerate(regions):
        rangs_par_region[region].append(rang)
    choix = [0] * len(regions)
    for region in sorted(en_region):
        for prestataire, rang in zip(
            en_region[region], rng.sample(rangs_par_region[region], len(en_region[region])), strict=True
        ):
            choix[rang] = prestataire.cle
    tous = [p.cle for p in prestataires]
    cles = {r: [p.cle for p in liste] for r, liste in en_region.items()}
    pesees = {r: [faveur[c] for c in liste] for r, liste in cles.items()}
    toutes_pesees = [faveur[c] for c in tous]
    for rang, region in enumerate(regions):
        if not choix[rang]:
            local = rng.random() < PART_REGIONALE
            choix[rang] = rng.choices(
                cles[region] if local else tous, weights=pesees[region] if local else toutes_pesees
            )[0]
    return choix


def chiffrer(commandes: list[Commande], parts: Sequence[Part], prestataires: dict[int, Prestataire]) -> None:
    """Set HT, TVA and TTC of every order: near each DLA's aim, exactly the printed total in all.

    What rounding leaves goes to orders without VAT, where any amount is its own TTC.
    """
    rng = hasard("montants")
    bruts = []
    for commande in commandes:
        tarif = prestataires[commande.prestataire].tarif_centimes
        bruts.append(tarif * commande.jours_centiemes // 100 * rng.randint(94, 106) // 100)
    attendus = [0] * len(parts)
    for commande, brut in zip(commandes, bruts, strict=True):
        commande.tva_dix_millemes = prestataires[commande.prestataire].tva_dix_millemes
        attendus[commande.dla - 1] += brut + tva_centimes(brut, commande.tva_dix_millemes)
    for commande, brut in zip(commandes, bruts, strict=True):
        vise = parts[commande.dla - 1].engage_vise
        commande.ht = max(1, brut * vise // (attendus[commande.dla - 1] * PAS_HT)) * PAS_HT
        commande.tva = tva_centimes(commande.ht, commande.tva_dix_millemes)
        commande.ttc = commande.ht + commande.tva
    exemptes = [c for c in commandes if c.tva_dix_millemes == 0]
    manque = faits.ENGAGE_CENTIMES - sum(c.ttc for c in commandes)
    for commande, ajout in zip(exemptes, repartir(manque, [c.ht for c in exemptes]), strict=True):
        commande.ht += ajout
        commande.ttc += ajout


def executer(commandes: list[Commande], a_terme: set[int]) -> None:
    """Give each order its course: done, invoiced, paid, as far as the extraction of 8 February 2013 saw it.

    The orders whose keys are in `a_terme` run to their end, whatever the date.
    """
    rng = hasard("execution")
    for commande in commandes:
        commande.debut = ouvre(commande.notifiee + timedelta(days=rng.randint(6, 25)))
        commande.fin = ouvre(commande.debut + timedelta(days=rng.randint(35, 130)))
        realise = ouvre(commande.fin + timedelta(days=rng.randint(5, 14)))
        facture = ouvre(realise + timedelta(days=rng.randint(5, 18)))
        paye = ouvre(facture + timedelta(days=rng.randint(12, 30)))
        libre = commande.cle in a_terme
        commande.realise = realise if libre or realise <= faits.EXTRACTION else None
        commande.facture = facture if libre or facture <= faits.EXTRACTION else None
        commande.paye = paye if libre or paye <= faits.EXTRACTION else None


def imputer(commandes: list[Commande], tranches: list[Tranche]) -> None:
    """Split each order over the fund's tranches of its DLA, in proportion to them; never above any tranche.

    A centime that rounding would put on a full tranche goes to the largest.
    """
    par_dla: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for rang, tranche in enumerate(tranches):
        if (tranche.nature, tranche.annee, tranche.poste) == ("dla", faits.ANNEE, faits.INGENIERIE):
            par_dla[tranche.organisation].append((rang, tranche.centimes))
    for commande in commandes:
        rangs = par_dla[commande.dla]
        parts = repartir(commande.ttc, [centimes for _, centimes in rangs])
        commande.imputations = [(rang, part) for (rang, _), part in zip(rangs, parts, strict=True) if part]
