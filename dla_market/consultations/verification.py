"""The frozen shortlists, checked against their fingerprint and against the journal."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.consultations.cahier import empreinte
from dla_market.consultations.models import PreselectionFigee
from dla_market.kernel.journal import EntreeJournal


@dataclass(frozen=True)
class Faute:
    """What no longer agrees, for which consultation."""

    consultation_id: int
    motif: str


def verifier_preselections(session: Session) -> list[Faute]:
    """Every evidence changed, replaced or removed since its launch; empty when all stand.

    The journal itself is checked by `flask journal verifier`.
    """
    figees = {
        f.consultation_id: f
        for f in session.scalars(select(PreselectionFigee).order_by(PreselectionFigee.consultation_id))
    }
    dites = _du_journal(session)
    fautes = []
    for consultation_id, figee in figees.items():
        if empreinte(figee.contenu) != figee.empreinte:
            fautes.append(Faute(consultation_id, "contenu modifié"))
        if dites.get(consultation_id) != figee.empreinte:
            fautes.append(Faute(consultation_id, "empreinte que le journal ne connaît pas"))
    fautes += [Faute(un, "preuve absente") for un in sorted(dites.keys() - figees.keys())]
    return sorted(fautes, key=lambda f: (f.consultation_id, f.motif))


def _du_journal(session: Session) -> dict[int, str]:
    """The fingerprint that each launch wrote in the journal, for the launches that froze an evidence."""
    lances = session.execute(
        select(EntreeJournal.objet_id, EntreeJournal.details).where(
            EntreeJournal.action == "consultation:lancer"
        )
    )
    dites = {int(objet_id): json.loads(details).get("preselection_empreinte") for objet_id, details in lances}
    return {un: str(dite) for un, dite in dites.items() if dite}
