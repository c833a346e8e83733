"""The main path, from the shortlist to the award, and the refusals along it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dla_market.consultations import operations, queries
from dla_market.consultations.models import (
    EtatConsultation,
    EtatInvitation,
    EtatOffreOuverte,
    Offre,
    TentativeDepot,
)
from dla_market.fonds.models import Compte, EtatReservation, NatureCompte, Reservation
from dla_market.ingenieries.models import EtatIngenierie
from dla_market.kernel.errors import FondsInsuffisant, RefusMetier, TransitionRefusee
from dla_market.referencement.models import Referencement
from dla_market.referencement.rules import Situation
from tests.consultations.monde import (
    APRES,
    DEBUT,
    LIMITE,
    PLAFOND,
    au,
    contenu,
    deposer,
    invitation_de,
    peupler,
    selectionner,
    une_consultation,
    une_ingenierie,
)


def solde(session, nature):
    return session.scalar(select(Compte.solde_centimes).where(Compte.nature == nature))


def declarer(session, monde, consultation):
    for acteur in (monde.charge, monde.responsable, monde.asso[0]):
        operations.declarer_interet(session, acteur, consultation, sans_lien=True)


def tout_noter(session, acteur, consultation, notes):
    for offre in consultation.ouvertes:
        for ordre, note in zip((1, 2, 3), notes[offre.prestataire.nom], strict=True):
            operations.noter(session, acteur, offre, critere_ordre=ordre, note=note)


@pytest.fixture
def depouillee(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    for acteur, prix in zip(monde.candidats[:3], (300_000, 250_000, 330_000), strict=True):
        deposer(session, coffre, consultation, acteur, prix)
    with au(APRES):
        operations.ouvrir_offres(session, monde.charge, coffre, consultation)
        session.refresh(consultation)
        declarer(session, monde, consultation)
        yield consultation


def test_launching_reserves_freezes_and_invites(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    assert consultation.etat is EtatConsultation.LANCEE
    assert consultation.ingenierie.etat is EtatIngenierie.EN_CONSULTATION
    assert solde(session, NatureCompte.RESERVE) == PLAFOND
    assert [i.etat for i in consultation.invitations] == [EtatInvitation.ENVOYEE] * 3
    assert len(consultation.cahier_empreinte) == 64
    assert "2026-03-20" not in consultation.cahier  # the deadline has one row, not two


def test_fewer_than_three_asks_for_a_reason(session, monde, coffre):
    ingenierie = une_ingenierie(session, monde)
    selectionner(session, monde, ingenierie, 2)
    with pytest.raises(RefusMetier, match="moins de 3 prestataires"):
        operations.lancer(session, monde.responsable, coffre, ingenierie)
    consultation = operations.lancer(
        session, monde.responsable, coffre, ingenierie, justification="Spécialité rare"
    )
    assert consultation.justification == "Spécialité rare"


def test_a_provider_without_reference_asks_for_a_reason(session, monde, coffre):
    ingenierie = une_ingenierie(session, monde)
    selectionner(session, monde, ingenierie)
    session.scalars(
        select(Referencement).where(Referencement.prestataire_id == monde.prestataires[0].id)
    ).one().fin = DEBUT.date() - timedelta(days=1)
    with pytest.raises(RefusMetier, match="pourquoi vous consultez : Prestataire 1"):
        operations.lancer(session, monde.responsable, coffre, ingenierie, justification="Spécialité rare")
    ligne = queries.selection_de(session, monde.charge, ingenierie.id)[0]
    operations.justifier_selection(session, monde.charge, ligne, "Seule à connaître les recycleries")
    consultation = operations.lancer(session, monde.responsable, coffre, ingenierie)
    invitation = consultation.invitations[0]
    assert invitation.situation is Situation.AUCUN
    assert invitation.justification == "Seule à connaître les recycleries"


@pytest.mark.parametrize(
    ("limite", "phrase"),
    [(DEBUT + timedelta(days=4), "au moins 5 jours"), (DEBUT + timedelta(days=6), "inférieur à 8 jours")],
)
def test_a_short_delay_is_refused_or_asks_for_a_reason(session, monde, coffre, limite, phrase):
    ingenierie = une_ingenierie(session, monde, limite_offre=limite, limite_intention=DEBUT)
    selectionner(session, monde, ingenierie)
    with pytest.raises(RefusMetier, match=phrase):
        operations.lancer(session, monde.responsable, coffre, ingenierie)


def test_an_incomplete_cahier_is_not_launched(session, monde, coffre):
    ingenierie = une_ingenierie(session, monde, objectifs=" ")
    selectionner(session, monde, ingenierie)
    with pytest.raises(RefusMetier, match="les objectifs"):
        operations.lancer(session, monde.responsable, coffre, ingenierie)


def test_a_fund_too_small_refuses_with_what_is_missing(session, coffre):
    monde = peupler(session, dotation_centimes=PLAFOND - 100)
    ingenierie = une_ingenierie(session, monde)
    selectionner(session, monde, ingenierie)
    with pytest.raises(FondsInsuffisant) as refus:
        operations.lancer(session, monde.responsable, coffre, ingenierie)
    assert refus.value.manquant_centimes == 100


def test_a_launched_ingenierie_keeps_its_shortlist(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    with pytest.raises(RefusMetier, match="présélection"):
        selectionner(session, monde, consultation.ingenierie, 1)


def test_an_invited_provider_answers_and_may_change_its_mind(session, monde, coffre):
    invitation = invitation_de(une_consultation(session, monde, coffre), monde.candidats[0])
    operations.repondre_invitation(session, monde.candidats[0], invitation, verbe="accuser_reception")
    assert invitation.etat is EtatInvitation.VUE
    with pytest.raises(RefusMetier, match="Choisissez la raison"):
        operations.repondre_invitation(session, monde.candidats[0], invitation, verbe="decliner")
    operations.repondre_invitation(
        session, monde.candidats[0], invitation, verbe="decliner", motif_code="declin.indisponible"
    )
    with pytest.raises(RefusMetier, match="décliné"):
        operations.deposer(session, monde.candidats[0], None, invitation, contenu=contenu())
    operations.repondre_invitation(session, monde.candidats[0], invitation, verbe="annoncer")
    assert (invitation.etat, invitation.motif_declin_code) == (EtatInvitation.INTENTION, None)


def test_a_question_is_answered_once_to_all(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    question = operations.poser_question(
        session, monde.candidats[0], invitation_de(consultation, monde.candidats[0]), texte="Combien ?"
    )
    operations.repondre_question(session, monde.charge, question, reponse="Douze.")
    with pytest.raises(RefusMetier, match="déjà reçu"):
        operations.repondre_question(session, monde.charge, question, reponse="Treize.")


def test_the_deadline_moves_away_only_and_only_while_it_runs(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    plus_tard = LIMITE + timedelta(days=3)
    with pytest.raises(RefusMetier, match="ne s’avance pas"):
        operations.prolonger(session, monde.responsable, consultation, limite_offre=LIMITE, motif="x")
    with au(LIMITE):
        operations.prolonger(
            session, monde.responsable, consultation, limite_offre=plus_tard, motif="Trop court"
        )
    with au(plus_tard + timedelta(microseconds=1)), pytest.raises(RefusMetier, match="terminé"):
        operations.prolonger(
            session,
            monde.responsable,
            consultation,
            limite_offre=plus_tard + timedelta(days=1),
            motif="Encore",
        )


@pytest.mark.parametrize(
    ("ecart", "issue"), [(-1, "dans_les_delais"), (0, "dans_les_delais"), (1, "hors_delai")]
)
def test_the_deadline_is_inclusive_to_the_microsecond(session, monde, coffre, ecart, issue):
    consultation = une_consultation(session, monde, coffre)
    with au(LIMITE + timedelta(microseconds=ecart)):
        depot = deposer(session, coffre, consultation, monde.candidats[0])
    assert depot.issue == issue
    assert depot.offre.hors_delai is (issue == "hors_delai")
    assert session.scalars(select(TentativeDepot.issue)).all() == [issue]


def test_a_late_replacement_leaves_the_offer_that_was_in_time(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    avant = deposer(session, coffre, consultation, monde.candidats[0], 250_000)
    empreinte = avant.offre.empreinte
    with au(APRES):
        apres = deposer(session, coffre, consultation, monde.candidats[0], 100_000)
        assert (apres.issue, apres.offre.empreinte) == ("offre_precedente_conservee", empreinte)
        operations.ouvrir_offres(session, monde.charge, coffre, consultation)
        session.refresh(consultation)
        assert [o.total_ht_centimes for o in consultation.ouvertes] == [250_000]


def test_an_offer_is_replaced_withdrawn_and_deposited_again(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    acteur, invitation = monde.candidats[0], invitation_de(consultation, monde.candidats[0])
    operations.enregistrer_brouillon(
        session, acteur, coffre, invitation, contenu=contenu(0, comprehension="")
    )
    with pytest.raises(RefusMetier, match="comprenez"):
        operations.deposer(session, acteur, coffre, invitation, contenu=contenu(comprehension=""))
    premiere = operations.deposer(session, acteur, coffre, invitation, contenu=contenu(1)).offre.empreinte
    seconde = operations.deposer(session, acteur, coffre, invitation, contenu=contenu(2)).offre
    assert seconde.empreinte != premiere
    with pytest.raises(TransitionRefusee):
        operations.enregistrer_brouillon(session, acteur, coffre, invitation, contenu=contenu(3))
    operations.retirer_offre(session, acteur, invitation)
    with au(APRES):
        assert operations.ouvrir_offres(session, monde.charge, coffre, consultation)
        session.refresh(consultation)
        assert consultation.ouvertes == []
        with pytest.raises(RefusMetier, match="terminé"):
            operations.retirer_offre(session, acteur, invitation)


def test_offers_do_not_open_before_the_deadline_nor_for_others(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    for instant in (DEBUT, LIMITE, LIMITE + timedelta(seconds=30)):
        with au(instant), pytest.raises(RefusMetier, match="avant la fin"):
            operations.ouvrir_offres(session, monde.charge, coffre, consultation)
    for acteur in (monde.autre_charge, monde.asso[0], monde.candidats[0], monde.referent, monde.gestionnaire):
        with au(APRES), pytest.raises(RefusMetier, match="Seul le DLA"):
            operations.ouvrir_offres(session, acteur, coffre, consultation)


def test_opening_twice_gives_the_same_record(session, monde, coffre, depouillee):
    pv = operations.ouvrir_offres(session, monde.responsable, coffre, depouillee)
    assert pv.etabli_par_id == monde.charge.utilisateur_id
    assert len(depouillee.ouvertes) == 3


def test_an_unreadable_offer_is_flagged_and_holds_nothing_back(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    for acteur in monde.candidats[:2]:
        deposer(session, coffre, consultation, acteur)
    abimee = session.scalars(
        select(Offre).where(Offre.prestataire_id == monde.candidats[0].organisation_id)
    ).one()
    abimee.contenu = abimee.contenu[:-1] + bytes([abimee.contenu[-1] ^ 1])
    with au(APRES):
        operations.ouvrir_offres(session, monde.charge, coffre, consultation)
    session.refresh(consultation)
    assert {o.etat for o in consultation.ouvertes} == {
        EtatOffreOuverte.ILLISIBLE,
        EtatOffreOuverte.RECEVABLE,
    }


def test_nobody_scores_before_declaring(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    deposer(session, coffre, consultation, monde.candidats[0])
    with au(APRES):
        operations.ouvrir_offres(session, monde.charge, coffre, consultation)
        session.refresh(consultation)
        offre = consultation.ouvertes[0]
        assert queries.offres_ouvertes(session, monde.charge, consultation) == []
        with pytest.raises(RefusMetier, match="Déclarez"):
            operations.noter(session, monde.charge, offre, critere_ordre=1, note=4)
        with pytest.raises(RefusMetier, match="quel lien"):
            operations.declarer_interet(session, monde.charge, consultation, sans_lien=False)
        operations.declarer_interet(
            session, monde.charge, consultation, sans_lien=False, precision="Ancien associé"
        )
        assert queries.charger_ouverte(session, monde.charge, offre.offre_id) is None
        with pytest.raises(RefusMetier, match="ne participez pas"):
            operations.noter(session, monde.charge, offre, critere_ordre=1, note=4)
        with pytest.raises(RefusMetier, match="ne participez pas"):
            operations.declarer_interet(session, monde.charge, consultation, sans_lien=True)


def test_the_structure_chooses_and_the_responsable_awards(session, monde, depouillee):
    notes = {"Prestataire 1": (4, 4, 4), "Prestataire 2": (3, 3, 3), "Prestataire 3": (5, 5, 5)}
    offres = {o.prestataire.nom: o for o in depouillee.ouvertes}
    asso = monde.asso[0]
    with pytest.raises(RefusMetier, match="manque des notes"):
        operations.choisir(session, asso, depouillee, offres["Prestataire 1"], motif="x")
    tout_noter(session, asso, depouillee, notes)
    with pytest.raises(RefusMetier, match="préférez"):
        operations.choisir(session, asso, depouillee, offres["Prestataire 2"])
    operations.choisir(session, asso, depouillee, offres["Prestataire 3"])
    with pytest.raises(RefusMetier, match="budget maximal"):
        operations.attribuer(session, monde.responsable, depouillee, offres["Prestataire 3"])
    with pytest.raises(TransitionRefusee):
        operations.choisir(session, asso, depouillee, offres["Prestataire 1"], motif="x")
    with pytest.raises(RefusMetier, match="pourquoi vous en retenez une autre"):
        operations.attribuer(session, monde.responsable, depouillee, offres["Prestataire 1"])
    operations.attribuer(
        session, monde.responsable, depouillee, offres["Prestataire 1"], motif="Seule dans le budget"
    )
    assert depouillee.etat is EtatConsultation.ATTRIBUEE
    assert depouillee.ingenierie.etat is EtatIngenierie.ATTRIBUEE
    assert {n: o.etat for n, o in offres.items()} == {
        "Prestataire 1": EtatOffreOuverte.RETENUE,
        "Prestataire 2": EtatOffreOuverte.NON_RETENUE,
        "Prestataire 3": EtatOffreOuverte.NON_RETENUE,
    }
    assert solde(session, NatureCompte.RESERVE) == PLAFOND
    pv = queries.proces_verbal(session, depouillee, "choix")
    assert pv is not None
    assert "Seule dans le budget" in pv.contenu
    sienne, rang = queries.resultat(monde.candidats[1], invitation_de(depouillee, monde.candidats[1]))
    assert (sienne.prestataire.nom, rang.rang) == ("Prestataire 2", 3)
    assert queries.resultat(monde.candidats[1], invitation_de(depouillee, monde.candidats[0])) is None


def test_who_built_the_shortlist_does_not_award(session, monde, depouillee):
    tout_noter(
        session, monde.charge, depouillee, dict.fromkeys([f"Prestataire {n}" for n in (1, 2, 3)], (3, 3, 3))
    )
    offre = next(o for o in depouillee.ouvertes if o.prestataire.nom == "Prestataire 2")
    operations.choisir(session, monde.asso[0], depouillee, offre)
    with pytest.raises(RefusMetier, match="autre personne"):
        operations.attribuer(session, monde.charge, depouillee, offre)
    operations.attribuer(session, monde.responsable, depouillee, offre)


def test_an_opening_without_offers_ends_infructueuse_and_releases(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    with au(APRES):
        operations.ouvrir_offres(session, monde.charge, coffre, consultation)
        with pytest.raises(RefusMetier, match="raison dans la liste"):
            operations.declarer_infructueuse(
                session, monde.responsable, consultation, motif_code="declin.indisponible"
            )
        operations.declarer_infructueuse(
            session, monde.responsable, consultation, motif_code="infructueux.aucune_offre"
        )
    assert consultation.ingenierie.etat is EtatIngenierie.CDC_REDIGE
    assert solde(session, NatureCompte.RESERVE) == 0
    assert session.scalars(select(Reservation.etat)).all() == [EtatReservation.LIBEREE]


def test_a_receivable_offer_prevents_infructueuse(session, monde, depouillee):
    with pytest.raises(RefusMetier, match="n’est pas infructueuse"):
        operations.declarer_infructueuse(
            session, monde.responsable, depouillee, motif_code="infructueux.aucune_offre"
        )
    for offre in depouillee.ouvertes:
        operations.ecarter(session, monde.charge, offre, motif="Hors sujet")
    operations.declarer_infructueuse(
        session, monde.responsable, depouillee, motif_code="infructueux.aucune_offre"
    )


def test_sans_suite_leaves_offers_sealed_and_releases(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    deposer(session, coffre, consultation, monde.candidats[0])
    operations.classer_sans_suite(
        session, monde.responsable, consultation, motif_code="sans_suite.besoin_disparu"
    )
    assert solde(session, NatureCompte.RESERVE) == 0
    with au(APRES), pytest.raises(TransitionRefusee):
        operations.ouvrir_offres(session, monde.charge, coffre, consultation)
    assert consultation.ouvertes == []
    with pytest.raises(RefusMetier, match="terminée"):
        deposer(session, coffre, consultation, monde.candidats[1])


def test_late_offers_and_drafts_stay_sealed_at_the_opening(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    brouillon, a_temps, tard = monde.candidats[:3]
    operations.enregistrer_brouillon(
        session, brouillon, coffre, invitation_de(consultation, brouillon), contenu=contenu()
    )
    deposer(session, coffre, consultation, a_temps)
    with au(APRES):
        deposer(session, coffre, consultation, tard)
        pv = operations.ouvrir_offres(session, monde.charge, coffre, consultation)
        session.refresh(consultation)
        assert [o.prestataire_id for o in consultation.ouvertes] == [a_temps.organisation_id]
        assert [h.prestataire for h in queries.hors_delai(session, consultation)] == ["Prestataire 3"]
    assert '"hors_delai":true' in pv.contenu
    assert "Prestataire 1" not in pv.contenu.split('"offres":')[1].split("]")[0]
