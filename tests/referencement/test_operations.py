from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier, TransitionRefusee
from dla_market.kernel.outbox import LigneOutbox
from dla_market.referencement import operations, operations_appel, operations_retrait, rules
from dla_market.referencement.models import Appel, EtatAppel, EtatReferencement, Referencement, Retrait
from dla_market.reseau.models import DlaRegional
from tests.referencement.monde import (
    CRITERES,
    JOUR,
    REPONSES,
    un_accepte,
    un_appel,
    une_demande,
)

E = EtatReferencement


def agir(operation, acteur, modele, objet_id, *suite, **nomme):
    with unit_of_work() as session:
        operation(session, acteur, session.get_one(modele, objet_id), *suite, **nomme)


def etat(session, dossier_id):
    session.rollback()
    return session.get_one(Referencement, dossier_id).etat


def evenements(session):
    session.rollback()
    return [ligne.evenement for ligne in session.scalars(select(LigneOutbox).order_by(LigneOutbox.id))]


def test_de_la_demande_a_l_acceptation(session, monde):
    with unit_of_work() as ecriture:
        dossier = une_demande(ecriture, monde).id
    with pytest.raises(RefusMetier, match="Ouvrez d’abord"):
        agir(operations.accepter, monde.referente, Referencement, dossier)
    agir(operations.instruire, monde.referente, Referencement, dossier)
    with pytest.raises(RefusMetier, match="ce qui manque"):
        agir(operations.demander_complement, monde.referente, Referencement, dossier, " ")
    agir(operations.demander_complement, monde.referente, Referencement, dossier, "Une référence")
    with pytest.raises(TransitionRefusee):
        agir(operations.accepter, monde.referente, Referencement, dossier)
    with pytest.raises(RefusMetier, match="chaque critère"):
        agir(operations.completer, monde.prestataire, Referencement, dossier, reponses=["Oui", ""])
    agir(operations.completer, monde.prestataire, Referencement, dossier, reponses=["Quatre", "Oui"])
    agir(operations.accepter, monde.referente, Referencement, dossier)
    lu = session.get_one(Referencement, dossier)
    assert (lu.etat, lu.debut, lu.fin) == (E.ACCEPTE, JOUR, date(2029, 3, 1))
    assert [(r.libelle, r.texte) for r in lu.reponses] == [("Expérience", "Quatre"), ("Méthode", "Oui")]
    assert evenements(session)[-5:] == [
        "ReferencementDemande",
        "ReferencementInstruit",
        "ComplementDemande",
        "ReferencementComplete",
        "ReferencementAccepte",
    ]


def test_un_refus_dit_pourquoi_et_comment_contester(session, monde):
    with unit_of_work() as ecriture:
        dossier = une_demande(ecriture, monde).id
    agir(operations.instruire, monde.referente, Referencement, dossier)
    with pytest.raises(RefusMetier, match="raison du refus"):
        agir(operations.refuser, monde.referente, Referencement, dossier, "")
    agir(operations.refuser, monde.referente, Referencement, dossier, "Aucune mission")
    lu = session.get_one(Referencement, dossier)
    assert (lu.etat, lu.motif) == (E.REFUSE, "Aucune mission")
    assert lu.recours == "Écrivez à la région dans les deux mois."
    with unit_of_work() as ecriture:
        assert une_demande(ecriture, monde).id != dossier


@pytest.mark.parametrize("reponses", [[], ["Une"], ["", "Deux"]])
def test_une_demande_repond_a_chaque_critere(monde, reponses):
    with pytest.raises(RefusMetier), unit_of_work() as ecriture:
        une_demande(ecriture, monde, reponses)


def test_une_demande_a_la_fois_et_un_appel_ouvert(monde):
    with unit_of_work() as ecriture:
        une_demande(ecriture, monde)
    with pytest.raises(RefusMetier, match="déjà en cours"), unit_of_work() as ecriture:
        une_demande(ecriture, monde)
    with unit_of_work() as ecriture:
        ecriture.get_one(Appel, monde.autre_appel.id).fin = JOUR
    clock.avancer_de(timedelta(days=1))
    with pytest.raises(RefusMetier, match="ne reçoit plus"), unit_of_work() as ecriture:
        operations.demander(
            ecriture,
            monde.prestataire,
            monde.fiche,
            ecriture.get_one(Appel, monde.autre_appel.id),
            reponses=REPONSES,
        )


