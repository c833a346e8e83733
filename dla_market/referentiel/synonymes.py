"""The synonyms of the field, kept by the national team: read, written, never deleted but ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import Auteur, journaliser
from dla_market.referentiel.events import SynonymesModifies
from dla_market.referentiel.models import GroupeSynonymes
from dla_market.referentiel.noms import normaliser

EXPRESSIONS_MAX = 24
LONGUEUR_MAX = 80


def groupes(session: Session) -> Sequence[GroupeSynonymes]:
    """Every group, past and future ones too, by its first word."""
    tous = session.scalars(select(GroupeSynonymes).order_by(GroupeSynonymes.id)).all()
    return sorted(tous, key=lambda groupe: normaliser(groupe.mots))


def charger(session: Session, groupe_id: int) -> GroupeSynonymes | None:
    """The group of this number, None where there is none."""
    return session.get(GroupeSynonymes, groupe_id)


def expressions(texte: str) -> list[str]:
    """The expressions of a text, one a line or parted by semicolons, spaces evened out, each once."""
    lues = (" ".join(morceau.split()) for ligne in texte.splitlines() for morceau in ligne.split(";"))
    premieres: dict[str, str] = {}
    for lue in lues:
        if lue:
            premieres.setdefault(normaliser(lue), lue)
    return list(premieres.values())


def creer(
    session: Session, auteur: Auteur, *, mots: str, aussi: str, valide_du: date, valide_au: date | None
) -> GroupeSynonymes:
    """Write a new group. Raises RefusMetier as `modifier` does."""
    groupe = GroupeSynonymes(mots="", aussi="", valide_du=valide_du)
    _remplir(groupe, mots, aussi, valide_du, valide_au)
    session.add(groupe)
    session.flush()
    _dire(session, auteur, "synonyme:creer", groupe)
    return groupe


def modifier(
    session: Session,
    auteur: Auteur,
    groupe: GroupeSynonymes,
    *,
    mots: str,
    aussi: str,
    valide_du: date,
    valide_au: date | None,
) -> GroupeSynonymes:
    """Change a group: the search follows at once, on every host, without a rebuild.

    Raises RefusMetier where fewer than two expressions are left to bring together, one is too long or says
    nothing, there are too many, or the days are in the wrong order.
    """
    session.refresh(groupe, with_for_update=True)
    _remplir(groupe, mots, aussi, valide_du, valide_au)
    _dire(session, auteur, "synonyme:modifier", groupe)
    return groupe


def _remplir(groupe: GroupeSynonymes, mots: str, aussi: str, valide_du: date, valide_au: date | None) -> None:
    lus = _verifier(expressions(mots), "mots")
    sens_unique = [
        lue for lue in _verifier(expressions(aussi), "aussi") if normaliser(lue) not in map(normaliser, lus)
    ]
    if not lus or len(lus) + len(sens_unique) < 2:  # noqa: PLR2004  # it takes two to be synonyms
        raise RefusMetier("Écrivez au moins deux expressions, une par ligne.", champ="mots")
    if valide_au is not None and valide_au < valide_du:
        raise RefusMetier("Le dernier jour vient après le premier.", champ="valide_au")
    groupe.mots, groupe.aussi = "\n".join(lus), "\n".join(sens_unique)
    groupe.valide_du, groupe.valide_au = valide_du, valide_au


def _verifier(lues: list[str], champ: str) -> list[str]:
    if len(lues) > EXPRESSIONS_MAX:
        raise RefusMetier(f"Un groupe compte {EXPRESSIONS_MAX} expressions au plus.", champ=champ)
    for lue in lues:
        if len(lue) > LONGUEUR_MAX:
            raise RefusMetier(f"« {lue[:30]}… » dépasse {LONGUEUR_MAX} signes.", champ=champ)
        if not any(signe.isalnum() for signe in lue):
            raise RefusMetier(f"« {lue} » n’a ni lettre ni chiffre.", champ=champ)
    return lues


def _dire(session: Session, auteur: Auteur, action: str, groupe: GroupeSynonymes) -> None:
    journaliser(
        session,
        auteur,
        action,
        "groupe_synonymes",
        groupe.id,
        mots=groupe.liste_mots,
        aussi=groupe.liste_aussi,
        valide_du=groupe.valide_du,
        valide_au=groupe.valide_au,
    )
    emettre(session, SynonymesModifies(groupe.id))
