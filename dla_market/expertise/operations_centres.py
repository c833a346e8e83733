"""What a centre's coordination writes of it: its team's posts, its programme's actions, each dated."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.expertise.models_centres import ActionCentre, Axe, PosteCentre
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import journaliser
from dla_market.reseau.models import CentreRessources

ETP_MAX_CENTIEMES = 2000
PREMIERE_ANNEE = 2003
"""The first year of the scheme."""


def ajouter_poste(
    session: Session,
    acteur: Acteur,
    centre: CentreRessources,
    *,
    fonction: str,
    etp_centiemes: int,
    valide_du: date,
) -> PosteCentre:
    """Add a post to the team, from a day on. Raises RefusMetier without a function, or for an absurd ETP."""
    if not fonction.strip():
        raise RefusMetier("Nommez la fonction.", champ="fonction")
    if not 0 < etp_centiemes <= ETP_MAX_CENTIEMES:
        raise RefusMetier("Écrivez un nombre d’ETP entre 0,01 et 20.", champ="etp")
    poste = PosteCentre(
        centre_id=centre.id, fonction=fonction.strip(), etp_centiemes=etp_centiemes, valide_du=valide_du
    )
    session.add(poste)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "poste:ajouter",
        "poste_centre",
        poste.id,
        centre=centre.id,
        fonction=poste.fonction,
        etp=etp_centiemes,
        du=valide_du,
    )
    return poste


def clore_poste(session: Session, acteur: Acteur, poste: PosteCentre, dernier_jour: date) -> PosteCentre:
    """Say the last day of a post, which stays in the history. Raises RefusMetier where it ended already."""
    session.refresh(poste, with_for_update=True)
    if poste.valide_au is not None:
        raise RefusMetier("Ce poste est déjà clos.")
    if poste.valide_du is not None and dernier_jour < poste.valide_du:
        raise RefusMetier("Le dernier jour ne peut pas précéder le premier.", champ="dernier_jour")
    poste.valide_au = dernier_jour
    journaliser(
        session,
        acteur.auteur,
        "poste:clore",
        "poste_centre",
        poste.id,
        centre=poste.centre_id,
        au=dernier_jour,
    )
    return poste


def ajouter_action(
    session: Session,
    acteur: Acteur,
    centre: CentreRessources,
    *,
    annee: int,
    axe: Axe,
    intitule: str,
    description: str = "",
) -> ActionCentre:
    """Add an action to the programme of a year. Raises RefusMetier without a title, or for a far year."""
    today = clock.today()
    if not intitule.strip():
        raise RefusMetier("Nommez l’action.", champ="intitule")
    if not PREMIERE_ANNEE <= annee <= today.year + 3:
        raise RefusMetier("Choisissez une année proche.", champ="annee")
    action = ActionCentre(
        centre_id=centre.id,
        annee=annee,
        axe=axe,
        intitule=intitule.strip(),
        description=description.strip(),
        valide_du=today,
    )
    session.add(action)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "action:ajouter",
        "action_centre",
        action.id,
        centre=centre.id,
        annee=annee,
        axe=axe.value,
        intitule=action.intitule,
    )
    return action


def retirer_action(session: Session, acteur: Acteur, action: ActionCentre) -> ActionCentre:
    """Drop an action from the programme as of today; it stays in the history."""
    session.refresh(action, with_for_update=True)
    if action.valide_au is not None:
        raise RefusMetier("Cette action n’est déjà plus au programme.")
    action.valide_au = clock.today() - timedelta(days=1)
    journaliser(session, acteur.auteur, "action:retirer", "action_centre", action.id, centre=action.centre_id)
    return action
