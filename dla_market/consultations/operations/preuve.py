"""The evidence of a shortlist, frozen with the launch in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Utilisateur
from dla_market.consultations import cahier as fige
from dla_market.consultations.invitables import Examen
from dla_market.consultations.models import (
    Consultation,
    PreselectionFigee,
    Selection,
    SelectionEcartee,
)

FORME = 2
"""Which keys the text holds: pages read what older forms wrote."""


def figer_preselection(
    session: Session,
    acteur: Acteur,
    consultation: Consultation,
    selections: Sequence[Selection],
    proposition: Mapping[str, Any] | None,
    examens: Mapping[int, Examen],
) -> PreselectionFigee:
    """Write what was proposed, kept and set aside, by whom and when: names and words, no row to follow.

    `proposition` is plain values; None where the launch knew of no search. `examens` says where each stands
    in the region of the DLA on that day.
    """
    ecartees = session.scalars(
        select(SelectionEcartee)
        .where(SelectionEcartee.ingenierie_id == consultation.ingenierie_id)
        .options(joinedload(SelectionEcartee.prestataire))
        .order_by(SelectionEcartee.id)
    ).all()
    personnes = _noms(session, {s.ajoutee_par_id for s in selections} | {e.ecartee_par_id for e in ecartees})
    texte = fige.canonique(
        {
            "forme": FORME,
            "reference": consultation.ingenierie.reference,
            "cahier_empreinte": consultation.cahier_empreinte,
            "figee_le": consultation.lancee_le.isoformat(),
            "figee_par": acteur.nom,
            "role": acteur.role_libelle,
            "dla": acteur.organisation_nom,
            "proposition": dict(proposition) if proposition is not None else None,
            "retenus": [
                {
                    "prestataire_id": s.prestataire_id,
                    "prestataire": s.prestataire.nom,
                    "origine": s.origine.value,
                    "motif": s.motif,
                    "referencement": examens[s.prestataire_id].libelle,
                    "objections": list(examens[s.prestataire_id].objections),
                    "raison": s.justification,
                    "recherche": s.recherche,
                    "par": personnes[s.ajoutee_par_id],
                    "le": s.ajoutee_le.isoformat(),
                }
                for s in selections
            ],
            "ecartes": [
                {
                    "prestataire_id": e.prestataire_id,
                    "prestataire": e.prestataire.nom,
                    "motif": e.motif,
                    "par": personnes[e.ecartee_par_id],
                    "le": e.ecartee_le.isoformat(),
                }
                for e in ecartees
            ],
        }
    )
    figee = PreselectionFigee(
        consultation_id=consultation.id,
        contenu=texte,
        empreinte=fige.empreinte(texte),
        figee_le=consultation.lancee_le,
        figee_par_id=acteur.utilisateur_id,
    )
    session.add(figee)
    return figee


def _noms(session: Session, ids: set[int]) -> dict[int, str]:
    return {u.id: u.nom_complet for u in session.scalars(select(Utilisateur).where(Utilisateur.id.in_(ids)))}