def test_un_renouvellement_suit_ce_qu_il_renouvelle(session, monde):
    with unit_of_work() as ecriture:
        premier = un_accepte(ecriture, monde, fin=date(2026, 12, 31)).id
    with pytest.raises(RefusMetier, match="90 jours avant"), unit_of_work() as ecriture:
        une_demande(ecriture, monde)
    clock.avancer_de(timedelta(days=250))
    with unit_of_work() as ecriture:
        suite = une_demande(ecriture, monde)
        suite_id, renouvelle = suite.id, suite.renouvelle_id
        operations.instruire(ecriture, monde.referente, suite)
        operations.accepter(ecriture, monde.referente, suite)
    assert renouvelle == premier
    lu = session.get_one(Referencement, suite_id)
    assert (lu.debut, lu.fin) == (date(2027, 1, 1), date(2029, 12, 31))
    with pytest.raises(RefusMetier, match="90 jours avant"), unit_of_work() as ecriture:
        une_demande(ecriture, monde)


def test_la_fin_de_la_convention_borne_le_referencement(session, monde):
    with unit_of_work() as ecriture:
        un_appel(ecriture, monde.referente, monde.regional, fin_convention=date(2026, 12, 31))
    with unit_of_work() as ecriture:
        appel = ecriture.scalars(
            select(Appel).where(Appel.regional_id == monde.regional.id, Appel.etat == EtatAppel.PUBLIE)
        ).one()
        dossier = operations.demander(ecriture, monde.prestataire, monde.fiche, appel, reponses=REPONSES)
        operations.instruire(ecriture, monde.referente, dossier)
        with pytest.raises(RefusMetier, match="avant le premier"):
            operations.accepter(ecriture, monde.referente, dossier, fin=JOUR - timedelta(days=1))
        operations.accepter(ecriture, monde.referente, dossier)
        assert dossier.fin == date(2026, 12, 31)


def test_un_dossier_accepte_se_propose_ailleurs_en_un_geste(session, monde):
    with unit_of_work() as ecriture:
        premier = un_accepte(ecriture, monde).id
    with unit_of_work() as ecriture:
        source = ecriture.get_one(Referencement, premier)
        with pytest.raises(RefusMetier, match="une autre région"):
            operations.proposer(ecriture, monde.prestataire, source, monde.regional)
        propose = operations.proposer(
            ecriture, monde.prestataire, source, ecriture.get_one(DlaRegional, monde.autre.id)
        )
        propose_id = propose.id
        assert [r.texte for r in propose.reponses] == list(REPONSES)
        assert propose.reconnaissance == (
            "Accepté par C2RA Rhône-Alpes, décidé le 2\u00a0mars\u00a02026, jusqu’au 1er\u00a0mars\u00a02029."
        )
    agir(operations.accepter, monde.autre_referente, Referencement, propose_id)
    assert etat(session, propose_id) is E.ACCEPTE
    with unit_of_work() as ecriture:
        assert operations.fin_par_defaut(ecriture, ecriture.get_one(Referencement, propose_id))
    clock.avancer_de(timedelta(days=366 * 4))
    with pytest.raises(RefusMetier, match="en cours"):
        agir(operations.proposer, monde.prestataire, Referencement, premier, monde.autre)


