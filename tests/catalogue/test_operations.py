import dataclasses
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from dla_market.catalogue import operations
from dla_market.catalogue.models import EtatFiche, Prestataire, RegimeTva, TypePrestataire
from dla_market.catalogue.saisies import (
    ActiviteSaisie,
    ConditionsSaisie,
    FicheSaisie,
    IdentiteSaisie,
    IntervenantSaisi,
    PresentationSaisie,
    ReferenceSaisie,
)
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier, TransitionRefusee
from dla_market.kernel.journal import EntreeJournal
from dla_market.kernel.outbox import LigneOutbox
from tests.catalogue import semis
from tests.support import fabriques

IDENTITE = IdentiteSaisie(
    nom="Nouvel Atelier",
    siret="10000000000008",
    type_prestataire=TypePrestataire.CABINET,
    regime_tva=RegimeTva.FRANCHISE,
    adresse="1 rue du Port",
    commune="Lyon",
    departement_code="69",
    telephone="04 11 11 11 11",
    courriel="nouvel@atelier.example",
    site="https://atelier.example",
)
PRESENTATION = PresentationSaisie("Titre", "Texte", True, True)
CONDITIONS = ConditionsSaisie(69050, date(2026, 9, 1))


@pytest.fixture
def monde(app):
    with unit_of_work() as session:
        regional = semis.un_regional(session)
        fiche = semis.un_prestataire(session, etat=EtatFiche.BROUILLON, confirmee_le=None)
        prestataire = fabriques.un_acteur(session, Role.PRESTATAIRE, fiche)
        referent = fabriques.un_acteur(session, Role.REFERENT_REGIONAL, regional)
    return fiche.id, prestataire, referent


def evenements(session):
    return list(session.scalars(select(LigneOutbox.evenement).order_by(LigneOutbox.id)))


def modifier(acteur, fiche_id, saisie):
    with unit_of_work() as session:
        return operations.modifier_fiche(session, acteur, session.get_one(Prestataire, fiche_id), saisie)


def test_chaque_partie_remplace_la_sienne_et_laisse_les_autres(session, monde):
    fiche_id, acteur, _ = monde
    modifier(acteur, fiche_id, FicheSaisie(identite=IDENTITE))
    modifier(acteur, fiche_id, FicheSaisie(presentation=PRESENTATION))
    modifier(acteur, fiche_id, FicheSaisie(conditions=CONDITIONS, zones=frozenset({"69", "26"})))
    modifier(
        acteur,
        fiche_id,
        FicheSaisie(activites=(ActiviteSaisie("culture", "gestion_financiere", 2),)),
    )
    fiche = session.get_one(Prestataire, fiche_id)
    assert {champ: getattr(fiche, champ) for champ in vars(IDENTITE)} == vars(IDENTITE)
    assert {champ: getattr(fiche, champ) for champ in vars(PRESENTATION)} == vars(PRESENTATION)
    assert {champ: getattr(fiche, champ) for champ in vars(CONDITIONS)} == vars(CONDITIONS)
    assert {zone.departement_code for zone in fiche.zones} == {"26", "69"}
    assert [(a.secteur_code, a.niveau) for a in fiche.activites] == [("culture", 2)]
    assert [personne.nom for personne in fiche.intervenants] == ["Camille Exemple"]
    assert fiche.version == 5
    assert evenements(session) == ["FicheModifiee"] * 4


def test_une_saisie_qui_ne_change_rien_n_ecrit_rien(session, monde):
    fiche_id, acteur, _ = monde
    fiche = session.get_one(Prestataire, fiche_id)
    saisie = FicheSaisie(
        zones=frozenset(zone.departement_code for zone in fiche.zones),
        activites=tuple(
            ActiviteSaisie(a.secteur_code, a.thematique_code, a.niveau, a.annees) for a in fiche.activites
        ),
    )
    session.rollback()
    modifier(acteur, fiche_id, saisie)
    assert evenements(session) == []
    assert session.scalars(select(EntreeJournal)).all() == []


def test_les_lignes_gardees_gardent_leur_identifiant(session, monde):
    fiche_id, acteur, _ = monde
    fiche = session.get_one(Prestataire, fiche_id)
    personne, reference = fiche.intervenants[0].id, fiche.references[0].id
    session.rollback()
    modifier(
        acteur,
        fiche_id,
        FicheSaisie(
            intervenants=(
                IntervenantSaisi("Camille Exemple", "Directrice", "", personne),
                IntervenantSaisi("Dominique Essai", "", ""),
            ),
            references=(
                ReferenceSaisie("Nouvelle", 2025, "culture", None, 350, ""),
                ReferenceSaisie("Ressourcerie", 2024, None, None, None, "", reference),
            ),
        ),
    )
    fiche = session.get_one(Prestataire, fiche_id)
    assert {p.nom: p.id for p in fiche.intervenants}["Camille Exemple"] == personne
    assert fiche.intervenants[0].fonction == "Directrice"
    assert len(fiche.intervenants) == 2
    assert {r.client: r.jours_centiemes for r in fiche.references} == {"Nouvelle": 350, "Ressourcerie": None}
    session.rollback()
    modifier(acteur, fiche_id, FicheSaisie(intervenants=(), references=()))
    fiche = session.get_one(Prestataire, fiche_id)
    assert (fiche.intervenants, fiche.references) == ([], [])


