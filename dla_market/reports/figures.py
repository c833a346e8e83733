"""The figures of the bilan's activity tables: one entry each, with its unit and how it is counted.

Rounding follows what the 2012 report prints; a figure of a year before the records comes from the imported
history.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dla_market.reports.formules import ENTIER, Arrondi, Formule, centieme, nombre, part, quotient
from dla_market.reports.mesures import MESURES, Releve

DLA = "DLA"
STRUCTURES = "structures"
INGENIERIES = "ingenieries"
COLLECTIVITES = "collectivites"
PRESTATAIRES = "prestataires"
EUROS = "EUR"
JOURS = "jours"
POURCENT = "%"


@dataclass(frozen=True)
class Figure:
    """A figure: what it is called, the measures that it reads, the formula over them, its rounding.

    `unite` is written as the published facts write it. `recul` is how many past years stand beside it.
    """

    code: str
    libelle: str
    unite: str
    methode: str
    mesures: tuple[str, ...]
    formule: Formule
    arrondi: Arrondi = ENTIER
    recul: int = 1

    def valeur(self, releve: Releve) -> Decimal | None:
        """The printed value, None where its denominator is nothing."""
        exacte = self.formule(releve)
        return None if exacte is None else self.arrondi(exacte)

    def valeur_fine(self, releve: Releve) -> Decimal | None:
        """The value of one DLA, not rounded wider than to one."""
        exacte = self.formule(releve)
        return None if exacte is None else self.arrondi.fin(exacte)

    @property
    def par_dla(self) -> bool:
        """Whether the figure can be told DLA by DLA."""
        return all(MESURES[nom].par_dla for nom in self.mesures)

    @property
    def cumulable(self) -> bool:
        """Whether it is one measure, that DLA have shares of."""
        return len(self.mesures) == 1


def _compte(code: str, libelle: str, unite: str, methode: str, mesure: str, recul: int = 1) -> Figure:
    return Figure(code, libelle, unite, methode, (mesure,), nombre(mesure), recul=recul)


def _euros(code: str, libelle: str, methode: str, mesure: str) -> Figure:
    return Figure(code, libelle, EUROS, methode, (mesure,), centieme(mesure))


def _part(code: str, libelle: str, methode: str, haut: str, bas: str, recul: int = 1) -> Figure:
    return Figure(code, libelle, POURCENT, methode, (haut, bas), part(haut, bas), recul=recul)


FIGURES: tuple[Figure, ...] = (
    _compte("dla", "DLA", DLA, "DLA ayant une convention dans l’année", "dla"),
    _compte(
        "c2ra", "DLA régionaux (C2RA)", "C2RA", "DLA régionaux ayant une convention dans l’année", "c2ra", 0
    ),
    _compte(
        "structures_accompagnees",
        "Structures accompagnées",
        STRUCTURES,
        "Structures ayant eu dans l’année un diagnostic ou une ingénierie, chacune comptée une fois",
        "accompagnees",
    ),
    _compte(
        "structures_nouvellement_accueillies",
        "Structures nouvellement accueillies",
        STRUCTURES,
        "Structures reçues dans l’année",
        "accueillies",
    ),
    _compte(
        "structures_diagnostiquees",
        "Structures diagnostiquées",
        STRUCTURES,
        "Structures ayant eu un diagnostic, validé et commencé dans l’année",
        "diagnostiquees",
    ),
    _compte(
        "structures_diagnostiquees_pre_accompagnement",
        "dont avant l’accompagnement",
        STRUCTURES,
        "Diagnostics de pré-accompagnement",
        "diagnostiquees_pre",
    ),
    _compte(
        "structures_diagnostiquees_suivi_post_accompagnement",
        "dont au suivi",
        STRUCTURES,
        "Diagnostics de suivi ; une structure peut avoir eu les deux",
        "diagnostiquees_post",
    ),
    _compte(
        "structures_mesure_impact",
        "Structures de la mesure d’impact",
        STRUCTURES,
        "Structures ayant répondu à l’enquête de l’année",
        "mesurees",
    ),
    _euros(
        "budget_offre_de_service_interne_conventionne",
        "Offre de service interne conventionnée",
        "Somme des tranches de l’année, DLA seuls",
        "interne",
    ),
    _compte(
        "structures_beneficiaires_ingenierie",
        "Structures bénéficiaires d’ingénieries",
        STRUCTURES,
        "Structures participant à une ingénierie commandée dans l’année",
        "beneficiaires",
    ),
    _compte(
        "ingenieries_commandees",
        "Ingénieries commandées",
        INGENIERIES,
        "Ingénieries dont la commande est notifiée dans l’année",
        "ingenieries",
    ),
    _compte(
        "ingenieries_individuelles",
        "dont individuelles",
        INGENIERIES,
        "Ingénieries d’une seule structure",
        "individuelles",
        0,
    ),
    _compte(
        "ingenieries_collectives",
        "dont collectives",
        INGENIERIES,
        "Ingénieries de plusieurs structures",
        "collectives",
        0,
    ),
    _euros(
        "montant_prestations_engagees",
        "Prestations engagées",
        "Somme engagée sur les fonds de l’année, au grand livre",
        "engage",
    ),
    _euros(
        "fonds_ingenierie_conventionne",
        "Fonds d’ingénierie conventionné",
        "Somme des tranches de l’année, DLA seuls",
        "fonds",
    ),
    Figure(
        "cout_moyen_ingenierie",
        "Coût moyen d’une ingénierie",
        "EUR rounded to 10",
        "Engagé divisé par ingénieries, à 10 € près",
        ("engage", "ingenieries"),
        quotient("engage", "ingenieries"),
        Arrondi(Decimal(10)),
    ),
    Figure(
        "cout_moyen_par_structure_beneficiaire",
        "Coût moyen par structure bénéficiaire",
        "EUR rounded to 100",
        "Engagé divisé par structures bénéficiaires, à 100 € près",
        ("engage", "beneficiaires"),
        quotient("engage", "beneficiaires"),
        Arrondi(Decimal(100)),
        recul=0,
    ),
    _compte(
        "prestataires_mobilises",
        "Prestataires mobilisés",
        PRESTATAIRES,
        "Prestataires ayant une commande notifiée dans l’année",
        "prestataires",
        0,
    ),
    Figure(
        "prestataires_recenses",
        "Prestataires recensés",
        "prestataires (more than)",
        "Fiches connues à la fin de l’année, à la centaine inférieure",
        ("recenses",),
        nombre("recenses"),
        Arrondi(Decimal(100), plancher=True),
        recul=0,
    ),
    Figure(
        "duree_moyenne_annuelle_par_prestataire",
        "Durée moyenne par prestataire mobilisé",
        JOURS,
        "Jours commandés divisés par prestataires mobilisés",
        ("jours", "prestataires"),
        quotient("jours", "prestataires"),
        Arrondi(Decimal("0.1")),
        recul=0,
    ),
    Figure(
        "emplois_structures_accompagnees",
        "Emplois des structures accompagnées",
        "postes (more than)",
        "Dernier relevé de l’année de chaque structure accompagnée, au millier inférieur",
        ("postes",),
        nombre("postes"),
        Arrondi(Decimal(1000), plancher=True),
        recul=0,
    ),
    _part("part_cdi", "Part des CDI", "CDI parmi les postes connus", "cdi", "postes"),
    _part("part_cdd", "Part des CDD", "CDD parmi les postes connus", "cdd", "postes"),
    _part(
        "part_emplois_aides",
        "Part des emplois aidés",
        "Emplois aidés parmi les postes connus ; ils sont aussi des CDI ou des CDD",
        "aides",
        "postes",
    ),
    Figure(
        "part_structures_emploi_renseigne",
        "Structures dont les emplois sont connus",
        "% (more than)",
        "Structures accompagnées ayant un relevé dans l’année, à l’unité inférieure",
        ("emplois_connus", "accompagnees"),
        part("emplois_connus", "accompagnees"),
        Arrondi(plancher=True),
        recul=0,
    ),
    _compte(
        "siae_beneficiaires",
        "Structures d’insertion bénéficiaires",
        STRUCTURES,
        "Bénéficiaires ayant un type de SIAE, quel que soit leur statut",
        "siae",
        0,
    ),
    _part(
        "part_siae_beneficiaires",
        "Part des structures d’insertion",
        "Parmi les structures bénéficiaires",
        "siae",
        "beneficiaires",
        0,
    ),
    _part(
        "part_dla_finances_par_collectivites",
        "DLA financés par une collectivité",
        "DLA ayant dans l’année une région, un département, une intercommunalité ou une commune",
        "dla_finances",
        "dla",
        2,
    ),
    _compte(
        "collectivites_cofinanceuses",
        "Collectivités cofinanceuses",
        COLLECTIVITES,
        "Collectivités finançant un DLA dans l’année",
        "collectivites",
        0,
    ),
    _compte(
        "collectivites_nouvelles",
        "dont nouvelles",
        COLLECTIVITES,
        "Collectivités n’ayant financé aucun DLA auparavant",
        "nouvelles",
        0,
    ),
    _compte(
        "collectivites_nouvelles_conseils_generaux",
        "dont nouveaux départements",
        COLLECTIVITES,
        "Conseils généraux parmi les nouvelles",
        "nouveaux_departements",
        0,
    ),
    _compte(
        "collectivites_nouvelles_intercommunalites",
        "dont nouvelles intercommunalités",
        COLLECTIVITES,
        "Intercommunalités parmi les nouvelles",
        "nouvelles_intercommunalites",
        0,
    ),
    _compte(
        "collectivites_nouvelles_communes",
        "dont nouvelles communes",
        COLLECTIVITES,
        "Communes parmi les nouvelles",
        "nouvelles_communes",
        0,
    ),
)

PAR_CODE = {figure.code: figure for figure in FIGURES}
