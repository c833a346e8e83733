from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from dla_market.catalogue.models import EtatFiche, LienDePrestataire, Prestataire
from dla_market.comptes.models import Role
from dla_market.expertise import operations, operations_liens, queries, queries_liens, rules
from dla_market.expertise.models import Aval, EtatAval, LienInteret, NatureLien, NaturePreuve
from dla_market.expertise.rules import Preuve, Sujet
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier, TransitionRefusee
from dla_market.kernel.outbox import LigneOutbox
from tests.catalogue import semis
from tests.support import fabriques

MIDI = datetime(2026, 3, 10, 11, tzinfo=UTC)


@pytest.fixture
def monde(app):
    with unit_of_work() as session:
        centre = semis.un_centre(session)
        autre = semis.un_centre(session, "culture", ("culture",))
        fiche = semis.un_prestataire(session)
        acteurs = {
            "experte": fabriques.un_acteur(session, Role.EXPERT, centre),
            "coordination": fabriques.un_acteur(session, Role.COORDINATEUR, centre),
            "autre": fabriques.un_acteur(session, Role.COORDINATEUR, autre),
            "dla": fabriques.un_acteur(session, Role.CHARGE_MISSION, fabriques.un_dla(session)),
            "prestataire": fabriques.un_acteur(session, Role.PRESTATAIRE, fiche),
            "concurrent": fabriques.un_acteur(
                session, Role.PRESTATAIRE, semis.un_prestataire(session, "Autre")
            ),
        }
    with clock.arretee_a(MIDI):
        yield fiche.id, acteurs


def proposer(acteur, fiche_id, **choix):
    valeurs = {
        "sujet": Sujet("environnement"),
        "niveau": 2,
        "motif": "Trois missions suivies",
        "preuve": Preuve(NaturePreuve.PUBLICATION, "Guide du réemploi, 2025"),
    } | choix
    with unit_of_work() as session:
        return operations.proposer(session, acteur, session.get_one(Prestataire, fiche_id), **valeurs).id


def renouveler(acteur, aval_id):
    with unit_of_work() as session:
        return operations.renouveler(
            session,
            acteur,
            session.get_one(Aval, aval_id),
            niveau=3,
            motif="Toujours là",
            preuve=Preuve(NaturePreuve.AUTRE, "Suivi du réseau"),
        ).id


def declarer(acteur, fiche_id, **dates):
    with unit_of_work() as session:
        return operations_liens.declarer(
            session, acteur, session.get_one(Prestataire, fiche_id), nature=NatureLien.COMMERCE, **dates
        ).id


def agir(operation, acteur, aval_id, *suite):
    with unit_of_work() as session:
        return operation(session, acteur, session.get_one(Aval, aval_id), *suite)


def vus(session, acteur):
    return set(session.scalars(queries.visible_to(acteur).with_only_columns(Aval.id)))


def test_de_la_proposition_au_retrait_et_qui_le_voit(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id)
    assert session.get_one(Aval, aval).fin == date(2028, 3, 10)
    assert {nom for nom in qui if vus(session, qui[nom])} == {"experte", "coordination"}
    with pytest.raises(RefusMetier):
        proposer(qui["coordination"], fiche_id)
    agir(operations.confirmer, qui["coordination"], aval)
    assert {nom for nom in qui if vus(session, qui[nom])} == set(qui) - {"concurrent"}
    assert list(queries.marques(session, qui["dla"], [fiche_id], clock.today())) == [fiche_id]
    agir(operations.retirer, qui["coordination"], aval, "Ne travaille plus dans ce secteur")
    assert {nom for nom in qui if vus(session, qui[nom])} == {"experte", "coordination", "prestataire"}
    assert queries.marques(session, qui["dla"], [fiche_id], clock.today()) == {}
    with pytest.raises(TransitionRefusee):
        agir(operations.retirer, qui["coordination"], aval, "Encore")
    noms = session.scalars(select(LigneOutbox.evenement).order_by(LigneOutbox.id)).all()
    assert noms == ["AvalPropose", "AvalConfirme", "AvalRetire"]


def test_qui_propose_ne_confirme_pas(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["coordination"], fiche_id)
    with pytest.raises(RefusMetier, match="autre personne"):
        agir(operations.confirmer, qui["coordination"], aval)
    assert session.get_one(Aval, aval).etat is EtatAval.PROPOSE


def test_un_refus_se_motive_et_reste_dans_le_centre(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id)
    with pytest.raises(RefusMetier):
        agir(operations.refuser, qui["coordination"], aval, " ")
    agir(operations.refuser, qui["coordination"], aval, "Une seule mission connue")
    assert {nom for nom in qui if vus(session, qui[nom])} == {"experte", "coordination"}
    assert proposer(qui["experte"], fiche_id) != aval


