"""The proposal of a need, and the evidence that the launch keeps of it."""

import json
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.consultations import operations
from dla_market.consultations.models import OrigineSelection, PreselectionFigee
from dla_market.consultations.operations.lancement import preparer
from dla_market.consultations.verification import verifier_preselections
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel import append_only
from dla_market.kernel.db import db, session_courante, unit_of_work
from dla_market.kernel.errors import RefusMetier
from dla_market.preselection.constat import constater
from dla_market.preselection.proposition import proposer
from dla_market.preselection.rules import Place
from dla_market.referencement.models import Referencement
from dla_market.reseau.models import DlaRegional
from tests.consultations.monde import DEBUT


def demander(scene, ecartes=()):
    session = session_courante()
    session.rollback()
    return proposer(
        session,
        scene.monde.charge,
        scene.moteur(),
        session.get_one(Ingenierie, scene.ingenierie_id),
        le=DEBUT.date(),
        ecartes=ecartes,
    )


def dits(propose):
    return {(r.signe, r.texte) for r in propose.raisons}


def test_the_need_is_asked_by_the_rules_of_the_search(scene):
    proposition = demander(scene)
    assert [p.prestataire_id for p in proposition.proposes] == [
        scene.prestataires[n] for n in (0, 1, 3, 2)
    ], "levels and the aval of this secteur, by the search's own order"
    assert [p.place for p in proposition.proposes] == [Place.RANG, Place.RANG, Place.AVAL, Place.JAMAIS]
    premier = proposition.proposes[2]
    assert ("+", "Référencé dans votre région") in dits(premier)
    assert ("?", "Tarif du jour non renseigné") in dits(premier)
    assert premier.avalise
    assert premier.equite.jamais
    assert "Activité" in premier.motif
    assert len(proposition.questions) == 1
    assert proposition == demander(scene), "the same question has the same answer"


def test_who_is_set_aside_is_replaced_and_who_is_not_referenced_is_not_placed(scene):
    with unit_of_work() as session:
        for reference in session.scalars(
            select(Referencement).where(Referencement.prestataire_id == scene.prestataires[1])
        ):
            session.delete(reference)
    proposition = demander(scene, ecartes=[scene.prestataires[0]])
    assert {p.prestataire_id for p in proposition.proposes} == {
        scene.prestataires[2],
        scene.prestataires[3],
    }
    (suivant,) = proposition.suivants
    assert suivant.prestataire_id == scene.prestataires[1]
    assert any(signe == "-" and "raison écrite" in dit for signe, dit in dits(suivant))
    assert [q.elargie for q, _ in proposition.questions] == [
        "",
        "dans un autre secteur",
        "n’a pas déclaré cette activité dans ce département",
    ], "too few could be invited: the question widens, and says so"


def test_qualified_is_what_the_launch_asks_no_reason_for(scene):
    """Not confirmed within the year, the launch asks a reason; référencé in another region, it asks none."""
    with unit_of_work() as session:
        session.get_one(Prestataire, scene.prestataires[0]).confirmee_le = date(2024, 1, 15)
        ailleurs = DlaRegional(nom="DLA R Sud", region_code="2012-83")
        session.add(ailleurs)
        session.flush()
        for reference in session.scalars(
            select(Referencement).where(Referencement.prestataire_id == scene.prestataires[1])
        ):
            reference.regional_id = ailleurs.id
    par_fiche = {p.prestataire_id: p for p in demander(scene).resultats}
    perimee, autre_region = (par_fiche[scene.prestataires[n]] for n in (0, 1))
    assert not perimee.qualifie
    assert perimee.place is None
    assert (
        "-",
        "Sa fiche n’a pas été confirmée dans l’année : une raison écrite serait demandée",
    ) in dits(perimee)
    assert autre_region.qualifie
    assert autre_region.place is not None
    assert not [dit for _, dit in dits(autre_region) if "raison écrite" in dit]
    assert (
        "-",
        "Référencé dans une autre région (DLA R Sud) : peut être invité, et ce sera dit",
    ) in dits(autre_region)
    with unit_of_work() as session:
        ingenierie = session.get_one(Ingenierie, scene.ingenierie_id)
        for un in par_fiche:
            operations.ajouter_selection(
                session,
                scene.monde.charge,
                ingenierie,
                session.get_one(Prestataire, un),
                origine=OrigineSelection.PROPOSITION,
                motif="Choisi",
            )
    session = session_courante()
    preparation = preparer(session, session.get_one(Ingenierie, scene.ingenierie_id))
    sans_raison = {
        s.prestataire_id for s in preparation.selections if preparation.examens[s.prestataire_id].sans_raison
    }
    assert sans_raison == {un for un, p in par_fiche.items() if not p.qualifie}, "both say the same"


