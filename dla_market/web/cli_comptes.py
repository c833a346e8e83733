"""`flask comptes …`: the first pilot of an empty database, and a door reopened from the machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.models import Organisation, Role
from dla_market.comptes.operations import inviter
from dla_market.kernel.db import en_ecriture
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import SYSTEME
from dla_market.reseau.models import Pilote
from dla_market.web.liens import adresse_du_lien, duree_du_lien, envoyer_lien

Trouver = Callable[[Session], Organisation | None]


@click.group("comptes")
def groupe_comptes() -> None:
    """Les personnes et leurs organisations."""


@groupe_comptes.command("creer-pilote")
@click.argument("organisation")
@click.argument("courriel")
@with_appcontext
def creer_pilote(organisation: str, courriel: str) -> None:
    """Invite une personne au pilotage, dans un organisme créé s’il le faut\u00a0: le lien s’affiche."""
    _inviter(partial(_pilote, nom=organisation.strip()), courriel, Role.PILOTE)


@groupe_comptes.command("inviter")
@click.argument("organisation_id", type=int)
@click.argument("courriel")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@with_appcontext
def inviter_dans(organisation_id: int, courriel: str, role: str) -> None:
    """Invite une personne dans une organisation, par son numéro\u00a0: le lien s’affiche."""
    _inviter(lambda session: session.get(Organisation, organisation_id), courriel, Role(role))


def _pilote(session: Session, nom: str) -> Organisation:
    pilote = session.scalars(select(Pilote).where(Pilote.nom == nom)).one_or_none()
    if pilote is None:
        pilote = Pilote(nom=nom)
        session.add(pilote)
        session.flush()
    return pilote


def _inviter(trouver: Trouver, courriel: str, role: Role) -> None:
    def travail(session: Session) -> str:
        organisation = trouver(session)
        if organisation is None:
            raise RefusMetier("Aucune organisation ne porte ce numéro.")
        lien = inviter(session, SYSTEME, organisation, courriel=courriel, role=role)
        envoyer_lien(session, lien)
        return adresse_du_lien(lien)

    try:
        adresse = en_ecriture(travail)
    except RefusMetier as refus:
        raise click.ClickException(refus.phrase) from refus
    current_app.extensions["outbox"].reveiller()
    click.echo(f"Invitation envoyée à {courriel}. Le lien vaut une fois, {duree_du_lien()}\u00a0:")
    click.echo(f"{current_app.config['PUBLIC_URL']}{adresse}")
