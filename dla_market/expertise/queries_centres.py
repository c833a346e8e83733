"""Reading the centres de ressources: the list, and one with all that it is and was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, false, func, literal, select, union_all
from sqlalchemy.orm import Session, selectinload

from dla_market.catalogue.models import Activite, EtatFiche, Prestataire
from dla_market.catalogue.queries import RESEAU
from dla_market.comptes.acteur import Acteur
from dla_market.expertise.models import Aval
from dla_market.expertise.models_centres import (
    ActionCentre,
    Axe,
    NomCentre,
    OrganismeCentre,
    PosteCentre,
    QualiteOrganisme,
)
from dla_market.expertise.queries import sql_valide
from dla_market.reseau.models import CentreRessources, CentreSecteur, CentreThematique

P = TypeVar("P", PosteCentre, ActionCentre)


def visible_to(acteur: Acteur) -> Select[CentreRessources]:
    """The centres: the whole network sees them all, nobody else does."""
    requete = select(CentreRessources)
    return requete if acteur.organisation_type in RESEAU else requete.where(false())


@dataclass(frozen=True)
class Domaine:
    """A secteur or a thématique of a centre, and how many published fiches work in it."""

    secteur: bool
    code: str
    fiches: int


def domaines(session: Session, centre_id: int) -> list[Domaine]:
    """What a centre covers with who works there, in one statement: secteurs, then thématiques, by number."""
    publiees = select(Prestataire.id).where(Prestataire.etat == EtatFiche.PUBLIEE)
    combien = func.count(Activite.prestataire_id.distinct())
    sectoriels = (
        select(literal(1).label("secteur"), CentreSecteur.secteur_code.label("code"), combien.label("fiches"))
        .outerjoin(
            Activite,
            (Activite.secteur_code == CentreSecteur.secteur_code) & Activite.prestataire_id.in_(publiees),
        )
        .where(CentreSecteur.centre_id == centre_id)
        .group_by(CentreSecteur.secteur_code)
    )
    thematiques = (
        select(literal(0), CentreThematique.thematique_code, combien)
        .outerjoin(
            Activite,
            (Activite.thematique_code == CentreThematique.thematique_code)
            & Activite.prestataire_id.in_(publiees),
        )
        .where(CentreThematique.centre_id == centre_id)
        .group_by(CentreThematique.thematique_code)
    )
    trouves = [
        Domaine(bool(secteur), code, fiches)
        for secteur, code, fiches in session.execute(union_all(sectoriels, thematiques))
    ]
    return sorted(trouves, key=lambda un: (not un.secteur, -un.fiches, un.code))


def charger(session: Session, acteur: Acteur, centre_id: int) -> CentreRessources | None:
    """A centre with its secteurs and thématiques."""
    return session.scalars(
        visible_to(acteur).where(CentreRessources.id == centre_id).options(*_DOMAINES)
    ).one_or_none()


_DOMAINES = (selectinload(CentreRessources.secteurs), selectinload(CentreRessources.thematiques))


def lister(session: Session, acteur: Acteur) -> Sequence[CentreRessources]:
    """All of them by name, with their secteurs and thématiques."""
    return session.scalars(
        visible_to(acteur).options(*_DOMAINES).order_by(CentreRessources.nom, CentreRessources.id)
    ).all()


def compter_avals(session: Session, today: date) -> dict[int, int]:
    """How many avals of each centre hold today."""
    rangees: Any = session.execute(
        select(Aval.centre_id, func.count()).where(sql_valide(today)).group_by(Aval.centre_id)
    )
    return dict(tuple(rangee) for rangee in rangees)


@dataclass(frozen=True)
class Suivi:
    """What a centre is and was, each list the latest first."""

    noms: Sequence[NomCentre]
    organismes: Sequence[OrganismeCentre]
    postes: Sequence[PosteCentre]
    actions: Sequence[ActionCentre]

    def organismes_le(self, jour: date, qualite: QualiteOrganisme) -> list[str]:
        """The names of the organisations of a kind, that day."""
        return [o.nom for o in self.organismes if o.qualite is qualite and o.vaut_le(jour)]

    def organismes_avant(self, jour: date) -> list[OrganismeCentre]:
        """Those that no longer stand beside the centre."""
        return [o for o in self.organismes if o.valide_au is not None and o.valide_au < jour]

    def postes_le(self, jour: date) -> list[PosteCentre]:
        """The posts of the team, that day."""
        return [p for p in self.postes if p.vaut_le(jour)]

    def etp_centiemes_le(self, jour: date) -> int:
        """The team's strength, that day, in hundredths of an ETP."""
        return sum(p.etp_centiemes for p in self.postes_le(jour))

    def programme(self, annee: int, jour: date) -> dict[Axe, list[ActionCentre]]:
        """The actions of a year that its programme still holds, by mission, in the order of the missions."""
        actions = [a for a in self.actions if a.annee == annee and a.vaut_le(jour)]
        return {axe: trouvees for axe in Axe if (trouvees := [a for a in actions if a.axe is axe])}

    @property
    def annees(self) -> list[int]:
        """The years that have a programme, the latest first."""
        return sorted({a.annee for a in self.actions}, reverse=True)


def suivi(session: Session, centre: CentreRessources) -> Suivi:
    """All that is kept of a centre that the actor has loaded."""

    def lire(modele: Any) -> Any:
        return session.scalars(
            select(modele)
            .where(modele.centre_id == centre.id)
            .order_by(modele.valide_du.is_(None), modele.valide_du.desc(), modele.id)
        ).all()

    return Suivi(lire(NomCentre), lire(OrganismeCentre), lire(PosteCentre), lire(ActionCentre))


def charger_poste(session: Session, acteur: Acteur, poste_id: int) -> PosteCentre | None:
    """A post of a centre that the actor may see."""
    return session.scalars(_partie(acteur, PosteCentre).where(PosteCentre.id == poste_id)).one_or_none()


def charger_action(session: Session, acteur: Acteur, action_id: int) -> ActionCentre | None:
    """An action of a centre that the actor may see."""
    return session.scalars(_partie(acteur, ActionCentre).where(ActionCentre.id == action_id)).one_or_none()


def _partie(acteur: Acteur, modele: type[P]) -> Select[P]:
    """What belongs to the centres that the actor may see."""
    visibles = visible_to(acteur).with_only_columns(CentreRessources.id)
    return select(modele).where(modele.centre_id.in_(visibles))
