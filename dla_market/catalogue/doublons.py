"""Fiches that may be the same prestataire: by SIRET, by SIREN, by name, by address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from dla_market.catalogue.importation_cellules import plier
from dla_market.catalogue.models import EtatFiche, Prestataire

FORMES: Final = frozenset(
    "association asso cabinet cooperative ei eirl eurl sa sarl sas sasu scic scop scp sci societe".split()  # noqa: SIM905  # a list of words reads better in one line
)
SIREN: Final = 9
"""Digits of a SIRET that name the firm; the others name one of its establishments."""

ECART: Final = 16
"""Signs by which two spellings of one name may differ, legal form included."""


@dataclass(frozen=True)
class Ressemblance:
    """A fiche that looks like what is entered, and why, in words."""

    id: int
    nom: str
    commune: str
    departement_code: str | None
    etat: EtatFiche
    raisons: tuple[str, ...]


def nom_nu(nom: str) -> str:
    """A name without its legal form, accents, case and punctuation."""
    mots = [mot for mot in plier(nom).split() if mot not in FORMES]
    return " ".join(mots) or plier(nom)


def siren(siret: str) -> str:
    """The firm that a SIRET is an establishment of."""
    return siret[:SIREN]


def de_cette_fiche(session: Session, fiche: Prestataire) -> list[Ressemblance]:
    """The other fiches that look like one that stands."""
    return ressemblances(session, nom=fiche.nom, courriel=fiche.courriel, siret=fiche.siret, sauf=fiche.id)


def ressemblances(
    session: Session, *, nom: str, courriel: str, siret: str | None, sauf: int | None = None
) -> list[Ressemblance]:
    """The fiches of this SIRET, its SIREN, this name or this address, closed ones aside; surest first."""
    adresse, nu = courriel.strip().casefold(), nom_nu(nom)
    longueur = func.length(Prestataire.nom)
    conditions: list[ColumnElement[bool]] = [longueur.between(len(nom) - ECART, len(nom) + ECART)]
    if siret:
        conditions.append(Prestataire.siret.startswith(siren(siret), autoescape=True))
    if adresse:
        conditions.append(func.lower(Prestataire.courriel) == adresse)
    demande = select(Prestataire).where(Prestataire.etat != EtatFiche.FERMEE, or_(*conditions))
    trouvees = []
    for fiche in session.scalars(demande.order_by(Prestataire.nom)):
        raisons = []
        if siret and fiche.siret == siret:
            raisons.append("même SIRET")
        elif siret and fiche.siret and siren(fiche.siret) == siren(siret):
            raisons.append("même SIREN")
        if nom_nu(fiche.nom) == nu:
            raisons.append("même nom")
        if adresse and fiche.courriel.casefold() == adresse:
            raisons.append("même adresse électronique")
        if raisons and fiche.id != sauf:
            trouvees.append(
                Ressemblance(
                    fiche.id, fiche.nom, fiche.commune, fiche.departement_code, fiche.etat, tuple(raisons)
                )
            )
    return sorted(
        trouvees,
        key=lambda r: (
            "même SIRET" not in r.raisons,
            "même SIREN" not in r.raisons,
            -len(r.raisons),
            r.nom,
        ),
    )
