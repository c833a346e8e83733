"""Pure rules of the structures, their head counts and their diagnostics: no database here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from stdnum.fr import siret as siret_francais

PREMIERE_ANNEE = 1800
"""No structure that the scheme meets is older; an earlier year is a slip of the keyboard."""


@dataclass(frozen=True)
class Identite:
    """Who a structure is. `type_siae_codes`: its kinds of insertion structure, the main one first."""

    nom: str
    type_code: str
    secteur_code: str
    departement_code: str
    siret: str | None = None
    objet: str = ""
    commune: str = ""
    annee_creation: int | None = None
    type_siae_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Emplois:
    """A head count. Full-time equivalents in hundredths, None where unknown."""

    nb_postes: int
    nb_cdi: int
    nb_cdd: int
    nb_emplois_aides: int
    etp_centiemes: int | None = None


@dataclass(frozen=True)
class Textes:
    """The texts of a diagnostic; None leaves what is written, so that a section saves alone."""

    contexte: str | None = None
    projet: str | None = None
    forces: str | None = None
    faiblesses: str | None = None
    besoins: str | None = None
    preconisations: str | None = None

    def dits(self) -> dict[str, str]:
        """What is said here, by field, without the spaces around."""
        valeurs = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {nom: valeur.strip() for nom, valeur in valeurs if valeur is not None}


def lecture_ouverte(jusqu_au: datetime | None, maintenant: datetime) -> bool:
    """Whether a lent diagnostic may still be read; queries.sql_lecture_ouverte says the same in SQL."""
    return jusqu_au is None or maintenant < jusqu_au


Refus = tuple[str, str]
"""A field and the sentence that belongs to it."""


def lire_siret(texte: str | None) -> str | None:
    """The fourteen digits of a SIRET typed with or without spaces, None for nothing.

    Raises ValueError with a French sentence where the digits do not hold together.
    """
    if texte is None or not texte.strip():
        return None
    compact = siret_francais.compact(texte)
    if not siret_francais.is_valid(compact):
        raise ValueError("Ce SIRET n’est pas exact : il a quatorze chiffres, vérifiez-les.")
    return str(compact)


def refus_identite(identite: Identite, annee: int) -> Refus | None:
    """The first thing that cannot be in a structure's identity, None when all can."""
    if not identite.nom.strip():
        return "nom", "Donnez le nom de la structure."
    creation = identite.annee_creation
    if creation is not None and not PREMIERE_ANNEE <= creation <= annee:
        return "annee_creation", f"L’année de création est entre {PREMIERE_ANNEE} et {annee}."
    return None


def refus_jour_passe(jour: date, aujourdhui: date, champ: str) -> Refus | None:
    """Why a day on which something took place cannot be that one: it is still to come."""
    return (champ, "Ce jour n’est pas encore venu.") if jour > aujourdhui else None


def refus_emplois(emplois: Emplois) -> Refus | None:
    """Why a head count does not hold: permanent and fixed-term add up to the posts, aided is a part (R43)."""
    if min(emplois.nb_postes, emplois.nb_cdi, emplois.nb_cdd, emplois.nb_emplois_aides) < 0:
        return "nb_postes", "Un nombre de postes ne peut pas être négatif."
    total = emplois.nb_cdi + emplois.nb_cdd
    if total != emplois.nb_postes:
        return "nb_postes", f"Les CDI et les CDD font {total} postes, et non {emplois.nb_postes}."
    if emplois.nb_emplois_aides > emplois.nb_postes:
        return (
            "nb_emplois_aides",
            "Les emplois aidés sont une partie des postes : il ne peut y en avoir plus.",
        )
    return None


ATTENDUS = {
    "contexte": "le contexte",
    "besoins": "les besoins",
    "preconisations": "les préconisations",
}
"""What a diagnostic must say before it is shared."""


def manques(textes: Textes) -> list[str]:
    """What is still to write before the diagnostic can be shared, in words for a list."""
    dits = textes.dits()
    return [nom for champ, nom in ATTENDUS.items() if not dits.get(champ)]
