"""What makes a figure: its share by DLA, and the public bodies or providers that it counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.commandes.models import Commande
from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.kernel.pagination import TAILLE, Page
from dla_market.referentiel.models import ClasseFinanceur
from dla_market.reports import ensembles as ens
from dla_market.reports.annee import Annee
from dla_market.reports.figures import Figure
from dla_market.reports.formules import CENT
from dla_market.reports.mesures import MESURES, relever_par_dla
from dla_market.reports.perimetre import Perimetre
from dla_market.reports.rubriques import Rubrique
from dla_market.reports.tableaux import FINANCEUR

COLLECTIVITES = {"collectivites", "nouvelles", "nouveaux_departements", "nouvelles_intercommunalites"} | {
    "nouvelles_communes"
}
"""The measures whose keys are local authorities."""


Requete = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Part:
    """What a figure comes to in one DLA, or DLA R."""

    organisation_id: int
    nom: str
    valeur: Decimal


@dataclass(frozen=True)
class Membre:
    """Something that a figure counts: its name, a word on it, a number beside it."""

    id: int
    nom: str
    detail: str
    nombre: int
    jours_centiemes: int = 0


def parts(session: Session, figure: Figure, annee: Annee, perimetre: Perimetre) -> list[Part]:
    """The figure DLA by DLA, the largest first; without the DLA where it is not known."""
    mesures = {nom: MESURES[nom] for nom in figure.mesures}
    releves = relever_par_dla(session, annee, perimetre, mesures)
    valeurs = {dla: figure.valeur_fine(releve) for dla, releve in releves.items()}
    return _nommer(session, {dla: valeur for dla, valeur in valeurs.items() if valeur is not None})


def parts_de_rubrique(session: Session, rubrique: Rubrique, annee: Annee, perimetre: Perimetre) -> list[Part]:
    """The row of a table DLA by DLA, the largest first, in euros where it is money."""
    releves = relever_par_dla(session, annee, perimetre, {"r": rubrique.mesure})
    diviseur = CENT if rubrique.mesure.somme else Decimal(1)
    return _nommer(session, {dla: releve["r"] / diviseur for dla, releve in releves.items()})


def _nommer(session: Session, valeurs: dict[int, Decimal]) -> list[Part]:
    noms: Any = session.execute(
        select(Organisation.id, Organisation.nom).where(
            Organisation.type.in_((TypeOrganisation.DLA, TypeOrganisation.DLA_REGIONAL))
        )
    )
    trouvees = [Part(id_, nom, valeurs[id_]) for id_, nom in noms if id_ in valeurs]
    return sorted(trouvees, key=lambda part: (-part.valeur, part.nom))


def membres(
    session: Session, figure: Figure, annee: Annee, perimetre: Perimetre, numero: int
) -> Page[Membre] | None:
    """The providers or local authorities that the figure counts, a page of them; None for other figures."""
    if figure.mesures == ("prestataires",):
        return _paginer(session, _prestataires(annee, perimetre), numero)
    if figure.mesures[0] in COLLECTIVITES and figure.cumulable:
        return _paginer(session, _collectivites(figure, annee, perimetre), numero)
    return None


def _prestataires(annee: Annee, perimetre: Perimetre) -> Requete:
    jours = func.sum(Commande.jours_centiemes)
    return (
        ens.commandes(annee)
        .join(PRESTATAIRE, PRESTATAIRE.c.id == Commande.prestataire_id)
        .join(Organisation, Organisation.id == PRESTATAIRE.c.id)
        .where(perimetre.contient(Commande.dla_id))
        .with_only_columns(
            Organisation.id, Organisation.nom, PRESTATAIRE.c.commune.label("detail"), func.count(), jours
        )
        .group_by(Organisation.id, Organisation.nom, PRESTATAIRE.c.commune)
        .order_by(jours.desc(), Organisation.nom)
    )


PRESTATAIRE = Prestataire.__table__


def _collectivites(figure: Figure, annee: Annee, perimetre: Perimetre) -> Requete:
    comptees = MESURES[figure.mesures[0]].lignes(annee).subquery()
    return (
        select(
            Organisation.id,
            Organisation.nom,
            ClasseFinanceur.libelle,
            func.count(comptees.c.dla_id.distinct()),
            func.min(0),
        )
        .join(comptees, comptees.c.cle == Organisation.id)
        .join(FINANCEUR, FINANCEUR.c.id == Organisation.id)
        .join(ClasseFinanceur, ClasseFinanceur.code == FINANCEUR.c.classe_code)
        .where(perimetre.contient(comptees.c.dla_id))
        .group_by(Organisation.id, Organisation.nom, ClasseFinanceur.libelle, ClasseFinanceur.ordre)
        .order_by(ClasseFinanceur.ordre, Organisation.nom)
    )


def _paginer(session: Session, requete: Requete, numero: int) -> Page[Membre]:
    total = session.scalar(select(func.count()).select_from(requete.order_by(None).subquery())) or 0
    numero = min(max(1, numero), max(1, -(-total // TAILLE)))
    lignes = session.execute(requete.limit(TAILLE).offset((numero - 1) * TAILLE))
    return Page([Membre(*ligne) for ligne in lignes], numero, TAILLE, total)
