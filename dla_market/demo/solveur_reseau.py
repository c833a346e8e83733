"""Who there is in 2012: 105 DLA, 19 C2RA, 6 CNAR, and everyone who pays them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isqrt
from random import Random
from typing import Protocol

from dla_market.demo import faits
from dla_market.demo.aleas import hasard
from dla_market.demo.identite import Noms, de, domaine
from dla_market.demo.lignes import Centre, Dla, Financeur, Regional
from dla_market.demo.territoires import DepartementDemo, Territoires

DOUBLES = ("13", "59", "62", "974")
"""Départements with two DLA in the demo."""
SANS_REGIONAL = {"54", "74", "94", "01", "02", "03", "04", "06"}
"""Régions of 2012 without a C2RA: Poitou-Charentes stopped in 2011; the others make the count of 19."""
SANS_COLLECTIVITE = {"54", "74", "94", "43", "03", "06"}
"""Régions whose 15 DLA no local authority pays in the demo, which leaves 90 of 105."""

CENTRES = (
    ("culture", "Centre de ressources Culture", ("culture",)),
    ("environnement", "Centre de ressources Environnement", ("environnement", "agriculture")),
    ("sport", "Centre de ressources Sport", ("sport", "loisirs")),
    (
        "social_sante",
        "Centre de ressources Social, médico-social et santé",
        (
            "sante",
            "services_a_la_personne",
            "famille_enfance_jeunesse",
            "personnes_handicapees",
            "solidarite_humanitaire",
        ),
    ),
    ("iae", "Centre de ressources Insertion par l’activité économique", ("insertion_emploi",)),
    ("financement", "Centre de ressources Financement", ()),
)
PORTEUSES = ("Association", "Comité de bassin", "Boutique de gestion", "Plate-forme", "Fonds territorial")


class Ajouter(Protocol):
    """Adds a financeur under the next key."""

    def __call__(self, nom: str, classe: str, territoire: str = "", *, nouveau: bool = False) -> None:
        """`territoire` is a région, a département or what sets two of a class apart."""


@dataclass(slots=True)
class Reseau:
    """The bodies of the scheme."""

    dlas: list[Dla]
    regionaux: list[Regional]
    centres: list[Centre]
    financeurs: list[Financeur] = field(default_factory=list)

    def financeur(self, classe: str, territoire: str = "") -> Financeur:
        """The one financeur of a class in a territory. Raises StopIteration where there is none."""
        return next(f for f in self.financeurs if f.classe == classe and f.territoire == territoire)


def batir(territoires: Territoires, numeros: Iterator[str]) -> Reseau:
    """Build the network on the map; `numeros` gives unused SIREN."""
    rng = hasard("reseau")
    noms = Noms(rng)
    reseau = Reseau(_dlas(territoires, noms, numeros, rng), [], [])
    for region in sorted(territoires.regions):
        if region not in SANS_REGIONAL:
            reseau.regionaux.append(
                Regional(len(reseau.regionaux) + 1, f"DLA régional {territoires.regions[region]}", region)
            )
    for cle, (code, nom, secteurs) in enumerate(CENTRES, start=1):
        reseau.centres.append(Centre(cle, code, nom, f"Union {noms.marque()}", secteurs))
    _financeurs(reseau, territoires, noms, numeros, rng)
    return reseau


def _dlas(territoires: Territoires, noms: Noms, numeros: Iterator[str], rng: Random) -> list[Dla]:
    dlas: list[Dla] = []
    for dep in territoires.departements.values():
        parts = 2 if dep.code in DOUBLES else 1
        for rang in range(parts):
            lieu = dep.lieux[rang]
            nom = f"DLA {dep.nom}" if parts == 1 else f"DLA {dep.nom} ({lieu.commune})"
            dlas.append(
                Dla(
                    cle=len(dlas) + 1,
                    sigle=f"DLA{dep.code}" + ("" if parts == 1 else "AB"[rang]),
                    nom=nom,
                    porteuse=f"{rng.choice(PORTEUSES)} {noms.marque()}",
                    siren=next(numeros),
                    lieu=lieu,
                    region=dep.region,
                    domaine=domaine(nom),
                    poids=isqrt(dep.population) // parts,
                )
            )
    return dlas


def _financeurs(
    reseau: Reseau, territoires: Territoires, noms: Noms, numeros: Iterator[str], rng: Random
) -> None:
    def ajouter(nom: str, classe: str, territoire: str = "", *, nouveau: bool = False) -> None:
        reseau.financeurs.append(
            Financeur(len(reseau.financeurs) + 1, nom, classe, next(numeros), territoire, nouveau)
        )

    for region, nom in sorted(territoires.regions.items()):
        ajouter(f"État, services de l’emploi – {nom}", "etat", region)
        ajouter(f"Fonds social européen – {nom}", "fse", region)
        ajouter(f"Caisse des Dépôts – {nom}", "cdc", region)
        if region not in SANS_COLLECTIVITE:
            ajouter(f"Région {nom}", "region", region)
    for classe, nom in (
        ("etat", "État, administration centrale de l’emploi"),
        ("fse", "Fonds social européen – programme national"),
        ("cdc", "Caisse des Dépôts – siège"),
        ("fonds_prive", f"Fondation {noms.marque()}"),
    ):
        ajouter(nom, classe)
    for nom in (
        "Ministère de la culture",
        "Ministère de l’environnement",
        "Ministère des sports",
        "Ministère des affaires sociales",
    ):
        ajouter(nom, "ministere_sectoriel", nom)
    for rang, nature in enumerate(("Fondation", "Banque coopérative", "Fédération", "OPCA", "Mutuelle") * 5):
        ajouter(f"{nature} {noms.marque()}", "autre", str(rang))
    finances = [d for d in territoires.departements.values() if d.region not in SANS_COLLECTIVITE]
    _collectivites(finances, rng, ajouter)


def _collectivites(finances: list[DepartementDemo], rng: Random, ajouter: Ajouter) -> None:
    """Départements, intercommunalités and communes that pay; the first of each are new in 2012."""
    for classe, forme in (
        ("departement", "Conseil général – {dep.nom}"),
        ("intercommunalite", "Communauté de communes du pays {commune}"),
        ("commune", "Commune {commune}"),
    ):
        payeurs = rng.sample(finances, faits.COLLECTIVITES[classe])
        for rang, dep in enumerate(payeurs):
            ajouter(
                forme.format(dep=dep, commune=de(rng.choice(dep.lieux[:6]).commune)),
                classe,
                dep.code,
                nouveau=rang < faits.NOUVELLES_COLLECTIVITES[classe],
            )
