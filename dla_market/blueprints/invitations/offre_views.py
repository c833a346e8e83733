"""One's own offer: draft, deposit after a summary, receipt, withdrawal."""

from __future__ import annotations

from flask import request, url_for

from dla_market.blueprints.invitations.forms import OffreForm, remplir
from dla_market.blueprints.invitations.invitation_views import adresse, en_cours
from dla_market.comptes.acteur import Acteur
from dla_market.consultations import operations, queries, rules, scelle
from dla_market.consultations.models import Invitation, Offre
from dla_market.consultations.operations import Depot
from dla_market.kernel import clock
from dla_market.kernel.coffre import Illisible
from dla_market.kernel.db import session_courante
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import agir, executer
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse, page
from dla_market.web.scellement import coffre

SUCCES = {
    "dans_les_delais": "Votre offre est déposée et scellée. Voici votre accusé de réception.",
    "hors_delai": "Votre offre est arrivée hors délai. Elle est conservée scellée, non ouverte.",
    "offre_precedente_conservee": "La date limite est passée : votre offre déposée à temps reste la vôtre.",
}


def adresse_offre(invitation: Invitation) -> str:
    """The offer's own page."""
    return url_for("invitations.offre", invitation_id=invitation.id)


def fil(invitation: Invitation) -> list[tuple[str, str | None]]:
    """The breadcrumb."""
    reference = invitation.consultation.ingenierie.reference
    return [
        ("Invitations", url_for("invitations.lister")),
        (reference, adresse(invitation)),
        ("Mon offre", None),
    ]


def offre(invitation: Invitation, form: OffreForm | None = None) -> Reponse:
    """The form, filled with what is kept, and the receipt of what is deposited."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    sienne = queries.offre_de(session, acteur, invitation)
    relue = _relire(acteur, invitation, sienne)
    return page(
        "invitations/offre.html",
        titre="Mon offre",
        fil=fil(invitation),
        invitation=invitation,
        consultation=invitation.consultation,
        en_cours=en_cours(invitation),
        texte_max=rules.TEXTE_MAX,
        issue=SUCCES.get(request.args.get("depot", "")),
        offre=sienne,
        relue=relue,
        form=form or OffreForm(formdata=None, data=remplir(relue.contenu) if relue else {}),
    )


def _relire(acteur: Acteur, invitation: Invitation, sienne: Offre | None) -> scelle.Relecture | None:
    """What one's own offer says, None where there is none or where it does not open."""
    if sienne is None:
        return None
    try:
        return scelle.lire_la_sienne(coffre(), acteur, invitation.consultation, sienne)
    except Illisible:
        return None


def rediger(invitation: Invitation) -> Reponse:
    """Keep a draft, sealed."""
    form = OffreForm()
    return agir(
        form,
        lambda: offre(invitation, form),
        lambda session, acteur: operations.enregistrer_brouillon(
            session, acteur, coffre(), invitation, contenu=form.lu()
        ),
        vers=adresse_offre(invitation),
        succes="Votre brouillon est enregistré, scellé. Il n’est pas déposé.",
    )


def deposer(invitation: Invitation) -> Reponse:
    """Show what a deposit will do, then do it. The instant that counts is that of reception (B7)."""
    recue_le, form = clock.now(), OffreForm()
    confirme, form.confirme.data = form.confirme.data == "oui", ""
    if not form.validate_on_submit() or _incomplete(form) or request.form.get("corriger"):
        return offre(invitation, form)
    if not confirme:
        return _confirmer(invitation, form)
    return executer(
        lambda session, acteur: operations.deposer(
            session, acteur, coffre(), invitation, contenu=form.lu(), recue_le=recue_le
        ),
        vers=lambda depot: _vers(invitation, depot),
        form=form,
        sinon=lambda: offre(invitation, form),
    )


def _incomplete(form: OffreForm) -> bool:
    """Put each thing that a deposit lacks at its field."""
    for champ, phrase in rules.manques_offre(form.lu()):
        form[champ].errors = [*form[champ].errors, phrase]
    return bool(form.errors)


def _confirmer(invitation: Invitation, form: OffreForm) -> Reponse:
    form.confirme.data = "oui"
    return page(
        "invitations/deposer.html",
        titre="Déposer mon offre",
        fil=fil(invitation),
        invitation=invitation,
        consultation=invitation.consultation,
        en_cours=en_cours(invitation),
        contenu=form.lu(),
        form=form,
    )


def _vers(invitation: Invitation, depot: Depot) -> str:
    """The receipt's page, which says what became of the deposit."""
    return url_for("invitations.offre", invitation_id=invitation.id, depot=depot.issue)


def retirer(invitation: Invitation) -> Reponse:
    """Withdraw, after a summary."""
    form = FormulaireActe()
    return agir(
        form,
        lambda: _avant_de_retirer(invitation, form),
        lambda session, acteur: operations.retirer_offre(session, acteur, invitation),
        vers=adresse_offre(invitation),
        succes="Votre offre est retirée. Vous pouvez en déposer une autre avant la date limite.",
    )


def _avant_de_retirer(invitation: Invitation, form: FormulaireActe) -> Reponse:
    return page(
        "invitations/retirer.html",
        titre="Retirer mon offre",
        fil=fil(invitation),
        invitation=invitation,
        consultation=invitation.consultation,
        form=form,
    )
