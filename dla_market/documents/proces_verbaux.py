"""The procès-verbaux of a consultation as PDF, from the frozen JSON that the room of consultations wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dla_market.documents.pdf import rendre
from dla_market.documents.typographie import instant, montant

CONSTATS = {"non_conforme": "Non conforme", "illisible": "Illisible"}
UNE_PERSONNE = (
    "La même personne a constitué la présélection et attribué\u00a0: "
    "aucune autre ne le pouvait dans cette équipe."
)


def pdf_ouverture(contenu: Mapping[str, Any], empreinte: str) -> bytes:
    """The record of an opening: who was consulted, what came in and when, with each receipt's fingerprint."""
    return rendre(
        "pv_ouverture",
        {
            **_tete(contenu, empreinte),
            "limite_offre": instant(contenu["limite_offre"]),
            "consultes": list(contenu["consultes"]),
            "offres": [
                {
                    "prestataire": offre["prestataire"],
                    "deposee_le": instant(offre["deposee_le"]),
                    "constat": _constat(offre),
                    "total": _prix(offre["total_ttc_centimes"]),
                    "empreinte": offre["empreinte"],
                }
                for offre in contenu["offres"]
            ],
        },
        titre=f"Procès-verbal d’ouverture des offres, {contenu['reference']}",
        cree_le=datetime.fromisoformat(contenu["etabli_le"]),
    )


def pdf_choix(
    contenu: Mapping[str, Any], empreinte: str, *, criteres: Mapping[str, str] | None = None
) -> bytes:
    """The record of a choice: ranking, points by criterion, the structure's choice, the award's reason.

    `criteres` names each criterion by its order in the cahier (« 1 »: « Méthode, sur 30 »).
    """
    noms = criteres or {}
    return rendre(
        "pv_choix",
        {
            **_tete(contenu, empreinte),
            "retenue": contenu["retenue"],
            "choix_structure": contenu["choix_structure"],
            "choix_motif": contenu["choix_motif"],
            "motif": contenu["motif"],
            "separation": UNE_PERSONNE if contenu["separation_assouplie"] else "",
            "tableau": [
                {
                    "rang": "" if ligne["rang"] is None else str(ligne["rang"]),
                    "prestataire": ligne["prestataire"],
                    "total": _points(ligne["total"]),
                    "prix": _prix(ligne["total_ttc_centimes"]),
                    "points": [
                        {"critere": noms.get(ordre, f"Critère {ordre}"), "points": _points(points)}
                        for ordre, points in sorted(ligne["points"].items(), key=lambda p: int(p[0]))
                    ],
                }
                for ligne in contenu["tableau"]
            ],
            "ecartees": [
                {
                    "prestataire": e["prestataire"],
                    "constat": CONSTATS.get(e["etat"], ""),
                    "motif": e["motif"],
                }
                for e in contenu["ecartees"]
            ],
        },
        titre=f"Procès-verbal de sélection, {contenu['reference']}",
        cree_le=datetime.fromisoformat(contenu["etabli_le"]),
    )


def _tete(contenu: Mapping[str, Any], empreinte: str) -> dict[str, str]:
    return {
        "reference": contenu["reference"],
        "intitule": contenu["intitule"],
        "dla": contenu["dla"],
        "etabli_le": instant(contenu["etabli_le"]),
        "etabli_par": ", ".join(filter(None, [contenu["etabli_par"], contenu["role"]])),
        "cahier_empreinte": contenu["cahier_empreinte"],
        "empreinte": empreinte,
    }


def _constat(offre: Mapping[str, Any]) -> str:
    if offre["hors_delai"]:
        return "Hors délai, reste scellée"
    return "Ouverte" if offre["lisible"] else "Illisible"


def _prix(centimes: int | None) -> str:
    return "–" if centimes is None else montant(centimes)


def _points(valeur: Any) -> str:
    return str(valeur).replace(".", ",")
