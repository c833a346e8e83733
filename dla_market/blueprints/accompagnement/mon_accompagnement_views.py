"""The home of a structure: what to do now, then the line of steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session, joinedload

from dla_market.accompagnement import queries
from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic, Structure
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import queries as ingenieries
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.kernel.db import session_courante
from dla_market.web.actes import qui
from dla_market.web.attentes import attentes_de
from dla_market.web.filters import jour
from dla_market.web.pages import Reponse, page
from dla_market.web.parcours import Etape, etapes_avant_ingenierie, etapes_structure, suivis

CLOSES = frozenset({EtatIngenierie.SOLDEE, EtatIngenierie.ABANDONNEE})

SUITE_DIAGNOSTIC = {
    EtatDiagnostic.EN_COURS: "En cours : votre DLA l’écrit avec vous",
    EtatDiagnostic.PARTAGE: "À relire et à valider par vous",
}


@dataclass(frozen=True)
class Ligne:
    """A line of steps and what it is about, None before any ingénierie."""

    ingenierie: Ingenierie | None
    etapes: list[Etape]


def mon_accompagnement() -> Reponse:
    """Where the structure stands with its DLA."""
    acteur, session = qui(), session_courante()
    structure = session.get_one(Structure, acteur.organisation_id)
    siennes = session.scalars(
        ingenieries.visible_to(acteur)
        .options(joinedload(Ingenierie.diagnostic), joinedload(Ingenierie.cahier))
        .order_by(Ingenierie.cree_le.desc())
    ).all()
    return page(
        "accompagnement/mon_accompagnement.html",
        titre="Votre accompagnement",
        dla=structure.dla,
        attentes=attentes_de(acteur),
        lignes=_lignes(session, acteur, structure, siennes),
        closes=[i for i in siennes if i.etat in CLOSES],
        diagnostics=_diagnostics(session, acteur),
    )


def _diagnostics(session: Session, acteur: Acteur) -> Sequence[Diagnostic]:
    return session.scalars(queries.diagnostics_visibles(acteur).order_by(Diagnostic.debut.desc())).all()


def _lignes(
    session: Session, acteur: Acteur, structure: Structure, siennes: Sequence[Ingenierie]
) -> list[Ligne]:
    ouvertes = [i for i in siennes if i.etat not in CLOSES]
    lignes = [Ligne(s.ingenierie, etapes_structure(s)) for s in suivis(session, acteur, ouvertes)]
    dernier = queries.diagnostics_derniers(session, [structure]).get(structure.id)
    if lignes and (dernier is None or dernier.etat is EtatDiagnostic.VALIDE):
        return lignes
    return [Ligne(None, _avant(dernier)), *lignes]


def _avant(dernier: Diagnostic | None) -> list[Etape]:
    if dernier is None:
        return etapes_avant_ingenierie("Votre DLA le commencera avec vous")
    if dernier.etat is EtatDiagnostic.VALIDE:
        etapes = etapes_avant_ingenierie("")
        fait = Etape(
            "Diagnostic partagé", "fait", f"Validé par vous le {jour(dernier.valide_le or dernier.debut)}"
        )
        suite = Etape(etapes[1].libelle, "courant", "Votre DLA vous proposera une suite")
        return [fait, suite, *etapes[2:]]
    return etapes_avant_ingenierie(SUITE_DIAGNOSTIC[dernier.etat])
