"""Many fiches at once, as an export writes them: what the actor may see of each, in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Activite, ActiviteZone, Prestataire, TypePrestataire, Zone
from dla_market.catalogue.queries import visible_to, voit_les_tarifs
from dla_market.comptes.acteur import Acteur

LOT = 500


@dataclass(frozen=True)
class Extrait:
    """A fiche without its texts and people.

    The price is None, telephone and courriel are empty, where unsaid or not to be seen: they are for the
    network only. `zones` are the départements of the fiche and those of its activities.
    """

    id: int
    nom: str
    titre: str
    type_prestataire: TypePrestataire
    commune: str
    departement_code: str | None
    individuel: bool
    collectif: bool
    disponible_le: date | None
    confirmee_le: date | None
    tarif_jour_ht_centimes: int | None
    secteurs: tuple[str, ...]
    thematiques: tuple[str, ...]
    zones: tuple[str, ...]
    siret: str | None
    telephone: str
    courriel: str
    langues: tuple[str, ...]


def extraits(session: Session, acteur: Acteur, ids: Sequence[int]) -> dict[int, Extrait]:
    """These fiches by id; those that the actor may not see are absent."""
    trouves: dict[int, Extrait] = {}
    for debut in range(0, len(ids), LOT):
        trouves |= _lot(session, acteur, ids[debut : debut + LOT])
    return trouves


def _lot(session: Session, acteur: Acteur, ids: Sequence[int]) -> dict[int, Extrait]:
    fiches = session.execute(
        visible_to(acteur)
        .where(Prestataire.id.in_(ids))
        .with_only_columns(
            Prestataire.id,
            Prestataire.nom,
            Prestataire.titre,
            Prestataire.type_prestataire,
            Prestataire.commune,
            Prestataire.departement_code,
            Prestataire.individuel,
            Prestataire.collectif,
            Prestataire.disponible_le,
            Prestataire.confirmee_le,
            Prestataire.tarif_jour_ht_centimes,
            Prestataire.siret,
            Prestataire.telephone,
            Prestataire.courriel,
            Prestataire.langues,
        )
    ).all()
    vus = [fiche.id for fiche in fiches]
    secteurs, thematiques, zones = (defaultdict[int, set[str]](set) for _ in range(3))
    for un, secteur, thematique in session.execute(
        select(Activite.prestataire_id, Activite.secteur_code, Activite.thematique_code).where(
            Activite.prestataire_id.in_(vus)
        )
    ):
        secteurs[un].add(secteur)
        thematiques[un].add(thematique)
    propres = (
        select(Activite.prestataire_id, ActiviteZone.departement_code)
        .join(Activite, Activite.id == ActiviteZone.activite_id)
        .where(Activite.prestataire_id.in_(vus))
    )
    for un, code in session.execute(
        select(Zone.prestataire_id, Zone.departement_code).where(Zone.prestataire_id.in_(vus)).union(propres)
    ):
        zones[un].add(code)
    reseau = voit_les_tarifs(acteur)
    return {
        fiche.id: Extrait(
            id=fiche.id,
            nom=fiche.nom,
            titre=fiche.titre,
            type_prestataire=fiche.type_prestataire,
            commune=fiche.commune,
            departement_code=fiche.departement_code,
            individuel=fiche.individuel,
            collectif=fiche.collectif,
            disponible_le=fiche.disponible_le,
            confirmee_le=fiche.confirmee_le,
            tarif_jour_ht_centimes=fiche.tarif_jour_ht_centimes if reseau else None,
            secteurs=tuple(sorted(secteurs[fiche.id])),
            thematiques=tuple(sorted(thematiques[fiche.id])),
            zones=tuple(sorted(zones[fiche.id])),
            siret=fiche.siret,
            telephone=fiche.telephone if reseau else "",
            courriel=fiche.courriel if reseau else "",
            langues=fiche.langues,
        )
        for fiche in fiches
    }
