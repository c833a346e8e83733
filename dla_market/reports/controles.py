"""What the bilan checks of itself before anyone reads it.

A hard control compares two ways to count the same thing: where they differ, some record is wrong. The
others say what a reader should know: entries that miss, a figure that moves much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dla_market.kernel.money import en_euros
from dla_market.reports.bilan import Bilan
from dla_market.reports.formules import CENT
from dla_market.reports.tableaux import Ligne

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


def _egalite(
    code: str, libelle: str, gauche: tuple[Decimal, str], droite: tuple[Decimal, str], *, argent: bool = False
) -> Controle:
    """Two ways to count the same thing, each with the words that follow its number."""
    dire = _euros if argent else _nombre
    (ici, quoi), (la, autre) = gauche, droite
    juste = ici == la
    suite = "" if juste else f"\u00a0: écart de {dire(abs(ici - la))}"
    return Controle(code, libelle, juste, f"{dire(ici)} {quoi}, {dire(la)} {autre}{suite}.")


def _sommes(bilan: Bilan) -> Iterator[Controle]:
    releve = bilan.releve
    beneficiaires = (releve["beneficiaires"], "bénéficiaires")
    ingenieries = (releve["ingenieries"], "ingénieries commandées")
    yield _egalite(
        "secteurs", "Chaque bénéficiaire a un secteur", (_total(bilan.secteurs), "par secteur"), beneficiaires
    )
    yield _egalite(
        "types", "Chaque bénéficiaire a un type", (_total(bilan.types_structures), "par type"), beneficiaires
    )
    yield _egalite(
        "thematiques",
        "Chaque ligne de prestation a une thématique",
        (_total(bilan.thematiques), "par thématique"),
        (releve["lignes"], "lignes de prestation"),
    )
    yield _egalite(
        "lignes",
        "Chaque ingénierie commandée a une ligne de prestation",
        (releve["ingenieries_avec_ligne"], "avec une ligne"),
        ingenieries,
    )
    yield _egalite(
        "individuelles_et_collectives",
        "Une ingénierie est individuelle ou collective",
        (releve["individuelles"] + releve["collectives"], "individuelles ou collectives"),
        ingenieries,
    )
    plancher = max(releve["diagnostiquees"], releve["beneficiaires"])
    plafond = releve["diagnostiquees"] + releve["beneficiaires"]
    yield Controle(
        "accompagnees",
        "Une structure accompagnée a un diagnostic ou une ingénierie",
        plancher <= releve["accompagnees"] <= plafond,
        f"{_nombre(releve['accompagnees'])} accompagnées, attendues entre {_nombre(plancher)}"
        f" et {_nombre(plafond)}.",
    )


def _argent(bilan: Bilan) -> Iterator[Controle]:
    releve = bilan.releve
    interne = Decimal(sum(ligne.offre_service_interne for ligne in bilan.financeurs))
    fonds = Decimal(sum(ligne.fonds_ingenierie for ligne in bilan.financeurs))
    yield _egalite(
        "engage",
        "L’engagé du grand livre est la somme des commandes",
        (releve["engage"], "au grand livre"),
        (releve["commande"], "sur les commandes"),
        argent=True,
    )
    for code, libelle, par_financeur in (
        ("interne", "Les financeurs font l’offre de service interne", interne),
        ("fonds", "Les financeurs font le fonds d’ingénierie", fonds),
    ):
        yield _egalite(
            code, libelle, (par_financeur, "par financeur"), (releve[code], "par poste"), argent=True
        )
    yield Controle(
        "depassement",
        "L’engagé tient dans le fonds",
        releve["engage"] <= releve["fonds"],
        f"{_euros(releve['engage'])} engagés, {_euros(releve['fonds'])} conventionnés.",
    )


def _completude(bilan: Bilan) -> Iterator[Controle]:
    releve = bilan.releve
    sans_emploi = releve["accompagnees"] - releve["emplois_connus"]
    part = f" ({_pourcent(sans_emploi / releve['accompagnees'])})" if sans_emploi else ""
    yield Controle(
        "emplois_connus",
        "Les emplois de chaque structure accompagnée sont connus",
        not sans_emploi,
        f"{_pluriel(sans_emploi, 'structure')} sans relevé d’emplois dans l’année{part}.",
        dur=False,
    )
    sans_type = _total(ligne for ligne in bilan.types_structures if ligne.code == NON_RENSEIGNE)
    yield Controle(
        "types_renseignes",
        "Le type de chaque bénéficiaire est renseigné",
        not sans_type,
        f"{_pluriel(sans_type, 'bénéficiaire')} sans type juridique renseigné.",
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


def _total(lignes: Iterable[Ligne]) -> Decimal:
    return Decimal(sum(ligne.valeur for ligne in lignes))


def _nombre(valeur: Decimal) -> str:
    return f"{int(valeur):,}".replace(",", "\u202f")


def _pluriel(valeur: Decimal, mot: str) -> str:
    return f"{_nombre(valeur)}\u00a0{mot}{'' if valeur <= 1 else 's'}"


def _euros(centimes: Decimal) -> str:
    return en_euros(int(centimes))
