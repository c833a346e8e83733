"""What a région does with its call: prepare an edition, publish it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.referencement import rules
from dla_market.referencement.events import AppelPublie
from dla_market.referencement.models import Appel, AppelCritere, EtatAppel
from dla_market.referencement.queries import appel_en
from dla_market.referencement.states import APPEL
from dla_market.reseau.models import DlaRegional


def rediger_appel(
    session: Session,
    acteur: Acteur,
    regional: DlaRegional,
    *,
    texte: str,
    recours: str,
    debut: date,
    fin: date | None,
    fin_convention: date | None,
    criteres: Sequence[rules.Critere],
    version: int | None = None,
) -> Appel:
    """Write the draft of a région's next edition, a new one where there is none; what is published stays.

    `version` is that of the draft when its form was shown, None where there was none. Raises RefusMetier for
    what a call must say, ConflitDeVersion where someone wrote the draft in the meantime.
    """
    session.flush()
    session.refresh(regional, with_for_update={"of": DlaRegional.__table__})
    rules.verifier_appel(texte, recours, debut, fin, criteres)
    appel = appel_en(session, regional.id, EtatAppel.BROUILLON)
    if (None if appel is None else appel.version) != version:
        raise ConflitDeVersion("Une autre personne vient d’écrire cet appel. Relisez-le, puis recommencez.")
    if appel is None:
        derniere = session.scalar(select(func.max(Appel.edition)).where(Appel.regional_id == regional.id))
        appel = Appel(regional_id=regional.id, edition=(derniere or 0) + 1, etat=EtatAppel.BROUILLON)
        session.add(appel)
    appel.etat = APPEL.suivant(appel.etat, "rediger")
    appel.texte, appel.recours = texte.strip(), recours.strip()
    appel.debut, appel.fin, appel.fin_convention = debut, fin, fin_convention
    appel.criteres.clear()
    session.flush()
    appel.criteres.extend(
        AppelCritere(ordre=rang, libelle=c.libelle.strip(), explication=c.explication.strip())
        for rang, c in enumerate(criteres, start=1)
    )
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "appel:rediger",
        "appel",
        appel.id,
        edition=appel.edition,
        criteres=len(criteres),
    )
    return appel


def publier_appel(session: Session, acteur: Acteur, appel: Appel) -> Appel:
    """Publish the draft: anyone reads it, and it replaces the edition published before.

    Raises RefusMetier where its last day has passed.
    """
    session.flush()
    session.refresh(appel, with_for_update={"of": Appel.__table__})
    suivant = APPEL.suivant(appel.etat, "publier")
    if appel.fin is not None and appel.fin < clock.today():
        raise RefusMetier("Le dernier jour de cet appel est passé : changez-le, puis publiez.")
    precedent = appel_en(session, appel.regional_id, EtatAppel.PUBLIE)
    if precedent is not None:
        precedent.etat = APPEL.suivant(precedent.etat, "remplacer")
        session.flush()
    appel.etat = suivant
    appel.publie_le, appel.publie_par_id = clock.now(), acteur.utilisateur_id
    session.flush()
    journaliser(session, acteur.auteur, "appel:publier", "appel", appel.id, edition=appel.edition)
    emettre(session, AppelPublie(appel.id))
    return appel
