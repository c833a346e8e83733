"""A person's kept searches."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, url_for

from dla_market.blueprints.veille.forms import LIBELLES_ALERTE, EnregistrerForm, RechercheForm
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.search import IndexAbsent
from dla_market.veille import operations, queries
from dla_market.veille.models import RechercheEnregistree
from dla_market.web.actes import acte, qui
from dla_market.web.ecriture import Operation
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse, aller, page
from dla_market.web.recherches import lecture


def lister() -> Reponse:
    """The searches kept, each in words, with its rhythm."""
    recherches = queries.lister(session_courante(), qui())
    return page(
        "veille/lister.html",
        titre="Mes recherches",
        fil=[("Catalogue", url_for("catalogue.chercher")), ("Mes recherches", None)],
        recherches=[(recherche, lecture().mots(recherche.requete)) for recherche in recherches],
        alertes=LIBELLES_ALERTE,
    )


def consulter(recherche: RechercheEnregistree) -> Reponse:
    """The search itself, as the catalogue answers it today."""
    return aller(lecture().adresse(recherche.requete))


def enregistrer() -> Reponse:
    """Keep the search of this address."""
    form = EnregistrerForm()
    requete = lecture().canonique(
        (form.requete.data or "") if form.is_submitted() else request.query_string.decode(errors="replace")
    )
    form.requete.data = requete
    return acte(
        form,
        lambda: _formulaire("Enregistrer cette recherche", form, requete),
        _avec_le_moteur(
            lambda session, acteur: operations.enregistrer(
                session, acteur, _moteur(), lecture().question, requete=requete, **form.lue()
            )
        ),
        vers=url_for("veille.lister"),
        succes="La recherche est enregistrée.",
    )


def modifier(recherche: RechercheEnregistree) -> Reponse:
    """Another name, another rhythm."""
    form = RechercheForm(data={"nom": recherche.nom, "alerte": recherche.alerte.value})
    return acte(
        form,
        lambda: _formulaire("Modifier cette recherche", form, recherche.requete),
        _avec_le_moteur(
            lambda session, acteur: operations.modifier(
                session, acteur, _moteur(), lecture().question, recherche, **form.lue()
            )
        ),
        vers=url_for("veille.lister"),
        succes="La recherche est modifiée.",
    )


def supprimer(recherche: RechercheEnregistree) -> Reponse:
    """Keep it no more, after a word of what that does."""
    form = FormulaireActe()
    return acte(
        form,
        lambda: page(
            "veille/supprimer.html",
            titre="Supprimer cette recherche",
            fil=_fil("Supprimer"),
            recherche=recherche,
            form=form,
        ),
        lambda session, acteur: operations.supprimer(session, acteur, recherche),
        vers=url_for("veille.lister"),
        succes="La recherche est supprimée.",
    )


def _formulaire(titre: str, form: RechercheForm, requete: str) -> Reponse:
    mots = lecture().mots(requete)
    return page("veille/modifier.html", titre=titre, fil=_fil(titre), form=form, mots=mots)


def _fil(ici: str) -> list[tuple[str, str | None]]:
    return [
        ("Catalogue", url_for("catalogue.chercher")),
        ("Mes recherches", url_for("veille.lister")),
        (ici, None),
    ]


def _moteur() -> Any:
    return current_app.extensions["recherche"]


def _avec_le_moteur(operation: Operation) -> Operation:
    """The same operation, refused in words while there is no index to ask."""

    def travail(session: Any, acteur: Any) -> Any:
        try:
            return operation(session, acteur)
        except IndexAbsent as absence:
            raise RefusMetier("L’index du catalogue se prépare : essayez dans une minute.") from absence

    return travail
