"""The frozen shortlist as a PDF: an annex of the consultation's file, from the JSON that the launch froze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dla_market.documents.pdf import rendre
from dla_market.documents.typographie import instant

SIGNES = {"+": "Pour", "-": "Réserve", "?": "Inconnu"}
DEUX = 2


@dataclass(frozen=True)
class MotsFiges:
    """What the frozen codes mean: `questions` by their order, `origines` and `places` by code."""

    questions: Sequence[str]
    origines: Mapping[str, str]
    places: Mapping[str, str]


def pdf_preselection(contenu: Mapping[str, Any], empreinte: str, *, intitule: str, mots: MotsFiges) -> bytes:
    """What was looked for and found, who was kept and who was set aside, why, by whom and when.

    `empreinte` is that of the frozen text. Says nothing that is not in it but the words of its codes.
    """
    proposition = contenu["proposition"] or {}
    return rendre(
        "preselection",
        {
            "reference": contenu["reference"],
            "intitule": intitule,
            "dla": contenu["dla"],
            "figee_le": instant(contenu["figee_le"]),
            "figee_par": ", ".join(filter(None, [contenu["figee_par"], contenu["role"]])),
            "regles": (
                f"version {proposition['version_des_regles']}"
                if proposition
                else "aucune proposition n’était disponible"
            ),
            "retenus": [_retenu(un, mots) for un in contenu["retenus"]],
            "ecartes": [
                {"prestataire": un["prestataire"], "motif": un["motif"], "par": _par(un)}
                for un in contenu["ecartes"]
            ],
            "questions": list(mots.questions),
            "places_vides": list(proposition.get("places_vides", ())),
            "resultats": [
                {
                    **_ligne(un),
                    "place": mots.places.get(un["place"] or "", ""),
                    "equite": _equite(un["equite"]),
                }
                for un in proposition.get("resultats", ())
            ],
            "recherches": [
                {
                    "mots": ", ".join(une["mots"]) or "tout le catalogue",
                    "total": _compte(une["total"], "résultat"),
                    "resultats": [_ligne(un) for un in une["resultats"]],
                }
                for une in proposition.get("recherches", ())
            ],
            "cahier_empreinte": contenu["cahier_empreinte"],
            "empreinte": empreinte,
        },
        titre=f"Présélection figée au lancement, {contenu['reference']}",
        cree_le=datetime.fromisoformat(contenu["figee_le"]),
    )


def _retenu(un: Mapping[str, Any], mots: MotsFiges) -> dict[str, Any]:
    raison = un.get("raison", "")
    return {
        "prestataire": un["prestataire"],
        "motif": un["motif"],
        "referencement": ". ".join(filter(None, [un.get("referencement", ""), *un.get("objections", ())])),
        "raison": f"Raison écrite\u00a0: {raison}" if raison else "",
        "origine": ", ".join(filter(None, [mots.origines.get(un["origine"], ""), un["recherche"]])),
        "par": _par(un),
    }


def _par(un: Mapping[str, Any]) -> str:
    return f"{un['par']}, {instant(un['le'])}"


def _ligne(un: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "prestataire": un["prestataire"],
        "rang": str(un["rang"]),
        "raisons": [f"{SIGNES.get(signe, signe)}\u00a0: {texte}" for signe, texte in un["raisons"]],
    }


def _equite(faits: Mapping[str, Any]) -> str:
    """« 3 invitations dont 1 du DLA, aucune commande », with what is flagged."""
    phrases = [
        f"{_compte(faits[nom], mot)} dont {faits[f'{nom}_du_dla']} du DLA" if faits[nom] else f"aucune {mot}"
        for nom, mot in (("invitations", "invitation"), ("commandes", "commande"))
    ]
    return "\u00a0; ".join([", ".join(phrases), *faits["alertes"]])


def _compte(nombre: int, mot: str) -> str:
    return f"{nombre}\u00a0{mot}{'s' if nombre >= DEUX else ''}"
