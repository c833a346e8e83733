"""What the matrix knocks at among the ressources: a guide that comes with a file."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.ressources import operations
from dla_market.ressources.models import NatureRessource, Ressource
from dla_market.ressources.rules import Contenu


def avec_fichier(session: Session, auteur: Acteur, cle: str) -> Ressource:
    """A published guide of the actor's organisation with its file, which no disk holds."""
    depot = operations.Depot(FichierRecu(cle, "guide.pdf", Genre.PDF, 1000, cle * 2))
    guide = operations.creer(session, auteur, NatureRessource.GUIDE, Contenu("G", "R"), depot)
    return operations.publier(session, auteur, guide)
