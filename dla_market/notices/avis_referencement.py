"""What is told of the référencement: to the region that decides, to the prestataire that asks."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from dla_market.comptes.models import Role
from dla_market.consultations.provisoires import EtatProvisoire, ReferencementProvisoire
from dla_market.kernel.clock import dire_jour
from dla_market.notices.avis import Avis, Charge, Redacteur
from dla_market.referencement.models import Referencement, Retrait


def a_la_region(objet: str, corps: str) -> Redacteur:
    """An event of a file, told to the région that decides, with the prestataire's name before `corps`."""

    def rediger(session: Session, charge: Charge) -> Iterator[Avis]:
        dossier = session.get_one(Referencement, charge["referencement_id"])
        yield Avis(
            dossier.regional_id,
            objet,
            f"{dossier.prestataire.nom} {corps}",
            f"/referencements/{dossier.id}",
            (Role.REFERENT_REGIONAL,),
        )

    return rediger


def au_demandeur(objet: str, corps: str) -> Redacteur:
    """An event of a file, told to its prestataire, with the région's name before `corps`."""

    def rediger(session: Session, charge: Charge) -> Iterator[Avis]:
        dossier = session.get_one(Referencement, charge["referencement_id"])
        yield Avis(
            dossier.prestataire_id,
            objet,
            f"{dossier.regional.nom} {corps}",
            f"/referencements/{dossier.id}",
        )

    return rediger


def fin_a_rappeler(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the prestataire, before the last day."""
    dossier = session.get_one(Referencement, charge["referencement_id"])
    assert dossier.fin is not None
    yield Avis(
        dossier.prestataire_id,
        f"Votre référencement finit le {dire_jour(dossier.fin)}",
        f"{dossier.regional.nom} vous référence jusqu’à ce jour compris. Demandez le renouvellement : "
        "s’il est accepté avant, il prendra la suite sans interruption.",
        "/mes-referencements",
    )


def retrait_au_prestataire(objet: str, corps: str) -> Redacteur:
    """A step of a withdrawal, told to the prestataire."""

    def rediger(session: Session, charge: Charge) -> Iterator[Avis]:
        dossier = session.get_one(Retrait, charge["retrait_id"]).referencement
        yield Avis(
            dossier.prestataire_id,
            objet,
            f"{dossier.regional.nom} {corps}",
            f"/referencements/{dossier.id}",
        )

    return rediger


def retrait_repondu(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the région, which decides."""
    dossier = session.get_one(Retrait, charge["retrait_id"]).referencement
    yield Avis(
        dossier.regional_id,
        "Une réponse à un retrait annoncé",
        f"{dossier.prestataire.nom} a répondu. Vous pouvez décider.",
        f"/referencements/{dossier.id}",
        (Role.REFERENT_REGIONAL,),
    )


def provisoire_demande(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the région, which answers for one mission."""
    provisoire = session.get_one(ReferencementProvisoire, charge["provisoire_id"])
    yield Avis(
        provisoire.regional_id,
        "Un référencement provisoire est demandé",
        f"{provisoire.ingenierie.dla.nom} vous le demande pour une mission.",
        f"/referencements/provisoires/{provisoire.id}",
        (Role.REFERENT_REGIONAL,),
    )


def provisoire_decide(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the DLA that asked."""
    provisoire = session.get_one(ReferencementProvisoire, charge["provisoire_id"])
    accorde = provisoire.etat is EtatProvisoire.ACCEPTE
    yield Avis(
        provisoire.ingenierie.dla_id,
        f"Référencement provisoire {'accordé' if accorde else 'refusé'}",
        "Votre DLA régional a répondu, pour cette mission.",
        f"/consultations/selection/{provisoire.ingenierie_id}",
        (Role.CHARGE_MISSION, Role.RESPONSABLE),
    )
