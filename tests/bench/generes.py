"""A catalogue of generated fiches: their words in an index, their rows in a database, and who searches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flask import Flask
from sqlalchemy import insert

from dla_market.catalogue.models import EtatFiche, Prestataire, RegimeTva, TypePrestataire
from dla_market.comptes.models import Organisation, Role, TypeOrganisation
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.search import Indexeur
from dla_market.search.documents import DocumentFiche, Synonymes
from tests.proofs.atelier import atelier
from tests.search.fabrique import fabriquer
from tests.support import fabriques
from tests.support.http import connecter

LOT = 5_000


@dataclass(frozen=True)
class SourceGeneree:
    """A Source that makes its fiches as they are asked for: none stays in memory."""

    nombre: int

    def toutes(self) -> Iterator[DocumentFiche]:
        """See Source."""
        return fabriquer(self.nombre)

    def une(self, fiche_id: int) -> DocumentFiche | None:
        """See Source."""
        return next(islice(fabriquer(self.nombre), fiche_id - 1, None), None)

    def synonymes(self) -> tuple[Synonymes, ...]:
        """See Source."""
        return ()


def indexer(dossier: Path, nombre: int) -> None:
    """Make the index of so many fiches; this takes some 4 ms of processor a fiche."""
    Indexeur(dossier).reconstruire(SourceGeneree(nombre))


def _inserer(nombre: int) -> None:
    """One published fiche a number, with what a line of the results shows of it."""
    with unit_of_work() as session:
        for debut in range(1, nombre + 1, LOT):
            ids = range(debut, min(debut + LOT, nombre + 1))
            session.execute(
                insert(Organisation.__table__),
                [
                    {"id": n, "type": TypeOrganisation.PRESTATAIRE, "nom": f"Atelier {n}", "active": True}
                    for n in ids
                ],
            )
            session.execute(
                insert(Prestataire.__table__),
                [
                    {
                        "id": n,
                        "type_prestataire": TypePrestataire.CABINET,
                        "regime_tva": RegimeTva.ASSUJETTI,
                        "titre": "Conseil aux associations",
                        "commune": "Crest",
                        "departement_code": "26",
                        "tarif_jour_ht_centimes": 78_000,
                        "etat": EtatFiche.PUBLIEE,
                        "confirmee_le": clock.today(),
                        "cree_le": clock.now(),
                    }
                    for n in ids
                ],
            )


@contextmanager
def catalogue(dossier: Path, nombre: int, index: Path | None = None) -> Iterator[tuple[Flask, str]]:
    """The program on so many generated fiches, and the cookie of someone of a DLA who searches among them.

    `index` is one made by `indexer` for as many; without it, it is made in the folder.
    """
    reglages = {} if index is None else {"DLA_INDEX": str(index)}
    with atelier(dossier, **reglages) as app:
        _inserer(nombre)
        if index is None:
            indexer(app.config["DLA_INDEX"], nombre)
        with unit_of_work() as session:
            chargee = fabriques.un_acteur(session, Role.CHARGE_MISSION, fabriques.un_dla(session))
        yield app, connecter(app, chargee)
