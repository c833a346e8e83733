"""A small world with one DLA and its financeurs, on a database made from the models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role, TypeOrganisation
from dla_market.fonds import operations
from dla_market.fonds.models import Poste
from dla_market.kernel import append_only
from dla_market.kernel.db import Base, db, options_moteur, preparer_moteur, unit_of_work
from dla_market.referentiel.models import ClasseFinanceur, Departement, Region
from dla_market.reseau.models import Dla, DlaRegional, Financeur, StructurePorteuse

ANNEE = 2026
DLA, AUTRE_DLA, REGIONAL, FINANCEURS = 1, 2, 3, (11, 12, 13)


@contextmanager
def application(url: str) -> Iterator[Flask]:
    """The program's own session and transactions on the database at `url`, without any page."""
    app = Flask("fonds")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=options_moteur(url))
    db.init_app(app)
    with app.app_context():
        preparer_moteur(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


def creer(url: str) -> None:
    """Tables, append-only triggers and the world's bodies; no money yet."""
    with application(url), unit_of_work() as session:
        connexion = session.connection()
        Base.metadata.create_all(connexion)
        for table in append_only.TABLES:
            for ordre in append_only.ddl(connexion.dialect.name, table):
                connexion.execute(text(ordre.replace(":", "\\:")))
        _peupler(session)


def _peupler(session: Session) -> None:
    session.add(Region(code="84", libelle="Région d’essai", decoupage=2016))
    session.add(StructurePorteuse(id=1, nom="Porteuse d’essai", siren="000000000"))
    debut = date(2003, 1, 1)
    for ordre, classe in enumerate(("etat", "fse", "region"), start=1):
        session.add(
            ClasseFinanceur(
                code=classe,
                libelle=classe,
                libelle_bilan=classe,
                ordre=ordre,
                ordre_bilan=ordre,
                collectivite=False,
                valide_du=debut,
            )
        )
    session.flush()
    session.add(
        Departement(
            code="26", libelle="Drôme", region_code="84", region_2012_code="84", outre_mer=False
        )
    )
    session.add(DlaRegional(id=REGIONAL, nom="DLA R d’essai", region_code="84"))
    session.flush()
    for identifiant, sigle, regional in ((DLA, "D26", REGIONAL), (AUTRE_DLA, "D07", None)):
        session.add(
            Dla(
                id=identifiant,
                nom=f"DLA {sigle}",
                sigle=sigle,
                departement_code="26",
                porteuse_id=1,
                regional_id=regional,
            )
        )
    for identifiant, classe in zip(FINANCEURS, ("etat", "fse", "region"), strict=True):
        session.add(Financeur(id=identifiant, nom=f"Financeur {classe}", classe_code=classe))
    session.flush()


def un_acteur(role: Role = Role.RESPONSABLE, organisation_id: int = DLA) -> Acteur:
    """Someone of the DLA, or of another body."""
    return Acteur(
        utilisateur_id=7,
        nom="Camille Essai",
        courriel="camille@dla.example",
        organisation_id=organisation_id,
        organisation_nom="DLA D26",
        organisation_type=TypeOrganisation.DLA,
        role=role,
        adhesion_id=1,
    )


def doter(session: Session, *montants: int, annee: int = ANNEE, organisation_id: int = DLA) -> None:
    """One convention a financeur, each with that many centimes for the fund."""
    for financeur, montant in zip(FINANCEURS, montants, strict=False):
        operations.conventionner(
            session,
            un_acteur(),
            organisation_id=organisation_id,
            financeur_id=financeur,
            reference=f"C-{organisation_id}-{financeur}-{annee}",
            debut=date(annee, 1, 1),
            fin=date(annee, 12, 31),
            annee=annee,
            montants={Poste.FONDS_INGENIERIE: montant},
        )


def reserver(session: Session, objet_id: int, montant: int, annee: int = ANNEE) -> None:
    """Set money aside for « consultation objet_id »."""
    operations.reserver(
        session,
        un_acteur(),
        organisation_id=DLA,
        annee=annee,
        objet_type="consultation",
        objet_id=objet_id,
        montant_centimes=montant,
        libelle=f"Consultation {objet_id}",
    )


def engager(
    session: Session, objet_id: int, montant: int, *, reservation: int | None = None, annee: int = ANNEE
) -> None:
    """Bind « commande objet_id », in the place of the reservation of a consultation if there is one."""
    operations.engager(
        session,
        un_acteur(),
        reservation_objet=None if reservation is None else ("consultation", reservation),
        organisation_id=DLA,
        annee=annee,
        objet_type="commande",
        objet_id=objet_id,
        montant_centimes=montant,
        libelle=f"Commande {objet_id}",
    )
