"""Two fiches become one: everything moves, once, and who did it stays written."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from dla_market.catalogue import fusion
from dla_market.catalogue.events import FicheFusionnee, FicheModifiee
from dla_market.catalogue.models import (
    Activite,
    EtatFiche,
    Prestataire,
    Zone,
)
from dla_market.comptes import operations as comptes
from dla_market.comptes.models import Adhesion, Role, Utilisateur
from dla_market.comptes.operations import NouveauCompte
from dla_market.comptes.queries import invitations, membres
from dla_market.comptes.rules import en_cours
from dla_market.consultations import operations as consultations
from dla_market.consultations.models import Invitation
from dla_market.expertise.models import Aval
from dla_market.kernel import clock
from dla_market.kernel.db import Base, unit_of_work
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.models import Fichier
from dla_market.kernel.fichiers.operations import FichierRecu, enregistrer
from dla_market.kernel.journal import EntreeJournal
from dla_market.kernel.outbox import LigneOutbox
from dla_market.referencement.models import EtatReferencement, Referencement
from tests.catalogue.fichiers import un_siret
from tests.catalogue.semis import un_prestataire, un_regional
from tests.consultations import monde as base
from tests.support.fabriques import un_acteur, un_pilote


@pytest.fixture
def pilote(session):
    with unit_of_work() as ecriture:
        return un_acteur(ecriture, Role.PILOTE, un_pilote(ecriture))


def deux(**champs):
    with unit_of_work() as session:
        gardee = un_prestataire(session, "Atelier", zones=[Zone(departement_code="26")], site="")
        absorbee = un_prestataire(
            session,
            "L’Atelier",
            siret=un_siret(3),
            site="https://atelier.example",
            zones=[Zone(departement_code="26"), Zone(departement_code="07")],
            activites=[
                Activite(secteur_code="environnement", thematique_code="strategie_consolidation", niveau=3),
                Activite(secteur_code="sport", thematique_code="fiscalite", niveau=1),
            ],
            **champs,
        )
        gardee.activites[0].niveau = 1
        return gardee.id, absorbee.id


def fusionner(acteur, gardee, absorbee):
    with unit_of_work() as session:
        fusion.fusionner(
            session, acteur, session.get_one(Prestataire, gardee), session.get_one(Prestataire, absorbee)
        )


def test_the_kept_fiche_has_all_and_the_other_points_to_it(session, pilote):
    gardee_id, absorbee_id = deux()
    with unit_of_work() as ecriture:
        regional = un_regional(ecriture)
        membre = un_acteur(ecriture, Role.PRESTATAIRE, ecriture.get_one(Prestataire, absorbee_id))
        personne = ecriture.get_one(Utilisateur, membre.utilisateur_id)
        personne.email = ecriture.get_one(Prestataire, gardee_id).courriel.upper()
        ecriture.add(
            Referencement(
                prestataire_id=absorbee_id,
                regional_id=regional.id,
                etat=EtatReferencement.ACCEPTE,
                demande_le=clock.today(),
            )
        )
    annonce = fusion.compter(session, absorbee_id, gardee_id)
    session.rollback()
    fusionner(pilote, gardee_id, absorbee_id)
    session.rollback()
    gardee, absorbee = session.get_one(Prestataire, gardee_id), session.get_one(Prestataire, absorbee_id)
    assert (gardee.siret, absorbee.siret, gardee.site) == (un_siret(3), None, "https://atelier.example")
    assert (absorbee.etat, absorbee.active) == (EtatFiche.FERMEE, False)
    assert {z.departement_code for z in gardee.zones} == {"26", "07"}
    assert {(a.secteur_code, a.niveau) for a in gardee.activites} == {("environnement", 3), ("sport", 1)}
    assert (len(gardee.intervenants), len(gardee.references)) == (2, 2)
    assert session.get_one(Adhesion, membre.adhesion_id).organisation_id == gardee_id
    trace = fusion.fusion_de(session, absorbee_id)
    assert (trace.gardee_id, trace.fusionnee_par) == (gardee_id, pilote.nom)
    assert json.loads(trace.deplacements) == annonce
    assert annonce == {
        "activités": 1, "départements": 1, "intervenants": 1, "membres": 1, "références": 1,
        "référencements": 1,
    }  # fmt: skip
    actes = select(func.count()).where(EntreeJournal.action == "fiche:fusionner")
    assert session.scalar(actes) == 2
    evenements = session.scalars(select(LigneOutbox.evenement)).all()
    assert evenements.count(FicheModifiee.__name__) == 2
    assert evenements.count(FicheFusionnee.__name__) == 1
    assert fusion.charger_ou_suivre(session, pilote, absorbee_id).id == gardee_id


@pytest.mark.parametrize("gardiens", [True, False])
def test_a_stranger_is_not_let_in_by_a_merger(session, pilote, gardiens):
    """Anybody may have a fiche under any name: its people and its links stay out, members or none."""
    gardee_id, absorbee_id = deux()
    with unit_of_work() as ecriture:
        gardee, absorbee = (ecriture.get_one(Prestataire, i) for i in (gardee_id, absorbee_id))
        gardee.courriel = ""
        if gardiens:
            ancienne = un_acteur(ecriture, Role.PRESTATAIRE, gardee)
        intrus = un_acteur(ecriture, Role.PRESTATAIRE, absorbee)
        lien = comptes.inviter(
            ecriture, intrus.auteur, absorbee, courriel="ami@x.example", role=Role.INTERVENANT
        )
    fusionner(pilote, gardee_id, absorbee_id)
    session.rollback()
    adhesion = session.get_one(Adhesion, intrus.adhesion_id)
    assert (adhesion.organisation_id, en_cours(adhesion, clock.today())) == (absorbee_id, False)
    assert [m.id for m in membres(session, gardee_id)] == ([ancienne.adhesion_id] if gardiens else [])
    assert session.get_one(Prestataire, gardee_id).courriel == ""
    assert invitations(session, gardee_id) == invitations(session, absorbee_id) == []
    with pytest.raises(RefusMetier), unit_of_work() as ecriture:
        comptes.accepter(ecriture, lien.jeton, compte=NouveauCompte("A", "Mi", "$argon2$"))


def test_the_fiche_that_was_read_is_the_one_to_keep(session, pilote):
    """The other way round too: what the firm has would go to whom nobody has checked."""
    ferme_id, ebauche_id = deux(etat=EtatFiche.BROUILLON)
    with pytest.raises(RefusMetier, match="publiée"):
        fusionner(pilote, ebauche_id, ferme_id)
    with unit_of_work() as ecriture:
        ebauche = ecriture.get_one(Prestataire, ebauche_id)
        ebauche.etat = EtatFiche.PUBLIEE
        un_acteur(ecriture, Role.PRESTATAIRE, ecriture.get_one(Prestataire, ferme_id))
        recent = un_acteur(ecriture, Role.PRESTATAIRE, ebauche)
        ecriture.get_one(Adhesion, recent.adhesion_id).depuis = clock.today()
    with pytest.raises(RefusMetier, match="depuis plus longtemps"):
        fusionner(pilote, ebauche_id, ferme_id)
    fusionner(pilote, ferme_id, ebauche_id)


def test_it_is_done_once_and_never_with_itself(session, pilote):
    gardee_id, absorbee_id = deux()
    with pytest.raises(RefusMetier, match="même fiche"):
        fusionner(pilote, gardee_id, gardee_id)
    fusionner(pilote, gardee_id, absorbee_id)
    with pytest.raises(RefusMetier):
        fusionner(pilote, gardee_id, absorbee_id)


def test_a_fiche_absorbed_before_follows_the_next_merger(session, pilote):
    gardee_id, absorbee_id = deux()
    with unit_of_work() as ecriture:
        troisieme = un_prestataire(ecriture, "Atelier trois").id
    fusionner(pilote, gardee_id, absorbee_id)
    fusionner(pilote, troisieme, gardee_id)
    session.rollback()
    assert fusion.fusion_de(session, absorbee_id).gardee_id == troisieme
    assert fusion.charger_ou_suivre(session, pilote, absorbee_id).id == troisieme


def test_a_dla_r_merges_in_its_region_only(session):
    gardee_id, absorbee_id = deux(departement_code="75")
    with unit_of_work() as ecriture:
        referent = un_acteur(ecriture, Role.REFERENT_REGIONAL, un_regional(ecriture))
    assert fusion.charger_fusionnable(session, referent, gardee_id) is not None
    assert fusion.charger_fusionnable(session, referent, absorbee_id) is None


def test_rivals_stay_two_and_the_rest_of_a_file_follows(app, session, pilote, horloge):
    with clock.arretee_a(base.DEBUT), unit_of_work() as ecriture:
        france = base.peupler(ecriture)
        ingenierie = base.une_ingenierie(ecriture, france)
        base.selectionner(ecriture, france, ingenierie)
        consultations.lancer(ecriture, france.responsable, app.extensions["coffre"], ingenierie)
        un, autre = france.prestataires[0].id, france.prestataires[1].id
        neuf = un_prestataire(ecriture, "Le même").id
    with pytest.raises(RefusMetier, match="procès-verbal"):
        fusionner(pilote, un, autre)
    fusionner(pilote, neuf, un)
    session.rollback()
    assert session.scalar(select(func.count()).where(Invitation.prestataire_id == neuf)) == 1


def test_every_column_that_names_a_prestataire_is_found():
    """A table made tomorrow follows without a line here: it is found by its foreign key."""
    suivies = {(c.table.name, c.name) for c in fusion._colonnes(avec_les_personnes=True)}
    assert {
        ("aval", "prestataire_id"),
        ("commande", "prestataire_id"),
        ("adhesion", "organisation_id"),
    } <= suivies
    assert ("prestataire", "id") not in suivies
    assert ("fiche_fusion", "absorbee_id") not in suivies
    assert Aval.__tablename__ in Base.metadata.tables


def test_the_logo_and_the_cvs_follow_and_the_kept_one_s_stays(app, session, pilote):
    def un_fichier(ecriture, chiffre) -> Fichier:
        recu = FichierRecu(chiffre * 32, f"{chiffre}.png", Genre.PNG, 10, chiffre * 64)
        return enregistrer(ecriture, recu, organisation_id=1, utilisateur_id=1, antivirus=False)

    gardee_id, absorbee_id = deux()
    with unit_of_work() as ecriture:
        absorbee = ecriture.get_one(Prestataire, absorbee_id)
        absorbee.logo, absorbee.intervenants[0].cv = un_fichier(ecriture, "1"), un_fichier(ecriture, "2")
        ecriture.flush()
        logo, cv = absorbee.logo_id, absorbee.intervenants[0].cv_id
    fusionner(pilote, gardee_id, absorbee_id)
    gardee = session.get_one(Prestataire, gardee_id)
    assert gardee.logo_id == logo
    assert cv in {personne.cv_id for personne in gardee.intervenants}
    assert session.get_one(Prestataire, absorbee_id).logo_id is None
    with unit_of_work() as ecriture:
        autre = un_prestataire(ecriture, "Un troisième")
        autre.logo = un_fichier(ecriture, "3")
        ecriture.flush()
        troisieme = autre.id
    fusionner(pilote, gardee_id, troisieme)
    assert session.get_one(Prestataire, gardee_id).logo_id == logo
