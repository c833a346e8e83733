"""Who reads which ressource, and finding one.

There are some hundreds of them at most: a search folds and reads them in memory, as the two databases do
not fold accents alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from dla_market.catalogue.queries import RESEAU
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Organisation
from dla_market.ressources.models import Edition, EtatRessource, NatureRessource, Ressource
from dla_market.ressources.rules import Parties, porte_sur, proximite


def visible_to(acteur: Acteur) -> Select[Any]:
    """The network sees the published ones, an organisation all of its own; nobody else any."""
    if acteur.organisation_type not in RESEAU:
        return select(Ressource).where(false())
    return select(Ressource).where(
        or_(Ressource.etat == EtatRessource.PUBLIEE, Ressource.organisation_id == acteur.organisation_id)
    )


def charger(session: Session, acteur: Acteur, ressource_id: int) -> Ressource | None:
    """One of them by its id, with its present edition and its author; None where it is not one of them."""
    return session.scalars(
        visible_to(acteur).where(Ressource.id == ressource_id).options(*_avec_edition())
    ).one_or_none()


def _avec_edition() -> tuple[Any, ...]:
    edition = joinedload(Ressource.courante)
    return (
        joinedload(Ressource.organisation),
        edition.selectinload(Edition.secteurs),
        edition.selectinload(Edition.thematiques),
    )


def editions_de(session: Session, ressource: Ressource) -> Sequence[Edition]:
    """All that it ever said, the latest first."""
    return session.scalars(
        select(Edition)
        .where(Edition.ressource_id == ressource.id)
        .order_by(Edition.numero.desc())
        .options(
            selectinload(Edition.secteurs), selectinload(Edition.thematiques), joinedload(Edition.fichier)
        )
    ).all()


def charger_edition(session: Session, acteur: Acteur, ressource_id: int, numero: int) -> Edition | None:
    """An edition that has a file, of a ressource that the actor may see."""
    visibles = visible_to(acteur).where(Ressource.id == ressource_id).with_only_columns(Ressource.id)
    return session.scalars(
        select(Edition)
        .where(Edition.ressource_id.in_(visibles), Edition.numero == numero)
        .join(Edition.fichier)
        .options(contains_eager(Edition.fichier), joinedload(Edition.ressource))
    ).one_or_none()


def parties_de(edition: Edition) -> Parties:
    """The parts of a model of cahier des charges, as the rules read them."""
    return Parties(**{f.name: getattr(edition, f.name) for f in fields(Parties)})


@dataclass(frozen=True)
class RessourceTrouvee:
    """A line of the list, with where it is filed."""

    id: int
    nature: NatureRessource
    etat: EtatRessource
    numero: int
    edition_id: int
    titre: str
    resume: str
    auteur_id: int
    auteur: str
    date: Any
    secteurs_codes: tuple[str, ...]
    thematiques_codes: tuple[str, ...]
    texte: str


@dataclass(frozen=True)
class Recherche:
    """What a search asks: words, and for each facet the values that will do (none: any)."""

    texte: str = ""
    natures: tuple[NatureRessource, ...] = ()
    secteurs: tuple[str, ...] = ()
    thematiques: tuple[str, ...] = ()
    auteurs: tuple[int, ...] = ()
    etats: tuple[EtatRessource, ...] = ()


@dataclass(frozen=True)
class Trouvailles:
    """What a search finds, the latest first, and for each facet how many each of its values would give."""

    lignes: list[RessourceTrouvee]
    comptes: Mapping[str, Mapping[Any, int]]
    auteurs: Mapping[int, str]


def toutes(session: Session, requete: Select[Any]) -> list[RessourceTrouvee]:
    """The ressources of a `visible_to` select with their present edition, the latest first."""
    ressources = session.scalars(
        requete.join(Organisation, Organisation.id == Ressource.organisation_id)
        .order_by(Ressource.publiee_le.desc(), Ressource.id.desc())
        .options(*_avec_edition())
    ).unique()
    return [
        RessourceTrouvee(
            r.id,
            r.nature,
            r.etat,
            r.numero,
            r.courante.id,
            r.courante.titre,
            r.courante.resume,
            r.organisation_id,
            r.organisation.nom,
            r.courante.ecrite_le,
            tuple(s.secteur_code for s in r.courante.secteurs),
            tuple(t.thematique_code for t in r.courante.thematiques),
            " ; ".join((r.courante.titre, r.courante.resume, r.courante.texte, *_parties(r.courante))),
        )
        for r in ressources
    ]


def _parties(edition: Edition) -> Collection[str]:
    return vars(parties_de(edition)).values()


def rechercher(
    session: Session, acteur: Acteur, recherche: Recherche, repond: Callable[[str, str], bool]
) -> Trouvailles:
    """The visible ressources that answer, « or » within a facet and « and » across.

    `repond(text, what was typed)` says whether a text answers: the search’s own, which stands above.
    A facet's counts are what each of its values would give, the other facets holding.
    """
    candidates = [
        r
        for r in toutes(session, visible_to(acteur))
        if not recherche.texte or repond(f"{r.texte} ; {r.auteur}", recherche.texte)
    ]
    choix: dict[str, tuple[Any, ...]] = {
        "nature": recherche.natures,
        "secteur": recherche.secteurs,
        "thematique": recherche.thematiques,
        "auteur": recherche.auteurs,
        "etat": recherche.etats,
    }
    comptes = {}
    for facette, choisies in choix.items():
        autres = {f: v for f, v in choix.items() if f != facette}
        restent = [r for r in candidates if _retenue(r, autres)]
        dites = {valeur for r in restent for valeur in _valeurs(r, facette)} | set(choisies)
        comptes[facette] = {v: sum(_convient(r, facette, (v,)) for r in restent) for v in dites}
    return Trouvailles(
        [r for r in candidates if _retenue(r, choix)],
        comptes,
        {r.auteur_id: r.auteur for r in candidates},
    )


def _valeurs(ressource: RessourceTrouvee, facette: str) -> Collection[Any]:
    return {
        "nature": (ressource.nature,),
        "secteur": ressource.secteurs_codes,
        "thematique": ressource.thematiques_codes,
        "auteur": (ressource.auteur_id,),
        "etat": (ressource.etat,),
    }[facette]


def _retenue(ressource: RessourceTrouvee, choix: Mapping[str, tuple[Any, ...]]) -> bool:
    return all(not v or _convient(ressource, facette, v) for facette, v in choix.items())


def _convient(ressource: RessourceTrouvee, facette: str, voulues: tuple[Any, ...]) -> bool:
    if facette == "secteur":
        return any(porte_sur(ressource, valeur, None) for valeur in voulues)
    if facette == "thematique":
        return any(porte_sur(ressource, None, valeur) for valeur in voulues)
    return any(valeur in voulues for valeur in _valeurs(ressource, facette))


def proches(
    session: Session,
    acteur: Acteur,
    *,
    secteur: str,
    thematiques: Collection[str],
    nature: NatureRessource | None = None,
) -> list[RessourceTrouvee]:
    """The published ones that may serve a secteur and thématiques, the nearest first, then the latest."""
    requete = visible_to(acteur).where(Ressource.etat == EtatRessource.PUBLIEE)
    if nature is not None:
        requete = requete.where(Ressource.nature == nature)
    notes = [(proximite(r, secteur, thematiques), r) for r in toutes(session, requete)]
    return [r for _note, r in sorted(((n, r) for n, r in notes if n is not None), key=lambda n: -n[0])]
