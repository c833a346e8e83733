"""A prestataire and its own fiche: what it says, what it lacks, step by step, then submit and confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.catalogue.etapes import FORMULAIRES
from dla_market.blueprints.catalogue.fiche_views import mots_de_fiche
from dla_market.blueprints.catalogue.libelles import ETAPES
from dla_market.catalogue import completude, operations, procedures, queries
from dla_market.catalogue.completude import FicheLue, Manque
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.parties import FicheEtParties
from dla_market.catalogue.states import FICHE
from dla_market.commandes import missions
from dla_market.comptes.acteur import Acteur
from dla_market.kernel.db import session_courante
from dla_market.web.ecriture import executer
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse, page


@dataclass(frozen=True)
class Etape:
    """A step in the line of steps."""

    libelle: str
    url: str
    etat: str


def charger_ma_fiche(session: Session, acteur: Acteur) -> Prestataire | None:
    """The fiche of the actor's own organisation."""
    return queries.ma_fiche(session, acteur)


def charger_etape(session: Session, acteur: Acteur, etape: str) -> Prestataire | None:
    """The same, at a step that exists."""
    return queries.ma_fiche(session, acteur) if etape in ETAPES else None


def manques_de(fiche: Prestataire | FicheEtParties) -> tuple[list[Manque], int]:
    """What the fiche lacks and how complete it is; the missions done here are asked for only where it has
    no reference of its own.
    """
    faites = 0 if fiche.references else len(missions.faites(session_courante(), fiche.id))
    lue = cast("FicheLue", fiche)  # a FicheEtParties answers for the fiche: the types do not see it
    return completude.manques(lue, faites), completude.completude(lue, faites)


def etapes_de(fiche: Prestataire, courante: str | None = None) -> list[Etape]:
    """The line of steps: a step that lacks something is still to come."""
    incompletes = {manque.etape for manque in manques_de(fiche)[0]}
    return [
        Etape(
            libelle,
            url_for("catalogue.modifier", etape=etape),
            "courant" if etape == courante else "a_venir" if etape in incompletes else "fait",
        )
        for etape, libelle in ETAPES.items()
    ]


def _page(template: str, fiche: Prestataire, **contexte: Any) -> Reponse:
    manques, taux = manques_de(fiche)
    return page(
        template,
        fiche=fiche,
        manques=manques,
        completude=taux,
        url_etape={etape: url_for("catalogue.modifier", etape=etape) for etape in ETAPES},
        **mots_de_fiche(),
        **contexte,
    )


def ma_fiche(fiche: Prestataire) -> Reponse:
    """Where the fiche stands, what it lacks and what that costs, what to do next."""
    return _page(
        "catalogue/ma_fiche.html",
        fiche,
        titre="Ma fiche",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Ma fiche", None)],
        etapes=etapes_de(fiche),
        verbes=FICHE.verbes(fiche.etat),
        procedure=procedures.en_cours(session_courante(), fiche),
    )


def modifier(fiche: Prestataire) -> Reponse:
    """One step: what was typed is saved alone, then the next step."""
    etape = request.view_args["etape"] if request.view_args else ""
    form = FORMULAIRES[etape](fiche)

    def montrer() -> Reponse:
        fil = [("Ma fiche", url_for("catalogue.ma_fiche")), (ETAPES[etape], None)]
        etapes = etapes_de(fiche, etape)
        return _page(
            f"catalogue/etape_{etape}.html", fiche, titre=ETAPES[etape], fil=fil, form=form, etapes=etapes
        )

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.modifier_fiche(session, acteur, fiche, form.saisie()),
        vers=_suite(etape, rester="rester" in request.form),
        succes=f"{ETAPES[etape]} : c’est enregistré.",
        form=form,
        sinon=montrer,
    )


def _suite(etape: str, *, rester: bool) -> str:
    """The same step to add a line, else the next one, else the fiche."""
    noms = list(ETAPES)
    rang = noms.index(etape) + (0 if rester else 1)
    return (
        url_for("catalogue.modifier", etape=noms[rang]) if rang < len(noms) else url_for("catalogue.ma_fiche")
    )


def soumettre(fiche: Prestataire) -> Reponse:
    """Say what submitting does, then do it."""
    form = FormulaireActe()

    def montrer() -> Reponse:
        fil = [("Ma fiche", url_for("catalogue.ma_fiche")), ("Soumettre", None)]
        return _page("catalogue/soumettre.html", fiche, titre="Soumettre ma fiche", fil=fil, form=form)

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.soumettre(session, acteur, fiche),
        vers=url_for("catalogue.ma_fiche"),
        succes="Votre fiche est soumise. Le DLA régional la lira, puis la publiera.",
        form=form,
        sinon=montrer,
    )


def confirmer(fiche: Prestataire) -> Reponse:
    """Say that the fiche still holds: what it says is shown first."""
    form = FormulaireActe()

    def montrer() -> Reponse:
        fil = [("Ma fiche", url_for("catalogue.ma_fiche")), ("Confirmer", None)]
        return _page("catalogue/confirmer.html", fiche, titre="Confirmer ma fiche", fil=fil, form=form)

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.confirmer(session, acteur, fiche),
        vers=url_for("catalogue.ma_fiche"),
        succes="Votre fiche est confirmée pour un an.",
        form=form,
        sinon=montrer,
    )
