"""What the bilan checks of itself before anyone reads it.

A hard control compares two ways to count the same thing: where they differ, some record is wrong. The
others say what a reader should know: entries that miss, a figure that moves much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dla_market.kernel.money import en_euros
from dla_market.reports.bilan import Bilan
from dla_market.reports.formules import CENT

ECART_NOTABLE = Decimal("0.20")
"""A figure that moves more than this from a year to the next is shown to a person (domain 14)."""

NON_RENSEIGNE = "non_renseigne"


@dataclass(frozen=True)
class Controle:
    """What was checked, whether it is right, and the sentence that says what was found.

    `dur` is a control that a sound base never fails.
    """

    code: str
    libelle: str
    juste: bool
    phrase: str
    dur: bool = True


def controler(bilan: Bilan) -> list[Controle]:
    """Every control of a year, the hard ones first."""
    return [*_sommes(bilan), *_argent(bilan), *_completude(bilan), *_variations(bilan)]


def en_ecart(bilan: Bilan) -> list[Controle]:
    """The hard controls that fail."""
    return [c for c in controler(bilan) if c.dur and not c.juste]


def a_savoir(bilan: Bilan) -> list[Controle]:
    """What a reader should know: the other controls that are not right."""
    return [c for c in controler(bilan) if not c.dur and not c.juste]


def _egalite(code: str, libelle: str, gauche: tuple[str, Decimal], droite: tuple[str, Decimal]) -> Controle:
    (quoi, ici), (autre, la) = gauche, droite
    juste = ici == la
    suite = "" if juste else f"\u00a0: écart de {abs(ici - la)}"
    return Controle(code, libelle, juste, f"{quoi} {ici}, {autre} {la}{suite}.")


def _sommes(bilan: Bilan) -> Iterator[Controle]:
    releve = bilan.releve
    beneficiaires = ("structures bénéficiaires", releve["beneficiaires"])
    secteurs = Decimal(sum(ligne.valeur for ligne in bilan.secteurs))
    types = Decimal(sum(ligne.valeur for ligne in bilan.types_structures))
    lignes = Decimal(sum(ligne.valeur for ligne in bilan.thematiques))
    genres = releve["individuelles"] + releve["collectives"]
    yield _egalite("secteurs", "Chaque bénéficiaire a un secteur", ("par secteur", secteurs), beneficiaires)
    yield _egalite("types", "Chaque bénéficiaire a un type", ("par type", types), beneficiaires)
    yield _egalite(
        "thematiques",
        "Chaque ligne de prestation a une thématique",
        ("par thématique", lignes),
        ("lignes de prestation", releve["lignes"]),
    )
    yield _egalite(
        "lignes",
        "Chaque ingénierie commandée a une ligne de prestation",
        ("avec une ligne", releve["ingenieries_avec_ligne"]),
        ("ingénieries", releve["ingenieries"]),
    )
    yield _egalite(
        "individuelles_et_collectives",
        "Une ingénierie est individuelle ou collective",
        ("individuelles et collectives", genres),
        ("ingénieries", releve["ingenieries"]),
    )
    plancher = max(releve["diagnostiquees"], releve["beneficiaires"])
    plafond = releve["diagnostiquees"] + releve["beneficiaires"]
    yield Controle(
        "accompagnees",
        "Une structure accompagnée a un diagnostic ou une ingénierie",
        plancher <= releve["accompagnees"] <= plafond,
        f"{releve['accompagnees']} accompagnées, attendues entre {plancher} et {plafond}.",
    )


def _argent(bilan: Bilan) -> Iterator[Controle]:
    releve = bilan.releve
    interne = sum(ligne.offre_service_interne for ligne in bilan.financeurs)
    fonds = sum(ligne.fonds_ingenierie for ligne in bilan.financeurs)
    paires = (
        (
            "engage",
            "L’engagé du grand livre est la somme des commandes",
            releve["engage"],
            releve["commande"],
        ),
        ("interne", "Les financeurs font l’offre de service interne", Decimal(interne), releve["interne"]),
        ("fonds", "Les financeurs font le fonds d’ingénierie", Decimal(fonds), releve["fonds"]),
    )
    for code, libelle, ici, la in paires:
        juste = ici == la
        suite = "" if juste else f"\u00a0: écart de {en_euros(int(abs(ici - la)))}"
        yield Controle(code, libelle, juste, f"{en_euros(int(ici))} et {en_euros(int(la))}{suite}.")
    yield Controle(
        "depassement",
        "L’engagé tient dans le fonds",
        releve["engage"] <= releve["fonds"],
        f"{en_euros(int(releve['engage']))} engagés, {en_euros(int(releve['fonds']))} conventionnés.",
    )


def _completude(bilan: Bilan) -> Iterator[Controle]:
    releve = bilan.releve
    sans_emploi = releve["accompagnees"] - releve["emplois_connus"]
    part = f" ({_pourcent(sans_emploi / releve['accompagnees'])})" if releve["accompagnees"] else ""
    yield Controle(
        "emplois_connus",
        "Les emplois de chaque structure accompagnée sont connus",
        not sans_emploi,
        f"{sans_emploi} structures sans relevé d’emplois dans l’année{part}.",
        dur=False,
    )
    sans_type = sum(ligne.valeur for ligne in bilan.types_structures if ligne.code == NON_RENSEIGNE)
    yield Controle(
        "types_renseignes",
        "Le type de chaque bénéficiaire est renseigné",
        not sans_type,
        f"{sans_type} bénéficiaires dont le type n’est pas renseigné.",
        dur=False,
    )


def _variations(bilan: Bilan) -> Iterator[Controle]:
    for figure, valeur, avant in bilan.comparables:
        variation = (valeur - avant) / avant
        if abs(variation) > ECART_NOTABLE:
            yield Controle(
                f"variation_{figure.code}",
                f"{figure.libelle}\u00a0: de {bilan.annee.numero - 1} à {bilan.annee.numero}",
                juste=False,
                phrase=f"Variation de {_pourcent(variation)}.",
                dur=False,
            )


def _pourcent(part: Decimal) -> str:
    arrondi = round(part * CENT)
    return f"{arrondi:+d}\u00a0%".replace("-", "−") if arrondi < 0 else f"{arrondi}\u00a0%"
