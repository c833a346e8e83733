"""Signing in: Flask-Security on our tables, in our pages, with our mail and our second factor.

Buyer roles must have a second factor outside the demo (reliability, decision MFA); the others may.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any, cast

import structlog
from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from flask_security import (
    MailUtil,
    Security,
    SQLAlchemyUserDatastore,
    password_changed,
    password_reset,
    user_authenticated,
)
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from dla_market.comptes.models import Role, RoleSecurite, Utilisateur
from dla_market.kernel.db import clore, db, ouvrir_en_ecriture, session_courante
from dla_market.kernel.journal import Auteur, journaliser
from dla_market.notices.models import Message
from dla_market.notices.operations import deposer_courriel
from dla_market.web.acteurs import adhesions_en_cours
from dla_market.web.sessions import fermer_sessions_de

log = structlog.get_logger(__name__)

ROLES_ACHETEURS = frozenset(
    {
        Role.CHARGE_MISSION,
        Role.RESPONSABLE,
        Role.GESTIONNAIRE,
        Role.REFERENT_REGIONAL,
        Role.EXPERT,
        Role.COORDINATEUR,
        Role.PILOTE,
    }
)
SANS_ECRITURE = frozenset({"security.login", "security.logout"})
"""Endpoints of Flask-Security that read only: argon2 must not run inside a write transaction."""

PENDANT_LE_SECOND_FACTEUR = ("security.two_factor_", "security.mf_", "security.logout", "static")
"""Endpoints that a buyer without a second factor may reach: to set one up, or to leave."""


NON_LUS = (
    select(func.count())
    .select_from(Message)
    .where(Message.utilisateur_id == Utilisateur.id, Message.lu_le.is_(None))
    .scalar_subquery()
)
"""The messages of a person that they have not read."""

NOMME = (
    select(Utilisateur, NON_LUS)
    .where(Utilisateur.fs_uniquifier == bindparam("marque"))
    .options(joinedload(Utilisateur.adhesions))
)
"""Asked at each request, with the messages that wait: built once."""


class Comptes(SQLAlchemyUserDatastore):
    """The library's store of accounts; who is signed in comes with their memberships, in one statement."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Utilisateur | None:
        """The person that the session names, or as the library does by any other attribute."""
        if "fs_uniquifier" not in kwargs:
            return cast(Utilisateur | None, super().find_user(case_insensitive, **kwargs))
        lus = session_courante().execute(NOMME, {"marque": kwargs["fs_uniquifier"]}).unique().one_or_none()
        if lus is None:
            return None
        utilisateur, g.non_lus = lus
        return cast(Utilisateur, utilisateur)


class Courrier(MailUtil):
    """Flask-Security's mails leave by our own outbox, with everything else."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,  # noqa: ARG002  # the library's own signature: the person says the address
        sender: Any,  # noqa: ARG002  # see above: one sender for all mails
        body: str | None,
        html: str | None,  # noqa: ARG002  # see above: our mails are text
        **kwargs: Any,
    ) -> None:
        """Keep the mail in the present transaction; the worker sends it."""
        utilisateur: Utilisateur = kwargs["user"]
        auteur = Auteur(utilisateur.id, utilisateur.nom_complet, role="compte")
        journaliser(session_courante(), auteur, f"compte:{template}", "utilisateur", utilisateur.id)
        deposer_courriel(
            session_courante(),
            utilisateur_id=utilisateur.id,
            organisation_id=None,
            objet=str(subject),
            corps=body or "",
        )


def identifier(app: Flask, security: Security) -> None:
    """Wire Flask-Security, its settings, and what happens around a sign-in."""
    app.config.update(_reglages(app))
    magasin = Comptes(db, Utilisateur, RoleSecurite)
    security.init_app(app, magasin)
    app.before_request(_transaction_de_compte)
    app.after_request(_clore_transaction_de_compte)
    app.before_request(_exiger_second_facteur)
    user_authenticated.connect(_nouvelle_session, app)
    password_changed.connect(_fermer_les_autres, app)
    password_reset.connect(_fermer_les_autres, app)


def _reglages(app: Flask) -> dict[str, Any]:
    return {
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SALT": app.config["SECRET_KEY"],
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_PASSWORD_CHECK_BREACHED": None,
        "SECURITY_PASSWORD_COMPLEXITY_CHECKER": None,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_LOGIN_URL": "/connexion",
        "SECURITY_LOGOUT_URL": "/deconnexion",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/a-faire",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_URL": "/mot-de-passe/oublie",
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=1),
        "SECURITY_CHANGEABLE": True,
        "SECURITY_VERIFY_URL": "/connexion/confirmer",
        "SECURITY_CHANGE_URL": "/mot-de-passe/changer",
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_REQUIRED": False,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/second-facteur",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-facteur/code",
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/second-facteur/secours",
        "SECURITY_TOTP_SECRETS": {"1": app.config["SECRET_KEY"]},
        "SECURITY_TOTP_ISSUER": "DLA Market",
        "SECURITY_EMAIL_SENDER": app.config["MAIL_FROM"],
        "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": "DLA Market : choisir un nouveau mot de passe",
        "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": "DLA Market : votre mot de passe a changé",
        "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "DLA Market : votre mot de passe a changé",
        "SECURITY_I18N_DIRNAME": ["builtin"],
        "SECURITY_FLASH_MESSAGES": True,
    }


def _transaction_de_compte() -> None:
    """Flask-Security commits by itself: its writing pages write from their first statement."""
    endpoint = request.endpoint or ""
    if endpoint.startswith("security.") and request.method == "POST" and endpoint not in SANS_ECRITURE:
        g.transaction_de_compte = ouvrir_en_ecriture()


def _clore_transaction_de_compte(reponse: Response) -> Response:
    """What the library wrote without committing it: a mail, with the journal's line of it."""
    session = g.pop("transaction_de_compte", None)
    if session is None:
        return reponse
    if reponse.status_code < HTTPStatus.BAD_REQUEST:
        clore(session)
        current_app.extensions["outbox"].reveiller()
    session.rollback()
    session.info["ecriture"] = False
    if "sessions_a_fermer" in g:
        fermer_sessions_de(g.pop("sessions_a_fermer"))
    return reponse


def _exiger_second_facteur() -> Response | None:
    endpoint = request.endpoint or ""
    if endpoint.startswith(PENDANT_LE_SECOND_FACTEUR) or not current_user.is_authenticated:
        return None
    return redirect(url_for("security.two_factor_setup")) if _second_facteur_manque() else None


def _second_facteur_manque() -> bool:
    if not current_app.config["SECOND_FACTEUR"] or current_user.tf_primary_method:
        return False
    return any(a.role in ROLES_ACHETEURS for a in adhesions_en_cours(current_user))


def _nouvelle_session(app: Flask, user: Utilisateur, **_: Any) -> None:
    """A token known before signing in opens nothing afterwards (reliability F6)."""
    app.session_interface.regenerate(session)  # type: ignore[attr-defined]  # ours, see web.sessions
    log.info("connexion", utilisateur=user.id)


def _fermer_les_autres(_app: Flask, user: Utilisateur, **_: Any) -> None:
    """A new password ends every session, once it is committed: their table is written apart."""
    g.sessions_a_fermer = user.fs_uniquifier
