"""The files a sollicitation may be about: « diagnostic-12 », « ingenierie-7 », « structure-3 »."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.accompagnement import queries as accompagnement
from dla_market.accompagnement.models import Diagnostic, Structure
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import queries as ingenieries
from dla_market.ingenieries.queries_ressources import a_rediger
from dla_market.kernel.errors import RefusMetier
from dla_market.sollicitations.operations import Dossier
from dla_market.web.filters import jour

DIAGNOSTICS_MAX = 40
STRUCTURES_MAX = 200
IDENTIFIANT_MAX = 9


def dossiers_possibles(session: Session, acteur: Acteur, choisi: str = "") -> dict[str, str]:
    """Words by value: ingénieries being prepared, the latest diagnostics, structures; `choisi` besides."""
    possibles = {
        f"ingenierie-{i.id}": f"Ingénierie {i.reference}, {i.intitule}" for i in a_rediger(session, acteur)
    }
    diagnostics = session.execute(
        accompagnement.diagnostics_visibles(acteur)
        .join(Structure, Structure.id == Diagnostic.structure_id)
        .with_only_columns(Diagnostic.id, Structure.nom, Diagnostic.debut)
        .order_by(Diagnostic.debut.desc(), Diagnostic.id.desc())
        .limit(DIAGNOSTICS_MAX)
    )
    for identifiant, nom, debut in diagnostics:
        possibles[f"diagnostic-{identifiant}"] = f"Diagnostic du {jour(debut)}, {nom}"
    structures = session.execute(
        accompagnement.visible_to(acteur)
        .with_only_columns(Structure.id, Structure.nom)
        .order_by(Structure.nom)
        .limit(STRUCTURES_MAX)
    )
    possibles |= {f"structure-{identifiant}": f"Structure {nom}" for identifiant, nom in structures}
    if choisi and choisi not in possibles:
        possibles |= _dire(session, acteur, choisi)
    return possibles


def _dire(session: Session, acteur: Acteur, choisi: str) -> dict[str, str]:
    """The words of a file that the address names and that the short lists leave out."""
    dossier = _lire(session, acteur, choisi)
    if dossier is None or dossier == Dossier():
        return {}
    if dossier.diagnostic is not None:
        nom = session.scalar(select(Structure.nom).where(Structure.id == dossier.diagnostic.structure_id))
        return {choisi: f"Diagnostic du {jour(dossier.diagnostic.debut)}, {nom}"}
    if dossier.ingenierie is not None:
        return {choisi: f"Ingénierie {dossier.ingenierie.reference}, {dossier.ingenierie.intitule}"}
    assert dossier.structure is not None
    return {choisi: f"Structure {dossier.structure.nom}"}


def lire_dossier(session: Session, acteur: Acteur, choisi: str) -> Dossier:
    """The file that a value names. Raises RefusMetier for one that the actor does not see."""
    dossier = _lire(session, acteur, choisi) if choisi else Dossier()
    if dossier is None:
        raise RefusMetier("Ce dossier n’est pas l’un des vôtres.", champ="dossier")
    return dossier


def _lire(session: Session, acteur: Acteur, choisi: str) -> Dossier | None:
    genre, _, numero = choisi.partition("-")
    if not (numero.isdecimal() and numero.isascii() and len(numero) <= IDENTIFIANT_MAX):
        return None
    identifiant = int(numero)
    if genre == "diagnostic":
        diagnostic = accompagnement.charger_diagnostic(session, acteur, identifiant)
        return None if diagnostic is None else Dossier(diagnostic=diagnostic)
    if genre == "ingenierie":
        ingenierie = ingenieries.charger(session, acteur, identifiant)
        return None if ingenierie is None else Dossier(ingenierie=ingenierie)
    structure = accompagnement.charger(session, acteur, identifiant) if genre == "structure" else None
    return None if structure is None else Dossier(structure=structure)


def secteur_du_dossier(session: Session, acteur: Acteur, choisi: str) -> str:
    """The secteur that a file is in, to start from; nothing where there is none."""
    dossier = _lire(session, acteur, choisi)
    if dossier is None:
        return ""
    if dossier.ingenierie is not None:
        return dossier.ingenierie.secteur_code
    structure = dossier.structure or (dossier.diagnostic.structure if dossier.diagnostic else None)
    return structure.secteur_code if structure else ""
