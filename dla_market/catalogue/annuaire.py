"""The public directory of companies, where one is configured: what it says of a SIRET (domain 10).

Spoken to as the « API Recherche d'entreprises »: GET <address>/search?q=<siret>, an answer in JSON. Nothing
about people is read from it.
"""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from dla_market.catalogue.models_sirene import EtatSirene

DELAI_S: Final = 5.0
OCTETS_MAX: Final = 2**20
AGENT: Final = "DLA Market"


class AnnuaireMuet(Exception):  # noqa: N818  # an absence of answer, which is told and tried again
    """The directory did not answer, or not in a way that can be read. Its words are for the log."""


@dataclass(frozen=True)
class Immatriculation:
    """What the directory says: whether the company is open, since which day it is not, where it says so."""

    etat: EtatSirene
    fermee_le: date | None = None


class Annuaire:
    """A directory at an address. No redirection is followed: it goes where it was told, and nowhere else."""

    def __init__(self, adresse: str, delai_s: float = DELAI_S) -> None:
        parties = urlsplit(adresse)
        if parties.scheme not in {"http", "https"} or not parties.hostname:
            raise ValueError("DLA_ANNUAIRE est une adresse http:// ou https://")
        self._classe = (
            http.client.HTTPSConnection if parties.scheme == "https" else http.client.HTTPConnection
        )
        self._hote, self._port, self._delai_s = parties.hostname, parties.port, delai_s
        self._chemin = f"{parties.path.rstrip('/')}/search"

    def demander(self, siret: str) -> Immatriculation:
        """Look a SIRET up. Raises AnnuaireMuet."""
        connexion = self._classe(self._hote, self._port, timeout=self._delai_s)
        try:
            demande = f"{self._chemin}?{urlencode({'q': siret})}"
            connexion.request("GET", demande, headers={"Accept": "application/json", "User-Agent": AGENT})
            reponse = connexion.getresponse()
            corps = reponse.read(OCTETS_MAX + 1)
            if reponse.status != http.HTTPStatus.OK or len(corps) > OCTETS_MAX:
                raise AnnuaireMuet(f"statut {reponse.status}, {len(corps)} octets")
            return lire(siret, json.loads(corps))
        except (OSError, http.client.HTTPException, ValueError) as erreur:
            raise AnnuaireMuet(f"{type(erreur).__name__} {erreur}"[:200]) from erreur
        finally:
            connexion.close()


def lire(siret: str, reponse: Any) -> Immatriculation:
    """What an answer says of a SIRET: closed where its company or its establishment is.

    Raises ValueError for an answer of another shape: that says nothing of the company.
    """
    if not isinstance(reponse, dict) or not isinstance(reponse.get("results"), list):
        raise ValueError("une réponse sans résultats")  # noqa: TRY004  # the content is wrong, not our types
    for societe in filter(_est_objet, reponse["results"]):
        if societe.get("siren") != siret[:9]:
            continue
        if societe.get("etat_administratif") == "C":
            return Immatriculation(EtatSirene.FERMEE, _jour(societe.get("date_fermeture")))
        trouves = societe.get("matching_etablissements")
        etablissements = [societe.get("siege"), *(trouves if isinstance(trouves, list) else [])]
        for etablissement in filter(_est_objet, etablissements):
            if etablissement.get("siret") == siret and etablissement.get("etat_administratif") == "F":
                return Immatriculation(EtatSirene.FERMEE, _jour(etablissement.get("date_fermeture")))
        if societe.get("etat_administratif") == "A":
            return Immatriculation(EtatSirene.ACTIVE)
        raise ValueError("une société sans état")
    return Immatriculation(EtatSirene.INCONNUE)


def _est_objet(valeur: Any) -> bool:
    return isinstance(valeur, dict)


def _jour(texte: Any) -> date | None:
    """A day in ISO, None where there is none: it is told when it is known."""
    return date.fromisoformat(texte) if isinstance(texte, str) and texte else None
