"""What a file of fiches may say: its columns, and what is wrong with a line.

The columns are documented in docs/importer.md. Pure rules: codes and labels come as a Lexique.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dla_market.catalogue import importation_cellules as cellules
from dla_market.catalogue.completude import PRESENTATION_MAX
from dla_market.catalogue.importation_cellules import Lexique, plier
from dla_market.catalogue.importation_fichier import Rangee, Tableau
from dla_market.catalogue.models import RegimeTva, TypePrestataire

Lecteur = Callable[[str], Any]
NIVEAU_PAR_DEFAUT: Final = 2

CHAMPS: Final[Mapping[str, tuple[str, Lecteur]]] = {
    "raison_sociale": ("nom", cellules.sur_une_ligne(200)),
    "titre": ("titre", cellules.sur_une_ligne(200)),
    "presentation": ("presentation", cellules.texte(PRESENTATION_MAX)),
    "tarif_jour_ht": ("tarif_jour_ht_centimes", cellules.montant),
    "courriel": ("courriel", cellules.courriel),
    "siret": ("siret", cellules.siret),
    "telephone": ("telephone", cellules.sur_une_ligne(30)),
    "site": ("site", cellules.site),
    "adresse": ("adresse", cellules.sur_une_ligne(300)),
    "commune": ("commune", cellules.sur_une_ligne(120)),
    "type": ("type_prestataire", cellules.un_de(TypePrestataire)),
    "tva": ("regime_tva", cellules.un_de(RegimeTva)),
    "individuel": ("individuel", cellules.oui),
    "collectif": ("collectif", cellules.oui),
    "disponible_le": ("disponible_le", cellules.jour),
}
"""The columns that say one thing: the field of the fiche, and how its cell is read."""

COLONNES: Final = (*CHAMPS, "secteurs", "thematiques", "departements", "niveau", "departement_siege")
REMPLIES: Final = (
    "raison_sociale", "titre", "presentation", "thematiques", "secteurs", "departements", "courriel",
)  # fmt: skip
"""The columns where no cell may be empty."""

REQUISES: Final = (*REMPLIES, "tarif_jour_ht", "siret")
"""The columns that a file must have."""


@dataclass(frozen=True)
class Faute:
    """What is wrong, in a sentence: at which line of the file, in which column."""

    ligne: int
    colonne: str
    phrase: str

    def __str__(self) -> str:
        """« ligne 12, colonne siret : … », for a person who has the file open."""
        return f"ligne {self.ligne}, colonne {self.colonne}\u00a0: {self.phrase}"


@dataclass(frozen=True)
class LigneLue:
    """A line without fault. `champs` holds what its cells say of the fiche; an empty cell says nothing."""

    numero: int
    champs: Mapping[str, Any]
    secteurs: frozenset[str]
    thematiques: frozenset[str]
    zones: frozenset[str]
    niveau: int | None = None

    @property
    def siret(self) -> str | None:
        """Its SIRET, where the line says one."""
        return self.champs.get("siret")

    @property
    def nom_et_courriel(self) -> tuple[str, str]:
        """What tells a fiche where there is no SIRET."""
        return nom_et_courriel(self.champs["nom"], self.champs["courriel"])


@dataclass
class Lecture:
    """What was read of a file: its good lines, its faults, and the columns that nothing reads."""

    lignes: list[LigneLue] = field(default_factory=list)
    fautes: list[Faute] = field(default_factory=list)
    ignorees: list[str] = field(default_factory=list)


def nom_et_courriel(nom: str, courriel: str) -> tuple[str, str]:
    """A name and an address, as two fiches are compared by them."""
    return plier(nom), courriel.casefold()


def lire_lignes(tableau: Tableau, lexique: Lexique) -> Lecture:
    """Read every line; a line with a fault is told and left out."""
    lecture = Lecture()
    colonnes = _lire_entete(tableau.entete, lecture)
    if not lecture.fautes:
        largeur = len(tableau.entete.cellules)
        for rangee in tableau.rangees:
            ligne = _lire_ligne(_LectureDeLigne(rangee, colonnes, largeur), lexique, lecture.fautes)
            if ligne is not None:
                lecture.lignes.append(ligne)
        _refuser_doublons(lecture)
    return lecture


def _lire_entete(entete: Rangee, lecture: Lecture) -> dict[str, int]:
    colonnes: dict[str, int] = {}
    for rang, cellule in enumerate(entete.cellules):
        nom = plier(cellule).replace(" ", "_")
        if nom in colonnes:
            lecture.fautes.append(Faute(entete.numero, nom, "Cette colonne est là deux fois."))
        elif nom in COLONNES:
            colonnes[nom] = rang
        elif cellule.strip():
            lecture.ignorees.append(cellule.strip()[:60])
    lecture.fautes += [
        Faute(entete.numero, nom, "Cette colonne manque.") for nom in REQUISES if nom not in colonnes
    ]
    return colonnes


class _LectureDeLigne:
    """Reads the cells of one line by their columns, and keeps what is wrong with each."""

    def __init__(self, rangee: Rangee, colonnes: Mapping[str, int], largeur: int) -> None:
        self.numero = rangee.numero
        self.cellules = {nom: rangee.cellules[n] for nom, n in colonnes.items() if n < len(rangee.cellules)}
        self.fautes = [
            Faute(self.numero, f"nº {largeur + rang}", "Cette cellule n’a pas de colonne dans l’en-tête.")
            for rang, cellule in enumerate(rangee.cellules[largeur:], start=1)
            if cellule.strip()
        ]

    def lire(self, colonne: str, lecteur: Lecteur) -> Any:
        """What the cell says, None where it is empty or wrong."""
        cellule = cellules.nettoyer(self.cellules.get(colonne, ""))
        if not cellule:
            if colonne in REMPLIES:
                self.fautes.append(Faute(self.numero, colonne, "Cette cellule est vide."))
            return None
        try:
            return lecteur(cellules.lisible(cellule))
        except ValueError as erreur:
            self.fautes.append(Faute(self.numero, colonne, str(erreur)))
            return None


def _lire_ligne(lecture: _LectureDeLigne, lexique: Lexique, fautes: list[Faute]) -> LigneLue | None:
    champs = {champ: lecture.lire(colonne, lecteur) for colonne, (champ, lecteur) in CHAMPS.items()}
    champs["departement_code"] = lecture.lire("departement_siege", lexique.departement)
    ligne = LigneLue(
        lecture.numero,
        {champ: valeur for champ, valeur in champs.items() if valeur is not None},
        lecture.lire("secteurs", lexique.des_secteurs),
        lecture.lire("thematiques", lexique.des_thematiques),
        lecture.lire("departements", lexique.des_zones),
        lecture.lire("niveau", cellules.niveau),
    )
    fautes.extend(lecture.fautes)
    return None if lecture.fautes else ligne


def _refuser_doublons(lecture: Lecture) -> None:
    """Two lines of one file never speak of the same fiche: which one to believe is not ours to say."""
    par_siret: dict[str, int] = {}
    par_nom: dict[tuple[str, str], LigneLue] = {}
    gardees = []
    for ligne in lecture.lignes:
        autre = par_siret.get(ligne.siret or "")
        colonne = "siret"
        if autre is None:
            jumelle = par_nom.get(ligne.nom_et_courriel)
            if jumelle is not None and not (jumelle.siret and ligne.siret):
                autre, colonne = jumelle.numero, "raison_sociale"
        if autre is not None:
            lecture.fautes.append(
                Faute(ligne.numero, colonne, f"C’est le même prestataire qu’à la ligne {autre}.")
            )
            continue
        if ligne.siret:
            par_siret[ligne.siret] = ligne.numero
        par_nom[ligne.nom_et_courriel] = ligne
        gardees.append(ligne)
    lecture.lignes = gardees
    lecture.fautes.sort(key=lambda faute: faute.ligne)
