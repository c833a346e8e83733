"""The control of the channels where an offer never goes: a word put in each by its own ordinary way."""

from __future__ import annotations

import contextvars
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import update

from dla_market.catalogue.models import Prestataire
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.events import Evenement, emettre
from dla_market.kernel.idempotence import retenir
from dla_market.kernel.journal import journaliser
from dla_market.notices.operations import deposer_courriel
from dla_market.referentiel.models import Secteur
from dla_market.search.indexeur import Indexeur
from dla_market.search.source import SourceEnBase
from tests.proofs.canaux import Scene, journaliser_une_ligne


@dataclass(frozen=True)
class MotDit(Evenement):
    """An event that carries a word."""

    mot: str


def semer(scene: Scene, mot: str) -> None:
    """Put the word in every channel but the pages."""
    acteur, app = scene.appel.regards["chargé de mission"], scene.appel.app
    with unit_of_work() as session:
        emettre(session, MotDit(mot))
        deposer_courriel(
            session,
            utilisateur_id=acteur.utilisateur_id,
            organisation_id=None,
            objet=mot,
            corps=mot,
        )
        journaliser(session, acteur.auteur, "essai:semer", "essai", 1, mot=mot)
        retenir(session, acteur.utilisateur_id, "essai:semer", mot, {}, f"/{mot}")
        session.execute(update(Secteur).where(Secteur.code == "culture").values(libelle=mot))
        session.execute(
            update(Prestataire)
            .where(Prestataire.id == scene.appel.candidats[0].organisation_id)
            .values(presentation=mot)
        )
    app.extensions["outbox"].tout_livrer()
    reindexer(scene)
    visiteur = app.test_client(use_cookies=True)
    with visiteur.session_transaction() as contenu:
        contenu["mot"] = mot
    journaliser_une_ligne(mot)
    (scene.data / "depot.txt").write_text(mot)
    with tempfile.NamedTemporaryFile(delete=False) as fichier:
        fichier.write(mot.encode())
    file = app.extensions["taches"].storage
    if hasattr(file, "filename"):
        file.put_data("mot", mot.encode())


def reindexer(scene: Scene) -> None:
    """Make the index anew from the database."""
    session_courante().rollback()
    Indexeur(Path(scene.appel.app.config["DLA_INDEX"])).reconstruire(SourceEnBase(session_courante))
    session_courante().rollback()


def entetes_d_un_visiteur(scene: Scene, mot: str) -> bytes:
    """The headers that answer an address with the word in it."""
    client = scene.appel.app.test_client(use_cookies=False)
    return str(contextvars.Context().run(client.get, f"/a-faire?mot={mot}").headers).encode()
