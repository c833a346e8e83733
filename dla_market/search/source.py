"""The documents that the index is made of, read from the rooms: in a few statements for many fiches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import (
    Activite as ActiviteFiche,
)
from dla_market.catalogue.models import ActiviteZone, EtatFiche, Intervenant, Prestataire, Reference, Zone
from dla_market.commandes.models import Commande, EtatCommande
from dla_market.consultations.models import Invitation
from dla_market.expertise.models import Aval as AvalFiche
from dla_market.expertise.models import EtatAval
from dla_market.ingenieries.models import Prestation
from dla_market.kernel.clock import a_paris
from dla_market.kernel.db import session_courante
from dla_market.referencement.models import EtatReferencement
from dla_market.referencement.models import Referencement as ReferencementFiche
from dla_market.referentiel.models import Departement, GroupeSynonymes, Secteur, Thematique
from dla_market.referentiel.queries import libelles
from dla_market.reseau.models import CentreRessources, DlaRegional
from dla_market.search.documents import Activite, Aval, DocumentFiche, Referencement, Synonymes

LOT: Final = 2000  # fiches read at once: memory stays flat, however large the catalogue
ENGAGEES: Final = (EtatCommande.NOTIFIEE, EtatCommande.EXECUTEE, EtatCommande.SOLDEE)

Lignes = dict[int, list[Any]]


def documents_fiche(
    session: Session, ids: Sequence[int] | None = None, *, comme_publiees: bool = False
) -> Iterator[DocumentFiche]:
    """The documents of these fiches, of all where None, by id; hidden ones too, said to be so.

    `comme_publiees` gives hidden ones as they would be if published: for their owner, never for the index.
    """
    if ids is None:
        ids = session.scalars(select(Prestataire.id).order_by(Prestataire.id)).all()
    mots = {**libelles(session, Secteur), **libelles(session, Thematique)}
    groupes = _table(session, select(Thematique.code, Thematique.groupe_code))
    regions = _table(session, select(Departement.code, Departement.region_code))
    for lot in _lots(ids):
        yield from _documents(session, lot, _Nomenclatures(mots, groupes, regions), comme_publiees)


@dataclass(frozen=True)
class _Nomenclatures:
    """The words of the codes, the group of each thématique, the région of each département."""

    mots: dict[str, str]
    groupes: dict[str, str]
    regions: dict[str, str]

    def regions_de(self, departements: Sequence[str]) -> tuple[str, ...]:
        """The régions of these départements, each once."""
        return tuple(sorted({self.regions[code] for code in departements}))


def _table(session: Session, requete: Any) -> dict[str, str]:
    return {cle: valeur for cle, valeur in session.execute(requete)}  # noqa: C416  # dict() of rows loses their types


def missions_par_dla(session: Session, ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """How many orders each DLA has engaged with each of these prestataires: prestataire -> DLA -> number."""
    comptes: dict[int, dict[int, int]] = defaultdict(dict)
    for prestataire, dla, nombre in session.execute(
        select(Commande.prestataire_id, Commande.dla_id, func.count())
        .where(Commande.prestataire_id.in_(ids), Commande.etat.in_(ENGAGEES))
        .group_by(Commande.prestataire_id, Commande.dla_id)
    ):
        comptes[prestataire][dla] = nombre
    return comptes


def _missions_par_thematique(session: Session, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many of these orders had a prestation in each thématique: prestataire -> thématique -> number."""
    comptes: dict[int, dict[str, int]] = defaultdict(dict)
    for prestataire, thematique, nombre in session.execute(
        select(Commande.prestataire_id, Prestation.thematique_code, func.count(Commande.id.distinct()))
        .join(Prestation, Prestation.ingenierie_id == Commande.ingenierie_id)
        .where(Commande.prestataire_id.in_(ids), Commande.etat.in_(ENGAGEES))
        .group_by(Commande.prestataire_id, Prestation.thematique_code)
    ):
        comptes[prestataire][thematique] = nombre
    return comptes


