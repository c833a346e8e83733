"""A proposal as plain values: what the launch freezes, and the page of the evidence reads back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dla_market.preselection.proposition import Propose, Proposition
from dla_market.search import Requete, Resultat, classement

PREMIERES = 20
"""How many lines of a search are kept besides those of the prestataires chosen."""


@dataclass(frozen=True)
class RechercheFaite:
    """A search of the catalogue that found who was kept, asked again at the launch."""

    adresse: str
    mots: Sequence[str]
    requete: Requete
    resultat: Resultat


def constater(
    proposition: Proposition | None, recherches: Sequence[RechercheFaite] = (), retenus: Collection[int] = ()
) -> dict[str, Any] | None:
    """The questions, the rules' version, the results with rank, reasons and figures; None for none.

    Of the searches behind a choice, the first lines and those of `retenus`, the prestataires kept or set
    aside, with their ranks.
    """
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
        "ecartes": [_resultat(resultat) for resultat in proposition.ecartes],
        "recherches": [_recherche(une, retenus) for une in recherches],
    }


def _recherche(faite: RechercheFaite, retenus: Collection[int]) -> dict[str, Any]:
    return {
        "adresse": faite.adresse,
        "mots": list(faite.mots),
        "requete": _requete(faite.requete),
        "total": faite.resultat.total,
        "resultats": [
            {
                "rang": rang,
                "prestataire_id": ligne.id,
                "prestataire": ligne.nom,
                "raisons": [[raison.signe, raison.texte] for raison in ligne.raisons],
            }
            for rang, ligne in enumerate(faite.resultat.lignes, start=1)
            if rang <= PREMIERES or ligne.id in retenus
        ],
    }


def _requete(requete: Requete) -> dict[str, Any]:
    """What was asked, without what is as by default; how long a confirmation held, always."""
    neutre = Requete(le=requete.le)
    dite: dict[str, Any] = {"le": requete.le.isoformat(), "validite": requete.validite}
    for nom, valeur in asdict(requete).items():
        if nom not in dite and valeur != getattr(neutre, nom):
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