def test_hors_de_ses_secteurs_le_centre_s_explique(session, monde):
    fiche_id, qui = monde
    with pytest.raises(RefusMetier) as refus:
        proposer(qui["experte"], fiche_id, sujet=Sujet("sport"))
    assert refus.value.champ == "motif_hors_champ"
    aval = proposer(qui["experte"], fiche_id, sujet=Sujet("sport"), motif_hors_champ="Réseau commun")
    assert "Réseau commun" in session.get_one(Aval, aval).motif


def test_on_n_avalise_pas_une_fiche_qui_n_est_pas_publiee(session, monde):
    _, qui = monde
    with unit_of_work() as ecriture:
        brouillon = semis.un_prestataire(ecriture, "Brouillon", etat=EtatFiche.BROUILLON).id
    with pytest.raises(RefusMetier):
        proposer(qui["experte"], brouillon)


def test_une_proposition_trop_vieille_ne_se_confirme_plus(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id, fin=date(2026, 3, 11))
    with (
        clock.arretee_a(datetime(2026, 3, 12, 11, tzinfo=UTC)),
        pytest.raises(RefusMetier, match="date de fin"),
    ):
        agir(operations.confirmer, qui["coordination"], aval)


def test_un_aval_pres_de_sa_fin_se_renouvelle(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id)
    agir(operations.confirmer, qui["coordination"], aval)
    with pytest.raises(RefusMetier):
        proposer(qui["experte"], fiche_id)
    with clock.arretee_a(datetime(2028, 2, 1, 11, tzinfo=UTC)):
        suivant = renouveler(qui["experte"], aval)
        assert session.get_one(Aval, suivant).predecesseur_id == aval
        with pytest.raises(RefusMetier, match="attend déjà"):
            renouveler(qui["experte"], aval)
        agir(operations.confirmer, qui["coordination"], suivant)
        session.expire_all()
        assert session.get_one(Aval, aval).etat is EtatAval.RENOUVELE
        (marque,) = queries.marques(session, qui["dla"], [fiche_id], clock.today())[fiche_id]
        assert marque.fin == date(2030, 2, 1)
        (ancien,) = queries.chaine(session, qui["dla"], session.get_one(Aval, suivant))
        assert (ancien.id, ancien.fin) == (aval, date(2028, 3, 10))


def test_on_ne_renouvelle_qu_a_son_heure_et_apres_la_fin_aussi(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id)
    agir(operations.confirmer, qui["coordination"], aval)
    with pytest.raises(RefusMetier, match="derniers mois"):
        renouveler(qui["experte"], aval)
    with clock.arretee_a(datetime(2029, 2, 1, 11, tzinfo=UTC)):
        assert session.get_one(Aval, proposer(qui["experte"], fiche_id)).predecesseur_id == aval


def test_qui_a_un_lien_se_recuse_de_tout(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id)
    declarer(qui["coordination"], fiche_id)
    with pytest.raises(RefusMetier, match="vous vous récusez"):
        agir(operations.confirmer, qui["coordination"], aval)
    with pytest.raises(RefusMetier, match="vous vous récusez"):
        agir(operations.refuser, qui["coordination"], aval, "Non")
    declarer(qui["experte"], fiche_id, fin=date(2023, 3, 9))
    proposer(qui["experte"], fiche_id, sujet=Sujet("", "fiscalite"), motif_hors_champ="Réseau commun")
    lien = declarer(qui["experte"], fiche_id, fin=None)
    with pytest.raises(RefusMetier, match="vous vous récusez"):
        proposer(qui["experte"], fiche_id, sujet=Sujet("environnement", "fiscalite"))
    with unit_of_work() as ecriture:
        operations_liens.terminer(
            ecriture, qui["experte"], ecriture.get_one(LienInteret, lien), date(2026, 3, 9)
        )
    with clock.arretee_a(datetime(2029, 3, 10, 11, tzinfo=UTC)):
        assert proposer(qui["experte"], fiche_id, sujet=Sujet("environnement", "fiscalite"))


def test_les_liens_se_lisent_chez_soi_et_a_la_coordination(session, monde):
    fiche_id, qui = monde
    declarer(qui["experte"], fiche_id)
    vus = {nom for nom in qui if session.scalars(queries_liens.visible_to(qui[nom])).all()}
    assert vus == {"experte", "coordination"}
    with pytest.raises(RefusMetier) as refus:
        declarer(qui["experte"], fiche_id, debut=date(2026, 3, 11))
    assert refus.value.champ == "debut"


def test_le_prestataire_repond_et_sa_reponse_reste_a_cote(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id, note_interne="Tarif à surveiller")
    with pytest.raises(RefusMetier):
        agir(operations.repondre, qui["prestataire"], aval, "Merci")
    agir(operations.confirmer, qui["coordination"], aval)
    with pytest.raises(RefusMetier):
        agir(operations.repondre, qui["prestataire"], aval, "  ")
    agir(operations.repondre, qui["prestataire"], aval, "Nous n’intervenons plus seuls.")
    (montre,) = queries.montres(session, queries.visible_to(qui["dla"]))
    assert montre.reponse == "Nous n’intervenons plus seuls."
    lecteurs = {nom for nom in qui if queries.notes_internes(session, qui[nom], [aval])}
    assert lecteurs == {"experte", "coordination"}


