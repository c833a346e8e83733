"""What the lists of a form offer: the entries that may be chosen today, and the one that stands already."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Structure
from dla_market.blueprints.accompagnement.forms import StructureForm
from dla_market.kernel import clock
from dla_market.referentiel.models import Secteur, TypeSiae, TypeStructure, Valable
from dla_market.referentiel.queries import departements, entrees, libelles

VIDE = {"": "Choisissez…"}


def choix(session: Session, modele: type[Valable], *, gardes: tuple[str, ...] = ()) -> dict[str, str]:
    """Label by code of the entries valid today, and of those among `gardes` that no longer are."""
    valides = {e.code: e.libelle for e in entrees(session, modele, clock.today())}
    if any(code not in valides for code in gardes):
        noms = libelles(session, modele)
        return valides | {code: noms[code] for code in gardes if code in noms}
    return valides


def offrir(session: Session, form: StructureForm, structure: Structure | None = None) -> None:
    """Give a structure's form its lists."""
    siae = () if structure is None else tuple(t.type_siae_code for t in structure.types_siae)
    type_, secteur = ((structure.type_code,), (structure.secteur_code,)) if structure else ((), ())
    form.type_code.choices = VIDE | choix(session, TypeStructure, gardes=type_)
    form.type_siae_codes.choices = choix(session, TypeSiae, gardes=siae)
    form.secteur_code.choices = VIDE | choix(session, Secteur, gardes=secteur)
    form.departement_code.choices = VIDE | {d.code: f"{d.libelle} ({d.code})" for d in departements(session)}


def valeurs(structure: Structure) -> dict[str, object]:
    """What a structure's form starts from."""
    noms = (
        "nom",
        "siret",
        "type_code",
        "secteur_code",
        "objet",
        "commune",
        "departement_code",
        "annee_creation",
    )
    siae = sorted(structure.types_siae, key=lambda t: not t.principal)
    return {nom: getattr(structure, nom) for nom in noms} | {
        "type_siae_codes": [t.type_siae_code for t in siae]
    }
