"""The printed figures of 2012 that the demo must give back, as the generator needs them.

Source: Bilan d’activité consolidé 2012, 30 mai 2013. The tests hold them against the report's own rows.
"""

from __future__ import annotations

from datetime import date

ANNEE = 2012
EXTRACTION = date(2013, 2, 8)

NB_DLA = 105
NB_REGIONAUX = 19
NB_PRESTATAIRES = 3912
NB_MOBILISES = 937

ACCOMPAGNEES = 6895
AVEC_INGENIERIE = 5101
NOUVELLES = 3570
DIAGNOSTIQUEES = 4805
PRE = 3249
POST = 1825
IMPACTS = 548

INDIVIDUELLES = 2521
COLLECTIVES = 734
ENGAGE_CENTIMES = 1_242_734_600
DEMI_JOURNEES = 2 * 13_586

EMPLOI_RENSEIGNE = 4780
POSTES = 144_186
CDI_POUR_MILLE = 461
AIDES_POUR_MILLE = 81

SIAE = 804
SIAE_PAR_TYPE = {"aci": 338, "ai": 201, "ei": 124, "etti": 52, "geiq": 37, "rq": 52}

PAR_SECTEUR = {
    "agriculture": 92,
    "creation_developpement_activite": 41,
    "culture": 817,
    "developpement_local": 116,
    "education_formation": 221,
    "environnement": 251,
    "famille_enfance_jeunesse": 799,
    "insertion_emploi": 906,
    "logement_cadre_de_vie": 103,
    "loisirs": 87,
    "mediation": 49,
    "ntic": 13,
    "personnes_handicapees": 99,
    "prevention_justice": 53,
    "sante": 138,
    "securite": 1,
    "services_a_la_personne": 495,
    "services_aux_entreprises": 15,
    "solidarite_humanitaire": 132,
    "sport": 457,
    "tourisme": 134,
    "transport": 7,
    "autre": 75,
}

PAR_TYPE = {
    "association_hors_iae": 4896,
    "autre": 50,
    "etablissement_public": 45,
    "gie_gcs": 4,
    "mutuelle": 4,
    "statut_commercial": 53,
    "structure_cooperative": 24,
    "non_renseigne": 25,
}

PAR_THEMATIQUE = {
    "strategie_consolidation": 596,
    "projet_structure": 659,
    "evolution_activite": 205,
    "evaluation_utilite_sociale": 22,
    "changement_statut": 19,
    "commercial_etude_marche": 106,
    "communication_ntic": 179,
    "comptabilite": 94,
    "fiscalite": 45,
    "gestion_financiere": 299,
    "recherche_financement": 153,
    "organisation_interne": 375,
    "management_rh": 296,
    "mutualisation": 143,
    "autres": 130,
    "nouvelles_conventions_siae": 2,
}

INTERNE = "offre_service_interne"
INGENIERIE = "fonds_ingenierie"

FINANCEMENT_DLA = {
    "etat": (491_043_900, 523_948_624),
    "fse": (30_196_700, 380_625_800),
    "cdc": (254_527_100, 171_968_500),
    "autre": (11_067_900, 68_127_800),
    "region": (88_734_200, 139_801_900),
    "departement": (44_048_800, 97_811_800),
    "local": (23_523_100, 40_630_300),
}
"""Centimes by row of the table: (offre de service interne, fonds d'ingénierie); « local » is
intercommunalités and communes together."""

FINANCEMENT_REGIONAL = {
    "etat": 92_720_020,
    "fse": 8_350_000,
    "cdc": 74_477_800,
    "region": 35_702_700,
    "autre": 212_500,
}
FONDS_REGIONAL = 45_278_660
"""The printed posts of the C2RA, 1 661 844 + 452 787, are 1 € more than the printed total, 2 114 630:
centimes that rounding hides give all three back (1 661 843,60 + 452 786,60 = 2 114 630,20)."""

FINANCEMENT_CENTRES = {
    "etat": 54_000_000,
    "fse": 64_570_600,
    "cdc": 30_400_000,
    "ministere_sectoriel": 18_500_000,
    "fonds_prive": 1_900_000,
}

DLA_AVEC_COLLECTIVITE = 90
COLLECTIVITES = {"region": 21, "departement": 58, "intercommunalite": 33, "commune": 26}
NOUVELLES_COLLECTIVITES = {"region": 0, "departement": 5, "intercommunalite": 12, "commune": 14}
LOCAL_2011_CENTIMES = {"region": 223_002_500, "departement": 132_090_300, "local": 62_992_500}
"""What the local authorities gave the DLA in 2011: the consolidated table less that of the C2RA."""
