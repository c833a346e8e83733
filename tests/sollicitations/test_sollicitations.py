"""A sollicitation from the question to the thanks, its days, and the diagnostic that goes with it."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from dla_market.accompagnement import queries as accompagnement
from dla_market.accompagnement.rules import lecture_ouverte
from dla_market.comptes.models import Role
from dla_market.consultations.models import OrigineSelection, Selection
from dla_market.ingenieries import operations as ingenieries
from dla_market.ingenieries.models import EtatIngenierie, TypeIngenierie
from dla_market.ingenieries.rules import LignePrestation
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier, TransitionRefusee
from dla_market.ressources import operations as ressources
from dla_market.ressources.models import NatureRessource
from dla_market.ressources.rules import Contenu
from dla_market.sollicitations import operations, operations_centre, queries, rules
from dla_market.sollicitations.models import EtatSollicitation, NatureSollicitation, Sollicitation
from dla_market.sollicitations.operations import Dossier
from dla_market.sollicitations.rules import Demande
from dla_market.sollicitations.states import EN_COURS, PARCOURS
from tests.support import fabriques

QUESTION = Demande(
    NatureSollicitation.SPECIALISTE, "Qui connaît les ressourceries ?", "Cherchons.", "environnement"
)
RELECTURE = Demande(NatureSollicitation.RELECTURE, "Relire", "Merci de relire.", "environnement")


@pytest.fixture
def france(app, horloge):
    with unit_of_work() as session:
        centre, autre = fabriques.un_centre(session), fabriques.un_centre(session, "culture")
        regional = fabriques.un_dla_regional(session)
        dla = fabriques.un_dla(session, regional=regional)
        structure = fabriques.une_structure(session, dla)
        yield SimpleNamespace(
            session=session,
            centre=centre,
            autre=autre,
            dla=dla,
            structure=structure,
            diagnostic=fabriques.un_diagnostic(session, structure),
            prestataire=fabriques.un_prestataire(session, regional=regional),
            charge=fabriques.un_acteur(session, Role.CHARGE_MISSION, dla),
            gestionnaire=fabriques.un_acteur(session, Role.GESTIONNAIRE, dla),
            voisine=fabriques.un_acteur(session, Role.CHARGE_MISSION, fabriques.un_dla(session)),
            expert=fabriques.un_acteur(session, Role.EXPERT, centre),
            coordination=fabriques.un_acteur(session, Role.COORDINATEUR, centre),
            expert_ailleurs=fabriques.un_acteur(session, Role.EXPERT, autre),
        )


def envoyee(f, demande=QUESTION, **suite):
    return operations.envoyer(
        f.session, f.charge, f.centre, demande, suite.pop("dossier", Dossier()), **suite
    )


def prise(f, *args, **suite):
    return operations_centre.prendre_en_charge(f.session, f.expert, envoyee(f, *args, **suite))


def lisible(f, acteur):
    return accompagnement.charger_diagnostic(f.session, acteur, f.diagnostic.id) is not None


def une_ingenierie(f):
    return ingenieries.creer(
        f.session,
        f.charge,
        type_=TypeIngenierie.INDIVIDUELLE,
        intitule="Tenir",
        secteur_code="environnement",
        structures=[f.structure],
        prestations=[LignePrestation("strategie_consolidation", 400)],
        diagnostic=f.diagnostic,
    )


def test_the_whole_life(france):
    s = france.session
    sollicitation = prise(france)
    assert sollicitation.reference.endswith("-S2026-001")
    proposition = operations_centre.proposer(
        s, france.expert, sollicitation, france.prestataire, motif="Trois ressourceries."
    )
    guide = ressources.creer(s, france.expert, NatureRessource.GUIDE, Contenu("G", "R", texte="x"))
    with pytest.raises(RefusMetier, match="n’est pas publiée"):
        operations_centre.repondre(s, france.expert, sollicitation, texte="Voici.", ressources=[guide])
    ressources.publier(s, france.expert, guide)
    operations_centre.repondre(s, france.expert, sollicitation, texte="Voici.", ressources=[guide])
    assert [e.edition.titre for e in sollicitation.envois] == ["G"]
    ingenierie = une_ingenierie(france)
    operations.retenir(s, france.charge, proposition, ingenierie)
    ligne = s.scalars(select(Selection)).one()
    assert ligne.origine is OrigineSelection.CENTRE
    assert ligne.motif == f"Proposé par {france.centre.nom} : Trois ressourceries."
    operations.clore(s, france.charge, sollicitation, utile=True, mot="Merci !")
    assert (sollicitation.etat, sollicitation.utile) == (EtatSollicitation.CLOSE, True)


def test_each_sees_its_own(france):
    sollicitation = envoyee(france)
    voient = {
        nom
        for nom in ("charge", "gestionnaire", "voisine", "expert", "coordination", "expert_ailleurs")
        if queries.charger(france.session, getattr(france, nom), sollicitation.id) is not None
    }
    assert voient == {"charge", "expert", "coordination"}


def test_a_diagnostic_is_lent_only_when_asked_and_only_meanwhile(france):
    s = france.session
    sans = envoyee(france, RELECTURE, dossier=Dossier(diagnostic=france.diagnostic))
    assert not lisible(france, france.expert)
    operations.preter(s, france.charge, sans)
    assert lisible(france, france.expert)
    assert lisible(france, france.coordination)
    assert not lisible(france, france.expert_ailleurs)
    with pytest.raises(RefusMetier, match="peut déjà lire"):
        operations.preter(s, france.charge, sans)
    avec = envoyee(france, RELECTURE, dossier=Dossier(diagnostic=france.diagnostic), preter=True)
    operations.retirer(s, france.charge, sans, motif="")
    assert lisible(france, france.expert)
    operations_centre.prendre_en_charge(s, france.expert, avec)
    operations_centre.repondre(s, france.expert, avec, texte="Relu.")
    assert lisible(france, france.expert)
    operations.clore(s, france.charge, avec, utile=False)
    assert not lisible(france, france.expert)


def test_a_diagnostic_forgotten_open_closes_thirty_days_after_the_answer(france):
    sollicitation = prise(france, RELECTURE, dossier=Dossier(diagnostic=france.diagnostic), preter=True)
    operations_centre.repondre(france.session, france.expert, sollicitation, texte="Relu.")
    fin = france.diagnostic.lectures[0].jusqu_au
    for instant in (fin - timedelta(microseconds=1), fin, fin + timedelta(days=1)):
        with clock.arretee_a(instant):
            assert lisible(france, france.expert) is lecture_ouverte(fin, instant)
    assert lecture_ouverte(None, fin)


def test_another_centre_takes_over_without_the_diagnostic(france):
    s = france.session
    sollicitation = prise(france, RELECTURE, dossier=Dossier(diagnostic=france.diagnostic), preter=True)
    with pytest.raises(RefusMetier, match="un autre centre"):
        operations_centre.reorienter(s, france.expert, sollicitation, france.centre, motif="x")
    with pytest.raises(RefusMetier, match="pourquoi"):
        operations_centre.reorienter(s, france.expert, sollicitation, france.autre, motif="")
    suite = operations_centre.reorienter(
        s, france.expert, sollicitation, france.autre, motif="C’est de la culture."
    )
    assert (suite.etat, suite.texte, suite.prise_par_id) == (EtatSollicitation.ENVOYEE, RELECTURE.texte, None)
    assert queries.suite_de(s, sollicitation) is suite
    assert not lisible(france, france.expert)
    assert not lisible(france, france.expert_ailleurs)
    operations.preter(s, france.charge, suite)
    assert lisible(france, france.expert_ailleurs)


def test_what_belongs_to_another_dla_is_refused(france):
    with pytest.raises(RefusMetier, match="autre DLA"):
        operations.envoyer(
            france.session, france.voisine, france.centre, QUESTION, Dossier(structure=france.structure)
        )


def test_a_colleague_takes_over_and_the_first_day_stays(france):
    s, sollicitation = france.session, prise(france)
    premiere = sollicitation.prise_le
    with pytest.raises(RefusMetier, match="suivez déjà"):
        operations_centre.prendre_en_charge(s, france.expert, sollicitation)
    with clock.arretee_a(premiere + timedelta(days=2)):
        operations_centre.prendre_en_charge(s, france.coordination, sollicitation)
    assert (sollicitation.prise_le, sollicitation.prise_par_id) == (
        premiere,
        france.coordination.utilisateur_id,
    )


def test_messages_go_both_ways_while_it_runs(france):
    s, sollicitation = france.session, prise(france)
    operations.ecrire(s, france.expert, sollicitation, texte="Quel budget ?")
    operations.ecrire(s, france.charge, sollicitation, texte="4 000 €.")
    with pytest.raises(RefusMetier, match="Écrivez"):
        operations.ecrire(s, france.charge, sollicitation, texte=" ")
    operations.retirer(s, france.charge, sollicitation, motif="Plus besoin")
    with pytest.raises(TransitionRefusee):
        operations.ecrire(s, france.charge, sollicitation, texte="Encore")
    assert [m.texte for m in sollicitation.messages] == ["Quel budget ?", "4 000 €."]


def test_a_proposition_has_a_reason_and_comes_once(france):
    s, sollicitation = france.session, prise(france)
    with pytest.raises(RefusMetier, match="pourquoi"):
        operations_centre.proposer(s, france.expert, sollicitation, france.prestataire, motif="")
    proposition = operations_centre.proposer(
        s, france.expert, sollicitation, france.prestataire, motif="Bon."
    )
    s.expire(sollicitation, ["propositions"])
    with pytest.raises(RefusMetier, match="déjà dans"):
        operations_centre.proposer(s, france.expert, sollicitation, france.prestataire, motif="Bon.")
    with pytest.raises(TransitionRefusee):
        operations.retenir(s, france.charge, proposition, une_ingenierie(france))
    operations_centre.enlever(s, france.expert, proposition)
    s.flush()
    s.expire(sollicitation, ["propositions"])
    assert sollicitation.propositions == []


def test_a_name_goes_on_no_launched_shortlist(france):
    s, sollicitation = france.session, prise(france)
    proposition = operations_centre.proposer(
        s, france.expert, sollicitation, france.prestataire, motif="Bon."
    )
    operations_centre.repondre(s, france.expert, sollicitation, texte="Voici.")
    ingenierie = une_ingenierie(france)
    ingenierie.etat = EtatIngenierie.EN_CONSULTATION
    with pytest.raises(RefusMetier, match="ne change plus"):
        operations.retenir(s, france.charge, proposition, ingenierie)


def test_the_rule_of_late_ones_and_its_sql_twin_agree(france):
    s, today = france.session, clock.today()
    for rang, etat in enumerate(EtatSollicitation):
        for ecart in (-1, 0, 1):
            sollicitation = envoyee(france)
            sollicitation.etat = etat
            sollicitation.prise_avant = today + timedelta(days=ecart)
            sollicitation.reponse_avant = today + timedelta(days=ecart - rang % 2)
    s.flush()
    toutes = s.scalars(select(Sollicitation)).all()
    regle = {x.id for x in toutes if rules.en_retard(x, today)}
    assert regle == set(s.scalars(select(Sollicitation.id).where(queries.sql_en_retard(today))))
    assert 0 < len(regle) < len(toutes)


@pytest.mark.parametrize(
    ("souhaitee", "attendues"),
    [
        (None, (date(2026, 11, 28), date(2026, 12, 8))),
        (date(2026, 11, 25), (date(2026, 11, 25), date(2026, 11, 25))),
        (date(2027, 1, 15), (date(2026, 11, 28), date(2027, 1, 15))),
    ],
)
def test_by_when_a_centre_answers(souhaitee, attendues):
    assert rules.echeances(souhaitee, date(2026, 11, 23), rules.Delais()) == attendues


@pytest.mark.parametrize(
    ("change", "champ"),
    [
        ({"objet": ""}, "objet"),
        ({"texte": " "}, "texte"),
        ({"nature": NatureSollicitation.RELECTURE}, "dossier"),
        ({"souhaitee_le": date(2026, 11, 22)}, "souhaitee_le"),
        ({"souhaitee_le": date(2026, 11, 23)}, None),
    ],
)
def test_what_a_sollicitation_lacks_is_said_at_its_field(change, champ):
    demande = Demande(**{**vars(QUESTION), **change})
    refus = rules.refus_demande(demande, date(2026, 11, 23), diagnostic=False)
    assert (refus and refus[0]) == champ


def test_a_median_of_delays_is_in_days():
    assert rules.delai_median([]) is None
    assert rules.delai_median([timedelta(days=1), timedelta(days=4), timedelta(hours=36)]) == 1.5


def test_every_state_is_reached_and_only_the_ends_stay():
    assert {t.vers for t in PARCOURS.transitions} == set(EtatSollicitation) - {EtatSollicitation.ENVOYEE} | {
        EtatSollicitation.ENVOYEE
    }
    assert PARCOURS.finals() == {EtatSollicitation.REORIENTEE, EtatSollicitation.RETIREE}
    assert EN_COURS.isdisjoint(PARCOURS.finals())
