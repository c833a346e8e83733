"""What a fiche says, as plain texts: frozen when it is read, compared between two days, field by field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from dla_market.catalogue.models import Intervenant, Prestataire

IDENTITE = (
    "nom", "nom_commercial", "type_prestataire", "forme_juridique", "siret", "code_naf", "creee_le",
    "effectif", "regime_tva", "numero_tva", "declaration_activite", "qualiopi", "adresse", "commune",
    "departement_code", "telephone", "courriel", "site", "logo_id",
)  # fmt: skip
OFFRE = (
    "titre", "presentation", "individuel", "collectif", "presentiel", "distance", "types_structures",
    "langues", "techniques", "outils",
)  # fmt: skip
CONDITIONS = (
    "tarif_jour_ht_centimes", "tarif_min_centimes", "tarif_max_centimes", "tarif_collectif_centimes",
    "frais_deplacement", "disponible_le", "jours_par_mois", "accepte_urgences", "tva_dix_millemes",
)  # fmt: skip
ENGAGEMENTS = (
    "charte_version", "charte_signee_le", "charte_signee_par", "liens_declares_le", "sans_tete_de_reseau",
)  # fmt: skip
CHAMPS = (*IDENTITE, *OFFRE, *CONDITIONS, *ENGAGEMENTS)
"""The fields of the fiche itself, in the order in which they are told."""

ACTIVITE = ("niveau", "annees", "zones_propres")
INTERVENANT = (
    "prenom", "nom", "fonction", "experience", "diplomes", "annees_experience", "langues", "secteurs",
    "thematiques", "actif", "accord_publication", "courriel",
)  # fmt: skip
REFERENCE = (
    "client", "annee", "secteur_code", "thematique_code", "jours_centiemes", "resume", "montant_centimes",
    "contact",
)  # fmt: skip
LIEN = ("organisation", "nature")

Contenu = dict[str, Any]


@dataclass(frozen=True)
class Ecart:
    """A field that differs: of the fiche where `sujet` is empty, else of the line that `sujet` names.

    `champ` is a name of CHAMPS, « zones », or « <list>.<field> ».
    """

    champ: str
    sujet: str
    avant: str
    apres: str


def contenu(fiche: Prestataire) -> Contenu:
    """All that the fiche says, as texts. The rows of its lists have their ids: flush first."""
    return {
        "champs": {champ: _texte(getattr(fiche, champ)) for champ in CHAMPS}
        | {"zones": " ".join(sorted(zone.departement_code for zone in fiche.zones))},
        "lignes": {
            **_lignes(
                "activite", fiche.activites, ACTIVITE, lambda a: f"{a.secteur_code} {a.thematique_code}"
            ),
            **_lignes("intervenant", fiche.intervenants, INTERVENANT, nom_d_intervenant),
            **_lignes("reference", fiche.references, REFERENCE, lambda r: f"{r.client}, {r.annee}"),
            **_lignes("lien", fiche.liens, LIEN, lambda lien: lien.organisation),
        },
    }


def nom_d_intervenant(personne: Intervenant) -> str:
    """How the differences name a person."""
    return f"{personne.prenom} {personne.nom}".strip()


def figer(fiche: Prestataire) -> str:
    """The same as JSON, to keep."""
    return json.dumps(contenu(fiche), ensure_ascii=False, sort_keys=True)


def defiger(texte: str) -> Contenu:
    """What `figer` wrote."""
    lu: Contenu = json.loads(texte)
    return lu


VIDE: Contenu = {"champs": {}, "lignes": {}}
"""What a fiche that nobody has read yet is compared with."""


def ecarts(avant: Contenu, apres: Contenu) -> list[Ecart]:
    """Every field that differs, the fiche's own first, then its lists line by line."""
    trouves = [
        Ecart(champ, "", ancien, neuf)
        for champ, ancien, neuf in _differences(avant["champs"], apres["champs"], (*CHAMPS, "zones"))
    ]
    anciennes, neuves = avant["lignes"], apres["lignes"]
    for cle in dict.fromkeys([*anciennes, *neuves]):
        ancienne, neuve = anciennes.get(cle), neuves.get(cle)
        genre, sujet = cle.split(":")[0], (neuve or ancienne)["sujet"]
        valeurs = ((ancienne or {}).get("valeurs", {}), (neuve or {}).get("valeurs", {}))
        trouves += [
            Ecart(f"{genre}.{champ}", sujet, ancien, neuf)
            for champ, ancien, neuf in _differences(*valeurs, dict.fromkeys([*valeurs[0], *valeurs[1]]))
        ]
    return trouves


def _differences(
    avant: Mapping[str, str], apres: Mapping[str, str], champs: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    for champ in champs:
        ancien, neuf = avant.get(champ, ""), apres.get(champ, "")
        if ancien != neuf:
            yield champ, ancien, neuf


def _lignes(
    genre: str, lignes: Iterable[Any], champs: Iterable[str], sujet: Callable[[Any], str]
) -> dict[str, Any]:
    return {
        f"{genre}:{ligne.id}": {
            "sujet": sujet(ligne),
            "valeurs": {champ: _texte(getattr(ligne, champ)) for champ in champs},
        }
        for ligne in lignes
    }


def _texte(valeur: Any) -> str:
    """One text a value: a day in ISO, an enumeration's value, codes apart, « oui », nothing for no."""
    if valeur is None or valeur is False:
        return ""
    if valeur is True:
        return "oui"
    if isinstance(valeur, Enum):
        return str(valeur.value)
    if isinstance(valeur, date):
        return valeur.isoformat()
    return " ".join(valeur) if isinstance(valeur, tuple) else str(valeur)
