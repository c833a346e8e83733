"""Loading the whole demo: reference data, 2012, accounts, the year under way, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from dla_market.demo import annee_en_cours
from dla_market.demo.ecriture import ecrire
from dla_market.demo.ecriture_personnes import ecrire_avals, ecrire_comptes
from dla_market.demo.lots import Cles, Lots, Progres, accorder_sequences, est_vide
from dla_market.demo.personnes import distribuer
from dla_market.demo.solveur import resoudre
from dla_market.demo.territoires import lire_territoires
from dla_market.expertise.chargement import charger_centres
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.fichiers.reserve import Reserve
from dla_market.referentiel import chargement as referentiel

ETAPES = 12
"""How many times `progres` is told of a step, for a bar."""


def charger(
    session: Session,
    coffre: Coffre,
    reserve: Reserve,
    territoires: Path,
    mot_de_passe: str,
    progres: Progres,
) -> dict[str, int]:
    """Write everything in the present unit of work; gives the rows of 2012 by table.

    `territoires` is the data folder of @etalab/decoupage-administratif, `mot_de_passe` the hash of the
    accounts' password. Raises RuntimeError in a database that already holds organisations,
    FileNotFoundError without the territories.
    """
    if not est_vide(session):
        raise RuntimeError("la base contient déjà des organisations : la démonstration se charge à neuf")
    aujourd_hui = clock.today()
    progres("nomenclatures et territoires")
    referentiel.charger(session, territoires)
    progres("calcul de la France de 2012")
    france = resoudre(lire_territoires(territoires))
    distribution, cles = distribuer(france), Cles.de(france)
    lignes = ecrire(session, france, distribution, aujourd_hui, progres)
    progres("comptes et avals")
    lots = Lots(session)
    comptes = ecrire_comptes(lots, distribution, cles, mot_de_passe, aujourd_hui)
    ecrire_avals(lots, france, distribution, cles, comptes, aujourd_hui)
    accorder_sequences(session)
    charger_centres(session)
    annee_en_cours.jouer(session, coffre, reserve, france, distribution, cles, progres)
    return lignes
