"""Kept searches: news once, to who may still read them, at the rhythm that they chose."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from dla_market.catalogue.importation_fichier import lire_fichier
from dla_market.catalogue.importation_operations import importer
from dla_market.catalogue.models import Activite, EtatFiche, Prestataire
from dla_market.comptes.models import Adhesion, Role, TypeOrganisation, Utilisateur
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import SYSTEME
from dla_market.notices.models import Message
from dla_market.veille import operations, queries, rules
from dla_market.veille.models import Alerte, RechercheEnregistree
from dla_market.web.recherches import lecture, veiller
from tests.catalogue import semis
from tests.catalogue.fichiers import en_csv, une_ligne
from tests.web.catalogue.conftest import monde  # noqa: F401  # the fixture itself

LUNDI = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
JOUR = timedelta(days=1)


@pytest.mark.parametrize(
    ("alerte", "apres", "attendu"),
    [
        (Alerte.AUCUNE, 30 * JOUR, False),
        (Alerte.QUOTIDIENNE, timedelta(hours=8), False),
        (Alerte.QUOTIDIENNE, timedelta(hours=19), False),  # 5 a.m. in Paris
        (Alerte.QUOTIDIENNE, timedelta(hours=20), True),
        (Alerte.HEBDOMADAIRE, 6 * JOUR, False),
        (Alerte.HEBDOMADAIRE, 7 * JOUR, True),
    ],
)
def test_when_to_look_again(alerte, apres, attendu):
    assert rules.a_regarder(alerte, LUNDI, LUNDI + apres) is attendu


def test_a_long_list_of_news_is_cut():
    corps = rules.corps_de("x", [f"Cabinet {n}" for n in range(25)])
    assert corps.count("– ") == rules.LIGNES_MAX
    assert "et 5 de plus" in corps


def garder(app, acteur, requete="secteur=sport", nom="Le sport", alerte=Alerte.QUOTIDIENNE) -> int:
    with unit_of_work() as session:
        return operations.enregistrer(
            session,
            acteur,
            app.extensions["recherche"],
            lecture().question,
            nom=nom,
            requete=requete,
            alerte=alerte,
        ).id


def un_nouveau(monde, nom, **autres) -> int:  # noqa: F811  # the world's fixture, given on
    with unit_of_work() as session:
        fiche = semis.un_prestataire(
            session,
            nom,
            activites=[Activite(secteur_code="sport", thematique_code="gestion_financiere", niveau=2)],
            **autres,
        )
        session.flush()
        un = fiche.id
    reindexer(monde)
    return un


def reindexer(monde) -> None:  # noqa: F811  # see above
    monde.reindexer()


def tour(app) -> int:
    return veiller()  # as the worker does: in the application's context, with no request


def messages():
    session = session_courante()
    session.rollback()
    return session.scalars(select(Message).where(Message.cause.like("veille:%")).order_by(Message.id)).all()


def test_only_what_is_new_is_told_and_once(app, monde):  # noqa: F811  # see above
    recherche = garder(app, monde.acteurs["chargee"])
    clock.avancer_de(JOUR)
    assert tour(app) == 0, "what it found when it was kept is no news"
    un_nouveau(monde, "Sports et Comptes", titre="Gérer un club")
    assert tour(app) == 0, "not twice a day"
    clock.avancer_de(JOUR)
    assert tour(app) == 1
    (message,) = messages()
    assert message.utilisateur_id == monde.acteurs["chargee"].utilisateur_id
    assert message.objet == "1 nouveau prestataire pour «\u00a0Le sport\u00a0»"
    assert "Sports et Comptes, Gérer un club" in message.corps
    assert "Conseil Trois Rivières" not in message.corps
    assert "€" not in message.corps
    assert urlsplit(message.lien).path == f"/recherches/{recherche}"
    clock.avancer_de(JOUR)
    assert tour(app) == 0
    assert len(messages()) == 1


def test_each_week_gathers_the_days(app, monde):  # noqa: F811  # see above
    garder(app, monde.acteurs["chargee"], alerte=Alerte.HEBDOMADAIRE)
    for nom in ("Un", "Deux"):
        clock.avancer_de(JOUR)
        un_nouveau(monde, nom)
        assert tour(app) == 0
    clock.avancer_de(5 * JOUR)
    assert tour(app) == 2
    assert "2 nouveaux prestataires" in messages()[0].objet


def test_what_is_not_published_is_not_told(app, monde):  # noqa: F811  # see above
    garder(app, monde.acteurs["chargee"])
    un_nouveau(monde, "Caché", etat=EtatFiche.SOUMISE)
    clock.avancer_de(JOUR)
    assert tour(app) == 0
    un = un_nouveau(monde, "Montré")
    with unit_of_work() as session:  # suspended since, and the index does not know it yet
        session.get_one(Prestataire, un).etat = EtatFiche.SUSPENDUE
    clock.avancer_de(JOUR)
    assert tour(app) == 0
    assert messages() == []
    with unit_of_work() as session:
        session.get_one(Prestataire, un).etat = EtatFiche.PUBLIEE
    clock.avancer_de(JOUR)
    assert tour(app) == 1, "not seen before: told once it may be"


@pytest.mark.parametrize("fin", ["adhesion", "compte", "organisation", "role"])
def test_who_has_left_hears_nothing_more(app, monde, fin):  # noqa: F811  # see above
    acteur = monde.acteurs["chargee"]
    recherche = garder(app, acteur)
    un_nouveau(monde, "Nouveau")
    with unit_of_work() as session:
        adhesion = session.get_one(Adhesion, acteur.adhesion_id)
        if fin == "adhesion":
            adhesion.jusqu_au = clock.today()
        elif fin == "compte":
            session.get_one(Utilisateur, acteur.utilisateur_id).active = False
        elif fin == "organisation":
            adhesion.organisation.active = False
        else:
            adhesion.role = Role.FINANCEUR
            assert adhesion.organisation.type is TypeOrganisation.DLA
    clock.avancer_de(JOUR)
    assert tour(app) == 0
    assert messages() == []
    assert session_courante().get_one(RechercheEnregistree, recherche).alerte is Alerte.AUCUNE


def test_an_alert_turned_on_starts_from_now(app, monde):  # noqa: F811  # see above
    acteur = monde.acteurs["chargee"]
    recherche = garder(app, acteur, alerte=Alerte.AUCUNE)
    un_nouveau(monde, "Pendant ce temps")
    with unit_of_work() as session:
        operations.modifier(
            session,
            acteur,
            app.extensions["recherche"],
            lecture().question,
            session.get_one(RechercheEnregistree, recherche),
            nom="Le sport",
            alerte=Alerte.QUOTIDIENNE,
        )
    clock.avancer_de(JOUR)
    assert tour(app) == 0


def test_a_search_is_kept_by_its_person_under_one_name(app, monde):  # noqa: F811  # see above
    recherche = garder(app, monde.acteurs["chargee"])
    with pytest.raises(RefusMetier, match="sous ce nom"):
        garder(app, monde.acteurs["chargee"])
    garder(app, monde.acteurs["experte"])
    session = session_courante()
    assert queries.charger(session, monde.acteurs["experte"], recherche) is None
    assert len(queries.lister(session, monde.acteurs["experte"])) == 1


def test_one_that_fails_does_not_stop_the_others(app, monde):  # noqa: F811  # see above
    garder(app, monde.acteurs["chargee"])
    garder(app, monde.acteurs["experte"])
    with unit_of_work() as session:
        premiere = session.scalars(select(RechercheEnregistree).order_by(RechercheEnregistree.id)).first()
        premiere.vues = "illisible"
    un_nouveau(monde, "Nouveau")
    clock.avancer_de(JOUR)
    assert tour(app) == 1


def test_fiches_from_a_file_are_news_as_published_ones_are(app, monde):  # noqa: F811  # see above
    """Created by a file, or brought by it to what the search asks: the import feeds the index too."""
    garder(app, monde.acteurs["chargee"])
    clock.avancer_de(JOUR)
    champs = {"secteurs": "sport", "thematiques": "gestion_financiere", "departements": "26"}
    lignes = [
        une_ligne(raison_sociale="Venu d’un fichier", courriel="venu@fichier.example", **champs),
        une_ligne(raison_sociale="Réseau Réemploi", courriel="contact@atelier.example", siret="", **champs),
    ]
    with unit_of_work() as session:
        rendu = importer(session, SYSTEME, lire_fichier(en_csv(lignes)))
        assert (rendu.creees, rendu.modifiees) == (1, 1)
    app.extensions["outbox"].tout_livrer()
    assert tour(app) == 2
    (message,) = messages()
    assert "Venu d’un fichier" in message.corps
    assert "Réseau Réemploi" in message.corps
    clock.avancer_de(JOUR)
    assert tour(app) == 0
