"""Migrations on filled data: every one of them goes down and up again, and the models are what they make."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select

from dla_market.catalogue.models import Prestataire
from dla_market.commandes.models import Commande
from dla_market.kernel.db import Base, db, moteur_ecriture
from dla_market.kernel.migrations import migrations_en_attente

AVANT_LE_CATALOGUE = "0014"
"""The last migration of the first delivery: what came after is taken off a filled base, and put back."""


def comptes() -> tuple[int, int]:
    with db.engine.connect() as connexion:
        return tuple(connexion.scalar(select(func.count()).select_from(t)) for t in (Prestataire, Commande))


def test_a_filled_base_goes_down_and_up_and_keeps_its_rows(app_demo_neuve):
    with app_demo_neuve.app_context():
        avant = comptes()
        db.session.remove()
        downgrade(revision=AVANT_LE_CATALOGUE)
        assert migrations_en_attente(db.engine)[0] > AVANT_LE_CATALOGUE
        upgrade()
        assert migrations_en_attente(db.engine) == []
        assert comptes() == avant
        assert avant[0] > 0
        assert avant[1] > 0


def test_the_models_are_what_the_migrations_make(app):
    with moteur_ecriture(db.engine).connect() as connexion:
        contexte = MigrationContext.configure(connexion, opts={"compare_type": True})
        assert compare_metadata(contexte, Base.metadata) == []
