"""The life of a fiche under a moved clock: history, reminders, a suspension that is heard, closing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dla_market.catalogue import histoire, operations, operations_vie, procedures, queries, suivi
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.catalogue.rappels import rappeler_confirmations
from dla_market.catalogue.saisies import EngagementsSaisie, FicheSaisie, IntervenantSaisi, LienSaisi
from dla_market.catalogue.vie import EtatProcedure, RappelFiche, TraceFiche
from dla_market.comptes.models import Role
from dla_market.extensions import limiteur
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier, TransitionRefusee
from dla_market.notices.models import Message
from dla_market.referentiel import reglages
from dla_market.taches import rappeler
from tests.catalogue import semis
from tests.support import fabriques


@pytest.fixture
def monde(app, horloge):
    limiteur.reset()
    with unit_of_work() as session:
        regional = semis.un_regional(session)
        fiche = semis.un_prestataire(session, etat=EtatFiche.SOUMISE, confirmee_le=None)
        acteurs = (
            fabriques.un_acteur(session, Role.PRESTATAIRE, fiche),
            fabriques.un_acteur(session, Role.REFERENT_REGIONAL, regional),
            fabriques.un_acteur(session, Role.PILOTE, fabriques.un_pilote(session)),
        )
    return fiche.id, *acteurs


def faire(operation, acteur, fiche_id, *suite):
    with unit_of_work() as session:
        return operation(session, acteur, session.get_one(Prestataire, fiche_id), *suite)


def avancer(jours):
    clock.avancer_de(timedelta(days=jours))


def fiche_de(session, fiche_id):
    session.rollback()
    return session.get_one(Prestataire, fiche_id)


def test_l_histoire_dit_qui_quand_quoi(session, monde):
    fiche_id, prestataire, referente, _ = monde
    faire(operations.publier, referente, fiche_id)
    assert histoire.depuis_la_lecture(session, referente, fiche_de(session, fiche_id)).ecarts == []
    avancer(1)
    personne = fiche_de(session, fiche_id).intervenants[0].id
    saisie = FicheSaisie(
        zones=frozenset({"26", "07"}),
        intervenants=(IntervenantSaisi("Camille Exemple", "Directrice", "", personne),),
    )
    faire(operations.modifier_fiche, prestataire, fiche_id, saisie)
    fiche = fiche_de(session, fiche_id)
    attendus = [
        ("zones", "", "26", "07 26"),
        ("intervenant.fonction", "Camille Exemple", "Consultante", "Directrice"),
    ]
    comparaison = histoire.depuis_la_lecture(session, referente, fiche)
    assert [(e.champ, e.sujet, e.avant, e.apres) for e in comparaison.ecarts] == attendus
    assert comparaison.copie.figee_par == referente.nom
    modification, publication = histoire.moments(session, referente, fiche)
    assert (modification.verbe, modification.auteur) == ("modifier", prestataire.nom)
    assert [(e.champ, e.sujet, e.avant, e.apres) for e in modification.ecarts] == attendus
    assert (publication.verbe, publication.ecarts) == ("publier", [])
    a_relire = suivi.lister(referente, "a_relire", clock.today(), 365)
    assert [f.id for f in session.scalars(a_relire)] == [fiche_id]
    faire(operations_vie.relire, referente, fiche_id)
    assert session.scalars(a_relire).all() == []
    session.rollback()


def test_un_envoi_est_un_seul_moment(app, session):
    """The clock runs here, as in life: the fields of one save are told together, those of two apart."""
    with unit_of_work() as ecriture:
        fiche = semis.un_prestataire(ecriture, charte_version="", charte_signee_le=None)
        prestataire = fabriques.un_acteur(ecriture, Role.PRESTATAIRE, fiche)
    engagements = EngagementsSaisie(liens=(LienSaisi("Fonds local", "administratrice"),), signer=True)
    faire(operations.modifier_fiche, prestataire, fiche.id, FicheSaisie(engagements=engagements))
    fiche = fiche_de(session, fiche.id)
    (moment,) = histoire.moments(session, prestataire, fiche)
    champs = [e.champ for e in moment.ecarts]
    assert champs == [
        "charte_version", "charte_signee_le", "charte_signee_par", "liens_declares_le", "lien.organisation",
        "lien.nature",
    ]  # fmt: skip
    for trace in session.scalars(select(TraceFiche)):
        assert trace.instant == moment.instant
    session.rollback()


def test_les_lignes_d_avant_se_lisent_ensemble_aussi(session, monde):
    """Lines of one save, written a moment apart by the program of before; a second save follows."""
    fiche_id, prestataire, _, _ = monde
    with unit_of_work() as ecriture:
        for secondes, champ in ((0, "titre"), (0.004, "presentation"), (30, "site")):
            ecriture.add(
                TraceFiche(
                    prestataire_id=fiche_id, instant=clock.now() + timedelta(seconds=secondes),
                    auteur=prestataire.nom, role="prestataire", verbe="modifier", champ=champ, sujet="",
                    avant="", apres="x",
                )
            )  # fmt: skip
            ecriture.flush()
    moments = histoire.moments(session, prestataire, fiche_de(session, fiche_id))
    assert [[e.champ for e in m.ecarts] for m in moments] == [["site"], ["titre", "presentation"]]
    session.rollback()


def test_une_fiche_publiee_se_modifie_sans_attendre(session, monde):
    fiche_id, prestataire, referente, _ = monde
    faire(operations.publier, referente, fiche_id)
    faire(operations.modifier_fiche, prestataire, fiche_id, FicheSaisie(zones=frozenset({"07"})))
    fiche = fiche_de(session, fiche_id)
    assert (fiche.etat, [z.departement_code for z in fiche.zones]) == (EtatFiche.PUBLIEE, ["07"])
    session.rollback()


def objets(app, session):
    app.extensions["outbox"].tout_livrer()
    session.rollback()
    return [m.objet for m in session.scalars(select(Message).order_by(Message.id))]


def test_trois_rappels_une_fois_chacun_puis_la_confirmation(app, session, monde):
    fiche_id, prestataire, referente, _ = monde
    faire(operations.publier, referente, fiche_id)
    deja = len(objets(app, session))
    for jours, envois in ((334, 0), (1, 1), (14, 0), (1, 1), (14, 0), (1, 1), (1, 0), (30, 0)):
        avancer(jours)
        assert (rappeler(), rappeler()) == (envois, 0), jours
    assert objets(app, session)[deja:] == [
        "Votre fiche est à confirmer avant le 23\u00a0novembre\u00a02027",
        "Votre fiche est à confirmer avant le 23\u00a0novembre\u00a02027",
        "Votre fiche est à confirmer aujourd’hui",
    ]
    today = clock.today()
    actives = select(Prestataire.id).where(queries.sql_active(today, queries.validite(session, today)))
    assert session.scalars(actives).all() == []
    faire(operations.confirmer, prestataire, fiche_id)
    assert session.scalars(actives).all() == [fiche_id]
    session.rollback()
    assert rappeler() == 0
    avancer(340)
    assert rappeler() == 1
    assert len(session.scalars(select(RappelFiche)).all()) == 4
    session.rollback()


def test_qui_n_a_rien_recu_a_temps_est_prevenu_une_seule_fois(session, monde):
    fiche_id, _, referente, _ = monde
    faire(operations.publier, referente, fiche_id)
    avancer(500)
    assert (rappeler(), rappeler()) == (1, 0)


def test_les_rappels_suivent_les_reglages(session, monde):
    fiche_id, _, referente, pilote = monde
    faire(operations.publier, referente, fiche_id)
    with unit_of_work() as ecriture:
        reglages.poser(
            ecriture, pilote.auteur, reglages.CONNUS["fiche_validite_jours"], valeur=100,
            valide_du=clock.today(), motif="Essai",
        )  # fmt: skip
    avancer(69)
    assert rappeler() == 0
    avancer(1)
    assert rappeler() == 1


def test_un_lot_a_la_fois(session, monde):
    with unit_of_work() as ecriture:
        for rang in range(5):
            semis.un_prestataire(ecriture, f"Fiche {rang}", confirmee_le=clock.today() - timedelta(days=400))
    with unit_of_work() as ecriture:
        assert rappeler_confirmations(ecriture, limite=3) == 3
    assert rappeler() == 2


def test_la_suspension_s_annonce_se_repond_se_decide_se_leve(app, session, monde):
    fiche_id, prestataire, referente, _ = monde
    with pytest.raises(TransitionRefusee):
        faire(operations_vie.annoncer_suspension, referente, fiche_id, "Trop tôt")
    faire(operations.publier, referente, fiche_id)
    with pytest.raises(RefusMetier):
        faire(operations_vie.annoncer_suspension, referente, fiche_id, " ")
    faire(operations_vie.annoncer_suspension, referente, fiche_id, "Deux missions abandonnées.")
    with pytest.raises(RefusMetier, match="déjà ouverte"):
        faire(operations_vie.annoncer_suspension, referente, fiche_id, "Encore")
    with pytest.raises(RefusMetier, match="encore le temps"):
        faire(operations_vie.suspendre, referente, fiche_id, "Sans attendre")
    assert fiche_de(session, fiche_id).etat is EtatFiche.PUBLIEE
    faire(operations_vie.repondre_suspension, prestataire, fiche_id, "Une maladie, puis un remplaçant.")
    faire(operations_vie.suspendre, referente, fiche_id, "Le remplaçant n’est pas venu.")
    assert fiche_de(session, fiche_id).etat is EtatFiche.SUSPENDUE
    assert queries.charger_suivie(session, referente, fiche_id) is not None
    faire(operations_vie.retablir, referente, fiche_id, "Nouvelle équipe.")
    fiche = fiche_de(session, fiche_id)
    (procedure,) = procedures.de_la_fiche(session, fiche)
    assert (fiche.etat, procedure.etat) == (EtatFiche.PUBLIEE, EtatProcedure.LEVEE)
    assert objets(app, session)[-4:] == [
        "Une suspension de votre fiche est envisagée",
        f"{fiche_de(session, fiche_id).nom} a répondu",
        "Votre fiche est suspendue",
        "Votre fiche est rétablie",
    ]
    session.rollback()


def test_sans_reponse_on_decide_apres_le_delai(session, monde):
    fiche_id, _, referente, _ = monde
    faire(operations.publier, referente, fiche_id)
    faire(operations_vie.annoncer_suspension, referente, fiche_id, "Ne répond plus.")
    avancer(15)
    with pytest.raises(RefusMetier):
        faire(operations_vie.suspendre, referente, fiche_id, "Silence")
    avancer(1)
    faire(operations_vie.suspendre, referente, fiche_id, "Silence")
    assert fiche_de(session, fiche_id).etat is EtatFiche.SUSPENDUE


def test_une_procedure_s_abandonne_et_la_fiche_reste(session, monde):
    fiche_id, prestataire, referente, _ = monde
    faire(operations.publier, referente, fiche_id)
    faire(operations_vie.annoncer_suspension, referente, fiche_id, "Une plainte.")
    faire(operations_vie.abandonner_suspension, referente, fiche_id, "Elle visait un homonyme.")
    assert fiche_de(session, fiche_id).etat is EtatFiche.PUBLIEE
    with pytest.raises(RefusMetier, match="Aucune suspension"):
        faire(operations_vie.repondre_suspension, prestataire, fiche_id, "Merci")


def test_fermer_puis_rouvrir(session, monde):
    fiche_id, prestataire, referente, pilote = monde
    faire(operations.publier, referente, fiche_id)
    faire(operations_vie.annoncer_suspension, referente, fiche_id, "Une plainte.")
    faire(operations_vie.fermer, pilote, fiche_id, "Cessation d’activité.")
    fiche = fiche_de(session, fiche_id)
    assert (fiche.etat, procedures.en_cours(session, fiche)) == (EtatFiche.FERMEE, None)
    session.rollback()
    with pytest.raises(TransitionRefusee):
        faire(operations.modifier_fiche, prestataire, fiche_id, FicheSaisie(zones=frozenset()))
    faire(operations_vie.rouvrir, prestataire, fiche_id)
    assert fiche_de(session, fiche_id).etat is EtatFiche.BROUILLON
    verbes = set(session.scalars(select(TraceFiche.verbe)))
    assert {"annoncer_suspension", "fermer", "rouvrir"} <= verbes
    session.rollback()
