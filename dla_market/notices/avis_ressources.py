"""What is told of the ressources, to who writes them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from dla_market.comptes.models import Role
from dla_market.notices.avis import Avis, Charge
from dla_market.ressources.models import Ressource


def infectee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To its authors: nobody can open the file any more."""
    ressource = session.get_one(Ressource, charge["ressource_id"])
    yield Avis(
        ressource.organisation_id,
        "Un fichier infecté",
        f"« {ressource.courante.titre} » : l’antivirus a trouvé son fichier infecté, et personne ne "
        "peut plus l’ouvrir. Vérifiez votre ordinateur, puis remplacez-le.",
        f"/ressources/{ressource.id}",
        (Role.EXPERT, Role.COORDINATEUR, Role.REFERENT_REGIONAL),
    )
