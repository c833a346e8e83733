"""Words of the référencement's pages."""

from __future__ import annotations

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


def mots() -> dict[str, Any]:
    """What the pages need to put a file in words."""
    return {
        "dire_etat": dire_etat,
        "etapes_du_dossier": etapes_du_dossier,
        "etats_retrait": RETRAIT.libelles,
        "regles": rules,
        "today": clock.today(),
        "reglages": reglages_du(session_courante(), clock.today()),
    }
