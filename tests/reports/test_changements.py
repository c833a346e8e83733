"""Change one record: the figures that rest on it move, and no other."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from dla_market.accompagnement.models import (
    Accueil,
    Diagnostic,
    EmploiReleve,
    EtatDiagnostic,
    MesureImpact,
    StructureSiae,
)
from dla_market.commandes.models import EtatCommande
from dla_market.fonds import operations as fonds
from dla_market.fonds.models import Convention, Tranche
from dla_market.ingenieries.models import Prestation, TypeIngenierie
from dla_market.kernel.db import unit_of_work
from dla_market.reports.annee import Annee
from dla_market.reports.csv_bilan import noms, table
from tests.reports.petite_annee import AN_SUIVANT, DERNIER_INSTANT, FONDS, MARS, Petit

DE_2024 = Annee(2024)
COUTS = {"cout_moyen_ingenierie", "cout_moyen_par_structure_beneficiaire"}


def exporter(session) -> set[tuple[str, ...]]:
    return {(nom, *ligne) for nom in noms(DE_2024) for ligne in table(session, DE_2024, nom)[1]}


def bouges(session, changer, petit: Petit) -> set[str]:
    """The rows that changed: a figure's code, or the label of a table's row."""
    avant = exporter(session)
    with unit_of_work() as ecriture:
        petit.session = ecriture
        changer(petit)
    apres = exporter(session)
    return {ligne[2] if ligne[0] == "thematiques.csv" else ligne[1] for ligne in avant ^ apres}


def secteur(petit: Petit) -> None:
    petit.structures[1].secteur_code = "tourisme"


def type_juridique(petit: Petit) -> None:
    petit.structures[3].type_code = "mutuelle"


def secteur_d_une_structure_non_beneficiaire(petit: Petit) -> None:
    petit.structures[4].secteur_code = "tourisme"


def nom(petit: Petit) -> None:
    petit.structures[0].nom = "Autre nom"


def thematique(petit: Petit) -> None:
    requete = select(Prestation).where(Prestation.ingenierie_id == petit.commandes[0].ingenierie_id)
    ligne = petit.session.scalars(requete.where(Prestation.thematique_code == "comptabilite")).one()
    ligne.thematique_code = "mutualisation"


def contrat(petit: Petit) -> None:
    dernier = petit.session.scalars(select(EmploiReleve).where(EmploiReleve.nb_postes == 1200)).one()
    dernier.nb_cdi, dernier.nb_cdd = 600, 600


def ancien_releve(petit: Petit) -> None:
    ancien = petit.session.scalars(select(EmploiReleve).where(EmploiReleve.jour == date(2024, 2, 1))).one()
    ancien.nb_postes, ancien.nb_cdi = 902, 900


def premier_releve(petit: Petit) -> None:
    petit.emplois(3, date(2024, 4, 4), 1_000, 0, 0)


def desengagement(petit: Petit) -> None:
    commande = petit.commandes[0]
    acteur = petit.acteurs[commande.dla_id]
    fonds.desengager(petit.session, acteur, "commande", commande.id, "Mission réduite")


def montant_ecrit_sur_la_commande(petit: Petit) -> None:
    # the figure is the ledger's; that the order says otherwise is for the controls
    petit.commandes[0].ht_centimes += 100_00
    petit.commandes[0].ttc_centimes += 100_00


def duree(petit: Petit) -> None:
    petit.commandes[0].jours_centiemes += 1_000


def prestataire(petit: Petit) -> None:
    petit.commandes[3].prestataire_id = petit.prestataires[0].id


def notification_le_lendemain(petit: Petit) -> None:
    commande = petit.commandes[1]
    assert commande.notifiee_le == DERNIER_INSTANT
    commande.notifiee_le = AN_SUIVANT


def annulation(petit: Petit) -> None:
    petit.commandes[5].etat = EtatCommande.SIGNEE


def genre(petit: Petit) -> None:
    petit.commandes[1].ingenierie.type = TypeIngenierie.INDIVIDUELLE


def tranche(petit: Petit) -> None:
    requete = select(Tranche).join(Convention).where(Tranche.annee == 2024, Tranche.poste == FONDS)
    etat = petit.financeurs["etat"].id
    petit.session.scalars(
        requete.where(Convention.organisation_id == petit.c.id, Convention.financeur_id == etat)
    ).one().montant_centimes += 1_000_00


def collectivite_deja_la(petit: Petit) -> None:
    petit.convention(petit.c, "departement", 2022, {FONDS: 1_00})


def nouvelle_collectivite(petit: Petit) -> None:
    del petit.financeurs["departement"]  # another one
    petit.convention(petit.c, "departement", 2024, {FONDS: 100_00})


def siae(petit: Petit) -> None:
    petit.poser(StructureSiae(structure_id=petit.structures[2].id, type_siae_code="ai", principal=True))


def autre_type_de_siae(petit: Petit) -> None:
    petit.poser(StructureSiae(structure_id=petit.structures[0].id, type_siae_code="ai"))


def validation(petit: Petit) -> None:
    requete = select(Diagnostic).where(Diagnostic.etat == EtatDiagnostic.EN_COURS)
    petit.session.scalars(requete).one().etat = EtatDiagnostic.VALIDE


def accueil(petit: Petit) -> None:
    petit.session.scalars(select(Accueil).where(Accueil.jour == date(2024, 1, 1))).one().jour = date(
        2023, 12, 31
    )


def enquete(petit: Petit) -> None:
    petit.session.scalars(select(MesureImpact).where(MesureImpact.annee == 2024)).one().annee = 2023


def fiche(petit: Petit) -> None:
    assert petit.prestataires[5].cree_le == MARS
    petit.prestataires[5].cree_le = AN_SUIVANT


CHANGEMENTS = {
    secteur: {"Culture", "Tourisme"},
    type_juridique: {"Association (hors IAE)", "Mutuelle"},
    secteur_d_une_structure_non_beneficiaire: set(),
    nom: set(),
    thematique: {"Comptabilité", "Mutualisation"},
    contrat: {"part_cdi", "part_cdd"},
    ancien_releve: set(),
    premier_releve: {
        "emplois_structures_accompagnees",
        "part_cdi",
        "part_cdd",
        "part_emplois_aides",
        "part_structures_emploi_renseigne",
    },
    desengagement: COUTS | {"montant_prestations_engagees"},
    montant_ecrit_sur_la_commande: set(),
    duree: {"duree_moyenne_annuelle_par_prestataire"},
    prestataire: {"prestataires_mobilises", "duree_moyenne_annuelle_par_prestataire"},
    # the ledger stays on the fund of its year; 3 was accompanied by this order alone
    notification_le_lendemain: COUTS
    | {
        "structures_accompagnees",
        "structures_beneficiaires_ingenierie",
        "ingenieries_commandees",
        "ingenieries_collectives",
        "duree_moyenne_annuelle_par_prestataire",
        "part_structures_emploi_renseigne",
        "part_siae_beneficiaires",
        "Environnement",
        "Association (hors IAE)",
        "Structure coopérative",
        "Stratégie de consolidation",
    },
    # the order of 4 was cancelled; it counts again, of a third provider
    annulation: COUTS
    | {
        "structures_accompagnees",
        "structures_beneficiaires_ingenierie",
        "ingenieries_commandees",
        "ingenieries_individuelles",
        "prestataires_mobilises",
        "part_structures_emploi_renseigne",
        "part_siae_beneficiaires",
        "Sport",
        "Association (hors IAE)",
        "Fiscalité",
    },
    genre: {"ingenieries_individuelles", "ingenieries_collectives"},
    tranche: {"fonds_ingenierie_conventionne", "Etat"},
    collectivite_deja_la: {"collectivites_nouvelles", "collectivites_nouvelles_conseils_generaux"},
    nouvelle_collectivite: {
        "fonds_ingenierie_conventionne",
        "Départements",
        "part_dla_finances_par_collectivites",
        "collectivites_cofinanceuses",
        "collectivites_nouvelles",
        "collectivites_nouvelles_conseils_generaux",
    },
    siae: {"siae_beneficiaires", "part_siae_beneficiaires"},
    autre_type_de_siae: set(),
    validation: {"structures_diagnostiquees", "structures_diagnostiquees_pre_accompagnement"},
    accueil: {"structures_nouvellement_accueillies"},
    enquete: {"structures_mesure_impact"},
    fiche: {"prestataires_recenses"},
}


@pytest.mark.parametrize("changer", CHANGEMENTS, ids=lambda changer: changer.__name__)
def test_a_change_moves_what_rests_on_it_and_nothing_else(session, petit, changer):
    assert bouges(session, changer, petit) == CHANGEMENTS[changer]
