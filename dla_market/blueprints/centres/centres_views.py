"""The centres de ressources: the list, one centre, what its coordination writes of it."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from dla_market.blueprints.centres.forms import ActionForm, CloreForm, PosteForm, centiemes, jour_saisi
from dla_market.blueprints.centres.mots import LIBELLES_AXE, LIBELLES_QUALITE
from dla_market.expertise import operations_centres, queries_centres
from dla_market.expertise.models_centres import ActionCentre, Axe, PosteCentre
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.reports.centres import budget
from dla_market.reseau.models import CentreRessources
from dla_market.web.actes import droits, qui
from dla_market.web.choix import choix
from dla_market.web.ecriture import agir
from dla_market.web.filters import ecrire_jours
from dla_market.web.forms import Formulaire, FormulaireActe
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page


def lister() -> Reponse:
    """The centres with what they cover, and what they cost together."""
    session = session_courante()
    return page(
        "centres/lister.html",
        titre="Centres de ressources",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Centres de ressources", None)],
        centres=queries_centres.lister(session, qui()),
        avals=queries_centres.compter_avals(session, clock.today()),
        connus=nomenclatures(),
        budget=budget(session),
    )


def consulter(centre: CentreRessources) -> Reponse:
    """One centre: what it covers, who carries and steers it, its team, its programme, its money."""
    session, today = session_courante(), clock.today()
    suivi = queries_centres.suivi(session, centre)
    annee = request.args.get("annee", type=int)
    if annee not in suivi.annees:
        annee = next((a for a in suivi.annees if a <= today.year), today.year)
    return page(
        "centres/consulter.html",
        titre=centre.nom,
        fil=[("Centres de ressources", url_for("centres.lister")), (centre.nom_court, None)],
        centre=centre,
        suivi=suivi,
        annee=annee,
        avals=queries_centres.compter_avals(session, today).get(centre.id, 0),
        budget=budget(session, centre.id),
        **_mots(),
        droits=droits(centre, "poste:ajouter", "action:ajouter"),
    )


def _mots() -> dict[str, Any]:
    """What the page of a centre is worded with."""
    return {
        "connus": nomenclatures(),
        "axes": LIBELLES_AXE,
        "qualites": LIBELLES_QUALITE,
        "today": clock.today(),
        "etp": ecrire_jours,
    }


def ajouter_poste(centre: CentreRessources) -> Reponse:
    """A post more in the team."""
    form = PosteForm(data={"valide_du": clock.today()})
    return agir(
        form,
        lambda: _ecrire(centre, "Ajouter un poste", form, "poste"),
        lambda session, acteur: operations_centres.ajouter_poste(
            session,
            acteur,
            centre,
            fonction=form.fonction.data or "",
            etp_centiemes=centiemes(form.etp),
            valide_du=jour_saisi(form.valide_du),
        ),
        vers=_adresse(centre.id),
        succes="Le poste est dans l’équipe.",
    )


def clore_poste(poste: PosteCentre) -> Reponse:
    """A post ends; it stays in the history."""
    form = CloreForm(data={"dernier_jour": clock.today()})
    return agir(
        form,
        lambda: _ecrire(_centre(poste), f"Clore le poste\u00a0: {poste.fonction}", form, "clore"),
        lambda session, acteur: operations_centres.clore_poste(
            session, acteur, poste, jour_saisi(form.dernier_jour)
        ),
        vers=_adresse(poste.centre_id),
        succes="Le poste est clos.",
    )


def ajouter_action(centre: CentreRessources) -> Reponse:
    """An action more in the programme."""
    ici = clock.today().year
    form = ActionForm(data={"annee": str(ici)})
    form.annee.choices = choix((str(a), str(a)) for a in range(ici - 1, ici + 4))
    return agir(
        form,
        lambda: _ecrire(centre, "Ajouter une action", form, "action"),
        lambda session, acteur: operations_centres.ajouter_action(
            session,
            acteur,
            centre,
            annee=int(form.annee.data),
            axe=Axe(form.axe.data),
            intitule=form.intitule.data or "",
            description=form.description.data or "",
        ),
        vers=lambda action: _adresse(centre.id, action.annee),
        succes="L’action est au programme.",
    )


def retirer_action(action: ActionCentre) -> Reponse:
    """An action leaves the programme; it stays in the history."""
    form = FormulaireActe()
    return agir(
        form,
        lambda: _ecrire(_centre(action), f"Retirer l’action\u00a0: {action.intitule}", form, "retirer"),
        lambda session, acteur: operations_centres.retirer_action(session, acteur, action),
        vers=_adresse(action.centre_id, action.annee),
        succes="L’action n’est plus au programme.",
    )


def _ecrire(centre: CentreRessources, titre: str, form: Formulaire, gabarit: str) -> Reponse:
    adresse = _adresse(centre.id)
    contexte: dict[str, Any] = {"centre": centre, "form": form, "retour": adresse}
    return page(
        f"centres/{gabarit}.html",
        titre=titre,
        fil=[
            ("Centres de ressources", url_for("centres.lister")),
            (centre.nom_court, adresse),
            (titre, None),
        ],
        **contexte,
    )


def _centre(partie: PosteCentre | ActionCentre) -> CentreRessources:
    return session_courante().get_one(CentreRessources, partie.centre_id)


def _adresse(centre_id: int, annee: int | None = None) -> str:
    return url_for("centres.consulter", centre_id=centre_id, annee=annee)
