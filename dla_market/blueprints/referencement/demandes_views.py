"""A prestataire's own side: where it stands, a request, its complement, another region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.referencement.chargement import charger_ma_fiche
from dla_market.blueprints.referencement.forms import ProposerForm, ReponsesForm, formulaire_reponses
from dla_market.blueprints.referencement.mots import mots
from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.referencement import operations, queries, rules
from dla_market.referencement.models import Appel, Referencement
from dla_market.referencement.reglages import reglages_du
from dla_market.referencement.territoires import departements_par_regional, regionaux_des_zones
from dla_market.reseau.models import DlaRegional
from dla_market.web.actes import acte, qui
from dla_market.web.choix import choix
from dla_market.web.pages import Reponse, page

MES = "Mes référencements"


@dataclass(frozen=True)
class AppelPossible:
    """A region's call as a prestataire meets it: whether it works there, why it may not ask now.

    `proposable` is what another region has accepted and this one could take as it is.
    """

    appel: Appel
    dans_ses_zones: bool
    refus: str | None
    renouvelle: bool
    proposable: Referencement | None = None


def miens(fiche: Prestataire) -> Reponse:
    """Where it stands, then where it may ask: the regions of its zones first."""
    session, acteur = session_courante(), qui()
    dossiers = queries.miens(session, acteur)
    return page(
        "referencement/miens.html",
        titre=MES,
        fil=[("Accueil", url_for("accueil.a_faire")), (MES, None)],
        fiche=fiche,
        dossiers=dossiers,
        possibles=appels_possibles(session, fiche, dossiers),
        **mots(),
    )


def appels_possibles(session: Session, fiche: Prestataire, dossiers: Any) -> list[AppelPossible]:
    """Every open call: of the regions where it works first, by the name of their body."""
    today = clock.today()
    preavis = reglages_du(session, today).preavis_jours
    zones = [zone.departement_code for zone in fiche.zones]
    chez_elle = regionaux_des_zones(departements_par_regional(session), zones)
    possibles = []
    accepte = _le_plus_long(dossiers, today)
    for appel in queries.appels_ouverts(session, today):
        siens = [d for d in dossiers if d.regional_id == appel.regional_id]
        renouvelle = rules.a_renouveler(siens, today, preavis) is not None
        possibles.append(
            AppelPossible(
                appel,
                appel.regional_id in chez_elle,
                rules.refus_demande(fiche, siens, today, preavis),
                renouvelle,
                None if renouvelle else accepte,
            )
        )
    return sorted(possibles, key=lambda p: not p.dans_ses_zones)


def _le_plus_long(dossiers: Any, today: date) -> Referencement | None:
    """Of what holds today, the file that ends last: what another region is shown."""
    en_cours = [d for d in dossiers if rules.est_en_cours(d, today)]
    return max(en_cours, key=lambda d: (d.fin or date.max, -d.id), default=None)


def demander(appel: Appel) -> Reponse:
    """Answer each criterion, then send."""
    form = formulaire_reponses([(c.libelle, c.explication) for c in appel.criteres])
    return acte(
        form,
        lambda: _page_reponses("referencement/demander.html", "Demander", form, appel=appel),
        lambda session, acteur: operations.demander(
            session, acteur, _la_mienne(session, acteur), appel, reponses=form.lues()
        ),
        vers=lambda dossier: url_for("referencement.consulter", referencement_id=dossier.id),
        succes="Votre demande est envoyée.",
    )


def completer(dossier: Referencement) -> Reponse:
    """The answers again, beside what is missing."""
    form = formulaire_reponses(
        [(r.libelle, "") for r in dossier.reponses], [r.texte for r in dossier.reponses]
    )
    return acte(
        form,
        lambda: _page_reponses("referencement/completer.html", "Compléter", form, dossier=dossier),
        lambda session, acteur: operations.completer(session, acteur, dossier, reponses=form.lues()),
        vers=url_for("referencement.consulter", referencement_id=dossier.id),
        succes="Votre demande est complétée\u00a0: la région reprend sa lecture.",
    )


def proposer(dossier: Referencement) -> Reponse:
    """Choose another region: the answers and the decision go with it."""
    form = _formulaire_proposer(dossier)
    return acte(
        form,
        lambda: page(
            "referencement/proposer.html",
            titre="Proposer à une autre région",
            fil=[(MES, url_for("referencement.miens")), ("Proposer à une autre région", None)],
            dossier=dossier,
            form=form,
            **mots(),
        ),
        lambda session, acteur: operations.proposer(
            session, acteur, dossier, _regional(session, form.regional.data)
        ),
        vers=lambda propose: url_for("referencement.consulter", referencement_id=propose.id),
        succes="Votre dossier est proposé à cette région.",
    )


def _formulaire_proposer(dossier: Referencement) -> ProposerForm:
    """The regions that could take it, those where it works first."""
    session = session_courante()
    fiche = charger_ma_fiche(session, qui())
    form = ProposerForm()
    possibles = [] if fiche is None else appels_possibles(session, fiche, queries.miens(session, qui()))
    form.regional.choices = choix(
        (
            str(p.appel.regional_id),
            p.appel.regional.nom + ("" if p.dans_ses_zones else " (hors de vos zones)"),
        )
        for p in possibles
        if p.refus is None and p.appel.regional_id != dossier.regional_id
    )
    voulue = request.args.get("regional", "")
    if request.method == "GET" and any(option.value == voulue for option in form.regional.choices):
        form.regional.data = voulue
    return form


def _page_reponses(template: str, verbe: str, form: ReponsesForm, **contexte: Any) -> Reponse:
    objet = contexte.get("appel") or contexte["dossier"]
    return page(
        template,
        titre=f"{verbe}\u00a0: {objet.regional.nom}",
        fil=[(MES, url_for("referencement.miens")), (verbe, None)],
        form=form,
        **mots(),
        **contexte,
    )


def _la_mienne(session: Session, acteur: Acteur) -> Prestataire:
    fiche = charger_ma_fiche(session, acteur)
    if fiche is None:
        raise RefusMetier("Vous n’avez pas encore de fiche.")
    return fiche


def _regional(session: Session, regional_id: str) -> DlaRegional:
    return session.get_one(DlaRegional, int(regional_id))