def test_l_identifiant_d_une_autre_fiche_ne_touche_pas_cette_autre(session, monde):
    fiche_id, acteur, _ = monde
    with unit_of_work() as ecriture:
        autre = semis.un_prestataire(ecriture, "Autre")
        visee = autre.intervenants[0].id
        autre_id = autre.id
    modifier(acteur, fiche_id, FicheSaisie(intervenants=(IntervenantSaisi("Intrus", "", "", visee),)))
    assert [p.nom for p in session.get_one(Prestataire, autre_id).intervenants] == ["Camille Exemple"]
    assert [p.nom for p in session.get_one(Prestataire, fiche_id).intervenants] == ["Intrus"]


@pytest.mark.parametrize(
    "saisie",
    [
        FicheSaisie(identite=dataclasses.replace(IDENTITE, nom=" ")),
        FicheSaisie(presentation=dataclasses.replace(PRESENTATION, presentation="x" * 2001)),
        FicheSaisie(activites=(ActiviteSaisie("culture", "gestion_financiere", 1),) * 2),
    ],
)
def test_une_saisie_fautive_est_refusee(session, monde, saisie):
    fiche_id, acteur, _ = monde
    with pytest.raises(RefusMetier):
        modifier(acteur, fiche_id, saisie)
    assert evenements(session) == []


def test_deux_fiches_ne_portent_pas_le_meme_siret(session, monde):
    fiche_id, acteur, _ = monde
    with unit_of_work() as ecriture:
        semis.un_prestataire(ecriture, "Autre", siret=IDENTITE.siret)
    with pytest.raises(RefusMetier) as refus:
        modifier(acteur, fiche_id, FicheSaisie(identite=IDENTITE))
    assert refus.value.champ == "siret"


def test_une_page_perimee_n_ecrase_pas_l_autre(session, monde):
    fiche_id, acteur, _ = monde
    modifier(acteur, fiche_id, FicheSaisie(version=1, zones=frozenset({"69"})))
    with pytest.raises(ConflitDeVersion):
        modifier(acteur, fiche_id, FicheSaisie(version=1, zones=frozenset({"35"})))
    assert [z.departement_code for z in session.get_one(Prestataire, fiche_id).zones] == ["69"]


def test_du_brouillon_a_la_publication_puis_la_confirmation(session, monde):
    fiche_id, prestataire, referent = monde

    def faire(operation, acteur, *suite):
        with unit_of_work() as ecriture:
            return operation(ecriture, acteur, ecriture.get_one(Prestataire, fiche_id), *suite).etat

    assert faire(operations.soumettre, prestataire) is EtatFiche.SOUMISE
    with pytest.raises(RefusMetier):
        faire(operations.renvoyer, referent, " ")
    assert faire(operations.renvoyer, referent, "Une référence ?") is EtatFiche.A_COMPLETER
    with pytest.raises(TransitionRefusee):
        faire(operations.publier, referent)
    assert faire(operations.soumettre, prestataire) is EtatFiche.SOUMISE
    with clock.arretee_a(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        assert faire(operations.publier, referent) is EtatFiche.PUBLIEE
    assert session.get_one(Prestataire, fiche_id).confirmee_le == date(2026, 3, 10)
    with clock.arretee_a(datetime(2027, 3, 11, 12, tzinfo=UTC)):
        assert faire(operations.confirmer, prestataire) is EtatFiche.PUBLIEE
    assert session.get_one(Prestataire, fiche_id).confirmee_le == date(2027, 3, 11)
    assert evenements(session) == [
        "FicheSoumise",
        "FicheRenvoyee",
        "FicheSoumise",
        "FichePubliee",
        "FicheConfirmee",
    ]


def test_une_fiche_incomplete_n_est_ni_soumise_ni_publiee(session, monde):
    fiche_id, prestataire, referent = monde
    modifier(prestataire, fiche_id, FicheSaisie(zones=frozenset()))
    with pytest.raises(RefusMetier, match="département d’intervention"), unit_of_work() as ecriture:
        operations.soumettre(ecriture, prestataire, ecriture.get_one(Prestataire, fiche_id))
    modifier(prestataire, fiche_id, FicheSaisie(zones=frozenset({"26"})))
    with unit_of_work() as ecriture:
        operations.soumettre(ecriture, prestataire, ecriture.get_one(Prestataire, fiche_id))
    modifier(prestataire, fiche_id, FicheSaisie(intervenants=()))
    with pytest.raises(RefusMetier, match="intervenant"), unit_of_work() as ecriture:
        operations.publier(ecriture, referent, ecriture.get_one(Prestataire, fiche_id))
