"""The sollicitations of a DLA or of a centre, one of them with its thread, and a word to the other side."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from dla_market.blueprints.sollicitations.etapes import etapes_de_la_demande
from dla_market.blueprints.sollicitations.forms import MessageForm
from dla_market.blueprints.sollicitations.liste import TONS, liste_de
from dla_market.blueprints.sollicitations.retenues import destinations
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import a_le_droit, permits
from dla_market.sollicitations import operations, queries, rules
from dla_market.sollicitations.models import EtatSollicitation, Sollicitation
from dla_market.sollicitations.states import PARCOURS
from dla_market.web.actes import acte, qui
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page
from dla_market.web.parcours import lien

VERBES = {
    "prendre_en_charge": "sollicitation:prendre_en_charge",
    "proposer": "proposition:ajouter",
    "repondre": "sollicitation:repondre",
    "reorienter": "sollicitation:reorienter",
    "retirer": "sollicitation:retirer",
    "clore": "sollicitation:clore",
    "ecrire": "sollicitation:ecrire",
    "preter_diagnostic": "sollicitation:preter_diagnostic",
    "retenir": "proposition:retenir",
}
REPONDUES = frozenset({EtatSollicitation.REPONDUE, EtatSollicitation.CLOSE})


def titre_de_liste() -> str:
    """What the list is called by who reads it."""
    return "Demandes des DLA" if a_le_droit(qui(), "sollicitation:repondre") else "Demandes aux centres"


def fil(*suite: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Where the page is."""
    return [(titre_de_liste(), url_for("sollicitations.lister")), *suite]


def lister() -> Reponse:
    """What was asked, the latest first, by state, delay, kind and secteur."""
    acteur, connus = qui(), nomenclatures()
    return page(
        "sollicitations/lister.html",
        fragments=("resultats",),
        titre=titre_de_liste(),
        liste=liste_de(session_courante(), acteur, request.args, connus),
        connus=connus,
        natures=rules.LIBELLES_NATURE,
        etats=PARCOURS.libelles,
        tons=TONS,
        regles=rules,
        au_centre=a_le_droit(acteur, "sollicitation:repondre"),
        annee=clock.today().year,
    )


def consulter(sollicitation: Sollicitation, form: MessageForm | None = None) -> Reponse:
    """What was asked, what was said since, the answer, and what comes next for who reads it."""
    acteur, session = qui(), session_courante()
    peut = possibles(sollicitation)
    return page(
        "sollicitations/consulter.html",
        titre=sollicitation.objet,
        fil=fil((sollicitation.reference, None)),
        sollicitation=sollicitation,
        form=form or MessageForm(formdata=None),
        peut=peut,
        destinations=destinations(session, acteur, sollicitation) if "retenir" in peut else {},
        suite=queries.suite_de(session, sollicitation),
        etapes=etapes_de_la_demande(sollicitation),
        url_diagnostic=_url_diagnostic(sollicitation),
        **mots(sollicitation),
    )


def mots(sollicitation: Sollicitation) -> dict[str, Any]:
    """What every page about a sollicitation says of it."""
    acteur = qui()
    return {
        "connus": nomenclatures(),
        "nature": rules.LIBELLES_NATURE[sollicitation.nature],
        "etat_mots": PARCOURS.libelles[sollicitation.etat],
        "ton": TONS.get(sollicitation.etat, ""),
        "echeance_centre": rules.echeance(sollicitation),
        "retard": rules.en_retard(sollicitation, clock.today()),
        "au_centre": acteur.organisation_id == sollicitation.centre_id,
        "repondue": sollicitation.etat in REPONDUES,
    }


def possibles(sollicitation: Sollicitation) -> set[str]:
    """The verbs that the actor may do now: the buttons of the page."""
    acteur = qui()
    verbes = {
        verbe
        for verbe, permission in VERBES.items()
        if PARCOURS.permet(sollicitation.etat, verbe) and permits(acteur, permission, sollicitation)
    }
    if sollicitation.prise_par_id == acteur.utilisateur_id:
        verbes.discard("prendre_en_charge")
    if sollicitation.diagnostic is None or _pretee(sollicitation):
        verbes.discard("preter_diagnostic")
    return verbes


def _pretee(sollicitation: Sollicitation) -> bool:
    assert sollicitation.diagnostic is not None
    cause = operations.cause_de(sollicitation)
    return any(lecture.cause == cause for lecture in sollicitation.diagnostic.lectures)


def _url_diagnostic(sollicitation: Sollicitation) -> str | None:
    """The diagnostic, for who may read it now."""
    if sollicitation.diagnostic is None:
        return None
    if not permits(qui(), "diagnostic:consulter", sollicitation.diagnostic):
        return None
    return lien("accompagnement.consulter_diagnostic", diagnostic_id=sollicitation.diagnostic_id)


def ecrire(sollicitation: Sollicitation) -> Reponse:
    """A message to the other side."""
    form = MessageForm()
    return acte(
        form,
        lambda: consulter(sollicitation, form),
        lambda session, acteur: operations.ecrire(
            session, acteur, sollicitation, texte=form.texte.data or ""
        ),
        vers=url_for("sollicitations.consulter", sollicitation_id=sollicitation.id),
        succes="Votre message est envoyé.",
    )
