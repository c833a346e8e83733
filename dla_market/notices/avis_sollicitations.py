"""What is told of a sollicitation, event by event: to the side that did not act."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from dla_market.comptes.models import Role
from dla_market.notices.avis import Avis, Charge
from dla_market.sollicitations.models import MessageSollicitation, Sollicitation

DLA = (Role.CHARGE_MISSION, Role.RESPONSABLE)
CENTRE = (Role.EXPERT, Role.COORDINATEUR)


def _sollicitation(session: Session, charge: Charge) -> Sollicitation:
    return session.get_one(Sollicitation, charge["sollicitation_id"])


def _au_centre(sollicitation: Sollicitation, objet: str, corps: str) -> Iterator[Avis]:
    lien = f"/sollicitations/{sollicitation.id}"
    yield Avis(sollicitation.centre_id, f"{objet} : {sollicitation.objet}", corps, lien, CENTRE)


def _au_dla(sollicitation: Sollicitation, objet: str, corps: str) -> Iterator[Avis]:
    lien = f"/sollicitations/{sollicitation.id}"
    yield Avis(sollicitation.dla_id, f"{objet} : {sollicitation.objet}", corps, lien, DLA)


def sollicitation_envoyee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the centre that is asked."""
    sollicitation = _sollicitation(session, charge)
    yield from _au_centre(
        sollicitation,
        "Une demande d’un DLA",
        f"{sollicitation.dla.nom} demande l’aide de votre centre. Dites qui la suit.",
    )


def sollicitation_prise(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the DLA: someone follows it."""
    sollicitation = _sollicitation(session, charge)
    yield from _au_dla(
        sollicitation, "Votre demande est suivie", f"Une personne de {sollicitation.centre.nom} s’en occupe."
    )


def message_ecrit(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the other side."""
    message = session.get_one(MessageSollicitation, charge["message_id"])
    sollicitation = message.sollicitation
    vers = _au_dla if message.organisation_id == sollicitation.centre_id else _au_centre
    yield from vers(sollicitation, "Un message sur une demande", f"{message.organisation.nom} vous a écrit.")


def sollicitation_repondue(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the DLA: there is an answer."""
    sollicitation = _sollicitation(session, charge)
    yield from _au_dla(
        sollicitation,
        "Le centre a répondu",
        f"{sollicitation.centre.nom} a répondu. Lisez sa réponse, puis dites si elle vous est utile.",
    )


def sollicitation_reorientee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the DLA: another centre follows it, which reads no diagnostic until it is lent."""
    suite = session.get_one(Sollicitation, charge["suite_id"])
    phrase = f"Elle est passée à {suite.centre.nom}."
    if suite.diagnostic_id is not None:
        phrase += " Ce centre ne lit pas le diagnostic tant que vous ne le lui prêtez pas."
    yield from _au_dla(suite, "Votre demande change de centre", phrase)


def sollicitation_retiree(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the centre: nothing is asked any more."""
    yield from _au_centre(
        _sollicitation(session, charge), "Demande retirée", "Le DLA n’attend plus de réponse."
    )


def sollicitation_close(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the centre: what the answer was worth."""
    yield from _au_centre(
        _sollicitation(session, charge), "Demande close", "Le DLA dit ce que votre réponse lui a apporté."
    )
