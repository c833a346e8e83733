"""The avals of a centre: the list, a proposal from a fiche, then confirm, refuse or take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.expertise.forms import ProposerForm, RefuserForm, RetirerForm
from dla_market.catalogue import queries as fiches
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.rules import LIBELLES_NIVEAU
from dla_market.comptes.acteur import Acteur
from dla_market.expertise import operations, queries, rules
from dla_market.expertise.listes import TITRES, par_etat
from dla_market.expertise.models import Aval
from dla_market.expertise.states import AVAL
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import decouper
from dla_market.web.acteurs import acteur_courant
from dla_market.web.choix import choix
from dla_market.web.ecriture import executer
from dla_market.web.forms import Formulaire, FormulaireActe
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page


@dataclass(frozen=True)
class Onglet:
    """One list of the page."""

    libelle: str
    url: str
    courant: bool


def charger_prestataire(session: Session, acteur: Acteur, prestataire_id: int) -> Prestataire | None:
    """The fiche that an aval is proposed for."""
    return fiches.charger(session, acteur, prestataire_id)


def lister() -> Reponse:
    """The centre's avals by what they wait for; the first list that holds some, unless one is asked for."""
    acteur = acteur_courant()
    assert acteur is not None
    avals = queries.montres(session_courante(), queries.du_centre(acteur))
    listes = par_etat(avals, clock.today())
    nom = request.args.get("liste", "")
    if nom not in listes:
        nom = next((n for n, contenu in listes.items() if contenu), "valides")
    return _page(
        "expertise/lister.html",
        titre="Avals du centre",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Avals", None)],
        nom=nom,
        titres=TITRES,
        tabs=[
            Onglet(f"{TITRES[n]} ({len(listes[n])})", url_for("expertise.lister", liste=n), n == nom)
            for n in listes
        ],
        avals=decouper(listes[nom], request.args.get("page", 1, type=int)),
    )


def proposer(prestataire: Prestataire) -> Reponse:
    """The form of an aval, from a fiche."""
    form = _formulaire_proposer()
    titre = "Proposer un aval"

    def montrer() -> Reponse:
        url = url_for("catalogue.consulter", prestataire_id=prestataire.id)
        fil = [("Catalogue", url_for("catalogue.chercher")), (prestataire.nom, url), (titre, None)]
        return _page("expertise/proposer.html", titre=titre, fil=fil, form=form, prestataire=prestataire)

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: _proposer(session, acteur, prestataire, form),
        vers=url_for("expertise.lister"),
        succes="L’aval est proposé. Une autre personne de votre centre doit le confirmer.",
        form=form,
        sinon=montrer,
    )


def confirmer(aval: Aval) -> Reponse:
    """Say what confirming does, then do it."""
    return _decider(
        aval,
        "confirmer",
        FormulaireActe(),
        lambda session, acteur, _form: operations.confirmer(session, acteur, aval),
        "L’aval est confirmé : il se voit dès maintenant.",
    )


def refuser(aval: Aval) -> Reponse:
    """Do not follow the expert, with a reason."""
    return _decider(
        aval,
        "refuser",
        RefuserForm(),
        lambda session, acteur, form: operations.refuser(session, acteur, aval, form.motif.data),
        "L’aval est refusé. Cela reste dans votre centre.",
    )


def retirer(aval: Aval) -> Reponse:
    """Take a confirmed aval back, with a reason that the prestataire reads."""
    return _decider(
        aval,
        "retirer",
        RetirerForm(),
        lambda session, acteur, form: operations.retirer(session, acteur, aval, form.motif.data),
        "L’aval est retiré.",
    )


def _decider(aval: Aval, verbe: str, form: Formulaire, operation: Any, succes: str) -> Reponse:
    """One decision on an aval: shown with what it will do, then done."""

    def montrer() -> Reponse:
        titre = f"{verbe.capitalize()} l’aval\u00a0: {aval.prestataire.nom}"
        fil = [("Avals", url_for("expertise.lister")), (verbe.capitalize(), None)]
        return _page(f"expertise/{verbe}.html", titre=titre, fil=fil, form=form, aval=aval)

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operation(session, acteur, form),
        vers=url_for("expertise.lister"),
        succes=succes,
        form=form,
        sinon=montrer,
    )


def _page(template: str, **contexte: Any) -> Reponse:
    return page(
        template,
        connus=nomenclatures(),
        niveaux=LIBELLES_NIVEAU,
        etats=AVAL.libelles,
        regles=rules,
        today=clock.today(),
        **contexte,
    )


def _formulaire_proposer() -> ProposerForm:
    """The centre's own secteurs first; the one in the address chosen."""
    acteur = acteur_courant()
    assert acteur is not None
    secteurs = nomenclatures().secteurs
    couverts = queries.secteurs_couverts(session_courante(), acteur.organisation_id)
    form = ProposerForm(
        data={"fin": rules.fin_par_defaut(clock.today()), "secteur": request.args.get("secteur", "")}
    )
    autres = {code: f"{nom} (hors des secteurs du centre)" for code, nom in secteurs.items()}
    siens = {code: secteurs[code] for code in couverts}
    form.secteur.choices = choix(
        (siens | {c: n for c, n in autres.items() if c not in siens}).items(), vide="Choisissez…"
    )
    return form


def _proposer(session: Session, acteur: Acteur, prestataire: Prestataire, form: ProposerForm) -> Aval:
    return operations.proposer(
        session,
        acteur,
        prestataire,
        secteur_code=form.secteur.data,
        niveau=int(form.niveau.data),
        motif=form.motif.data or "",
        fin=form.fin.data,
        motif_hors_champ=form.motif_hors_champ.data or "",
    )
