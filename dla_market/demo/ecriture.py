"""Writing France 2012 in one transaction: operational records, never a stored total."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from dla_market.demo.ecriture_catalogue import ecrire_catalogue
from dla_market.demo.ecriture_commandes import ecrire_commandes, ecrire_suites
from dla_market.demo.ecriture_dossiers import ecrire_diagnostics, ecrire_ingenieries, ecrire_structures
from dla_market.demo.ecriture_fonds import ecrire_fonds
from dla_market.demo.ecriture_reseau import ecrire_organisations, ecrire_reseau
from dla_market.demo.lignes import France2012
from dla_market.demo.lots import Cles, Lots, Progres
from dla_market.demo.personnes import Distribution
from dla_market.kernel import clock
from dla_market.kernel.journal import SYSTEME, journaliser

REPRISE = datetime(2013, 2, 8, 8, tzinfo=UTC)
"""When the records of 2012 are said to have been taken over: the day of the report's extraction."""


def ecrire(
    session: Session, france: France2012, distribution: Distribution, aujourd_hui: date, progres: Progres
) -> dict[str, int]:
    """Write the year into an empty database, in the present unit of work; gives the rows by table.

    The reference data must be there.
    """
    lots, cles = Lots(session), Cles.de(france)
    progres("organisations")
    ecrire_organisations(lots, france, cles)
    ecrire_reseau(lots, france, cles)
    progres("catalogue")
    ecrire_catalogue(lots, france, cles, aujourd_hui, distribution)
    progres("structures et diagnostics")
    ecrire_structures(lots, france, cles)
    ecrire_diagnostics(lots, france, cles)
    progres("ingénieries et commandes")
    ecrire_ingenieries(lots, france, cles)
    ecrire_commandes(lots, france, cles)
    ecrire_suites(lots, france, distribution.prestataires)
    progres("fonds et écritures")
    ecrire_fonds(lots, france, cles)
    with clock.arretee_a(REPRISE):
        journaliser(session, SYSTEME, "demo:charger", "annee", "2012", **lots.comptes)
    return lots.comptes
