"""Writing what is known of the centres de ressources: those of 2012 and those of today.

Sources: the bilan of 2012, the page of the centres, and public pages of 2005 and of today (domain 2). A date
is that of the document that says so: a change may have come earlier. Idempotent; nothing is ever removed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.expertise.models_centres import GenreNom, NomCentre, OrganismeCentre, QualiteOrganisme
from dla_market.reseau.models import CentreRessources, CentreSecteur, CentreThematique

DONNEES = Path(__file__).parent / "donnees"


def charger_centres(session: Session) -> None:
    """Bring the centres up to date in the present unit of work; those that are missing are created."""
    centres = {centre.code: centre for centre in session.scalars(select(CentreRessources))}
    for ligne in _lire("centres.csv"):
        centre = centres.get(ligne["code"])
        if centre is None:
            centre = centres[ligne["code"]] = CentreRessources(code=ligne["code"], nom=ligne["nom"])
            session.add(centre)
        centre.nom, centre.court = ligne["nom"], ligne["court"]
        centre.tete_de_reseau = ligne["tete_de_reseau"]
        session.flush()
        for secteur in ligne["secteurs"].split():
            session.merge(CentreSecteur(centre_id=centre.id, secteur_code=secteur))
        for thematique in ligne["thematiques"].split():
            session.merge(CentreThematique(centre_id=centre.id, thematique_code=thematique))
    ids = {code: centre.id for code, centre in centres.items()}
    _suivre(session, NomCentre, "genre", GenreNom, ids, _lire("noms.csv"))
    _suivre(session, OrganismeCentre, "qualite", QualiteOrganisme, ids, _lire("organismes.csv"))
    session.flush()


def _suivre(
    session: Session,
    modele: Any,
    sorte: str,
    sortes: type[Enum],
    ids: dict[str, int],
    lignes: Iterable[dict[str, str]],
) -> None:
    """Add the lines that are not there, and give those that are their dates."""
    connus = {
        (un.centre_id, un.nom, getattr(un, sorte), un.valide_du): un for un in session.scalars(select(modele))
    }
    for ligne in lignes:
        du, au = _jour(ligne["valide_du"]), _jour(ligne["valide_au"])
        cle = (ids[ligne["code"]], ligne["nom"], sortes(ligne[sorte]), du)
        un = connus.get(cle)
        if un is None:
            un = modele(centre_id=cle[0], nom=cle[1], valide_du=du, **{sorte: cle[2]})
            session.add(un)
        un.valide_au = au


def _lire(nom: str) -> list[dict[str, str]]:
    with (DONNEES / nom).open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


def _jour(texte: str) -> date | None:
    return date.fromisoformat(texte) if texte else None
