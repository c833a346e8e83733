"""Taking a référencement back: announced, answered, pronounced or dropped."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import url_for

from dla_market.blueprints.referencement.forms import ConclureRetraitForm, RepondreRetraitForm, RetraitForm
from dla_market.blueprints.referencement.mots import mots
from dla_market.referencement import operations_retrait as operations
from dla_market.referencement.models import Referencement, Retrait
from dla_market.web.actes import acte
from dla_market.web.forms import Formulaire
from dla_market.web.pages import Reponse, page


def notifier_retrait(dossier: Referencement) -> Reponse:
    """Announce it, with its reason."""
    form = RetraitForm()
    return acte(
        form,
        partial(_page, "notifier_retrait", dossier, "Annoncer un retrait", form),
        lambda session, acteur: operations.notifier_retrait(session, acteur, dossier, form.motif.data or ""),
        vers=_adresse(dossier),
        succes="Le retrait est annoncé. Le prestataire peut répondre.",
    )


def repondre_retrait(retrait: Retrait) -> Reponse:
    """The prestataire's answer, once."""
    form = RepondreRetraitForm()
    return acte(
        form,
        partial(
            _page, "repondre_retrait", retrait.referencement, "Répondre à l’annonce", form, retrait=retrait
        ),
        lambda session, acteur: operations.repondre_retrait(
            session, acteur, retrait, form.reponse.data or ""
        ),
        vers=_adresse(retrait.referencement),
        succes="Votre réponse est envoyée à la région.",
    )


def prononcer_retrait(retrait: Retrait) -> Reponse:
    """Take it back."""
    form = ConclureRetraitForm()
    return acte(
        form,
        partial(
            _page, "prononcer_retrait", retrait.referencement, "Prononcer le retrait", form, retrait=retrait
        ),
        lambda session, acteur: operations.prononcer_retrait(
            session, acteur, retrait, form.conclusion.data or ""
        ),
        vers=_adresse(retrait.referencement),
        succes="Le référencement est retiré.",
    )


def abandonner_retrait(retrait: Retrait) -> Reponse:
    """Let it go on."""
    form = ConclureRetraitForm()
    return acte(
        form,
        partial(
            _page, "abandonner_retrait", retrait.referencement, "Renoncer au retrait", form, retrait=retrait
        ),
        lambda session, acteur: operations.abandonner_retrait(
            session, acteur, retrait, form.conclusion.data or ""
        ),
        vers=_adresse(retrait.referencement),
        succes="Le référencement continue.",
    )


def _page(nom: str, dossier: Referencement, verbe: str, form: Formulaire, **contexte: Any) -> Reponse:
    return page(
        f"referencement/{nom}.html",
        titre=f"{verbe}\u00a0: {dossier.prestataire.nom}",
        fil=[("Référencement", _adresse(dossier)), (verbe, None)],
        dossier=dossier,
        form=form,
        **mots(),
        **contexte,
    )


def _adresse(dossier: Referencement) -> str:
    return url_for("referencement.consulter", referencement_id=dossier.id)
