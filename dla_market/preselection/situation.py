"""How a fiche fares for a search, told to its own prestataire: no other name, no other fiche's facts.

Why it comes out, or not, is asked to the naive engine over that one fiche: the same rules as the catalogue's,
and a draft is read as if it were published. The rank of a published one comes from the running engine; that
of a draft is the place that its points would give it among the published ones, as they now stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import EtatFiche
from dla_market.catalogue.queries import validite
from dla_market.preselection.gains import Gain, Place, gains
from dla_market.referencement.rules import Obstacle, obstacles
from dla_market.referencement.rules import Situation as Ou
from dla_market.referentiel.models import Departement
from dla_market.search import (
    DocumentFiche,
    LigneResultat,
    MoteurRecherche,
    NaifMoteur,
    Raison,
    Requete,
    SourceEnMemoire,
    Tri,
)
from dla_market.search.analyse import plier
from dla_market.search.documents import LIEUX
from dla_market.search.lecture import lire
from dla_market.search.requetes import TAILLE_MAXIMALE, Libelle
from dla_market.search.source import documents_fiche, groupes_de_synonymes

PAGES_MAX = 20
"""How far its rank is looked for: ten thousand lines."""

REGLAGES = frozenset(
    {"le", "texte", "tri", "page", "taille", "avec_facettes", "pour_dla", "facettes", "frappe", "depuis",
     "voit_tarifs", "validite"}
)  # fmt: skip
"""What of a question filters nothing by itself."""

ACTIVITES = ("secteurs", "thematiques", "groupes")
"""Filters that must meet in one activity: they hold or fail together, then with those on places."""

DEPARTEMENTS_MAX = 3
SANS_REFERENCEMENT = "Un DLA devrait donner une raison écrite pour vous inviter."

_OBSTACLES = {
    Obstacle.NON_PUBLIEE: ("Votre fiche n’est pas publiée.", ""),
    Obstacle.NON_CONFIRMEE: ("Votre fiche n’est pas confirmée depuis moins d’un an.", "confirmer"),
    Obstacle.NON_REFERENCE: ("Aucune région ne vous a référencé.", ""),
}
"""What asks a written reason, told to the prestataire, and the step that mends it."""


@dataclass(frozen=True)
class Manque:
    """Something that keeps the fiche out, or lower: what it is, and the step of the fiche that mends it."""

    phrase: str
    etape: str = ""


@dataclass(frozen=True)
class Situation:
    """Where the fiche stands. `rang` from 1, None where it does not come out, or stands too far.

    `total` counts what the search finds: the published fiches, and with a `publiee` False this one too where
    it would come out, at the `rang` that it would have.
    `gagne` says what each change would bring in this very search, `ensemble` the rank with all of them.
    """

    sort: bool
    publiee: bool
    rang: int | None
    total: int | None
    raisons: tuple[Raison, ...]
    empeche: tuple[Manque, ...]
    gagne: tuple[Gain, ...]
    ensemble: int | None
    ameliore: tuple[Manque, ...]


def situer(
    session: Session,
    moteur: MoteurRecherche,
    requete: Requete,
    fiche_id: int,
    libelle: Libelle,
    *,
    publiee: bool,
) -> Situation:
    """Where this fiche stands for this question; the caller has checked whose it is. Raises IndexAbsent."""
    document = next(documents_fiche(session, [fiche_id], comme_publiees=True))
    if document.confirmee_le is None and not publiee:
        document = replace(document, confirmee_le=requete.le)  # publishing it would confirm it
    synonymes = groupes_de_synonymes(session)
    seule = NaifMoteur(SourceEnMemoire([document], synonymes), libelle, moteur.corpus())
    seule.ouvrir(Path())
    exacte = replace(requete, page=1, avec_facettes=False)
    empeche = (*_mots(seule, exacte), *_filtres(seule, exacte, libelle))
    place, lue = None, True
    if publiee:
        place, total, lue = _rang(moteur, exacte, fiche_id)
        rang, ligne = (place.rang, place.ligne) if place else (None, None)
    else:
        rang, ligne, total = placer(moteur, seule, replace(exacte, tri=Tri.PERTINENCE))
    sort = rang is not None or not empeche
    gagne = gains(moteur, document, exacte, place, libelle, mots_sus=lue) if sort else ()
    lignes = [ligne] if ligne else seule.interroger(replace(exacte, texte="") if empeche else exacte).lignes
    return Situation(
        sort=sort,
        publiee=publiee,
        rang=rang,
        total=total,
        raisons=lignes[0].raisons if lignes else (),
        empeche=() if sort else empeche,
        gagne=gagne,
        ensemble=place.rang_avec(sum(gain.points for gain in gagne)) if place and len(gagne) > 1 else None,
        ameliore=(
            *(empeche if sort else ()),
            *_invitation(session, document, exacte),
            *_ameliorations(document),
        ),
    )


def _rang(moteur: MoteurRecherche, requete: Requete, fiche_id: int) -> tuple[Place | None, int, bool]:
    """Where it stands, how many are found, and whether the search read the words as they were typed."""
    total, lue, devant = 0, True, list[LigneResultat]()
    for page in range(1, PAGES_MAX + 1):
        resultat = moteur.interroger(replace(requete, page=page, taille=TAILLE_MAXIMALE))
        total, lue = resultat.total, resultat.corrige is None
        for place, ligne in enumerate(resultat.lignes, start=(page - 1) * TAILLE_MAXIMALE + 1):
            if ligne.id == fiche_id:
                return Place(place, ligne, devant), total, lue
            devant.append(ligne)
        if page * TAILLE_MAXIMALE >= total:
            break
    return None, total, lue


def placer(
    moteur: MoteurRecherche, seule: NaifMoteur, requete: Requete
) -> tuple[int | None, LigneResultat | None, int]:
    """The place that a fiche outside of the index would have in it, its line, and how many there would be.

    The lines stand by points, then name: a few of them say how many would come before.
    """
    publiees, elle = moteur.interroger(replace(requete, taille=1)), seule.interroger(requete)
    if not elle.total or elle.corrige or elle.elargi:
        return None, None, publiees.total
    if publiees.corrige or publiees.elargi:
        return 1, elle.lignes[0], 1  # it alone holds all the words as they were typed
    debut, fin = 0, publiees.total
    while debut < fin:
        milieu = (debut + fin) // 2
        (autre,) = moteur.interroger(replace(requete, page=milieu + 1, taille=1)).lignes
        if _ordre(autre) < _ordre(elle.lignes[0]):
            debut = milieu + 1
        else:
            fin = milieu
    return debut + 1, elle.lignes[0], publiees.total + 1


def _ordre(ligne: LigneResultat) -> tuple[int, str, int]:
    return -ligne.score, plier(ligne.nom), ligne.id


def _mots(seule: NaifMoteur, requete: Requete) -> list[Manque]:
    """The words that the fiche lacks; a correction is not a word found."""
    lecture = lire(requete.texte)
    manques = []
    for clause in lecture.clauses:
        reponse = seule.interroger(Requete(le=requete.le, texte=clause.saisi, avec_facettes=False))
        if not reponse.total or reponse.corrige:
            manques.append(
                Manque(
                    f"{_citer(clause.saisi)} n’est nulle part dans votre fiche. Si c’est votre métier, "
                    "dites-le dans le titre, la présentation ou une référence.",
                    "presentation",
                )
            )
    for exclue in lecture.exclusions:
        reponse = seule.interroger(
            Requete(le=requete.le, texte=exclue.saisi.lstrip("-"), avec_facettes=False)
        )
        if reponse.total and not reponse.corrige:
            manques.append(Manque(f"{_citer(exclue.saisi)} est dans votre fiche, et la recherche l’exclut."))
    return manques


def _citer(saisi: str) -> str:
    return "«\u00a0" + saisi.replace('"', "").lstrip("-") + "\u00a0»"


def _filtres(seule: NaifMoteur, requete: Requete, libelle: Libelle) -> list[Manque]:
    """The filters that the fiche does not pass, each asked alone."""
    neutre = Requete(le=requete.le, avec_facettes=False)
    poses: dict[str, Any] = {
        champ.name: valeur
        for champ in fields(Requete)
        if champ.name not in REGLAGES
        and (valeur := getattr(requete, champ.name)) != getattr(neutre, champ.name)
    }

    def passe(noms: Sequence[str]) -> bool:
        return seule.interroger(replace(neutre, **{nom: poses[nom] for nom in noms})).total > 0

    groupes = [[nom for nom in poses if nom in ACTIVITES], *([nom] for nom in poses if nom not in ACTIVITES)]
    refuses = [groupe for groupe in groupes if groupe and not passe(groupe)]
    manques = [_dire(groupe[0], poses, libelle) for groupe in refuses]
    ensemble = [nom for nom in poses if nom in (*ACTIVITES, *LIEUX)]
    if not any(set(groupe) & set(ensemble) for groupe in refuses) and not passe(ensemble):
        manques.append(
            Manque(
                f"Vous avez donné à votre activité en {_couple(poses, libelle)} ses propres départements, "
                "et elle n’y couvre pas ceux de la recherche.",
                "activites",
            )
        )
    return manques


def _couple(pose: dict[str, Any], libelle: Libelle) -> str:
    return " × ".join(_ou(une, pose[une], libelle) for une in ACTIVITES if pose.get(une))


def _dire(nom: str, pose: dict[str, Any], libelle: Libelle) -> Manque:
    """What a filter that holds the fiche out asks for, in words."""
    if nom in ACTIVITES:
        return Manque(f"Vous n’avez pas déclaré d’activité en {_couple(pose, libelle)}.", "activites")
    dire: Callable[[], Manque] | None = {
        "departements": lambda: Manque(
            f"Vous n’avez pas déclaré intervenir dans {_ou(nom, pose[nom], libelle)}.", "zones"
        ),
        "regions": lambda: Manque("Vous n’intervenez dans aucun département de cette région.", "zones"),
        "avals": lambda: Manque(
            f"Vous n’avez pas d’aval en cours de {_ou(nom, pose[nom], libelle)} : un centre le donne, "
            "après une mission ou un échange."
        ),
        "disponible_avant": lambda: Manque(
            "Votre fiche dit que vous n’êtes disponible qu’après la date demandée.", "conditions"
        ),
        "referencements": lambda: Manque(
            f"Vous n’avez pas de référencement en cours en {_ou(nom, pose[nom], libelle)}."
        ),
        "modes": lambda: Manque(
            "Votre fiche ne dit pas que vous faites ce genre d’ingénierie.", "presentation"
        ),
        "jamais_sollicite_par": lambda: Manque("Ce DLA vous a déjà passé commande."),
        "langues": lambda: Manque(
            f"Votre fiche ne dit pas que vous travaillez en {_ou(nom, pose[nom], libelle)}.", "presentation"
        ),
        "types_structures": lambda: Manque(
            f"Votre fiche ne dit pas que vous connaissez ces structures : {_ou(nom, pose[nom], libelle)}.",
            "presentation",
        ),
        "tarifs": lambda: Manque(
            "Votre tarif d’une journée n’est pas dans la tranche demandée.", "conditions"
        ),
        "disponibilite": lambda: Manque(
            "La disponibilité que dit votre fiche n’est pas celle demandée.", "conditions"
        ),
        "confirmation": lambda: Manque(
            "Votre fiche n’est pas confirmée depuis moins d’un an."
            if "confirmee" in pose[nom]
            else "Votre fiche est confirmée : la recherche veut celles qui ne le sont plus.",
            "confirmer" if "confirmee" in pose[nom] else "",
        ),
        "mobilisation": lambda: Manque(
            "Vous avez déjà eu une mission du dispositif : la recherche veut des prestataires nouveaux."
            if "jamais" in pose[nom]
            else "Vous n’avez pas encore eu de mission du dispositif."
        ),
        "deja_sollicite_par": lambda: Manque("Ce DLA ne vous a pas encore passé commande."),
    }.get(nom)
    if dire is not None:
        return dire()
    return Manque("Votre fiche ne répond pas à l’un des filtres de cette recherche.")


def _ou(facette: str, codes: Sequence[str], libelle: Libelle) -> str:
    return " ou ".join(libelle(facette, code) for code in codes[:DEPARTEMENTS_MAX]) + (
        " ou d’autres" if len(codes) > DEPARTEMENTS_MAX else ""
    )


def _invitation(session: Session, document: DocumentFiche, requete: Requete) -> list[Manque]:
    """Whether a DLA of the départements asked could invite it without a written reason (domain 4.2, 14).

    The same rule as the launch's; a draft is asked about as if it were published today.
    """
    en_cours = {un.region for un in document.referencements if un.tient(requete.le)}
    departements = session.scalars(
        select(Departement).where(Departement.code.in_(requete.departements)).order_by(Departement.libelle)
    ).all()
    ailleurs = [d.libelle for d in departements if not en_cours & {d.region_code, d.region_2012_code}]
    ou = Ou.EN_COURS if en_cours else Ou.AUCUN
    vie = _Publiee(document.confirmee_le)
    manques = [
        Manque(f"{phrase} {SANS_REFERENCEMENT}", etape)
        for phrase, etape in (
            _OBSTACLES[un] for un in obstacles(vie, ou, requete.le, validite(session, requete.le))
        )
    ]
    if ou is Ou.EN_COURS and ailleurs:
        noms = ", ".join(ailleurs[:DEPARTEMENTS_MAX])
        manques.append(
            Manque(
                f"Vous êtes référencé dans une autre région que celle de ce département ({noms}). "
                "Un DLA peut vous inviter sans raison écrite : votre ligne le lui dit."
            )
        )
    return manques


@dataclass(frozen=True)
class _Publiee:
    """The life of a fiche read as published."""

    confirmee_le: date | None
    etat: EtatFiche = EtatFiche.PUBLIEE


def _ameliorations(document: DocumentFiche) -> tuple[Manque, ...]:
    """What is unknown or old in the fiche, and costs it points or doubt in any search."""
    manques = []
    if document.disponible_le is None:
        manques.append(
            Manque("Votre disponibilité n’est pas dite : la ligne porte « inconnue ».", "conditions")
        )
    if not document.codes("departements"):
        manques.append(Manque("Aucun département d’intervention n’est dit.", "zones"))
    if not document.references_texte:
        manques.append(Manque("Aucune référence n’est donnée : leurs mots comptent aussi.", "references"))
    return tuple(manques)
