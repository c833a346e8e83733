"""What is said of avals and links of interest, and to whom."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from dla_market.comptes.models import Role
from dla_market.expertise.models import Aval, LienInteret
from dla_market.kernel.clock import dire_jour
from dla_market.notices.avis import Avis, Charge


def aval_propose(session: Session, charge: Charge) -> Iterator[Avis]:
    """To who confirms."""
    aval = session.get_one(Aval, charge["aval_id"])
    corps = "Une personne de votre centre propose de reconnaître un prestataire."
    if aval.predecesseur_id is not None:
        corps = "Une personne de votre centre propose de renouveler un aval."
    yield Avis(
        aval.centre_id, "Un aval à confirmer", corps, f"/avals/{aval.id}/confirmer", (Role.COORDINATEUR,)
    )


def aval_confirme(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the provider."""
    aval = session.get_one(Aval, charge["aval_id"])
    corps = (
        f"{aval.centre.nom} reconnaît votre expertise. Cela se voit sur votre fiche et dans la recherche. "
        "Vous pouvez y répondre : votre réponse se lit à côté."
    )
    yield Avis(aval.prestataire_id, "Votre expertise est reconnue", corps, f"/avals/{aval.id}")


def aval_retire(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the provider."""
    aval = session.get_one(Aval, charge["aval_id"])
    corps = f"{aval.centre.nom} retire la reconnaissance donnée, et dit pourquoi. Vous pouvez y répondre."
    yield Avis(aval.prestataire_id, "Une reconnaissance est retirée", corps, f"/avals/{aval.id}")


def aval_repondu(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the centre."""
    aval = session.get_one(Aval, charge["aval_id"])
    yield Avis(
        aval.centre_id,
        f"Réponse à un aval : {aval.prestataire.nom}",
        "Le prestataire a répondu. Sa réponse se lit à côté de l’aval.",
        f"/avals/{aval.id}",
    )


def fin_a_rappeler(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the centre, which may renew it, and to the provider, which may bring new evidence."""
    aval = session.get_one(Aval, charge["aval_id"])
    objet = f"Un aval se termine le {dire_jour(aval.fin)}"
    yield Avis(
        aval.centre_id,
        f"{objet} : {aval.prestataire.nom}",
        "Renouvelez-le si votre centre se porte toujours garant. Sinon il se termine de lui-même.",
        f"/avals/{aval.id}",
        (Role.COORDINATEUR, Role.EXPERT),
    )
    yield Avis(
        aval.prestataire_id,
        objet,
        f"{aval.centre.nom} vous l’a donné, et peut le renouveler. Dites-lui ce que vous avez fait depuis : "
        "missions, formations, publications.",
        f"/avals/{aval.id}",
    )


def lien_declare(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the coordination, which may have to give the prestataire's avals to someone else."""
    lien = session.get_one(LienInteret, charge["lien_id"])
    yield Avis(
        charge["centre_id"],
        f"Un lien d’intérêt déclaré : {lien.organisation.nom}",
        "Une personne de votre centre se récuse pour les avals de ce prestataire. "
        "Revoyez ceux qu’elle a donnés.",
        "/liens-interets",
        (Role.COORDINATEUR,),
    )