def test_a_price_over_the_ceiling_speaks_against_and_changes_no_rank(scene):
    avant = [p.prestataire_id for p in demander(scene).resultats]
    with unit_of_work() as session:
        session.get_one(Prestataire, scene.prestataires[0]).tarif_jour_ht_centimes = 90_000
        session.get_one(Prestataire, scene.prestataires[1]).tarif_jour_ht_centimes = 80_000
    apres = demander(scene)
    assert [p.prestataire_id for p in apres.resultats] == avant
    assert ("-", "Tarif habituel au-dessus de ce que le plafond permet par jour") in dits(apres.resultats[0])
    assert ("+", "Tarif habituel dans le plafond") in dits(apres.resultats[1])


def test_a_collective_need_asks_for_who_does_collective_ones(scene):
    with unit_of_work() as session:
        for un in scene.prestataires[:3]:
            session.get_one(Prestataire, un).collectif = un == scene.prestataires[0]
        session.get_one(Ingenierie, scene.ingenierie_id).type = type(
            session.get_one(Ingenierie, scene.ingenierie_id).type
        ).COLLECTIVE
    assert [p.prestataire_id for p in demander(scene).proposes] == [scene.prestataires[0]]


def lancer(app, scene):
    with unit_of_work() as session:
        ingenierie = session.get_one(Ingenierie, scene.ingenierie_id)
        proposition = proposer(session, scene.monde.charge, scene.moteur(), ingenierie, le=DEBUT.date())
        for un in proposition.proposes[:3]:
            operations.ajouter_selection(
                session,
                scene.monde.charge,
                ingenierie,
                session.get_one(Prestataire, un.prestataire_id),
                origine=OrigineSelection.PROPOSITION,
                motif=un.motif,
            )
        operations.ecarter_selection(
            session,
            scene.monde.charge,
            ingenierie,
            session.get_one(Prestataire, proposition.proposes[3].prestataire_id),
            motif="Déjà pris jusqu’en juin",
        )
        session.flush()
        consultation = operations.lancer(
            session,
            scene.monde.responsable,
            app.extensions["coffre"],
            ingenierie,
            proposition=constater(proposition),
        )
        return consultation.id


def test_what_is_set_aside_asks_for_a_reason_and_closes_at_the_launch(app, scene):
    with pytest.raises(RefusMetier, match="pourquoi"), unit_of_work() as session:
        operations.ecarter_selection(
            session,
            scene.monde.charge,
            session.get_one(Ingenierie, scene.ingenierie_id),
            session.get_one(Prestataire, scene.prestataires[0]),
            motif=" ",
        )
    lancer(app, scene)
    with pytest.raises(RefusMetier, match="ne change plus"), unit_of_work() as session:
        operations.ecarter_selection(
            session,
            scene.monde.charge,
            session.get_one(Ingenierie, scene.ingenierie_id),
            session.get_one(Prestataire, scene.prestataires[2]),
            motif="Trop tard",
        )


