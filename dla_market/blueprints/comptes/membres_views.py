"""The members of an organisation: who they are, who is invited, who leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request, url_for

from dla_market.blueprints.comptes.forms import InviterForm
from dla_market.comptes import operations, queries
from dla_market.comptes.acteur import LIBELLES_MEMBRE
from dla_market.comptes.models import Adhesion, Organisation, Role, TypeOrganisation
from dla_market.comptes.models_invitations import InvitationMembre
from dla_market.comptes.rules import EXPLICATIONS, expire
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.web.actes import acte, droits, qui
from dla_market.web.forms import FormulaireActe
from dla_market.web.liens import duree_du_lien, envoyer_lien, liens_gardes
from dla_market.web.pages import Reponse, page

Adresse = Callable[..., str]
TYPES = {
    TypeOrganisation.DLA: "DLA",
    TypeOrganisation.DLA_REGIONAL: "DLA régional",
    TypeOrganisation.CENTRE_RESSOURCES: "Centre de ressources",
    TypeOrganisation.PRESTATAIRE: "Prestataire",
    TypeOrganisation.STRUCTURE: "Structure",
    TypeOrganisation.FINANCEUR: "Financeur",
    TypeOrganisation.PILOTE: "Pilotage national",
}


def adresse_de(maison: Organisation) -> str:
    """The page of an organisation's members: one's own has a shorter name."""
    if maison.id == qui().organisation_id:
        return url_for("comptes.mes_membres")
    return url_for("comptes.lister", organisation_id=maison.id)


def mes_membres(maison: Organisation) -> Reponse:
    """The members of the actor's own organisation."""
    return lister(maison)


def lister(maison: Organisation) -> Reponse:
    """Who belongs to it, and who is asked to."""
    session = session_courante()
    invitations = list(queries.invitations(session, maison.id))
    return page(
        "comptes/lister.html",
        titre=f"Équipe\u00a0: {maison.nom}",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Équipe", None)],
        maison=maison,
        membres=queries.membres(session, maison.id),
        invitations=invitations,
        tardives={i.id for i in invitations if expire(i.expire_le, clock.now())},
        liens_montres=liens_gardes(session, invitations),
        permis=droits(maison, "membre:inviter", "membre:retirer"),
        libelles=LIBELLES_MEMBRE,
        explications=EXPLICATIONS,
    )


def lister_organisations() -> Reponse:
    """Every organisation, those without anyone first: to ask someone in."""
    texte = request.args.get("q", "")[:100].strip()
    numero = request.args.get("page", 1, type=int)
    return page(
        "comptes/lister_organisations.html",
        titre="Organisations",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Organisations", None)],
        organisations=paginer(session_courante(), queries.organisations_nommees(qui(), texte), numero),
        texte=texte,
        types=TYPES,
    )


def inviter(maison: Organisation) -> Reponse:
    """Ask someone in, by a link sent to their address."""
    form = InviterForm().proposer(maison.type)
    return acte(
        form,
        lambda: _page("comptes/inviter.html", "Inviter une personne", maison, form=form),
        lambda session, acteur: envoyer_lien(
            session,
            operations.inviter(
                session, acteur.auteur, maison, courriel=form.courriel.data or "", role=Role(form.role.data)
            ),
        ),
        vers=adresse_de(maison),
        succes=f"Le lien est envoyé à {form.courriel.data}. Il vaut {duree_du_lien()}.",
    )


def renvoyer(invitation: InvitationMembre) -> Reponse:
    """Send a new link."""
    return _sur_invitation(
        invitation,
        "renvoyer",
        lambda session, acteur: envoyer_lien(
            session, operations.renvoyer(session, acteur.auteur, invitation)
        ),
        f"Un nouveau lien est envoyé à {invitation.courriel}.",
    )


def annuler(invitation: InvitationMembre) -> Reponse:
    """Take an invitation back."""
    return _sur_invitation(
        invitation,
        "annuler",
        lambda session, acteur: operations.annuler(session, acteur.auteur, invitation),
        "L’invitation est annulée.",
    )


def retirer(adhesion: Adhesion) -> Reponse:
    """End a colleague's membership."""
    return _depart(adhesion, "retirer", f"{adhesion.utilisateur.nom_complet} n’est plus membre.")


def quitter(adhesion: Adhesion) -> Reponse:
    """Leave."""
    return _depart(adhesion, "quitter", f"Vous avez quitté {adhesion.organisation.nom}.")


def _depart(adhesion: Adhesion, verbe: str, succes: str) -> Reponse:
    form = FormulaireActe()
    titres = {"retirer": f"Retirer {adhesion.utilisateur.nom_complet}", "quitter": "Quitter l’organisation"}
    return acte(
        form,
        lambda: _page(
            "comptes/retirer.html",
            titres[verbe],
            adhesion.organisation,
            form=form,
            adhesion=adhesion,
            verbe=verbe,
        ),
        lambda session, acteur: operations.retirer(session, acteur, adhesion),
        vers=url_for("accueil.porte") if verbe == "quitter" else adresse_de(adhesion.organisation),
        succes=succes,
    )


def _sur_invitation(invitation: InvitationMembre, verbe: str, operation: Any, succes: str) -> Reponse:
    form = FormulaireActe()
    maison = invitation.organisation
    return acte(
        form,
        lambda: _page(
            f"comptes/{verbe}.html",
            f"{verbe.capitalize()} l’invitation",
            maison,
            form=form,
            invitation=invitation,
        ),
        operation,
        vers=adresse_de(maison),
        succes=succes,
    )


def _page(template: str, titre: str, maison: Organisation, **contexte: Any) -> Reponse:
    retour = adresse_de(maison)
    return page(
        template,
        titre=titre,
        fil=[("Équipe", retour), (titre, None)],
        maison=maison,
        retour=retour,
        libelles=LIBELLES_MEMBRE,
        explications=EXPLICATIONS,
        duree_du_lien=duree_du_lien(),
        **contexte,
    )
