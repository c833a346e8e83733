"""The page that a link opens: it only shows; the button joins (reliability F8)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from flask import session as session_navigateur
from flask import url_for
from flask_login import current_user
from flask_security import hash_password, login_user

from dla_market.blueprints.comptes.forms import OuvrirCompteForm, RejoindreForm
from dla_market.comptes import operations, queries
from dla_market.comptes.acteur import LIBELLES_MEMBRE
from dla_market.comptes.models import Adhesion, Utilisateur
from dla_market.comptes.models_invitations import EtatInvitationMembre, InvitationMembre
from dla_market.comptes.operations import NouveauCompte
from dla_market.comptes.rules import EXPLICATIONS, adresse_pliee, expire
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.web.acteurs import CLE_ADHESION
from dla_market.web.ecriture import executer_sans_compte
from dla_market.web.forms import Formulaire
from dla_market.web.pages import Reponse, aller, page


def rejoindre(jeton: str) -> Reponse:
    """What the link proposes, and the way in: one's account, or a new one at the address written to."""
    invitation = queries.invitation_du_jeton(session_courante(), jeton)
    if invitation is None or not _vaut(invitation):
        return _sans_cache(page("comptes/lien_perime.html", titre="Ce lien ne vaut plus", statut=404))
    form = _formulaire(invitation)
    montrer = _montreur(invitation, jeton, form)
    if form is None or not form.validate_on_submit():
        return montrer()
    faire = _operation(jeton, form)
    adhesion, refus = executer_sans_compte(faire, form=form, sinon=montrer)
    return refus or _entrer(adhesion)


def _vaut(invitation: InvitationMembre) -> bool:
    return invitation.etat is EtatInvitationMembre.ENVOYEE and not expire(invitation.expire_le, clock.now())


def _formulaire(invitation: InvitationMembre) -> Formulaire | None:
    """A button for the person invited, an account to open for who has none, nothing for anybody else."""
    if current_user.is_authenticated:
        sien = adresse_pliee(current_user.email) == invitation.courriel
        return RejoindreForm() if sien else None
    if queries.compte_existe(session_courante(), invitation.courriel):
        return None
    return OuvrirCompteForm()


def _montreur(invitation: InvitationMembre, jeton: str, form: Formulaire | None) -> Callable[[], Reponse]:
    def montrer() -> Reponse:
        return _sans_cache(
            page(
                "comptes/rejoindre.html",
                titre=f"Rejoindre {invitation.organisation.nom}",
                invitation=invitation,
                jeton=jeton,
                form=form,
                connexion=url_for("security.login", next=url_for("comptes.rejoindre", jeton=jeton)),
                role=LIBELLES_MEMBRE[invitation.role],
                explication=EXPLICATIONS[invitation.role],
                visiteur=not current_user.is_authenticated,
            )
        )

    return montrer


def _operation(jeton: str, form: Formulaire) -> Callable[[Any], Adhesion]:
    """The password is hashed before the transaction opens: it takes a while."""
    if not isinstance(form, OuvrirCompteForm):
        identifiant = current_user.id
        return lambda session: operations.accepter(
            session, jeton, utilisateur=session.get_one(Utilisateur, identifiant)
        )
    # Flask-Security compares passwords in this form
    mot_de_passe = unicodedata.normalize("NFKD", form.mot_de_passe.data or "")
    compte = NouveauCompte(form.prenom.data or "", form.nom.data or "", hash_password(mot_de_passe))
    return lambda session: operations.accepter(session, jeton, compte=compte)


def _entrer(adhesion: Adhesion) -> Reponse:
    """Signed in, acting for the organisation joined."""
    identifiant, personne = adhesion.id, adhesion.utilisateur
    if not current_user.is_authenticated:
        login_user(personne, authn_via=["invitation"])
    session_navigateur[CLE_ADHESION] = identifiant
    return aller(url_for("accueil.a_faire"))


def _sans_cache(reponse: Reponse) -> Reponse:
    """The address holds a secret: no page that is gone to from here learns it (reliability F8)."""
    reponse.headers["Referrer-Policy"] = "no-referrer"
    return reponse
