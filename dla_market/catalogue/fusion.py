"""Two fiches of one prestataire become one: what the absorbed one had is the other's from then on.

Every column of the database that names a prestataire or its organisation follows, those of rooms above
too, which this one does not know: they are found in the metadata. What would be twice the same (a zone)
stays where it was. What lets people in follows only where fusion_personnes says so. A room that has a reason
against says it by `objecter`, wired in abonnements.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Select,
    Table,
    UniqueConstraint,
    and_,
    false,
    func,
    not_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from dla_market.catalogue.events import FicheFusionnee, FicheModifiee
from dla_market.catalogue.fusion_personnes import OUVRENT, personnes, refus_de_personnes
from dla_market.catalogue.histoire import tracer_acte
from dla_market.catalogue.models import Activite, EtatFiche, Prestataire
from dla_market.catalogue.models_origines import FusionFiche
from dla_market.catalogue.operations import verrouiller
from dla_market.catalogue.queries import charger_seule, de_la_region
from dla_market.catalogue.states import FICHE
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.comptes.operations import fermer_acces
from dla_market.kernel import clock
from dla_market.kernel.db import Base
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser

Objection = Callable[[Session, int, int], str | None]
_objections: list[Objection] = []

CIBLES: Final = frozenset({"prestataire.id", "organisation.id"})
PROPRES: Final = frozenset(
    {"id", "version", "siret", "type_prestataire", "regime_tva", "etat", "confirmee_le", "cree_le"}
    | {"charte_version", "charte_signee_le", "charte_signee_par", "liens_declares_le", "courriel", "logo_id"}
    | {"tva_dix_millemes", "sans_tete_de_reseau"}
)
"""What each fiche keeps to itself: its life, what a person signed or declared for it, and the address, to
which the links that open it are sent. All else that the kept one does not say is taken from the other. The
SIRET and the logo too, moved apart since they stand once only."""

LAISSEES: Final = frozenset({"fiche_copie", "fiche_rappel", "fiche_trace"})
"""The history of a fiche is its own: what was said of the absorbed one was not said of the other."""

MOTS: Final = {
    "adhesion": "membres",
    "aval": "avals",
    "commande": "commandes",
    "fiche_fusion": "fusions précédentes",
    "intervenant": "intervenants",
    "invitation": "invitations à une consultation",
    "invitation_membre": "invitations de membres",
    "message": "messages",
    "offre": "offres",
    "offre_ouverte": "offres ouvertes",
    "prestataire_activite": "activités",
    "prestataire_reference": "références",
    "prestataire_zone": "départements",
    "piece": "documents",
    "prestataire_lien": "liens déclarés",
    "procedure_suspension": "procédures de suspension",
    "proposition": "réponses d’un centre",
    "question": "questions",
    "referencement": "référencements",
    "referencement_provisoire": "référencements d’une mission",
    "selection": "présélections",
    "selection_ecartee": "mises à l’écart d’une présélection",
    "tentative_depot": "dépôts",
}
"""What moves, in words; a table that is not here is told by its name."""


def objecter(objection: Objection) -> None:
    """Have `objection(session, absorbee_id, gardee_id)` asked before a merger; a sentence refuses it."""
    if objection not in _objections:
        _objections.append(objection)


def fusionnables(acteur: Acteur) -> Select[Prestataire]:
    """The fiches that the actor may merge: all for national steering, those of its region for a DLA R."""
    requete = select(Prestataire).where(Prestataire.etat != EtatFiche.FERMEE)
    if acteur.role is Role.PILOTE:
        return requete
    if acteur.role is Role.REFERENT_REGIONAL:
        return requete.where(de_la_region(acteur.organisation_id))
    return requete.where(false())


def charger_fusionnable(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """One of them."""
    return session.scalars(fusionnables(acteur).where(Prestataire.id == prestataire_id)).one_or_none()


def compter(session: Session, absorbee_id: int, gardee_id: int) -> dict[str, int]:
    """What a merger would move: how many rows by subject, in words; subjects without any are absent."""
    comptes: dict[str, int] = {}
    for colonne in _colonnes(avec_les_personnes=personnes(session, absorbee_id, gardee_id).suivent):
        nombre = session.scalar(
            select(func.count()).select_from(colonne.table).where(_suit(colonne, absorbee_id, gardee_id))
        )
        if nombre:
            mot = MOTS.get(colonne.table.name, colonne.table.name)
            comptes[mot] = comptes.get(mot, 0) + nombre
    return comptes


def refus_de(session: Session, absorbee_id: int, gardee_id: int) -> list[str]:
    """Why these two may not be merged; empty where they may."""
    if absorbee_id == gardee_id:
        return ["C’est la même fiche."]
    demandes = (refus_de_personnes, *_objections)
    return [phrase for objection in demandes if (phrase := objection(session, absorbee_id, gardee_id))]


def fusionner(session: Session, acteur: Acteur, gardee: Prestataire, absorbee: Prestataire) -> FusionFiche:
    """Have `gardee` take in all that `absorbee` has; the absorbed fiche is closed and points to the other.

    Who acts for the absorbed one, or was asked to, is not let in by it: see fusion_personnes.

    Raises RefusMetier for one fiche twice, for one already closed, where the other is the one to keep, and
    for what rooms above object.
    """
    for fiche in sorted((gardee, absorbee), key=lambda f: f.id):
        verrouiller(session, fiche)
    FICHE.suivant(gardee.etat, "modifier")
    suivant = FICHE.suivant(absorbee.etat, "fermer")
    refus = refus_de(session, absorbee.id, gardee.id)
    if refus:
        raise RefusMetier(" ".join(refus))
    suivent = personnes(session, absorbee.id, gardee.id).suivent
    deplacements = compter(session, absorbee.id, gardee.id)
    siret, absorbee.siret = absorbee.siret, None if gardee.siret is None else absorbee.siret
    session.flush()
    gardee.siret = gardee.siret or siret
    if gardee.logo_id is None:
        gardee.logo_id, absorbee.logo_id = absorbee.logo_id, None
    for champ in {colonne.name for colonne in Prestataire.__table__.columns} - PROPRES:
        if not getattr(gardee, champ):
            setattr(gardee, champ, getattr(absorbee, champ))
    _garder_les_meilleurs_niveaux(session, absorbee.id, gardee.id)
    absorbee.etat, absorbee.active = suivant, False
    absorbee.version += 1
    gardee.version += 1
    fusion = FusionFiche(
        absorbee_id=absorbee.id,
        gardee_id=gardee.id,
        fusionnee_le=clock.now(),
        fusionnee_par=acteur.nom,
        deplacements=json.dumps(deplacements, ensure_ascii=False, sort_keys=True),
    )
    session.add(fusion)
    session.flush()
    if not suivent:
        fermer_acces(session, acteur, absorbee)
    for colonne in _colonnes(avec_les_personnes=suivent):
        session.execute(
            update(colonne.table)
            .where(_suit(colonne, absorbee.id, gardee.id))
            .values({colonne: gardee.id})
            .execution_options(synchronize_session=False)
        )
    session.expire_all()
    tracer_acte(session, acteur, gardee, "fusionner", f"Reprend {absorbee.nom}, nº\u00a0{absorbee.id}.")
    tracer_acte(session, acteur, absorbee, "fusionner", f"Reprise par {gardee.nom}, nº\u00a0{gardee.id}.")
    for fiche_id, role in ((gardee.id, "gardee"), (absorbee.id, "absorbee")):
        journaliser(
            session,
            acteur.auteur,
            "fiche:fusionner",
            "prestataire",
            fiche_id,
            role=role,
            absorbee=absorbee.id,
            gardee=gardee.id,
            deplacements=deplacements,
        )
        emettre(session, FicheModifiee(fiche_id))
    emettre(session, FicheFusionnee(absorbee.id, gardee.id))
    return fusion


def fusion_de(session: Session, prestataire_id: int) -> FusionFiche | None:
    """What became of a fiche that another took in, None where it stands."""
    return session.get(FusionFiche, prestataire_id)


def charger_ou_suivre(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """The fiche for its page, as queries.charger_seule; for one that another took in, that other."""
    fiche = charger_seule(session, acteur, prestataire_id)
    if fiche is not None and fiche.etat is not EtatFiche.FERMEE:
        return fiche
    fusion = fusion_de(session, prestataire_id)
    return fiche if fusion is None else charger_seule(session, acteur, fusion.gardee_id)


def absorbees(session: Session, prestataire_id: int) -> list[FusionFiche]:
    """The fiches that this one has taken in, latest first."""
    return list(
        session.scalars(
            select(FusionFiche)
            .where(FusionFiche.gardee_id == prestataire_id)
            .order_by(FusionFiche.fusionnee_le.desc(), FusionFiche.absorbee_id)
        )
    )


def _garder_les_meilleurs_niveaux(session: Session, absorbee_id: int, gardee_id: int) -> None:
    """Of an activity that both fiches have, the kept one has the higher level."""
    lues = session.scalars(select(Activite).where(Activite.prestataire_id.in_((absorbee_id, gardee_id))))
    par_couple: dict[tuple[str, str], list[Activite]] = {}
    for activite in lues:
        par_couple.setdefault((activite.secteur_code, activite.thematique_code), []).append(activite)
    for jumelles in par_couple.values():
        niveau = max(activite.niveau for activite in jumelles)
        for activite in jumelles:
            if activite.prestataire_id == gardee_id:
                activite.niveau = niveau


def _colonnes(*, avec_les_personnes: bool) -> Iterator[Column[int]]:
    """Every column that names a prestataire or its organisation, but those that are a row's own identity."""
    laissees = LAISSEES if avec_les_personnes else LAISSEES | OUVRENT
    for table in (t for t in Base.metadata.sorted_tables if t.name not in laissees):
        for colonne in table.columns:
            cibles = {cle.target_fullname for cle in colonne.foreign_keys}
            if cibles & CIBLES and list(table.primary_key) != [colonne]:
                yield colonne


def _suit(colonne: Column[int], absorbee_id: int, gardee_id: int) -> ColumnElement[bool]:
    """The absorbed one's rows, but those whose like the kept one has already."""
    conditions = [colonne == absorbee_id]
    for autres in _uniques(colonne):
        jumelle = colonne.table.alias()
        memes = [jumelle.c[autre.name] == autre for autre in autres]
        existe = select(true()).where(jumelle.c[colonne.name] == gardee_id, *memes).exists()
        conditions.append(not_(existe))
    return and_(*conditions)


def _uniques(colonne: Column[int]) -> Iterator[list[Column[int]]]:
    """With which other columns this one may stand once only."""
    table = colonne.table
    assert isinstance(table, Table)
    contraintes: list[UniqueConstraint | Index] = [
        *(c for c in table.constraints if isinstance(c, UniqueConstraint)),
        *(index for index in table.indexes if index.unique),
    ]
    for ensemble in [list(table.primary_key), *(list(c.columns) for c in contraintes)]:
        if colonne in ensemble:
            yield [autre for autre in ensemble if autre is not colonne]
