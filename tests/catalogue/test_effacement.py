"""Drafts that nobody claims: their author is told, then nothing is left of what they said."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dla_market.catalogue import creation, operations_fichiers
from dla_market.catalogue.creation import Ebauche
from dla_market.catalogue.effacement import NOM_EFFACE
from dla_market.catalogue.models import EtatFiche, Intervenant, Prestataire, Reference
from dla_market.catalogue.models_origines import OrigineFiche
from dla_market.catalogue.rules import SuiteBrouillon, suite_du_brouillon
from dla_market.catalogue.vie import TraceFiche
from dla_market.comptes.models import Adhesion, Role
from dla_market.comptes.models_invitations import InvitationMembre
from dla_market.comptes.operations import NouveauCompte, accepter
from dla_market.kernel import clock
from dla_market.kernel.db import Base, unit_of_work
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.models import Fichier
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.kernel.journal import EntreeJournal
from dla_market.notices.models import Message
from dla_market.referentiel import reglages
from dla_market.taches import balayer
from dla_market.web.liens import REPRISE, envoyer_lien
from tests.catalogue.fichiers import un_siret
from tests.pieces import feuilles
from tests.support.fabriques import un_acteur, un_dla

EBAUCHE = Ebauche("Cabinet Zygomatique", "zoe@zygomatique.example", un_siret(7), "Zygomaticiens", "26")
DEBUT = date(2026, 3, 2)
A, P, E = SuiteBrouillon.ATTENDRE, SuiteBrouillon.PREVENIR, SuiteBrouillon.EFFACER


@pytest.mark.parametrize(
    ("prevenue", "apres", "attendu"),
    [
        (None, 74, A),
        (None, 75, P),
        (None, 400, P),  # the worker slept: the author is told all the same
        (75, 75, A),
        (75, 89, A),
        (75, 90, E),
        (400, 414, A),  # and has the whole notice
        (400, 415, E),
        (-3, 75, P),  # told before the last link was sent: that one counts
    ],
)
def test_when_a_draft_is_told_of_then_erased(prevenue, apres, attendu):
    jours = timedelta(days=1)
    dite = None if prevenue is None else DEBUT + prevenue * jours
    suite = suite_du_brouillon(DEBUT, dite, DEBUT + apres * jours, delai_jours=90, preavis_jours=15)
    assert suite is attendu


@pytest.fixture
def auteurs(session, horloge):
    with unit_of_work() as ecriture:
        dla = un_dla(ecriture)
        return un_acteur(ecriture, Role.CHARGE_MISSION, dla), un_acteur(ecriture, Role.RESPONSABLE, dla)


def ebaucher(app, acteur, ebauche=EBAUCHE) -> tuple[int, str]:
    with unit_of_work() as session:
        lien = creation.creer_brouillon(session, acteur, ebauche)
        with app.test_request_context():
            envoyer_lien(session, lien, corps=REPRISE)
        return lien.invitation.organisation_id, lien.jeton


def passer(app, jours: int) -> int:
    clock.avancer_de(timedelta(days=jours))
    faits = balayer()
    app.extensions["outbox"].tout_livrer()
    return faits


def dites(session) -> list[Message]:
    session.rollback()
    return list(session.scalars(select(Message).where(Message.objet.contains("ne reprend"))))


def contient(session, texte: str) -> list[str]:
    """The tables where a row holds this text."""
    session.rollback()
    return [
        table.name
        for table in Base.metadata.sorted_tables
        if any(texte in str(rangee).lower() for rangee in session.execute(select(table)))
    ]


def test_the_author_is_told_then_nothing_is_left(app, session, auteurs):
    charge, _ = auteurs
    numero, jeton = ebaucher(app, charge)
    with unit_of_work() as ecriture:
        fiche = ecriture.get_one(Prestataire, numero)
        fiche.intervenants.append(Intervenant(nom="Zoé Zygomatique", accord_publication=True))
        fiche.references.append(Reference(client="Client de Zygomatique", annee=2025))
        cle, octets, empreinte = app.extensions["reserve"].recevoir(io.BytesIO(feuilles.image()), 10**6)
        recu = FichierRecu(cle, "zygomatique.png", Genre.PNG, octets, empreinte)
        operations_fichiers.deposer_logo(ecriture, charge, fiche, recu, avec_antivirus=False)
    assert passer(app, 74) == 0
    assert passer(app, 1) == 1
    (message,) = dites(session)
    assert (message.utilisateur_id, message.lien) == (charge.utilisateur_id, "/catalogue/proposees")
    assert "zygomatique" not in (message.objet + message.corps).lower()
    assert "sera effacée le 21\u00a0février\u00a02027" in message.objet
    assert passer(app, 14) == 0
    assert session.get_one(Prestataire, numero).nom == EBAUCHE.nom
    assert passer(app, 1) == 1
    assert contient(session, "zygomat") == []
    assert contient(session, un_siret(7)) == []
    fiche = session.get_one(Prestataire, numero)
    assert (fiche.nom, fiche.etat, fiche.active, fiche.logo_id) == (NOM_EFFACE, EtatFiche.FERMEE, False, None)
    assert session.scalars(select(Fichier)).all() == []
    assert session.scalars(select(InvitationMembre)).all() == []
    origine = session.get_one(OrigineFiche, numero)
    assert (origine.creee_par_id, origine.effacee_le) == (charge.utilisateur_id, clock.now())
    actes = [e.action for e in session.scalars(select(EntreeJournal).order_by(EntreeJournal.seq))]
    assert actes[-3:] == ["fiche:prevenir_effacement", "membre:effacer_invitations", "fiche:effacer"]
    assert [t.verbe for t in session.scalars(select(TraceFiche))] == ["effacer"]
    assert passer(app, 400) == 0
    with pytest.raises(Exception, match="ne vaut plus"), unit_of_work() as ecriture:
        accepter(ecriture, jeton, compte=NouveauCompte("Zoé", "Z", "$argon2$"))


def test_a_new_link_begins_it_anew(app, session, auteurs):
    numero, _ = ebaucher(app, auteurs[0])
    passer(app, 80)
    with unit_of_work() as ecriture:
        creation.relancer(ecriture, auteurs[0], ecriture.get_one(OrigineFiche, numero))
    assert passer(app, 74) == 0
    assert passer(app, 1) == 1
    assert len(dites(session)) == 2
    assert passer(app, 15) == 1
    assert session.get_one(Prestataire, numero).nom == NOM_EFFACE


def test_a_claimed_fiche_is_left_alone(app, session, auteurs):
    numero, jeton = ebaucher(app, auteurs[0])
    with unit_of_work() as ecriture:
        accepter(ecriture, jeton, compte=NouveauCompte("Lise", "Atelier", "$argon2$"))
    assert passer(app, 500) == 0
    assert session.get_one(Prestataire, numero).nom == EBAUCHE.nom


def test_where_the_author_has_gone_their_colleagues_are_told(app, session, auteurs):
    charge, responsable = auteurs
    ebaucher(app, charge)
    with unit_of_work() as ecriture:
        ecriture.get_one(Adhesion, charge.adhesion_id).jusqu_au = clock.today() - timedelta(days=1)
    passer(app, 75)
    assert [m.utilisateur_id for m in dites(session)] == [responsable.utilisateur_id]


def test_who_proposed_itself_and_never_came_is_erased_too(app, session, horloge):
    with unit_of_work() as ecriture:
        numero = creation.se_proposer(ecriture, EBAUCHE).invitation.organisation_id
    assert passer(app, 75) == 1
    assert dites(session) == []
    assert passer(app, 15) == 1
    assert session.get_one(Prestataire, numero).nom == NOM_EFFACE


def test_the_delays_are_settings(app, session, auteurs):
    with unit_of_work() as ecriture:
        for code, valeur in (("brouillon_reprise_jours", 30), ("brouillon_preavis_jours", 5)):
            reglages.poser(
                ecriture, auteurs[0].auteur, reglages.CONNUS[code],
                valeur=valeur, valide_du=clock.today(), motif="Plus court",
            )  # fmt: skip
    ebaucher(app, auteurs[0])
    assert [passer(app, jours) for jours in (24, 1, 4, 1)] == [0, 1, 0, 1]
