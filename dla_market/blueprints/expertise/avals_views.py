"""The avals of a centre: the list, one aval with its life, then confirm, refuse, take back or answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from dla_market.blueprints.expertise.etapes import etapes_de_l_aval
from dla_market.blueprints.expertise.forms import RefuserForm, RepondreForm, RetirerForm
from dla_market.blueprints.expertise.mots import page_d_avals
from dla_market.comptes.models import Role
from dla_market.expertise import operations, queries, queries_liens, reglages
from dla_market.expertise.listes import TITRES, par_etat
from dla_market.expertise.models import Aval
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import decouper
from dla_market.policies.grid import a_le_droit
from dla_market.web.actes import droits, qui
from dla_market.web.ecriture import agir
from dla_market.web.forms import Formulaire, FormulaireActe
from dla_market.web.pages import Reponse


@dataclass(frozen=True)
class Onglet:
    """One list of the page."""

    libelle: str
    url: str
    courant: bool


def lister() -> Reponse:
    """The centre's avals by what they wait for; the first list that holds some, unless one is asked for."""
    session, today = session_courante(), clock.today()
    avals = queries.montres(session, queries.du_centre(qui()))
    listes = par_etat(avals, today, reglages.preavis_aval_jours(session, today))
    nom = request.args.get("liste", "")
    if nom not in listes:
        nom = next((n for n, contenu in listes.items() if contenu), "valides")
    return page_d_avals(
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


def consulter(aval: Aval) -> Reponse:
    """One aval: who, when, why, on what evidence, what it renews, what the prestataire answers."""
    session, acteur = session_courante(), qui()
    (montre,) = queries.montres(session, queries.visible_to(acteur).where(Aval.id == aval.id))
    return page_d_avals(
        "expertise/consulter.html",
        titre=f"Aval\u00a0: {montre.prestataire_nom}",
        fil=_fil(aval),
        aval=montre,
        etapes=etapes_de_l_aval(montre, clock.today()),
        chaine=queries.chaine(session, acteur, aval),
        note=queries.notes_internes(session, acteur, [aval.id]).get(aval.id, ""),
        a_revoir=a_le_droit(acteur, "aval:renouveler")
        and aval.id in queries_liens.avals_a_revoir(session, acteur.organisation_id, clock.today()),
        droits=droits(
            aval, "aval:confirmer", "aval:refuser", "aval:renouveler", "aval:retirer", "aval:repondre"
        ),
    )


def confirmer(aval: Aval) -> Reponse:
    """Say what confirming does, then do it."""
    return _decider(
        aval,
        "confirmer",
        FormulaireActe(),
        lambda session, acteur, _form: operations.confirmer(session, acteur, aval),
        "L’aval est confirmé\u00a0: il se voit dès maintenant.",
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


def repondre(aval: Aval) -> Reponse:
    """The prestataire's right of reply."""
    return _decider(
        aval,
        "repondre",
        RepondreForm(data={"reponse": aval.reponse}),
        lambda session, acteur, form: operations.repondre(session, acteur, aval, form.reponse.data),
        "Votre réponse se lit désormais à côté de l’aval.",
        vers=url_for("expertise.consulter", aval_id=aval.id),
    )


TITRES_ACTES = {"repondre": "Répondre à l’aval"}


def _decider(
    aval: Aval, verbe: str, form: Formulaire, operation: Any, succes: str, *, vers: str = ""
) -> Reponse:
    """One decision on an aval: shown with what it will do, then done."""
    return agir(
        form,
        lambda: _montrer(aval, verbe, form),
        lambda session, acteur: operation(session, acteur, form),
        vers=vers or url_for("expertise.lister"),
        succes=succes,
    )


def _montrer(aval: Aval, verbe: str, form: Formulaire) -> Reponse:
    titre = TITRES_ACTES.get(verbe, f"{verbe.capitalize()} l’aval")
    return page_d_avals(
        f"expertise/{verbe}.html",
        titre=f"{titre}\u00a0: {aval.prestataire.nom}",
        fil=[*_fil(aval)[:-1], (titre, None)],
        form=form,
        aval=aval,
        note=queries.notes_internes(session_courante(), qui(), [aval.id]).get(aval.id, ""),
    )


def _fil(aval: Aval) -> list[tuple[str, str | None]]:
    """Where this is: in the centre's list for its people, at the fiche for all others."""
    acteur = qui()
    if acteur.role in {Role.EXPERT, Role.COORDINATEUR} and aval.centre_id == acteur.organisation_id:
        debut: tuple[str, str | None] = ("Avals", url_for("expertise.lister"))
    else:
        url = url_for("catalogue.consulter", prestataire_id=aval.prestataire_id)
        debut = (aval.prestataire.nom, url)
    return [debut, ("Aval", None)]