class SourceEnBase:
    """The Source over the database, in the session of the request, the command or the worker."""

    def __init__(self, session: Callable[[], Session] = session_courante) -> None:
        self._session = session

    def toutes(self) -> Iterable[DocumentFiche]:
        """See Source."""
        return documents_fiche(self._session())

    def une(self, fiche_id: int) -> DocumentFiche | None:
        """See Source."""
        return next(documents_fiche(self._session(), [fiche_id]), None)

    def synonymes(self) -> Sequence[Synonymes]:
        """See Source."""
        return groupes_de_synonymes(self._session())


def groupes_de_synonymes(session: Session) -> list[Synonymes]:
    """Every group of the nomenclature, past and future ones too."""
    return [
        Synonymes(groupe.liste_mots, groupe.liste_aussi, groupe.valide_du, groupe.valide_au)
        for groupe in session.scalars(select(GroupeSynonymes).order_by(GroupeSynonymes.id))
    ]


class SourceGroupee:
    """The Source over these fiches, read together at the first question.

    That question comes once the index is locked: what it answers is no older than what is in the index.
    """

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        self._session, self._ids = session, ids
        self._lus: dict[int, DocumentFiche] | None = None

    def toutes(self) -> Iterable[DocumentFiche]:
        """See Source."""
        if self._lus is None:
            self._lus = {fiche.id: fiche for fiche in documents_fiche(self._session, self._ids)}
        return self._lus.values()

    def une(self, fiche_id: int) -> DocumentFiche | None:
        """See Source."""
        self.toutes()
        assert self._lus is not None
        return self._lus.get(fiche_id)

    def synonymes(self) -> Sequence[Synonymes]:
        """See Source."""
        return groupes_de_synonymes(self._session)


