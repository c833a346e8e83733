"""What a DLA and a structure do together, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from dla_market.accompagnement import operations, queries
from dla_market.accompagnement.models import (
    Accueil,
    DecisionAccueil,
    Diagnostic,
    EmploiReleve,
    EtatDiagnostic,
    Structure,
    TypeDiagnostic,
)
from dla_market.accompagnement.rules import Emplois, Identite, Textes
from dla_market.comptes.models import Role
from dla_market.kernel import clock, journal
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier, TransitionRefusee
from dla_market.kernel.outbox import LigneOutbox
from tests.support import fabriques

SIRET = "73282932000074"
COMPLETS = Textes(contexte="Six salariés.", besoins="Un modèle économique.", preconisations="Une mission.")


@pytest.fixture
def scene(session):
    with unit_of_work() as s:
        dla = fabriques.un_dla(s)
        structure = fabriques.une_structure(s, dla)
        charge = fabriques.un_acteur(s, Role.CHARGE_MISSION, dla)
        benevole = fabriques.un_acteur(s, Role.STRUCTURE, structure)
        return dla.id, structure.id, charge, benevole


def identite(**change):
    return Identite(
        **{
            "nom": "Recyclerie du Lac",
            "type_code": "association_hors_iae",
            "secteur_code": "environnement",
            "departement_code": fabriques.DEPARTEMENT,
            **change,
        }
    )


def commencer(scene, debut=None):
    with unit_of_work() as s:
        return operations.commencer_diagnostic(
            s,
            scene[2],
            s.get_one(Structure, scene[1]),
            type_=TypeDiagnostic.PRE,
            debut=debut or clock.today(),
        ).id


def faire(verbe, acteur, diagnostic_id, **arguments):
    with unit_of_work() as s:
        verbe(s, acteur, s.get_one(Diagnostic, diagnostic_id), **arguments)


def evenements(session):
    session.rollback()
    return list(session.scalars(select(LigneOutbox.evenement).order_by(LigneOutbox.id)))


def test_a_structure_is_registered_at_its_first_meeting(session, scene):
    with unit_of_work() as s:
        structure = operations.accueillir_nouvelle(
            s,
            scene[2],
            identite=identite(siret=SIRET, type_siae_codes=("aci", "ei")),
            jour=clock.today(),
            decision=DecisionAccueil.SUITE,
        )
        identifiant = structure.id
    relue = session.get_one(Structure, identifiant)
    assert relue.dla_id == scene[0]
    assert {t.type_siae_code: t.principal for t in relue.types_siae} == {"aci": True, "ei": False}
    assert session.scalars(select(Accueil.decision)).all() == [DecisionAccueil.SUITE]
    assert evenements(session) == ["StructureCreee", "StructureAccueillie"]
    assert journal.verifier(session) == []


def test_a_siret_is_registered_once(session, scene):
    with unit_of_work() as s:
        operations.creer_structure(s, scene[2], identite=identite(siret=SIRET))
    with pytest.raises(RefusMetier, match="déjà enregistrée") as refus, unit_of_work() as s:
        operations.creer_structure(s, scene[2], identite=identite(siret=SIRET))
    assert refus.value.champ == "siret"
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Structure)) == 2


def test_nothing_is_registered_when_the_meeting_is_refused(session, scene):
    with pytest.raises(RefusMetier, match="pas encore venu"), unit_of_work() as s:
        operations.accueillir_nouvelle(
            s,
            scene[2],
            identite=identite(),
            jour=clock.today() + timedelta(days=1),
            decision=DecisionAccueil.SUITE,
        )
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Structure)) == 1


def test_an_identity_is_rewritten_with_its_kinds(session, scene):
    for codes in (("aci", "ei"), ("ei",), ()):
        with unit_of_work() as s:
            operations.modifier_structure(
                s, scene[2], s.get_one(Structure, scene[1]), identite=identite(type_siae_codes=codes)
            )
        session.rollback()
        relue = session.get_one(Structure, scene[1])
        assert [t.type_siae_code for t in relue.types_siae if t.principal] == list(codes[:1])
        assert {t.type_siae_code for t in relue.types_siae} == set(codes)


def test_a_diagnostic_is_written_by_sections(session, scene):
    diagnostic_id = commencer(scene)
    faire(operations.rediger_diagnostic, scene[2], diagnostic_id, textes=Textes(contexte="Un lieu."))
    faire(operations.rediger_diagnostic, scene[2], diagnostic_id, textes=Textes(besoins="Un local."))
    for postes in (10, 12):
        faire(
            operations.rediger_diagnostic, scene[2], diagnostic_id, emplois=Emplois(postes, postes - 2, 2, 1)
        )
    session.rollback()
    diagnostic = session.get_one(Diagnostic, diagnostic_id)
    assert (diagnostic.contexte, diagnostic.besoins) == ("Un lieu.", "Un local.")
    assert session.scalars(select(EmploiReleve.nb_postes)).all() == [12]


def test_a_head_count_that_does_not_add_up_is_refused(session, scene):
    diagnostic_id = commencer(scene)
    with pytest.raises(RefusMetier) as refus:
        faire(operations.rediger_diagnostic, scene[2], diagnostic_id, emplois=Emplois(10, 6, 3, 1))
    assert refus.value.champ == "nb_postes"
    session.rollback()
    assert session.scalars(select(EmploiReleve)).all() == []


def test_two_writers_do_not_overwrite_each_other(scene):
    diagnostic_id = commencer(scene)
    arguments = {"textes": Textes(contexte="a"), "version": 1}
    faire(operations.rediger_diagnostic, scene[2], diagnostic_id, **arguments)
    with pytest.raises(ConflitDeVersion):
        faire(operations.rediger_diagnostic, scene[2], diagnostic_id, **arguments)


def test_one_diagnostic_at_a_time_and_one_a_day(scene):
    hier = clock.today() - timedelta(days=1)
    diagnostic_id = commencer(scene, hier)
    with pytest.raises(RefusMetier, match="déjà en cours"):
        commencer(scene)
    faire(operations.rediger_diagnostic, scene[2], diagnostic_id, textes=COMPLETS)
    faire(operations.partager_diagnostic, scene[2], diagnostic_id)
    faire(operations.valider_diagnostic, scene[3], diagnostic_id)
    with pytest.raises(RefusMetier, match="ce jour-là"):
        commencer(scene, hier)
    with pytest.raises(RefusMetier, match="pas encore venu"):
        commencer(scene, clock.today() + timedelta(days=1))
    assert commencer(scene) != diagnostic_id


def test_from_sharing_to_validation_through_changes(session, scene):
    diagnostic_id = commencer(scene)
    with pytest.raises(RefusMetier, match="les préconisations"):
        faire(operations.partager_diagnostic, scene[2], diagnostic_id)
    faire(operations.rediger_diagnostic, scene[2], diagnostic_id, textes=COMPLETS)
    faire(operations.partager_diagnostic, scene[2], diagnostic_id)
    with pytest.raises(RefusMetier, match="à changer"):
        faire(operations.demander_changements, scene[3], diagnostic_id, remarques=" ")
    faire(operations.demander_changements, scene[3], diagnostic_id, remarques="Le local est loué.")
    session.rollback()
    repris = session.get_one(Diagnostic, diagnostic_id)
    assert (repris.etat, repris.partage_le, repris.remarques) == (
        EtatDiagnostic.EN_COURS,
        None,
        "Le local est loué.",
    )
    faire(operations.partager_diagnostic, scene[2], diagnostic_id)
    faire(operations.valider_diagnostic, scene[3], diagnostic_id)
    session.rollback()
    valide = session.get_one(Diagnostic, diagnostic_id)
    assert valide.etat is EtatDiagnostic.VALIDE
    assert valide.valide_par_id == scene[3].utilisateur_id
    with pytest.raises(TransitionRefusee):
        faire(operations.rediger_diagnostic, scene[2], diagnostic_id, textes=COMPLETS)
    assert evenements(session) == [
        "DiagnosticPartage",
        "ChangementsDemandes",
        "DiagnosticPartage",
        "DiagnosticValide",
    ]
    assert journal.verifier(session) == []


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [("", 3), ("ecole", 1), ("ÉCOLE", 1), ("l'ecole crest", 1), ("jardin", 2), ("rien de tel", 0)],
)
def test_a_search_folds_names(session, scene, texte, attendus):
    with unit_of_work() as s:
        structure = s.get_one(Structure, scene[1])
        structure.nom = "Les Jardins du Lac"
        for nom in ("L’École buissonnière", "Jardin partagé"):
            autre = fabriques.une_structure(s, structure.dla, nom)
            autre.commune = "Crest"
    trouvees = session.scalars(queries.rechercher(session, scene[2], queries.Recherche(texte))).all()
    assert len(trouvees) == attendus


@pytest.mark.parametrize("tri", ["nom", "commune", "diagnostic", "autre"])
def test_a_list_sorts_both_ways(session, scene, tri):
    with unit_of_work() as s:
        structure = s.get_one(Structure, scene[1])
        structure.nom, structure.commune = "A", "A"
        autre = fabriques.une_structure(s, structure.dla, "Z")
        autre.commune = "Z"
        fabriques.un_diagnostic(s, autre).debut = date(2026, 1, 2)
    lire = [
        [x.nom[0] for x in session.scalars(queries.rechercher(session, scene[2], queries.Recherche(tri=t)))]
        for t in (tri, f"-{tri}")
    ]
    assert lire == [["A", "Z"], ["Z", "A"]]