def test_un_aval_sur_une_thematique_a_sa_propre_vie(session, monde):
    fiche_id, qui = monde
    proposer(qui["experte"], fiche_id)
    avec = proposer(qui["experte"], fiche_id, sujet=Sujet("environnement", "fiscalite"))
    assert session.get_one(Aval, avec).predecesseur_id is None
    with pytest.raises(RefusMetier):
        proposer(qui["experte"], fiche_id, sujet=Sujet("environnement", "fiscalite"))


def test_la_validite_se_dit_pareil_en_sql(session, monde):
    fiche_id, qui = monde
    with unit_of_work() as ecriture:
        ecriture.add_all(
            Aval(
                centre_id=qui["experte"].organisation_id,
                prestataire_id=fiche_id,
                secteur_code="sport",
                niveau=1,
                motif="Essai",
                preuve_nature=NaturePreuve.AUTRE,
                preuve="Essai",
                etat=etat,
                propose_par_id=qui["experte"].utilisateur_id,
                propose_le=MIDI,
                fin=date(2026, 3, jour),
            )
            for etat in EtatAval
            for jour in (9, 10, 11)
        )
    tous = session.scalars(select(Aval)).all()
    valides = set(session.scalars(select(Aval.id).where(queries.sql_valide(clock.today()))))
    assert valides == {a.id for a in tous if rules.est_valide(a, clock.today())}
    assert len(valides) == 2


def test_un_aval_se_montre_avec_ses_noms_en_une_requete(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id)
    (montre,) = queries.montres(session, queries.du_centre(qui["coordination"]))
    assert (montre.id, montre.prestataire_nom, montre.centre_code) == (
        aval,
        "Atelier des Communs",
        "environnement",
    )
    assert montre.propose_par == qui["experte"].nom
    assert montre.confirme_par is None
    assert queries.charger(session, qui["dla"], aval) is None
    assert queries.secteurs_couverts(session, qui["autre"].organisation_id) == ["culture"]


def test_la_fiche_qui_declare_un_lien_avec_le_centre_le_recuse(session, monde):
    fiche_id, qui = monde
    with unit_of_work() as ecriture:
        ecriture.add(LienDePrestataire(prestataire_id=fiche_id, organisation="Le Réseau (administrateur)"))
        ecriture.add(LienDePrestataire(prestataire_id=fiche_id, organisation="Une banque"))
    with pytest.raises(RefusMetier, match="tout votre centre se récuse"):
        proposer(qui["experte"], fiche_id)
    with unit_of_work() as ecriture:
        for lien in ecriture.scalars(select(LienDePrestataire)).all():
            lien.organisation = "Réseautage"
    assert proposer(qui["experte"], fiche_id)


def test_un_lien_declare_depuis_la_proposition_arrete_la_confirmation(session, monde):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id)
    declarer(qui["experte"], fiche_id)
    with pytest.raises(RefusMetier, match="qui a proposé cet aval a déclaré depuis"):
        agir(operations.confirmer, qui["coordination"], aval)
    agir(operations.refuser, qui["coordination"], aval, "Un lien déclaré depuis")


def test_un_renouvellement_aussi(session, monde):
    fiche_id, qui = monde
    agir(operations.confirmer, qui["coordination"], proposer(qui["experte"], fiche_id))
    with clock.arretee_a(datetime(2028, 2, 1, 11, tzinfo=UTC)):
        (ancien,) = vus(session, qui["experte"])
        nouveau = renouveler(qui["experte"], ancien)
        declarer(qui["experte"], fiche_id)
        with pytest.raises(RefusMetier, match="a déclaré depuis"):
            agir(operations.confirmer, qui["coordination"], nouveau)


@pytest.mark.parametrize("qui_declare", ["experte", "coordination"])
def test_un_aval_en_cours_est_a_revoir_puis_refait_par_d_autres(session, monde, qui_declare):
    fiche_id, qui = monde
    aval = proposer(qui["experte"], fiche_id)
    agir(operations.confirmer, qui["coordination"], aval)
    centre = qui["experte"].organisation_id

    def a_revoir():
        session.rollback()
        return queries_liens.avals_a_revoir(session, centre, clock.today())

    declarer(qui["autre"], fiche_id)
    declarer(qui[qui_declare], fiche_id, debut=date(2015, 1, 1), fin=date(2020, 1, 1))
    assert a_revoir() == set()
    declarer(qui[qui_declare], fiche_id)
    assert a_revoir() == {aval}
    with unit_of_work() as ecriture:
        maison = ecriture.get_one(Aval, aval).centre
        proposante = fabriques.un_acteur(ecriture, Role.EXPERT, maison)
        confirmante = fabriques.un_acteur(ecriture, Role.COORDINATEUR, maison)
    agir(operations.confirmer, confirmante, renouveler(proposante, aval))
    session.rollback()
    assert session.get_one(Aval, aval).etat is EtatAval.RENOUVELE
    assert a_revoir() == set()
