"""Words of the référencement's pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from dla_market.blueprints.referencement.etapes import etapes_du_dossier
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.referencement import rules
from dla_market.referencement.models import EtatReferencement, Referencement
from dla_market.referencement.reglages import reglages_du
from dla_market.referencement.states import REFERENCEMENT, RETRAIT

E = EtatReferencement
TONS = {
    E.DEMANDE: "info",
    E.EN_INSTRUCTION: "info",
    E.A_COMPLETER: "alerte",
    E.REFUSE: "neutre",
    E.DEREFERENCE: "neutre",
    E.RETIRE: "neutre",
    E.RENONCE: "neutre",
}


def dire_etat(dossier: Referencement) -> tuple[str, str]:
    """The state of a file on this day, in words, with the tone of its label."""
    today = clock.today()
    if dossier.etat is not E.ACCEPTE:
        mots_etat = REFERENCEMENT.libelles[dossier.etat]
        return mots_etat[0].upper() + mots_etat[1:], TONS[dossier.etat]
    if rules.est_expire(dossier, today):
        return "Expiré", "neutre"
    if not rules.est_en_cours(dossier, today):
        return "Accepté, à venir", "info"
    if rules.finit_bientot(dossier, today, reglages_du(session_courante(), today).preavis_jours):
        return "En cours, finit bientôt", "alerte"
    return "En cours", "succes"


def dernier_jour(dossier: Referencement) -> date | None:
    """The last day of a file that was accepted: the day it was given up, where it was, or the one granted."""
    return dossier.fini_le if dossier.etat is E.RENONCE else dossier.fin


def tient_encore(dossier: Referencement) -> str:
    """Whether what another region accepted, and this file leans on, still holds there, in a sentence."""
    if dossier.reconnait_id is None:
        return ""
    source = session_courante().get_one(Referencement, dossier.reconnait_id)
    if rules.est_en_cours(source, clock.today()):
        return "Ce référencement y est toujours en cours."
    return "Ce référencement n’y est plus en cours aujourd’hui."


def mots() -> dict[str, Any]:
    """What the pages need to put a file in words."""
    return {
        "dire_etat": dire_etat,
        "dernier_jour": dernier_jour,
        "tient_encore": tient_encore,
        "etapes_du_dossier": etapes_du_dossier,
        "etats_retrait": RETRAIT.libelles,
        "regles": rules,
        "today": clock.today(),
        "reglages": reglages_du(session_courante(), clock.today()),
    }
