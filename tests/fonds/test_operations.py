"""The verbs of money on both databases: what each moves, what each refuses."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from dla_market.fonds import ledger, operations
from dla_market.fonds.models import (
    Compte,
    Convention,
    EtatReservation,
    Fonds,
    Imputation,
    NatureCompte,
    Poste,
    Reservation,
    Tranche,
)
from dla_market.fonds.verification import verifier
from dla_market.kernel.errors import FondsInsuffisant, RefusMetier, TransitionRefusee
from dla_market.kernel.journal import EntreeJournal
from tests.fonds.monde import ANNEE, DLA, FINANCEURS, doter, engager, reserver, un_acteur


def total(session: Session, nature: NatureCompte, annee: int = ANNEE) -> int:
    fonds_id = ledger.fonds_de(session, DLA, annee)
    assert fonds_id is not None
    return sum(ledger.soldes(session, fonds_id, nature).values())


def imputations(session: Session, objet_id: int) -> list[Imputation]:
    return list(session.scalars(select(Imputation).where(Imputation.objet_id == objet_id)))


def test_conventionner_ouvre_le_fonds_et_ses_sept_comptes(session: Session):
    doter(session, 60_000_00, 40_000_00)

    assert total(session, NatureCompte.DISPONIBLE) == 100_000_00
    assert total(session, NatureCompte.DOTATION) == -100_000_00
    assert len(session.scalars(select(Compte)).all()) == 14
    assert len(session.scalars(select(Fonds)).all()) == 1
    assert verifier(session) == []


def test_l_offre_de_service_interne_n_a_ni_fonds_ni_compte(session: Session):
    convention = operations.conventionner(
        session,
        un_acteur(),
        organisation_id=DLA,
        financeur_id=FINANCEURS[0],
        reference="C-1",
        debut=date(2026, 1, 1),
        fin=date(2028, 12, 31),
        annee=2026,
        montants={Poste.OFFRE_SERVICE_INTERNE: 30_000_00, Poste.FONDS_INGENIERIE: 50_000_00},
    )

    tranches = {t.poste: t for t in convention.tranches}
    assert tranches[Poste.OFFRE_SERVICE_INTERNE].fonds_id is None
    assert tranches[Poste.OFFRE_SERVICE_INTERNE].comptes == []
    assert total(session, NatureCompte.DISPONIBLE) == 50_000_00
    assert verifier(session) == []


def convention(session: Session, **change: object) -> Convention:
    voulu = {
        "organisation_id": DLA,
        "financeur_id": FINANCEURS[0],
        "reference": "C-1",
        "debut": date(2026, 1, 1),
        "fin": date(2028, 12, 31),
        "annee": 2026,
        "montants": {Poste.FONDS_INGENIERIE: 100_00},
    }
    return operations.conventionner(session, un_acteur(), **{**voulu, **change})  # type: ignore[arg-type]  # a table of changes


def test_une_convention_triennale_recoit_ses_annees_une_a_une(session: Session):
    premiere = convention(session)
    seconde = convention(session, annee=2027)

    assert premiere.id == seconde.id
    assert {f.annee for f in session.scalars(select(Fonds))} == {2026, 2027}
    assert verifier(session) == []


@pytest.mark.parametrize(
    ("change", "mots"),
    [
        ({}, "a déjà un montant pour 2026"),
        ({"annee": 2027, "financeur_id": FINANCEURS[1]}, "déjà celle d’une autre convention"),
        ({"annee": 2027, "fin": date(2027, 12, 31)}, "déjà celle d’une autre convention"),
        ({"annee": 2029}, "ne couvre pas l’année 2029"),
        ({"reference": " "}, "Indiquez la référence"),
        ({"reference": "C-2", "fin": date(2025, 12, 31)}, "précède son début"),
        ({"reference": "C-2", "fin": date(2062, 12, 31)}, "vérifiez ses dates"),
        ({"reference": "C-2", "montants": {Poste.FONDS_INGENIERIE: 0}}, "supérieur à zéro"),
        ({"reference": "C-2", "montants": {Poste.FONDS_INGENIERIE: -5}}, "négatif"),
    ],
)
def test_une_convention_incoherente_est_refusee(session: Session, change: dict[str, object], mots: str):
    convention(session)

    with pytest.raises(RefusMetier, match=mots):
        convention(session, **change)


def test_reserver_prend_au_prorata_du_disponible(session: Session):
    doter(session, 60_00, 30_00, 10_00)

    reserver(session, 1, 50_01)

    reservation = session.scalars(select(Reservation)).one()
    assert [p.montant_centimes for p in reservation.parts] == [30_01, 15_00, 5_00]
    assert total(session, NatureCompte.RESERVE) == 50_01
    assert total(session, NatureCompte.DISPONIBLE) == 49_99
    assert verifier(session) == []


def test_reserver_dit_ce_qui_manque(session: Session):
    doter(session, 60_00, 40_00)

    with pytest.raises(FondsInsuffisant) as refus:
        reserver(session, 1, 100_50)

    assert refus.value.manquant_centimes == 50
    assert refus.value.phrase == (
        "Le fonds 2026 ne peut pas porter 100,50\u00a0€ : il reste 100\u00a0€ disponibles,"
        " il manque 0,50\u00a0€."
    )
    assert verifier(session) == []


def test_sans_fonds_tout_manque(session: Session):
    with pytest.raises(FondsInsuffisant) as refus:
        reserver(session, 1, 3_860_00)

    assert refus.value.manquant_centimes == 3_860_00


def test_le_fonds_se_vide_au_centime_et_pas_un_de_plus(session: Session):
    doter(session, 33_33, 33_33, 33_34)

    reserver(session, 1, 100_00)

    assert total(session, NatureCompte.DISPONIBLE) == 0
    with pytest.raises(FondsInsuffisant):
        reserver(session, 2, 1)


@pytest.mark.parametrize("montant", [0, -1, 10**11 + 1])
def test_un_montant_impossible_est_refuse(session: Session, montant: int):
    doter(session, 100_00)

    with pytest.raises(RefusMetier):
        reserver(session, 1, montant)


def test_un_dossier_ne_se_reserve_pas_deux_fois(session: Session):
    doter(session, 100_00)
    reserver(session, 1, 10_00)

    with pytest.raises(RefusMetier, match="existe déjà"):
        reserver(session, 1, 10_00)


def test_liberer_rend_tout_une_fois(session: Session):
    doter(session, 60_00, 40_00)
    reserver(session, 1, 70_00)

    assert operations.liberer(session, un_acteur(), "consultation", 1, "Sans suite") == 70_00

    assert total(session, NatureCompte.DISPONIBLE) == 100_00
    assert session.scalars(select(Reservation)).one().etat is EtatReservation.LIBEREE
    with pytest.raises(TransitionRefusee):
        operations.liberer(session, un_acteur(), "consultation", 1, "Sans suite")
    with pytest.raises(RefusMetier, match="Aucune réservation"):
        operations.liberer(session, un_acteur(), "consultation", 2, "Sans suite")
    assert verifier(session) == []


def test_engager_prend_la_place_de_la_reservation_et_rend_le_reste(session: Session):
    doter(session, 60_00, 40_00)
    reserver(session, 1, 50_00)

    engager(session, 9, 45_01, reservation=1)

    assert total(session, NatureCompte.RESERVE) == 0
    assert total(session, NatureCompte.ENGAGE) == 45_01
    assert total(session, NatureCompte.DISPONIBLE) == 54_99
    assert [i.engage_centimes for i in imputations(session, 9)] == [27_01, 18_00]
    assert verifier(session) == []


def test_une_commande_ne_depasse_pas_sa_reservation(session: Session):
    doter(session, 100_00)
    reserver(session, 1, 50_00)

    with pytest.raises(RefusMetier, match="dépasse la réservation"):
        engager(session, 9, 50_01, reservation=1)


def test_une_reservation_s_engage_une_fois(session: Session):
    doter(session, 100_00)
    reserver(session, 1, 50_00)
    engager(session, 9, 10_00, reservation=1)

    with pytest.raises(TransitionRefusee):
        engager(session, 10, 10_00, reservation=1)
    with pytest.raises(TransitionRefusee):
        operations.liberer(session, un_acteur(), "consultation", 1, "Sans suite")
    with pytest.raises(RefusMetier, match="Aucune réservation"):
        engager(session, 11, 10_00, reservation=404)


def test_une_commande_directe_vient_du_disponible(session: Session):
    doter(session, 60_00, 40_00)

    engager(session, 9, 10_00)

    assert total(session, NatureCompte.DISPONIBLE) == 90_00
    with pytest.raises(RefusMetier, match="déjà engagée"):
        engager(session, 9, 10_00)
    with pytest.raises(FondsInsuffisant):
        engager(session, 10, 90_01)
    with pytest.raises(FondsInsuffisant):
        engager(session, 11, 1, annee=2031)
    assert verifier(session) == []


def test_une_commande_notifiee_l_annee_suivante_est_de_cette_annee(session: Session):
    doter(session, 100_00)
    doter(session, 80_00, annee=ANNEE + 1)
    reserver(session, 1, 50_00)

    engager(session, 9, 45_00, reservation=1, annee=ANNEE + 1)

    assert total(session, NatureCompte.DISPONIBLE) == 100_00
    assert total(session, NatureCompte.ENGAGE, ANNEE + 1) == 45_00
    assert session.scalars(select(Reservation)).one().etat is EtatReservation.LIBEREE
    assert verifier(session) == []


def test_la_suite_reste_sur_le_fonds_de_la_commande(session: Session):
    doter(session, 100_00)
    doter(session, 80_00, annee=ANNEE + 1)
    engager(session, 9, 30_00)

    operations.realiser(session, un_acteur(), "commande", 9, 30_00, "Service fait")
    operations.facturer(session, un_acteur(), "commande", 9, 30_00, "Facture de janvier")
    operations.payer(session, un_acteur(), "commande", 9, 30_00, "Paiement de février")

    assert total(session, NatureCompte.PAYE) == 30_00
    assert total(session, NatureCompte.DISPONIBLE, ANNEE + 1) == 80_00
    assert verifier(session) == []


def test_realiser_facturer_payer_par_etapes(session: Session):
    doter(session, 60_00, 40_00)
    engager(session, 9, 50_01)
    acteur = un_acteur()

    operations.realiser(session, acteur, "commande", 9, 20_00, "Première partie")
    operations.facturer(session, acteur, "commande", 9, 15_00, "Acompte")
    operations.payer(session, acteur, "commande", 9, 10_01, "Versement")

    attendu = {
        NatureCompte.DISPONIBLE: 49_99,
        NatureCompte.ENGAGE: 30_01,
        NatureCompte.REALISE: 5_00,
        NatureCompte.FACTURE: 4_99,
        NatureCompte.PAYE: 10_01,
    }
    assert {nature: total(session, nature) for nature in attendu} == attendu
    assert sum(i.paye_centimes for i in imputations(session, 9)) == 10_01
    assert verifier(session) == []


def test_payer_plus_que_facture_est_refuse(session: Session):
    doter(session, 100_00)
    engager(session, 9, 50_00)
    acteur = un_acteur()
    operations.realiser(session, acteur, "commande", 9, 40_00, "Service fait")
    operations.facturer(session, acteur, "commande", 9, 30_00, "Facture")

    with pytest.raises(RefusMetier, match="engagés et non réalisés"):
        operations.realiser(session, acteur, "commande", 9, 10_01, "Service fait")
    with pytest.raises(RefusMetier, match="réalisés et non facturés"):
        operations.facturer(session, acteur, "commande", 9, 10_01, "Facture")
    with pytest.raises(RefusMetier, match="facturés et non payés"):
        operations.payer(session, acteur, "commande", 9, 30_01, "Paiement")
    with pytest.raises(RefusMetier, match="n’est pas engagée"):
        operations.payer(session, acteur, "commande", 404, 1, "Paiement")
    assert verifier(session) == []


def test_desengager_rend_ce_qui_n_est_pas_realise_une_fois(session: Session):
    doter(session, 60_00, 40_00)
    engager(session, 9, 50_00)
    acteur = un_acteur()
    operations.realiser(session, acteur, "commande", 9, 20_00, "Service fait")

    assert operations.reste_engage(session, "commande", 9) == 30_00
    assert operations.desengager(session, acteur, "commande", 9, "Solde") == 30_00

    assert total(session, NatureCompte.DISPONIBLE) == 80_00
    assert operations.reste_engage(session, "commande", 9) == 0
    with pytest.raises(RefusMetier, match="rien à désengager"):
        operations.desengager(session, acteur, "commande", 9, "Solde")
    assert verifier(session) == []


def test_reduire_s_arrete_a_ce_qui_est_pris(session: Session):
    doter(session, 60_00, 40_00)
    reserver(session, 1, 50_00)
    tranche = session.scalars(select(Tranche).order_by(Tranche.id)).first()
    assert tranche is not None

    with pytest.raises(RefusMetier, match="ni réservés ni engagés"):
        operations.reduire(session, un_acteur(), tranche, 30_01)
    operations.reduire(session, un_acteur(), tranche, 30_00)

    assert tranche.montant_centimes == 30_00
    assert total(session, NatureCompte.DISPONIBLE) == 20_00
    assert verifier(session) == []


def test_augmenter_ajoute_au_disponible(session: Session):
    doter(session, 60_00)
    tranche = session.scalars(select(Tranche)).one()

    operations.augmenter(session, un_acteur(), tranche, 5_00)

    assert tranche.montant_centimes == 65_00
    assert total(session, NatureCompte.DISPONIBLE) == 65_00
    assert verifier(session) == []


def test_une_ligne_hors_fonds_se_reduit_sans_compte(session: Session):
    signee = convention(session, montants={Poste.OFFRE_SERVICE_INTERNE: 10_00})
    tranche = signee.tranches[0]

    operations.reduire(session, un_acteur(), tranche, 4_00)
    operations.augmenter(session, un_acteur(), tranche, 1_00)

    assert tranche.montant_centimes == 7_00
    with pytest.raises(RefusMetier, match="dépasse le montant"):
        operations.reduire(session, un_acteur(), tranche, 7_01)
    assert verifier(session) == []


def test_un_solde_deja_lu_n_est_pas_garde(session: Session):
    doter(session, 60_00)
    comptes = {c.nature: c for c in session.scalars(select(Compte))}

    reserver(session, 1, 10_00)

    assert comptes[NatureCompte.DISPONIBLE].solde_centimes == 50_00
    assert comptes[NatureCompte.RESERVE].solde_centimes == 10_00


def test_un_fonds_inconnu_ne_se_verrouille_pas(session: Session):
    with pytest.raises(LookupError):
        ledger.verrouiller(session, 404)


def test_chaque_verbe_laisse_une_ligne_au_journal(url: str):
    from dla_market.kernel.db import unit_of_work
    from tests.fonds import monde

    with monde.application(url):
        with unit_of_work() as session:
            doter(session, 100_00)
            reserver(session, 1, 50_00)
            engager(session, 9, 45_00, reservation=1)
            operations.realiser(session, un_acteur(), "commande", 9, 40_00, "Service fait")
            operations.desengager(session, un_acteur(), "commande", 9, "Solde")
        with unit_of_work() as session:
            actions = session.scalars(select(EntreeJournal.action).order_by(EntreeJournal.seq)).all()
            instants = session.scalar(text("SELECT count(*) FROM fonds_mouvement WHERE instant IS NULL"))

    assert actions == [
        "fonds:conventionner",
        "fonds:reserver",
        "fonds:engager",
        "fonds:realiser",
        "fonds:desengager",
    ]
    assert instants == 0
