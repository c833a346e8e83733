"""What the life of a fiche has to tell: to its prestataire, and to who answers for the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.queries import regionaux_de
from dla_market.comptes.models import Organisation, Role, TypeOrganisation
from dla_market.kernel.clock import dire_jour
from dla_market.notices.avis import Avis, Charge

ROLE_DE = {TypeOrganisation.DLA_REGIONAL: Role.REFERENT_REGIONAL, TypeOrganisation.PILOTE: Role.PILOTE}
"""Whose business a suspension is, in each kind of organisation that may announce one."""


def confirmation_a_rappeler(_session: Session, charge: Charge) -> Iterator[Avis]:
    """To the prestataire: how long its fiche still holds, or that it does not any more."""
    jours, fin = charge["jours"], date.fromisoformat(charge["fin"])
    dernier = dire_jour(fin)
    if jours > 0:
        objet = f"Votre fiche est à confirmer avant le {dernier}"
        corps = f"Il reste {jours} jour{'s' if jours > 1 else ''}. "
    elif jours == 0:
        objet = "Votre fiche est à confirmer aujourd’hui"
        corps = "C’est son dernier jour. "
    else:
        objet = "Votre fiche n’est plus active"
        corps = f"Elle n’a pas été confirmée avant le {dernier}. "
    suite = "Sans confirmation, les DLA ne peuvent plus vous inviter sans le justifier. Relisez-la."
    yield Avis(charge["prestataire_id"], objet, corps + suite, "/ma-fiche/confirmer")


def suspension_annoncee(_session: Session, charge: Charge) -> Iterator[Avis]:
    """To the prestataire, which is heard before anything is decided."""
    limite = date.fromisoformat(charge["repondre_avant"])
    yield Avis(
        charge["prestataire_id"],
        "Une suspension de votre fiche est envisagée",
        f"Lisez pourquoi, et répondez jusqu’au {dire_jour(limite)} inclus. "
        "D’ici là, votre fiche reste dans le catalogue.",
        "/ma-fiche/suspension",
    )


def suspension_repondue(session: Session, charge: Charge) -> Iterator[Avis]:
    """To who announced it."""
    organisation = session.get_one(Organisation, charge["organisation_id"])
    prestataire = session.get_one(Prestataire, charge["prestataire_id"])
    yield Avis(
        organisation.id,
        f"{prestataire.nom} a répondu",
        "Lisez sa réponse, puis décidez de suspendre la fiche ou d’abandonner la procédure.",
        f"/fiches/{prestataire.id}/suspension",
        (ROLE_DE[organisation.type],),
    )


REDACTEURS = (
    Role.CHARGE_MISSION,
    Role.RESPONSABLE,
    Role.REFERENT_REGIONAL,
    Role.EXPERT,
    Role.COORDINATEUR,
    Role.PILOTE,
)
"""Who drafts fiches (policies.grid): told where the one who drafted this one is gone."""


def brouillon_non_repris(_session: Session, charge: Charge) -> Iterator[Avis]:
    """To its author. Without the prestataire's name: it is about to be forgotten."""
    creee, fin = (date.fromisoformat(charge[nom]) for nom in ("creee_le", "effacer_le"))
    yield Avis(
        charge["organisation_id"],
        f"Une fiche que personne ne reprend sera effacée le {dire_jour(fin)}",
        f"Vous l’avez commencée le {dire_jour(creee)}. Relancez son prestataire s’il "
        "doit la reprendre ; sinon, ne faites rien : ce qu’elle dit de lui sera effacé.",
        "/catalogue/proposees",
        REDACTEURS,
        charge["utilisateur_id"],
    )


def sirene_fermee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To its region, which judges; and to the prestataire, which may have changed its SIRET."""
    fiche = session.get_one(Prestataire, charge["prestataire_id"])
    for regional in session.scalars(regionaux_de(fiche.departement_code)):
        yield Avis(
            regional.id,
            f"Sirene dit fermée l’entreprise de {fiche.nom}",
            "Sa fiche reste dans le catalogue tant que vous ne décidez rien. Appelez le prestataire, puis "
            "annoncez s’il le faut une suspension : il pourra répondre.",
            f"/fiches/{fiche.id}/suspension",
            (Role.REFERENT_REGIONAL,),
        )
    yield Avis(
        fiche.id,
        "Le répertoire Sirene dit votre entreprise fermée",
        "Vérifiez le numéro SIRET de votre fiche : s’il a changé, écrivez le nouveau.",
        "/ma-fiche/identite",
    )
