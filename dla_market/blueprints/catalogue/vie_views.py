"""The end of a fiche's presence, and its return: suspension heard on both sides, closing, reopening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request, url_for

from dla_market.blueprints.catalogue.fiche_views import mots_de_fiche
from dla_market.blueprints.catalogue.forms import MotifForm, ReponseForm
from dla_market.blueprints.catalogue.histoire_views import fil_de
from dla_market.catalogue import operations_vie as operations
from dla_market.catalogue import procedures, rules, suivi
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.states import PROCEDURE
from dla_market.catalogue.vie import EtatProcedure, ProcedureSuspension
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.referentiel import reglages
from dla_market.web.actes import acte, droits, qui
from dla_market.web.forms import Formulaire, FormulaireActe
from dla_market.web.pages import Reponse, page


def suivre() -> Reponse:
    """The fiches that one answers for, by what they ask for."""
    session, today = session_courante(), clock.today()
    choisi = request.args.get("liste", "")
    nom = choisi if choisi in suivi.LISTES else "a_relire"
    mots = mots_de_fiche()
    return page(
        "catalogue/suivre.html",
        titre="Fiches",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Fiches", None)],
        nom=nom,
        listes=suivi.LISTES,
        fiches=paginer(
            session, suivi.lister(qui(), nom, today, mots["validite"]), request.args.get("page", 1, type=int)
        ),
        **mots,
    )


def procedure(fiche: Prestataire) -> Reponse:
    """The suspension of a fiche: what is reproached, what is answered, what was decided."""
    toutes = procedures.de_la_fiche(session_courante(), fiche)
    ouverte = toutes[0] if toutes and PROCEDURE.verbes(toutes[0].etat) else None
    return _page(
        "catalogue/procedure.html",
        fiche,
        "Suspension",
        procedures=toutes,
        ouverte=ouverte,
        refus=_trop_tot(ouverte),
        permis=droits(fiche, "fiche:annoncer_suspension", "fiche:suspendre", "fiche:retablir"),
    )


def annoncer(fiche: Prestataire) -> Reponse:
    """Announce a suspension, with its reason."""
    jours = reglages.entier(session_courante(), "contradictoire_jours", clock.today())
    return _decider(
        fiche,
        "annoncer",
        "Annoncer une suspension",
        operations.annoncer_suspension,
        "La suspension est annoncée. Le prestataire peut répondre.",
        jours=jours,
    )


def suspendre(fiche: Prestataire) -> Reponse:
    """Decide the suspension, once the prestataire is heard."""
    return _decider(
        fiche,
        "prononcer",
        "Suspendre la fiche",
        operations.suspendre,
        "La fiche est suspendue.",
        refus=_refus_de_suspendre(procedures.en_cours(session_courante(), fiche)),
    )


def abandonner(fiche: Prestataire) -> Reponse:
    """Leave it there."""
    return _decider(
        fiche,
        "abandonner",
        "Abandonner la procédure",
        operations.abandonner_suspension,
        "La procédure est abandonnée.",
    )


def retablir(fiche: Prestataire) -> Reponse:
    """Lift the suspension."""
    return _decider(
        fiche, "lever", "Lever la suspension", operations.retablir, "La fiche est de nouveau publiée."
    )


def fermer(fiche: Prestataire) -> Reponse:
    """Close the fiche: its own prestataire, or the national team."""
    return _decider(fiche, "fermer", "Fermer la fiche", operations.fermer, "La fiche est fermée.")


def rouvrir(fiche: Prestataire) -> Reponse:
    """Make a closed fiche a draft again."""
    form = FormulaireActe()
    return acte(
        form,
        lambda: _page("catalogue/rouvrir.html", fiche, "Rouvrir ma fiche", form=form),
        lambda session, acteur: operations.rouvrir(session, acteur, fiche),
        vers=url_for("catalogue.ma_fiche"),
        succes="Votre fiche est un brouillon. Relisez-la, puis soumettez-la.",
    )


def ma_suspension(fiche: Prestataire) -> Reponse:
    """What is reproached, and the prestataire's answer."""
    form = ReponseForm()
    return acte(
        form,
        lambda: _page(
            "catalogue/ma_suspension.html",
            fiche,
            "Suspension envisagée",
            form=form,
            procedures=procedures.de_la_fiche(session_courante(), fiche),
        ),
        lambda session, acteur: operations.repondre_suspension(
            session, acteur, fiche, form.reponse.data or ""
        ),
        vers=url_for("catalogue.ma_fiche"),
        succes="Votre réponse est enregistrée et transmise.",
    )


def _decider(
    fiche: Prestataire, gabarit: str, titre: str, operation: Callable[..., Any], succes: str, **contexte: Any
) -> Reponse:
    """A decision with its reason: what it does, and what was said on both sides, is shown first."""
    form: Formulaire = MotifForm()
    retour = _retour(fiche)
    contexte |= {"ouverte": procedures.en_cours(session_courante(), fiche), "retour": retour}
    return acte(
        form,
        lambda: _page(f"catalogue/vie_{gabarit}.html", fiche, titre, form=form, **contexte),
        lambda session, acteur: operation(session, acteur, fiche, form["motif"].data or ""),
        vers=retour,
        succes=succes,
    )


def _retour(fiche: Prestataire) -> str:
    """One's own fiche, or the suspension of the one that one answers for."""
    if qui().role is Role.PRESTATAIRE:
        return url_for("catalogue.ma_fiche")
    return url_for("catalogue.procedure", prestataire_id=fiche.id)


def _trop_tot(ouverte: ProcedureSuspension | None) -> str | None:
    """Why nothing may be decided yet; None where it may."""
    if ouverte is None:
        return None
    return rules.refus_prononcer(
        repondue=ouverte.repondue_le is not None,
        repondre_avant=ouverte.repondre_avant,
        today=clock.today(),
    )


def _refus_de_suspendre(ouverte: ProcedureSuspension | None) -> str | None:
    """Why the form of the decision would be refused, said before anything is written in it."""
    if ouverte is None or ouverte.etat is not EtatProcedure.OUVERTE:
        return "Aucune suspension annoncée n’attend de décision pour cette fiche."
    return _trop_tot(ouverte)


def _page(template: str, fiche: Prestataire, titre: str, **contexte: Any) -> Reponse:
    return page(
        template,
        titre=titre,
        fil=[*fil_de(fiche), (titre, None)],
        fiche=fiche,
        etats_procedure=PROCEDURE.libelles,
        **mots_de_fiche(),
        **contexte,
    )