def test_the_evidence_says_the_whole_choice_and_outlives_the_fiches(app, scene):
    consultation_id = lancer(app, scene)
    session = session_courante()
    figee = session.scalars(select(PreselectionFigee)).one()
    avant, faits = figee.contenu, json.loads(figee.contenu)
    assert figee.consultation_id == consultation_id
    assert [r["prestataire"] for r in faits["retenus"]] == ["Prestataire 1", "Prestataire 2", "Prestataire 4"]
    assert faits["ecartes"][0]["motif"] == "Déjà pris jusqu’en juin"
    proposition = faits["proposition"]
    assert proposition["version_des_regles"] >= 1
    assert proposition["questions"][0]["requete"]["secteurs"] == ["culture"]
    assert {question["requete"]["validite"] for question in proposition["questions"]} == {365}
    assert [r["rang"] for r in proposition["resultats"]] == [1, 2, 3, 4]
    assert all(r["raisons"] and "invitations" in r["equite"] for r in proposition["resultats"])
    assert (faits["figee_par"], faits["role"]) == (scene.monde.responsable.nom, "Responsable")
    session.rollback()
    with unit_of_work() as session:
        for un in scene.prestataires:
            prestataire = session.get_one(Prestataire, un)
            prestataire.nom, prestataire.etat = "Renommé", EtatFiche.FERMEE
            prestataire.activites.clear()
    session = session_courante()
    assert session.scalars(select(PreselectionFigee)).one().contenu == avant
    assert verifier_preselections(session) == []


def test_who_was_set_aside_keeps_rank_and_reasons_in_the_evidence(app, scene):
    """The launch asks the need again: the prestataire set aside is found, told, and takes no place."""
    avant = demander(scene).resultats[1]
    with unit_of_work() as session:
        ingenierie = session.get_one(Ingenierie, scene.ingenierie_id)
        ecarte = session.get_one(Prestataire, avant.prestataire_id)
        operations.ecarter_selection(session, scene.monde.charge, ingenierie, ecarte, motif="Trop loin")
    proposition = demander(scene, ecartes=[avant.prestataire_id])
    assert [p.rang for p in proposition.resultats] == [1, 3, 4]
    with unit_of_work() as session:
        ingenierie = session.get_one(Ingenierie, scene.ingenierie_id)
        for un in proposition.proposes:
            operations.ajouter_selection(
                session,
                scene.monde.charge,
                ingenierie,
                session.get_one(Prestataire, un.prestataire_id),
                origine=OrigineSelection.PROPOSITION,
                motif=un.motif,
            )
        session.flush()
        operations.lancer(
            session,
            scene.monde.responsable,
            app.extensions["coffre"],
            ingenierie,
            proposition=constater(proposition),
        )
    faits = json.loads(session_courante().scalars(select(PreselectionFigee)).one().contenu)
    (fige,) = faits["proposition"]["ecartes"]
    assert (fige["prestataire_id"], fige["rang"], fige["place"]) == (avant.prestataire_id, 2, None)
    assert fige["raisons"] == [[r.signe, r.texte] for r in avant.raisons]
    assert avant.prestataire_id not in [r["prestataire_id"] for r in faits["proposition"]["resultats"]]


@pytest.mark.parametrize(
    "ordre", ["UPDATE preselection_figee SET empreinte = ''", "DELETE FROM preselection_figee"]
)
def test_the_database_refuses_to_change_it(app, scene, ordre):
    lancer(app, scene)
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work() as session:
        session.execute(text(ordre))


@pytest.mark.parametrize(
    ("ordre", "dite"),
    [
        ("UPDATE preselection_figee SET contenu = replace(contenu, 'juin', 'mai')", "contenu modifié"),
        ("DELETE FROM preselection_figee", "preuve absente"),
        ("UPDATE preselection_figee SET empreinte = 'autre'", "journal"),
    ],
)
def test_tampering_below_the_triggers_is_caught(app, scene, ordre, dite):
    lancer(app, scene)
    with unit_of_work() as session:
        for defaire in append_only.ddl_inverse(db.engine.dialect.name, "preselection_figee"):
            session.execute(text(defaire))
        session.execute(text(ordre))
    assert any(dite in faute.motif for faute in verifier_preselections(session_courante()))
    sortie = app.test_cli_runner().invoke(args=["preselection", "verifier"])
    assert sortie.exit_code == 1
    assert dite in sortie.output
    session_courante().rollback()
    with unit_of_work() as session:
        for refaire in append_only.ddl(db.engine.dialect.name, "preselection_figee"):
            session.execute(text(refaire))
