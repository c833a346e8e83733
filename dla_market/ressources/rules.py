"""Pure rules of the ressources: what one must say, and what it is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Protocol
from urllib.parse import urlsplit

from dla_market.kernel.fichiers.genres import MEBIOCTET, Genre, Usage
from dla_market.ressources.models import NatureRessource

LIBELLES_NATURE = {
    NatureRessource.METHODE: "Méthode",
    NatureRessource.MODELE_CAHIER: "Modèle de cahier des charges",
    NatureRessource.GUIDE: "Guide",
}
LONGUEUR_LIEN = 300
USAGE = Usage((Genre.PDF, Genre.DOCX, Genre.ODT, Genre.XLSX, Genre.ODS), 10 * MEBIOCTET)
"""What may be handed in with an edition: what people read, fill or compute, no image."""

OCTETS_MAX = USAGE.octets


@dataclass(frozen=True)
class Parties:
    """The texts of a model of cahier des charges, by the names that the cahier gives them."""

    contexte: str = ""
    objectifs: str = ""
    resultats_attendus: str = ""
    livrables: str = ""
    modalites: str = ""

    @property
    def vides(self) -> bool:
        """Whether nothing at all is written."""
        return not any(getattr(self, f.name).strip() for f in fields(self))


@dataclass(frozen=True)
class Contenu:
    """What an edition says. No secteur, or no thématique, means all of them."""

    titre: str
    resume: str
    texte: str = ""
    lien: str = ""
    secteurs: tuple[str, ...] = ()
    thematiques: tuple[str, ...] = ()
    parties: Parties = Parties()


class Classee(Protocol):
    """What tells where a ressource is filed, by codes."""

    @property
    def secteurs_codes(self) -> Collection[str]:
        """Its secteurs; none means all."""

    @property
    def thematiques_codes(self) -> Collection[str]:
        """Its thématiques; none means all."""


def refus_contenu(
    nature: NatureRessource, contenu: Contenu, *, fichier: bool = False
) -> tuple[str, str] | None:
    """The first thing that an edition lacks or says amiss, as (field, sentence), None where it can stand.

    `fichier` says that it comes with a file, which may say everything.
    """
    if not contenu.titre.strip():
        return "titre", "Donnez un titre à la ressource."
    if not contenu.resume.strip():
        return "resume", "Dites en une phrase ou deux à quoi elle sert."
    if contenu.lien and not lien_valable(contenu.lien):
        return "lien", "Écrivez une adresse complète, par exemple https://www.exemple.fr/guide."
    if nature is NatureRessource.MODELE_CAHIER:
        if contenu.parties.vides:  # a cahier starts from its words: a file does not stand for them
            return "contexte", "Écrivez au moins une partie du cahier des charges."
    elif not contenu.texte.strip() and not contenu.lien and not fichier:
        return "texte", "Écrivez le texte, donnez l’adresse où il se lit, ou joignez un fichier."
    return None


def lien_valable(lien: str) -> bool:
    """Whether it is a web address that a page may safely link to: http or https, with a host."""
    try:
        parties = urlsplit(lien)
    except ValueError:
        return False
    return (
        parties.scheme in {"http", "https"}
        and bool(parties.hostname)
        and parties.username is None
        and not any(c.isspace() for c in lien)
        and len(lien) <= LONGUEUR_LIEN
    )


def porte_sur(ressource: Classee, secteur: str | None, thematique: str | None) -> bool:
    """Whether it is about this secteur and this thématique; None asks nothing, and « all » is about each."""
    return (not secteur or not ressource.secteurs_codes or secteur in ressource.secteurs_codes) and (
        not thematique or not ressource.thematiques_codes or thematique in ressource.thematiques_codes
    )


def proximite(ressource: Classee, secteur: str, thematiques: Collection[str]) -> int | None:
    """How near it is to an ingénierie: 2 for naming one of its thématiques, 1 for naming its secteur.

    0 where it is about everything without saying so, None where it is about something else.
    """
    communes = not set(thematiques).isdisjoint(ressource.thematiques_codes)
    if not porte_sur(ressource, secteur, None) or (ressource.thematiques_codes and not communes):
        return None
    return 2 * communes + (secteur in ressource.secteurs_codes)