def _lots(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for debut in range(0, len(ids), LOT):
        yield ids[debut : debut + LOT]


def _documents(
    session: Session, ids: Sequence[int], connus: _Nomenclatures, comme_publiees: bool
) -> Iterator[DocumentFiche]:
    fiches = session.execute(
        select(
            Prestataire.id,
            Prestataire.nom,
            Prestataire.titre,
            Prestataire.presentation,
            Prestataire.commune,
            Prestataire.disponible_le,
            Prestataire.tarif_jour_ht_centimes,
            Prestataire.etat,
            Prestataire.confirmee_le,
            Prestataire.departement_code,
            Prestataire.individuel,
            Prestataire.collectif,
            Prestataire.nom_commercial,
            Prestataire.techniques,
            Prestataire.outils,
            Prestataire.langues,
            Prestataire.types_structures,
        )
        .where(Prestataire.id.in_(ids))
        .order_by(Prestataire.id)
    ).all()
    publiees = [fiche.id for fiche in fiches if comme_publiees or fiche.etat is EtatFiche.PUBLIEE]
    activites = _par_fiche(
        session,
        select(
            ActiviteFiche.prestataire_id,
            ActiviteFiche.secteur_code,
            ActiviteFiche.thematique_code,
            ActiviteFiche.niveau,
            ActiviteZone.departement_code,
        )
        .outerjoin(ActiviteZone, ActiviteZone.activite_id == ActiviteFiche.id)
        .where(ActiviteFiche.prestataire_id.in_(publiees)),
    )
    zones = _par_fiche(
        session,
        select(Zone.prestataire_id, Zone.departement_code).where(Zone.prestataire_id.in_(publiees)),
    )
    personnes = _par_fiche(
        session,
        select(
            Intervenant.prestataire_id,
            case(
                (Intervenant.accord_publication, func.trim(Intervenant.prenom + " " + Intervenant.nom)),
                else_="",
            ),
            Intervenant.fonction,
            case((Intervenant.accord_publication, Intervenant.experience), else_=""),
            case((Intervenant.accord_publication, Intervenant.diplomes), else_=""),
        ).where(Intervenant.prestataire_id.in_(publiees), Intervenant.actif),
    )
    references = _par_fiche(
        session,
        select(Reference.prestataire_id, Reference.client, Reference.resume).where(
            Reference.prestataire_id.in_(publiees)
        ),
    )
    avals = _par_fiche(
        session,
        select(
            AvalFiche.prestataire_id,
            CentreRessources.code,
            func.coalesce(AvalFiche.secteur_code, ""),
            AvalFiche.fin,
            func.coalesce(AvalFiche.thematique_code, ""),
        )
        .join(CentreRessources, CentreRessources.id == AvalFiche.centre_id)
        .where(AvalFiche.prestataire_id.in_(publiees), AvalFiche.etat == EtatAval.CONFIRME),
    )
    referencements = _par_fiche(
        session,
        select(
            ReferencementFiche.prestataire_id,
            DlaRegional.region_code,
            ReferencementFiche.fin,
            ReferencementFiche.debut,
        )
        .join(DlaRegional, DlaRegional.id == ReferencementFiche.regional_id)
        .where(
            ReferencementFiche.prestataire_id.in_(publiees),
            ReferencementFiche.etat == EtatReferencement.ACCEPTE,
        ),
    )
    invitations = _par_fiche(
        session,
        select(Invitation.prestataire_id, Invitation.envoyee_le).where(
            Invitation.prestataire_id.in_(publiees)
        ),
    )
    missions = missions_par_dla(session, publiees)
    par_thematique = _missions_par_thematique(session, publiees)
    for fiche in fiches:
        if fiche.etat is not EtatFiche.PUBLIEE and not comme_publiees:
            yield DocumentFiche(id=fiche.id, nom=fiche.nom, visible=False)
            continue
        yield DocumentFiche(
            id=fiche.id,
            nom=fiche.nom,
            titre=fiche.titre,
            presentation=_texte_suivi(fiche.presentation, fiche.techniques, fiche.outils),
            nom_commercial=fiche.nom_commercial,
            references_texte=_texte(references[fiche.id]),
            intervenants_texte=_texte(personnes[fiche.id]),
            commune=fiche.commune,
            activites_texte=_nommer(activites[fiche.id], connus.mots),
            activites=_activites(activites[fiche.id], connus),
            departements=(departements := tuple(sorted(code for (code,) in zones[fiche.id]))),
            avals=tuple(Aval(*ligne) for ligne in sorted(avals[fiche.id])),
            disponible_le=fiche.disponible_le,
            tarif_jour_ht_centimes=fiche.tarif_jour_ht_centimes,
            confirmee_le=fiche.confirmee_le,
            missions=sum(missions.get(fiche.id, {}).values()),
            missions_par_dla=missions.get(fiche.id, {}),
            departement=fiche.departement_code or "",
            regions=connus.regions_de(departements),
            modes=tuple(
                mode
                for mode, dit in (("individuel", fiche.individuel), ("collectif", fiche.collectif))
                if dit
            ),
            langues=fiche.langues,
            types_structures=fiche.types_structures,
            referencements=tuple(
                Referencement(*ligne) for ligne in sorted(referencements[fiche.id], key=repr)
            ),
            invitations=tuple(sorted(a_paris(instant).date() for (instant,) in invitations[fiche.id])),
            missions_par_thematique=par_thematique.get(fiche.id, {}),
        )


def _par_fiche(session: Session, requete: Any) -> Lignes:
    """The rows of a select whose first column is the fiche, without that column, by fiche."""
    par_fiche: Lignes = defaultdict(list)
    for fiche_id, *reste in session.execute(requete):
        par_fiche[fiche_id].append(tuple(reste))
    return par_fiche


def _texte_suivi(*textes: str) -> str:
    return " ; ".join(texte for texte in textes if texte)


def _texte(lignes: list[Any]) -> str:
    return " ; ".join(", ".join(mot for mot in ligne if mot) for ligne in sorted(lignes))


def _activites(lignes: list[Any], connus: _Nomenclatures) -> tuple[Activite, ...]:
    """The activities of a fiche, from one row for each of their own départements, or without."""
    propres: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for secteur, thematique, niveau, departement in lignes:
        propres[secteur, thematique, niveau] += [departement] if departement else []
    return tuple(
        Activite(
            secteur,
            thematique,
            niveau,
            connus.groupes.get(thematique, ""),
            siens := tuple(sorted(departements)),
            connus.regions_de(siens),
        )
        for (secteur, thematique, niveau), departements in sorted(propres.items())
    )


def _nommer(activites: list[Any], mots: dict[str, str]) -> str:
    codes = sorted({code for secteur, thematique, *_ in activites for code in (secteur, thematique)})
    return " ; ".join(mots.get(code, code) for code in codes)
