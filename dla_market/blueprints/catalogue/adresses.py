"""The address of a search, read for those who keep it without showing it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from dla_market.blueprints.catalogue.criteres import LIBELLES_TRI, Criteres
from dla_market.blueprints.catalogue.resultats import lieux_de, question
from dla_market.comptes.acteur import Acteur
from dla_market.kernel.db import session_courante
from dla_market.search import Requete, Tri
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.recherches import Lecture


def lire(chaine: str) -> Criteres:
    """The search of a query string, at its first page, for no ingénierie; what is not known is left out."""
    return replace(
        Criteres.lire(MultiDict(parse_qsl(chaine)), nomenclatures()), page=1, ingenierie=None, frappe=False
    )


def canonique(criteres: Criteres) -> str:
    """Its query string in one spelling: no page, no ingénierie, nothing as by default."""
    return urlencode(_nus(criteres).arguments(), doseq=True)


def _nus(criteres: Criteres) -> Criteres:
    """The search alone, without the moment that it was made in."""
    return replace(criteres, page=1, ingenierie=None, frappe=False)


def _question(acteur: Acteur, chaine: str) -> Requete:
    session = session_courante()
    return question(session, lire(chaine), acteur, lieux_de(session, acteur))


def _mots(chaine: str) -> list[str]:
    criteres = lire(chaine)
    texte = [f"«\u00a0{criteres.texte}\u00a0»"] if criteres.texte else []
    tri = [f"par {LIBELLES_TRI[criteres.tri]}"] if criteres.tri is not Tri.PERTINENCE else []
    return [*texte, *(puce.libelle for puce in criteres.puces(nomenclatures())), *tri]


def _adresse(chaine: str) -> str:
    return url_for("catalogue.chercher", **lire(chaine).arguments())


LECTURE = Lecture(lambda chaine: canonique(lire(chaine)), _question, _mots, _adresse)
