"""A prestataire and its own documents: what they are worth today, and depositing one."""

from __future__ import annotations

from flask import url_for

from dla_market.blueprints.pieces.chargement import Depot
from dla_market.blueprints.pieces.forms import FORMULAIRES, DeposerForm
from dla_market.blueprints.pieces.mots import lignes, montrer
from dla_market.catalogue.models import Prestataire
from dla_market.kernel.db import session_courante
from dla_market.pieces import operations, queries, rules
from dla_market.web.actes import acte, qui
from dla_market.web.envois import antivirus_courant
from dla_market.web.pages import Reponse


def consulter_les_miennes(prestataire: Prestataire) -> Reponse:
    """Every kind with its state: deposited once, for all DLA."""
    siennes = queries.du_prestataire(session_courante(), qui(), prestataire.id)
    return montrer(
        "pieces/consulter_les_miennes.html",
        titre="Mes documents",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Mes documents", None)],
        prestataire=prestataire,
        lignes=lignes(siennes),
    )


def deposer(depot: Depot) -> Reponse:
    """Deposit a document, or a newer version of it."""
    form = FORMULAIRES[depot.genre]()
    return acte(
        form,
        lambda: _montrer(depot, form),
        lambda session, acteur: operations.deposer(
            session,
            acteur,
            depot.prestataire,
            depot.genre,
            form.saisie(),
            form.fichier.data,
            avec_antivirus=antivirus_courant() is not None,
        ),
        vers=url_for("pieces.consulter_les_miennes"),
        succes="Le document est déposé. Un DLA va le vérifier, pour tous les autres.",
    )


def _montrer(depot: Depot, form: DeposerForm) -> Reponse:
    nom = rules.LIBELLES_GENRE[depot.genre]
    fil = [("Mes documents", url_for("pieces.consulter_les_miennes")), (nom, None)]
    return montrer("pieces/deposer.html", titre=f"Déposer\u00a0: {nom}", fil=fil, form=form, depot=depot)
