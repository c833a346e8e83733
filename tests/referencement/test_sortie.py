"""What a prestataire takes back by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier, TransitionRefusee
from dla_market.kernel.journal import EntreeJournal
from dla_market.notices.models import Message
from dla_market.referencement import operations, operations_retrait, operations_sortie, queries
from dla_market.referencement.models import EtatReferencement, EtatRetrait, Referencement, Retrait
from tests.referencement.monde import JOUR, un_accepte, une_demande

E = EtatReferencement


def agir(operation, acteur, objet_id, *suite, modele=Referencement):
    with unit_of_work() as session:
        operation(session, acteur, session.get_one(modele, objet_id), *suite)


def lu(session, dossier_id):
    session.rollback()
    return session.get_one(Referencement, dossier_id)


def verbes(session):
    return [a.action for a in session.scalars(select(EntreeJournal).order_by(EntreeJournal.seq))]


def messages(app, session, acteur):
    app.extensions["outbox"].tout_livrer()
    session.rollback()
    return [
        m.objet
        for m in session.scalars(
            select(Message).where(Message.utilisateur_id == acteur.utilisateur_id).order_by(Message.id)
        )
    ]


@pytest.mark.parametrize("jusqu_a", [E.DEMANDE, E.EN_INSTRUCTION, E.A_COMPLETER])
def test_une_demande_se_retire_tant_qu_elle_n_est_pas_decidee(app, session, monde, jusqu_a):
    with unit_of_work() as ecriture:
        dossier = une_demande(ecriture, monde)
        if jusqu_a is not E.DEMANDE:
            operations.instruire(ecriture, monde.referente, dossier)
        if jusqu_a is E.A_COMPLETER:
            operations.demander_complement(ecriture, monde.referente, dossier, "Une date")
        dossier_id = dossier.id
    agir(operations_sortie.retirer, monde.prestataire, dossier_id, " Plus le temps. ")
    dossier = lu(session, dossier_id)
    assert (dossier.etat, dossier.motif, dossier.fini_le) == (E.RETIRE, "Plus le temps.", JOUR)
    assert "referencement:retirer" in verbes(session)
    assert messages(app, session, monde.referente)[-1] == "Une demande de référencement est retirée"
    with pytest.raises(TransitionRefusee):
        agir(operations.instruire, monde.referente, dossier_id)
    with unit_of_work() as ecriture:
        assert une_demande(ecriture, monde).id != dossier_id, "it may ask again"


def test_ce_qui_est_decide_ne_se_retire_pas(monde):
    with unit_of_work() as ecriture:
        dossier = un_accepte(ecriture, monde).id
    with pytest.raises(TransitionRefusee):
        agir(operations_sortie.retirer, monde.prestataire, dossier)


def test_renoncer_finit_le_referencement_son_renouvellement_et_l_annonce(app, session, monde):
    with unit_of_work() as ecriture:
        premier = un_accepte(ecriture, monde, fin=date(2026, 4, 30)).id
    with unit_of_work() as ecriture:
        suite = une_demande(ecriture, monde).id
    agir(operations_retrait.notifier_retrait, monde.referente, premier, "Silence")
    agir(operations_sortie.renoncer, monde.prestataire, premier)
    etats = {d.id: (d.etat, d.fini_le) for d in (lu(session, premier), session.get_one(Referencement, suite))}
    assert etats == {premier: (E.RENONCE, JOUR), suite: (E.RETIRE, JOUR)}
    retrait = session.scalars(select(Retrait)).one()
    assert (retrait.etat, retrait.conclusion) == (EtatRetrait.ABANDONNE, operations_sortie.CONCLUSION)
    assert session.scalars(select(Referencement).where(queries.sql_en_cours(JOUR))).all() == []
    assert verbes(session)[-2:] == ["referencement:renoncer", "referencement:retirer"]
    assert messages(app, session, monde.referente)[-1] == "Un prestataire renonce à son référencement"
    with pytest.raises(TransitionRefusee):
        agir(operations_retrait.prononcer_retrait, monde.referente, retrait.id, "Oui", modele=Retrait)
    comptes = queries.comptes(session, monde.referente, JOUR, 90, queries.Filtres())
    assert (comptes["passes"], comptes["en_cours"], comptes["retraits"]) == (2, 0, 0)


def test_ce_qui_est_fini_n_a_pas_besoin_d_un_renoncement(session, monde):
    with unit_of_work() as ecriture:
        fini = un_accepte(ecriture, monde, fin=date(2026, 3, 31)).id
    clock.avancer_de(timedelta(days=30))
    with pytest.raises(RefusMetier, match="déjà terminé"):
        agir(operations_sortie.renoncer, monde.prestataire, fini)
    with unit_of_work() as ecriture:
        demande = une_demande(ecriture, monde).id
    with pytest.raises(TransitionRefusee):
        agir(operations_sortie.renoncer, monde.prestataire, demande)
    assert lu(session, fini).etat is E.ACCEPTE
