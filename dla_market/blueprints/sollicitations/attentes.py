"""What waits: in a centre, what it is asked; in a DLA, the answers to read and to close."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.sollicitations import queries, rules
from dla_market.sollicitations.models import EtatSollicitation, Sollicitation
from dla_market.web.attentes import Attente, attendre

E = EtatSollicitation
MAXIMUM = 20


def demandes_du_centre(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """What nobody has taken, and what one follows oneself; a coordination sees the late ones of all."""
    today = clock.today()
    for sollicitation in queries.a_suivre(session, acteur, E.ENVOYEE, E.PRISE_EN_CHARGE)[:MAXIMUM]:
        detail = f"{sollicitation.dla.nom}, {rules.LIBELLES_NATURE[sollicitation.nature].lower()}"
        if sollicitation.etat is E.ENVOYEE:
            yield Attente(
                f"Prendre en charge\u00a0: {sollicitation.objet}",
                _adresse(sollicitation),
                detail,
                sollicitation.prise_avant,
            )
        elif sollicitation.prise_par_id == acteur.utilisateur_id:
            yield Attente(
                f"Répondre au DLA\u00a0: {sollicitation.objet}",
                _adresse(sollicitation),
                detail,
                sollicitation.reponse_avant,
            )
        elif acteur.role is Role.COORDINATEUR and rules.en_retard(sollicitation, today):
            assert sollicitation.prise_par is not None
            yield Attente(
                f"Réponse en retard\u00a0: {sollicitation.objet}",
                _adresse(sollicitation),
                f"{detail}, suivie par {sollicitation.prise_par.prenom} {sollicitation.prise_par.nom}",
                sollicitation.reponse_avant,
            )


def reponses_au_dla(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """Answers of the centres, to read and to close: those that one asked for oneself."""
    for sollicitation in queries.a_suivre(session, acteur, E.REPONDUE)[:MAXIMUM]:
        if sollicitation.demandee_par_id == acteur.utilisateur_id:
            yield Attente(
                f"Lire la réponse du centre\u00a0: {sollicitation.objet}",
                _adresse(sollicitation),
                sollicitation.centre.nom,
            )


def _adresse(sollicitation: Sollicitation) -> str:
    return url_for("sollicitations.consulter", sollicitation_id=sollicitation.id)


attendre(demandes_du_centre, Role.EXPERT, Role.COORDINATEUR)
attendre(reponses_au_dla, Role.CHARGE_MISSION, Role.RESPONSABLE)
