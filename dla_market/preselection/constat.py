"""A proposal as plain values: what the launch freezes, and the page of the evidence reads back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dla_market.preselection.proposition import Propose, Proposition
from dla_market.search import Requete, classement


def constater(proposition: Proposition | None) -> dict[str, Any] | None:
    """The questions, the rules' version, the results with rank, reasons and figures; None for none."""
    if proposition is None:
        return None
    besoin = asdict(proposition.besoin)
    besoin["debut"] = proposition.besoin.debut.isoformat() if proposition.besoin.debut else None
    return {
        "version_des_regles": classement.VERSION,
        "cible": proposition.cible,
        "besoin": besoin,
        "questions": [
            {"elargie": question.elargie, "requete": _requete(question.requete), "total": total}
            for question, total in proposition.questions
        ],
        "places_vides": list(proposition.places_vides),
        "resultats": [_resultat(resultat) for resultat in proposition.resultats],
    }


def _requete(requete: Requete) -> dict[str, Any]:
    """What was asked, without what is as by default."""
    neutre = Requete(le=requete.le)
    dite: dict[str, Any] = {"le": requete.le.isoformat()}
    for nom, valeur in asdict(requete).items():
        if nom != "le" and valeur != getattr(neutre, nom):
            dite[nom] = valeur.isoformat() if hasattr(valeur, "isoformat") else valeur
    return dite


def _resultat(resultat: Propose) -> dict[str, Any]:
    return {
        "prestataire_id": resultat.prestataire_id,
        "prestataire": resultat.nom,
        "rang": resultat.rang,
        "elargie": resultat.elargie,
        "place": resultat.place.value if resultat.place else None,
        "qualifie": resultat.qualifie,
        "raisons": [[raison.signe, raison.texte] for raison in resultat.raisons],
        "equite": {
            **asdict(resultat.equite),
            "alertes": list(resultat.equite.alertes),
            "part_dix_millemes": resultat.equite.part_dix_millemes,
        },
    }
