"""Prestataires that a centre may name: found by words, else its own endorsed and those of the secteur."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue import queries as catalogue
from dla_market.comptes.acteur import Acteur
from dla_market.expertise import queries as avals
from dla_market.expertise.models import Aval
from dla_market.kernel import clock
from dla_market.search import IndexAbsent, Requete
from dla_market.sollicitations.models import Sollicitation

MAXIMUM = 10
TEXTE_MAX = 200


@dataclass(frozen=True)
class Candidat:
    """A prestataire to name: who it is, why the search found it, whether it is named already."""

    id: int
    nom: str
    titre: str
    raisons: tuple[str, ...]
    avalise: bool
    nomme: bool


def candidats(
    session: Session, acteur: Acteur, sollicitation: Sollicitation, texte: str
) -> list[Candidat] | None:
    """The first MAXIMUM that answer, the endorsed first where no word is given; None without an index."""
    avalises = list(
        session.scalars(
            select(Aval.prestataire_id).where(
                Aval.centre_id == acteur.organisation_id,
                Aval.secteur_code == sollicitation.secteur_code,
                avals.sql_valide(clock.today()),
            )
        )
    )
    thematiques = (sollicitation.thematique_code,) if sollicitation.thematique_code and not texte else ()
    try:
        resultat = current_app.extensions["recherche"].interroger(
            Requete(
                le=clock.today(),
                texte=texte[:TEXTE_MAX],
                secteurs=() if texte else (sollicitation.secteur_code,),
                thematiques=thematiques,
                taille=MAXIMUM,
                avec_facettes=False,
                validite=catalogue.validite(session, clock.today()),
            )
        )
    except IndexAbsent:
        return None
    raisons = {r.id: tuple(x.texte for x in r.raisons if x.signe == "+") for r in resultat.lignes}
    ids = list(dict.fromkeys([*([] if texte else avalises), *raisons]))[:MAXIMUM]
    fiches = catalogue.lignes(session, acteur, ids)
    nommes = {p.prestataire_id for p in sollicitation.propositions}
    return [
        Candidat(i, fiches[i].nom, fiches[i].titre, raisons.get(i, ()), i in avalises, i in nommes)
        for i in ids
        if i in fiches
    ]
