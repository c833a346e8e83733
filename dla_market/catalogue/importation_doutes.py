"""Lines of a file that make a new fiche, where another has the same name, or is of the same firm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.doublons import nom_nu, siren
from dla_market.catalogue.importation import Faute, LigneLue
from dla_market.catalogue.models import EtatFiche, Prestataire

SUITE: Final = " Si c’est le même prestataire, donnez son SIRET ou son adresse, ou fusionnez les deux fiches."


def douter(session: Session, neuves: Sequence[LigneLue]) -> list[Faute]:
    """What a person should look at before these lines become fiches; in the order of the file."""
    if not neuves:
        return []
    par_nom: dict[str, str] = {}
    par_siren: dict[str, str] = {}
    for ident, nom, siret, commune in session.execute(
        select(Prestataire.id, Prestataire.nom, Prestataire.siret, Prestataire.commune).where(
            Prestataire.etat != EtatFiche.FERMEE
        )
    ):
        qui = f"la fiche nº\u00a0{ident}, «\u00a0{nom}\u00a0»{f', {commune}' if commune else ''}"
        par_nom.setdefault(nom_nu(nom), qui)
        if siret:
            par_siren.setdefault(siren(siret), qui)
    doutes = []
    for ligne in neuves:
        nom, firme = nom_nu(ligne.champs["nom"]), siren(ligne.siret) if ligne.siret else None
        if firme is not None and firme in par_siren:
            doutes.append(_doute(ligne, "siret", f"Le même SIREN est celui de {par_siren[firme]}."))
        elif nom in par_nom:
            doutes.append(_doute(ligne, "raison_sociale", f"Le même nom est celui de {par_nom[nom]}."))
        par_nom.setdefault(nom, f"la ligne {ligne.numero}")
        if firme is not None:
            par_siren.setdefault(firme, f"la ligne {ligne.numero}")
    return doutes


def _doute(ligne: LigneLue, colonne: str, phrase: str) -> Faute:
    return Faute(ligne.numero, colonne, phrase + SUITE)