def test_un_retrait_s_annonce_se_discute_puis_se_prononce(session, monde):
    with unit_of_work() as ecriture:
        dossier = un_accepte(ecriture, monde).id
    agir(
        operations_retrait.notifier_retrait,
        monde.referente,
        Referencement,
        dossier,
        "Deux missions",
    )
    retrait = session.scalars(select(Retrait)).one().id
    assert session.get_one(Retrait, retrait).limite == JOUR + timedelta(days=15)
    assert rules.est_en_cours(session.get_one(Referencement, dossier), clock.today())
    with pytest.raises(RefusMetier, match="déjà annoncé"):
        agir(operations_retrait.notifier_retrait, monde.referente, Referencement, dossier, "Encore")
    with pytest.raises(RefusMetier, match="peut répondre jusqu’au 17\u00a0mars\u00a02026"):
        agir(operations_retrait.prononcer_retrait, monde.referente, Retrait, retrait, "Retenu")
    with pytest.raises(RefusMetier, match="votre réponse"):
        agir(operations_retrait.repondre_retrait, monde.prestataire, Retrait, retrait, " ")
    agir(operations_retrait.repondre_retrait, monde.prestataire, Retrait, retrait, "Elles l’ont été")
    with pytest.raises(RefusMetier, match="plus possible"):
        agir(operations_retrait.repondre_retrait, monde.prestataire, Retrait, retrait, "Et puis")
    agir(operations_retrait.prononcer_retrait, monde.referente, Retrait, retrait, "Une seule l’a été")
    assert etat(session, dossier) is E.DEREFERENCE
    with pytest.raises(TransitionRefusee):
        agir(operations_retrait.abandonner_retrait, monde.referente, Retrait, retrait, "Finalement non")


def test_sans_reponse_le_delai_suffit_et_l_on_peut_renoncer(session, monde):
    with unit_of_work() as ecriture:
        dossier = un_accepte(ecriture, monde).id
    agir(operations_retrait.notifier_retrait, monde.referente, Referencement, dossier, "Silence")
    retrait = session.scalars(select(Retrait)).one().id
    clock.avancer_de(timedelta(days=16))
    with pytest.raises(RefusMetier, match="plus possible"):
        agir(operations_retrait.repondre_retrait, monde.prestataire, Retrait, retrait, "Trop tard")
    agir(
        operations_retrait.abandonner_retrait,
        monde.referente,
        Retrait,
        retrait,
        "Tout va bien",
    )
    assert etat(session, dossier) is E.ACCEPTE
    assert evenements(session)[-1] == "RetraitAbandonne"


def test_le_renouvellement_deja_accepte_part_avec_le_retrait(session, monde):
    with unit_of_work() as ecriture:
        premier = un_accepte(ecriture, monde, fin=JOUR + timedelta(days=30))
        suite = un_accepte(ecriture, monde)
        ids = premier.id, suite.id
        retrait = operations_retrait.notifier_retrait(ecriture, monde.referente, premier, "Plainte")
        operations_retrait.repondre_retrait(ecriture, monde.prestataire, retrait, "Infondée")
        operations_retrait.prononcer_retrait(ecriture, monde.referente, retrait, "Fondée")
    assert [etat(session, un) for un in ids] == [E.DEREFERENCE] * 2


def test_une_edition_remplace_l_autre_et_deux_plumes_ne_s_ecrasent_pas(session, monde):
    valeurs = {
        "texte": "Nouveau texte",
        "recours": "Écrivez",
        "debut": JOUR,
        "fin": None,
        "fin_convention": None,
        "criteres": CRITERES[:1],
    }

    def rediger(**plus):
        with unit_of_work() as ecriture:
            return operations_appel.rediger_appel(
                ecriture, monde.referente, ecriture.get_one(DlaRegional, monde.regional.id), **valeurs, **plus
            ).version

    version = rediger()
    with pytest.raises(ConflitDeVersion):
        rediger()
    rediger(version=version)
    session.rollback()
    assert session.get_one(Appel, monde.appel.id).etat is EtatAppel.PUBLIE
    brouillon = session.scalars(select(Appel).where(Appel.etat == EtatAppel.BROUILLON)).one()
    agir(operations_appel.publier_appel, monde.referente, Appel, brouillon.id)
    session.rollback()
    assert session.get_one(Appel, monde.appel.id).etat is EtatAppel.REMPLACE
    assert (session.get_one(Appel, brouillon.id).edition, len(brouillon.criteres)) == (2, 1)
