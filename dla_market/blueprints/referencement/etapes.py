"""The line of steps of a file: what was asked, read, decided, and until when it holds."""

from __future__ import annotations

from datetime import date

from dla_market.referencement import rules
from dla_market.referencement.models import EtatReferencement, Referencement
from dla_market.web.filters import instant, jour
from dla_market.web.parcours import Etape

E = EtatReferencement


def etapes_du_dossier(dossier: Referencement, today: date) -> list[Etape]:
    """Its steps with their days and who did them; what it will never reach is left out."""
    demande = Etape("Demande", "fait", f"le {jour(dossier.demande_le)}, par {dossier.prestataire.nom}")
    if dossier.etat is E.DEMANDE:
        return [demande, Etape("Instruction", "courant", "attendue"), *_a_venir("Décision", "Référencement")]
    if dossier.etat in {E.EN_INSTRUCTION, E.A_COMPLETER}:
        attente = "un complément est attendu" if dossier.etat is E.A_COMPLETER else "en cours"
        return [
            demande,
            Etape("Instruction", "courant", f"{attente}, {dossier.regional.nom}"),
            *_a_venir("Décision", "Référencement"),
        ]
    quand = f"le {instant(dossier.decide_le)}, par {dossier.regional.nom}" if dossier.decide_le else ""
    lue = Etape("Instruction", "fait")
    if dossier.etat is E.REFUSE:
        return [demande, lue, Etape("Refus", "courant", quand)]
    return [demande, lue, Etape("Acceptation", "fait", quand), _periode(dossier, today)]


def _periode(dossier: Referencement, today: date) -> Etape:
    if dossier.etat is E.DEREFERENCE:
        return Etape("Retrait", "courant")
    fin = f"jusqu’au {jour(dossier.fin)}" if dossier.fin else "sans fin"
    if rules.est_expire(dossier, today):
        return Etape("Référencement", "fait", fin)
    if dossier.debut and dossier.debut > today:
        return Etape("Référencement", "a_venir", f"du {jour(dossier.debut)}, {fin}")
    return Etape("Référencement", "courant", fin)


def _a_venir(*noms: str) -> list[Etape]:
    return [Etape(nom, "a_venir") for nom in noms]
