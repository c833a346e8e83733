"""Taking a file of fiches into the catalogue: all of it or nothing, and once however often it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from dla_market.catalogue.contenu import contenu, ecarts
from dla_market.catalogue.events import FichesImportees
from dla_market.catalogue.histoire import tracer_acte, tracer_ecarts
from dla_market.catalogue.importation import (
    NIVEAU_PAR_DEFAUT,
    Faute,
    LigneLue,
    lire_lignes,
    nom_et_courriel,
)
from dla_market.catalogue.importation_cellules import Lexique
from dla_market.catalogue.importation_doutes import douter
from dla_market.catalogue.importation_fichier import Tableau
from dla_market.catalogue.models import Activite, EtatFiche, Prestataire, RegimeTva, TypePrestataire, Zone
from dla_market.catalogue.operations import verrouiller
from dla_market.catalogue.states import FICHE
from dla_market.kernel import clock
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import Auteur, journaliser
from dla_market.referentiel.models import Secteur, Thematique
from dla_market.referentiel.queries import departements, entrees

T = TypeVar("T")
LOT: Final = 500
"""Lines whose fiches are looked for at once."""


@dataclass
class CompteRendu:
    """What an import did, or would do: how many fiches, and what is wrong with the file.

    `doutes` are lines for a new fiche that looks like another: they stop nothing, a person must look.
    `ecrit` tells whether anything was written.
    """

    fautes: list[Faute] = field(default_factory=list)
    doutes: list[Faute] = field(default_factory=list)
    ignorees: list[str] = field(default_factory=list)
    creees: int = 0
    modifiees: int = 0
    inchangees: int = 0
    ecrit: bool = False


def lire_lexique(session: Session) -> Lexique:
    """What may be written in a file today."""
    jour = clock.today()
    return Lexique.de(
        {e.code: e.libelle for e in entrees(session, Secteur, jour)},
        {e.code: e.libelle for e in entrees(session, Thematique, jour)},
        {d.code: d.libelle for d in departements(session)},
    )


def importer(
    session: Session,
    auteur: Auteur,
    tableau: Tableau,
    *,
    simulation: bool = False,
    partiel: bool = False,
    brouillon: bool = False,
) -> CompteRendu:
    """Create the fiches of a file that are new, change those that it says otherwise, leave the others.

    A line is a fiche's by its SIRET, else by its name and address. Nothing is written where a line is
    wrong, unless `partiel` takes the others in; nor in a `simulation`, which only needs to read. New
    fiches are published and confirmed as of today, since the file is the network's own record of them;
    with `brouillon` they wait for their prestataire.
    """
    lecture = lire_lignes(tableau, lire_lexique(session))
    connues = _retrouver(session, lecture.lignes)
    rendu = CompteRendu(lecture.fautes, ignorees=lecture.ignorees)
    paires: list[tuple[LigneLue, Prestataire | None]] = []
    for ligne in lecture.lignes:
        fiche, faute = connues.fiche_de(ligne)
        if faute is None:
            paires.append((ligne, fiche))
        else:
            rendu.fautes.append(faute)
    rendu.fautes.sort(key=lambda faute: faute.ligne)
    a_changer = [(ligne, fiche) for ligne, fiche in paires if fiche is not None and _differe(fiche, ligne)]
    neuves = [ligne for ligne, fiche in paires if fiche is None]
    rendu.creees, rendu.modifiees = len(neuves), len(a_changer)
    rendu.doutes = douter(session, neuves)
    rendu.inchangees = len(paires) - len(neuves) - len(a_changer)
    rendu.ecrit = not simulation and (partiel or not rendu.fautes) and bool(neuves or a_changer)
    if rendu.ecrit:
        etat = EtatFiche.BROUILLON if brouillon else EtatFiche.PUBLIEE
        touchees = _creer(session, auteur, neuves, etat) + _changer(session, auteur, a_changer)
        emettre(session, FichesImportees(tuple(fiche.id for fiche in touchees)))
    return rendu


class _Connues:
    """The fiches that the lines of a file may speak of."""

    def __init__(self, fiches: Sequence[Prestataire]) -> None:
        self.par_siret = {fiche.siret: fiche for fiche in fiches if fiche.siret}
        self.par_nom: dict[tuple[str, str], list[Prestataire]] = {}
        for fiche in fiches:
            self.par_nom.setdefault(nom_et_courriel(fiche.nom, fiche.courriel), []).append(fiche)

    def fiche_de(self, ligne: LigneLue) -> tuple[Prestataire | None, Faute | None]:
        """The fiche of a line, None where it is new; or why that cannot be said."""
        fiche = self.par_siret.get(ligne.siret or "")
        if fiche is None:
            candidates = [
                candidate
                for candidate in self.par_nom.get(ligne.nom_et_courriel, [])
                if not (candidate.siret and ligne.siret)
            ]
            if len(candidates) > 1:
                phrase = "Plusieurs fiches portent ce nom et cette adresse\u00a0: donnez le SIRET."
                return None, Faute(ligne.numero, "raison_sociale", phrase)
            fiche = candidates[0] if candidates else None
        if fiche is not None and not FICHE.permet(fiche.etat, "modifier"):
            phrase = f"La fiche de ce prestataire est {FICHE.libelles[fiche.etat]}."
            return None, Faute(ligne.numero, "raison_sociale", phrase)
        return fiche, None


def _retrouver(session: Session, lignes: Sequence[LigneLue]) -> _Connues:
    """Every fiche that bears a SIRET or an address of the file, with its lists, in a few statements."""
    trouvees: dict[int, Prestataire] = {}
    requete = select(Prestataire).options(
        selectinload(Prestataire.activites), selectinload(Prestataire.zones)
    )
    for lot in _lots(lignes):
        sirets = [ligne.siret for ligne in lot if ligne.siret]
        adresses = [str(ligne.champs["courriel"]).lower() for ligne in lot]
        par_siret, par_adresse = Prestataire.siret.in_(sirets), func.lower(Prestataire.courriel).in_(adresses)
        for fiche in session.scalars(requete.where(par_siret | par_adresse)):
            trouvees[fiche.id] = fiche
    return _Connues(list(trouvees.values()))


def _paires(ligne: LigneLue) -> set[tuple[str, str]]:
    return {(secteur, thematique) for secteur in ligne.secteurs for thematique in ligne.thematiques}


def _differe(fiche: Prestataire, ligne: LigneLue) -> bool:
    niveaux = {(a.secteur_code, a.thematique_code): a.niveau for a in fiche.activites}
    return (
        any(getattr(fiche, champ) != valeur for champ, valeur in ligne.champs.items())
        or set(niveaux) != _paires(ligne)
        or (ligne.niveau is not None and set(niveaux.values()) != {ligne.niveau})
        or {zone.departement_code for zone in fiche.zones} != ligne.zones
    )


def _creer(
    session: Session, auteur: Auteur, lignes: Sequence[LigneLue], etat: EtatFiche
) -> list[Prestataire]:
    valeurs: dict[str, Any] = {
        "type_prestataire": TypePrestataire.AUTRE,
        "regime_tva": RegimeTva.ASSUJETTI,
        "etat": etat,
        "confirmee_le": clock.today() if etat is EtatFiche.PUBLIEE else None,
        "cree_le": clock.now(),
    }
    fiches = [
        Prestataire(
            **(valeurs | dict(ligne.champs)),
            activites=[
                Activite(secteur_code=s, thematique_code=t, niveau=ligne.niveau or NIVEAU_PAR_DEFAUT)
                for s, t in sorted(_paires(ligne))
            ],
            zones=[Zone(departement_code=code) for code in sorted(ligne.zones)],
        )
        for ligne in lignes
    ]
    session.add_all(fiches)
    session.flush()
    for fiche in fiches:
        tracer_acte(session, auteur, fiche, "importer")
        journaliser(session, auteur, "fiche:importer", "prestataire", fiche.id, etat=etat.value)
    return fiches


def _changer(
    session: Session, auteur: Auteur, paires: Sequence[tuple[LigneLue, Prestataire]]
) -> list[Prestataire]:
    for ligne, fiche in paires:
        verrouiller(session, fiche)
        avant = contenu(fiche)
        fiche.etat = FICHE.suivant(fiche.etat, "modifier")
        changes = [champ for champ, valeur in ligne.champs.items() if getattr(fiche, champ) != valeur]
        for champ in changes:
            setattr(fiche, champ, ligne.champs[champ])
        _changer_activites(fiche, ligne)
        presentes = {zone.departement_code: zone for zone in fiche.zones}
        fiche.zones = [presentes.get(c) or Zone(departement_code=c) for c in sorted(ligne.zones)]
        fiche.version += 1
        tracer_ecarts(session, auteur, fiche, ecarts(avant, contenu(fiche)))
        journaliser(session, auteur, "fiche:importer", "prestataire", fiche.id, champs=sorted(changes))
    return [fiche for _, fiche in paires]


def _changer_activites(fiche: Prestataire, ligne: LigneLue) -> None:
    """Pairs that stay keep their level, unless the line says one."""
    presentes = {(a.secteur_code, a.thematique_code): a for a in fiche.activites}
    for paire in sorted(_paires(ligne)):
        activite = presentes.pop(paire, None)
        if activite is None:
            niveau = ligne.niveau or NIVEAU_PAR_DEFAUT
            fiche.activites.append(Activite(secteur_code=paire[0], thematique_code=paire[1], niveau=niveau))
        elif ligne.niveau is not None:
            activite.niveau = ligne.niveau
    for activite in presentes.values():
        fiche.activites.remove(activite)


def _lots(elements: Sequence[T]) -> Iterator[Sequence[T]]:
    for debut in range(0, len(elements), LOT):
        yield elements[debut : debut + LOT]
