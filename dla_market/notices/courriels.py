"""Mails out: by SMTP, one recipient each, or kept in the demo (reliability J)."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import structlog
from sqlalchemy import select, update

from dla_market.comptes.models import Utilisateur
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.notices.models import EtatCourriel, Message

log = structlog.get_logger(__name__)

ESSAIS_MAX = 8
DELAI_SMTP = 20
PORT_SUBMISSION = 587
PAR_TOUR = 100

Envoyer = Callable[[EmailMessage], object]


def composer(message: Message, destinataire: str, *, expediteur: str, adresse: str) -> EmailMessage:
    """The mail of a message: its words and its link, nothing more. `adresse` is the program's public URL."""
    courriel = EmailMessage()
    courriel["From"] = expediteur
    courriel["To"] = destinataire
    courriel["Subject"] = " ".join(message.objet.split())
    courriel["Message-ID"] = f"<{message.identifiant}@{urlsplit(adresse).hostname}>"
    courriel["Date"] = format_datetime(message.cree_le)
    lien = f"\n\n{adresse}{message.lien}" if message.lien else ""
    courriel.set_content(f"{message.corps}{lien}\n\n-- \nDLA Market\n")
    return courriel


@contextmanager
def connexion_smtp(url: str) -> Iterator[Envoyer]:
    """A connection to smtp://name:secret@host:587 (STARTTLS where offered) or smtps://."""
    parties = urlsplit(url)
    hote, port = parties.hostname or "localhost", parties.port or PORT_SUBMISSION
    classe = smtplib.SMTP_SSL if parties.scheme == "smtps" else smtplib.SMTP
    with classe(hote, port, timeout=DELAI_SMTP) as serveur:
        if parties.scheme != "smtps" and serveur.has_extn("starttls"):
            serveur.starttls(context=ssl.create_default_context())
        if parties.username:
            serveur.login(unquote(parties.username), unquote(parties.password or ""))
        yield serveur.send_message


def garder_courriels() -> int:
    """In the demo, mark what would be sent as kept: people read it in the program. Returns how many."""
    with unit_of_work() as session:
        garde = session.execute(
            update(Message)
            .where(Message.courriel == EtatCourriel.A_ENVOYER)
            .values(courriel=EtatCourriel.GARDE)
        )
        return int(garde.rowcount)  # type: ignore[attr-defined]  # CursorResult of an UPDATE


def envoyer_courriels(smtp_url: str, *, expediteur: str, adresse: str) -> int:
    """Send what waits; returns how many left. A mail that the server refuses is tried again, 8 times at most.

    Sent first, marked next: a crash between the two may send one mail twice, under the same Message-ID,
    and never loses one.
    """
    session = session_courante()
    session.rollback()
    identifiants = list(
        session.scalars(
            select(Message.id)
            .where(Message.courriel == EtatCourriel.A_ENVOYER)
            .order_by(Message.id)
            .limit(PAR_TOUR)
        )
    )
    if not identifiants:
        return 0
    envoyes = 0
    with connexion_smtp(smtp_url) as envoyer:
        for identifiant in identifiants:
            envoyes += _envoyer_un(identifiant, envoyer, expediteur, adresse)
    return envoyes


def _envoyer_un(identifiant: int, envoyer: Envoyer, expediteur: str, adresse: str) -> bool:
    session = session_courante()
    message = session.get_one(Message, identifiant)
    destinataire = message.adresse or session.get_one(Utilisateur, message.utilisateur_id).email
    courriel = composer(message, destinataire, expediteur=expediteur, adresse=adresse)
    session.rollback()
    try:
        envoyer(courriel)
    except (smtplib.SMTPException, OSError) as erreur:
        log.warning("courriel.echec", message=identifiant, erreur=repr(erreur))
        _noter(identifiant, parti=False)
        return False
    _noter(identifiant, parti=True)
    return True


def _noter(identifiant: int, *, parti: bool) -> None:
    with unit_of_work() as session:
        message = session.get_one(Message, identifiant)
        message.essais += 1
        if parti:
            message.courriel, message.envoye_le = EtatCourriel.ENVOYE, clock.now()
        elif message.essais >= ESSAIS_MAX:
            message.courriel = EtatCourriel.ABANDONNE
        if message.adresse and message.courriel is not EtatCourriel.A_ENVOYER:
            message.lien = ""


def plus_ancien_en_attente() -> timedelta | None:
    """How long the oldest unsent mail has waited; None when none waits. More than 15 minutes is an alert."""
    ancien = session_courante().scalar(
        select(Message.cree_le)
        .where(Message.courriel == EtatCourriel.A_ENVOYER)
        .order_by(Message.id)
        .limit(1)
    )
    return None if ancien is None else clock.now() - ancien
