"""The actor of an operation: a person, for an organisation, in a role."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.comptes.models import Adhesion, Role, TypeOrganisation
from dla_market.kernel.journal import Auteur

LIBELLES_ROLE = {
    Role.CHARGE_MISSION: "Chargé·e de mission",
    Role.RESPONSABLE: "Responsable",
    Role.GESTIONNAIRE: "Gestionnaire",
    Role.REFERENT_REGIONAL: "Référent·e régional·e",
    Role.EXPERT: "Expert·e",
    Role.COORDINATEUR: "Coordination",
    Role.PRESTATAIRE: "Prestataire",
    Role.INTERVENANT: "Intervenant·e",
    Role.STRUCTURE: "Structure accompagnée",
    Role.FINANCEUR: "Financeur",
    Role.PILOTE: "Pilotage national",
}

LIBELLES_MEMBRE = {**LIBELLES_ROLE, Role.PRESTATAIRE: "Administrateur·rice"}
"""The same among colleagues, where « prestataire » would say nothing."""


@dataclass(frozen=True)
class Acteur:
    """Who acts, built afresh at each request from live rows, so that a right withdrawn is gone at once."""

    utilisateur_id: int
    nom: str
    courriel: str
    organisation_id: int
    organisation_nom: str
    organisation_type: TypeOrganisation
    role: Role
    adhesion_id: int
    plusieurs_adhesions: bool = False

    @property
    def role_libelle(self) -> str:
        """The role in words."""
        return LIBELLES_ROLE[self.role]

    @property
    def auteur(self) -> Auteur:
        """The same, as the journal signs it."""
        return Auteur(self.utilisateur_id, self.nom, self.organisation_id, self.role.value)


def acteur_de(adhesion: Adhesion, *, plusieurs: bool = False) -> Acteur:
    """The actor that a membership makes."""
    return Acteur(
        utilisateur_id=adhesion.utilisateur_id,
        nom=adhesion.utilisateur.nom_complet,
        courriel=adhesion.utilisateur.email,
        organisation_id=adhesion.organisation_id,
        organisation_nom=adhesion.organisation.nom,
        organisation_type=adhesion.organisation.type,
        role=adhesion.role,
        adhesion_id=adhesion.id,
        plusieurs_adhesions=plusieurs,
    )
