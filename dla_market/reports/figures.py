"""The figures of the bilan's activity tables: one entry each, with its unit and how it is counted.

Rounding follows what the 2012 report prints; a figure of a year before the records comes from the imported
history. Money is in centimes until it is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from dla_market.accompagnement.models import TypeDiagnostic
from dla_market.comptes.models import TypeOrganisation
from dla_market.fonds.models import Poste
from dla_market.ingenieries.models import TypeIngenierie
from dla_market.reports import ensembles as ens
from dla_market.reports.annee import Annee
from dla_market.reports.calculs import (
    Calcul,
    arrondir,
    compter,
    conventionne,
    dla_conventionnes,
    dla_finances,
    emplois,
    en_euros,
    engage_centimes,
    euros_engages,
    jours_commandes,
    nombre_de,
    part,
    prestataires_recenses,
    quotient,
)


@dataclass(frozen=True)
class Figure:
    """`calcul(session, annee)` gives the printed value, None where its denominator is nothing.

    `recul` is how many past years stand beside it. `ensemble`, where the figure is a head count, gives
    what is counted, so that a reader can open it.
    """

    code: str
    libelle: str
    unite: str
    methode: str
    calcul: Calcul
    recul: int = 1
    ensemble: Callable[[Annee], ens.Ensemble] | None = None


def _compte(
    code: str,
    libelle: str,
    unite: str,
    methode: str,
    ensemble: Callable[[Annee], ens.Ensemble],
    recul: int = 1,
) -> Figure:
    return Figure(code, libelle, unite, methode, lambda s, a: compter(s, ensemble(a)), recul, ensemble)


DLA = TypeOrganisation.DLA
STRUCTURES = "structures"
POURCENT = "%"

FIGURES: tuple[Figure, ...] = (
    _compte("dla", "DLA", "DLA", "DLA ayant une convention dans l’année", dla_conventionnes),
    _compte(
        "c2ra",
        "DLA régionaux (C2RA)",
        "C2RA",
        "DLA régionaux ayant une convention dans l’année",
        lambda a: ens.conventionnes(a, TypeOrganisation.DLA_REGIONAL),
        recul=0,
    ),
    _compte(
        "structures_accompagnees",
        "Structures accompagnées",
        STRUCTURES,
        "Structures ayant eu dans l’année un diagnostic ou une ingénierie, chacune comptée une fois",
        ens.accompagnees,
    ),
    _compte(
        "structures_nouvellement_accueillies",
        "Structures nouvellement accueillies",
        STRUCTURES,
        "Structures reçues dans l’année",
        ens.accueillies,
    ),
    _compte(
        "structures_diagnostiquees",
        "Structures diagnostiquées",
        STRUCTURES,
        "Structures ayant eu un diagnostic validé dans l’année",
        ens.diagnostiquees,
    ),
    _compte(
        "structures_diagnostiquees_pre_accompagnement",
        "dont avant l’accompagnement",
        STRUCTURES,
        "Diagnostics de pré-accompagnement",
        lambda a: ens.diagnostiquees(a, TypeDiagnostic.PRE),
    ),
    _compte(
        "structures_diagnostiquees_suivi_post_accompagnement",
        "dont au suivi",
        STRUCTURES,
        "Diagnostics de suivi ; une structure peut avoir eu les deux",
        lambda a: ens.diagnostiquees(a, TypeDiagnostic.POST),
    ),
    _compte(
        "structures_mesure_impact",
        "Structures de la mesure d’impact",
        STRUCTURES,
        "Structures ayant répondu à l’enquête de l’année",
        ens.mesurees,
    ),
    Figure(
        "budget_offre_de_service_interne_conventionne",
        "Offre de service interne conventionnée",
        "EUR",
        "Somme des tranches de l’année, DLA seuls",
        conventionne(DLA, Poste.OFFRE_SERVICE_INTERNE),
    ),
    _compte(
        "structures_beneficiaires_ingenierie",
        "Structures bénéficiaires d’ingénieries",
        STRUCTURES,
        "Structures participant à une ingénierie commandée dans l’année",
        ens.beneficiaires,
    ),
    _compte(
        "ingenieries_commandees",
        "Ingénieries commandées",
        "ingenieries",
        "Ingénieries dont la commande est notifiée dans l’année",
        ens.ingenieries,
    ),
    _compte(
        "ingenieries_individuelles",
        "dont individuelles",
        "ingenieries",
        "Ingénieries d’une seule structure",
        lambda a: ens.ingenieries(a, TypeIngenierie.INDIVIDUELLE),
        recul=0,
    ),
    _compte(
        "ingenieries_collectives",
        "dont collectives",
        "ingenieries",
        "Ingénieries de plusieurs structures",
        lambda a: ens.ingenieries(a, TypeIngenierie.COLLECTIVE),
        recul=0,
    ),
    Figure(
        "montant_prestations_engagees",
        "Prestations engagées",
        "EUR",
        "Somme engagée sur les fonds de l’année, au grand livre",
        en_euros(engage_centimes),
    ),
    Figure(
        "fonds_ingenierie_conventionne",
        "Fonds d’ingénierie conventionné",
        "EUR",
        "Somme des tranches de l’année, DLA seuls",
        conventionne(DLA, Poste.FONDS_INGENIERIE),
    ),
    Figure(
        "cout_moyen_ingenierie",
        "Coût moyen d’une ingénierie",
        "EUR rounded to 10",
        "Engagé divisé par ingénieries, à 10 € près",
        quotient(euros_engages, nombre_de(ens.ingenieries), Decimal(10)),
    ),
    Figure(
        "cout_moyen_par_structure_beneficiaire",
        "Coût moyen par structure bénéficiaire",
        "EUR rounded to 100",
        "Engagé divisé par structures bénéficiaires, à 100 € près",
        quotient(euros_engages, nombre_de(ens.beneficiaires), Decimal(100)),
        0,
    ),
    _compte(
        "prestataires_mobilises",
        "Prestataires mobilisés",
        "prestataires",
        "Prestataires ayant une commande notifiée dans l’année",
        ens.prestataires_mobilises,
        recul=0,
    ),
    Figure(
        "prestataires_recenses",
        "Prestataires recensés",
        "prestataires (more than)",
        "Fiches connues à la fin de l’année, à la centaine inférieure",
        prestataires_recenses,
        0,
    ),
    Figure(
        "duree_moyenne_annuelle_par_prestataire",
        "Durée moyenne par prestataire mobilisé",
        "jours",
        "Jours commandés divisés par prestataires mobilisés",
        quotient(jours_commandes, nombre_de(ens.prestataires_mobilises), Decimal("0.1")),
        0,
    ),
    Figure(
        "emplois_structures_accompagnees",
        "Emplois des structures accompagnées",
        "postes (more than)",
        "Dernier relevé de l’année de chaque structure accompagnée, au millier inférieur",
        lambda s, a: arrondir(emplois("postes")(s, a), Decimal(1000), ROUND_FLOOR),
        0,
    ),
    Figure(
        "part_cdi",
        "Part des CDI",
        POURCENT,
        "CDI parmi les postes connus",
        part(emplois("cdi"), emplois("postes"), mode=ROUND_HALF_UP),
    ),
    Figure(
        "part_cdd",
        "Part des CDD",
        POURCENT,
        "CDD parmi les postes connus",
        part(emplois("cdd"), emplois("postes"), mode=ROUND_HALF_UP),
    ),
    Figure(
        "part_emplois_aides",
        "Part des emplois aidés",
        POURCENT,
        "Emplois aidés parmi les postes connus ; ils sont aussi des CDI ou des CDD",
        part(emplois("aides"), emplois("postes"), mode=ROUND_HALF_UP),
    ),
    Figure(
        "part_structures_emploi_renseigne",
        "Structures dont les emplois sont connus",
        "% (more than)",
        "Structures accompagnées ayant un relevé dans l’année, à l’unité inférieure",
        part(emplois("structures"), nombre_de(ens.accompagnees), mode=ROUND_FLOOR),
        0,
    ),
    _compte(
        "siae_beneficiaires",
        "Structures d’insertion bénéficiaires",
        STRUCTURES,
        "Bénéficiaires ayant un type de SIAE, quel que soit leur statut",
        ens.siae_beneficiaires,
        recul=0,
    ),
    Figure(
        "part_siae_beneficiaires",
        "Part des structures d’insertion",
        POURCENT,
        "Parmi les structures bénéficiaires",
        part(nombre_de(ens.siae_beneficiaires), nombre_de(ens.beneficiaires), mode=ROUND_HALF_UP),
        0,
    ),
    Figure(
        "part_dla_finances_par_collectivites",
        "DLA financés par une collectivité",
        POURCENT,
        "DLA ayant dans l’année une région, un département, une intercommunalité ou une commune",
        part(dla_finances, nombre_de(dla_conventionnes), mode=ROUND_HALF_UP),
        2,
    ),
    _compte(
        "collectivites_cofinanceuses",
        "Collectivités cofinanceuses",
        "collectivites",
        "Collectivités finançant un DLA dans l’année",
        ens.collectivites,
        recul=0,
    ),
    _compte(
        "collectivites_nouvelles",
        "dont nouvelles",
        "collectivites",
        "Collectivités n’ayant financé aucun DLA auparavant",
        ens.collectivites_nouvelles,
        recul=0,
    ),
    _compte(
        "collectivites_nouvelles_conseils_generaux",
        "dont nouveaux départements",
        "collectivites",
        "Conseils généraux parmi les nouvelles",
        lambda a: ens.collectivites_nouvelles(a, "departement"),
        recul=0,
    ),
    _compte(
        "collectivites_nouvelles_intercommunalites",
        "dont nouvelles intercommunalités",
        "collectivites",
        "Intercommunalités parmi les nouvelles",
        lambda a: ens.collectivites_nouvelles(a, "intercommunalite"),
        recul=0,
    ),
    _compte(
        "collectivites_nouvelles_communes",
        "dont nouvelles communes",
        "collectivites",
        "Communes parmi les nouvelles",
        lambda a: ens.collectivites_nouvelles(a, "commune"),
        recul=0,
    ),
)

PAR_CODE = {figure.code: figure for figure in FIGURES}
