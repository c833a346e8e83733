"""The référent régional: fiches submitted in the region, to publish or to send back."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from dla_market.blueprints.catalogue.fiche_views import mots_de_fiche, table_activites
from dla_market.blueprints.catalogue.forms import RenvoyerForm
from dla_market.blueprints.catalogue.histoire_views import dires
from dla_market.catalogue import completude, fusion, histoire, operations, queries
from dla_market.catalogue.doublons import de_cette_fiche
from dla_market.catalogue.models import Prestataire
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.policies.grid import a_le_droit
from dla_market.web.actes import qui
from dla_market.web.ecriture import executer
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse, page


def lister_a_publier() -> Reponse:
    """The fiches that wait, by name."""
    numero = request.args.get("page", 1, type=int)
    return page(
        "catalogue/lister_a_publier.html",
        titre="Fiches à publier",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Fiches à publier", None)],
        fiches=paginer(session_courante(), queries.a_publier(qui()), numero),
        **mots_de_fiche(),
    )


def publier(fiche: Prestataire) -> Reponse:
    """Read the fiche, then put it in the catalogue."""
    form = FormulaireActe()

    def montrer() -> Reponse:
        comparaison = histoire.depuis_la_lecture(session_courante(), qui(), fiche)
        contexte = {"manques": completude.manques(fiche), "comparaison": comparaison, **dires()}
        contexte |= _semblables(fiche)
        return _page("catalogue/publier.html", fiche, "Publier", form=form, **contexte)

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.publier(session, acteur, fiche),
        vers=url_for("catalogue.lister_a_publier"),
        succes=f"La fiche de {fiche.nom} est publiée.",
        form=form,
        sinon=montrer,
    )


def renvoyer(fiche: Prestataire) -> Reponse:
    """Ask for what is missing."""
    form = RenvoyerForm()

    def montrer() -> Reponse:
        return _page("catalogue/renvoyer.html", fiche, "Renvoyer", form=form)

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.renvoyer(session, acteur, fiche, form.motif.data or ""),
        vers=url_for("catalogue.lister_a_publier"),
        succes=f"{fiche.nom} sait ce qui manque à sa fiche.",
        form=form,
        sinon=montrer,
    )


def _semblables(fiche: Prestataire) -> dict[str, Any]:
    """The fiches that may be the same prestataire, and those of them that the actor may merge it into."""
    session = session_courante()
    semblables = de_cette_fiche(session, fiche)
    fusionnables: set[int] = set()
    if semblables and a_le_droit(qui(), "fiche:fusionner"):
        ids = [semblable.id for semblable in semblables]
        demande = fusion.fusionnables(qui()).where(Prestataire.id.in_([*ids, fiche.id]))
        fusionnables = set(session.scalars(demande.with_only_columns(Prestataire.id)))
        fusionnables = fusionnables - {fiche.id} if fiche.id in fusionnables else set()
    return {"semblables": semblables, "fusionnables": fusionnables}


def _page(template: str, fiche: Prestataire, verbe: str, **contexte: Any) -> Reponse:
    return page(
        template,
        titre=f"{verbe} la fiche de {fiche.nom}",
        fil=[("Fiches à publier", url_for("catalogue.lister_a_publier")), (verbe, None)],
        fiche=fiche,
        table=table_activites(fiche.activites),
        **mots_de_fiche(),
        **contexte,
    )
