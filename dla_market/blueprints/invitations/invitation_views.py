"""An invitation: its cahier des charges, the answer, the questions, the result."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from dla_market.blueprints.invitations.forms import QuestionForm, RepondreForm
from dla_market.consultations import cahier, operations, queries, rules
from dla_market.consultations.models import EtatConsultation, Invitation
from dla_market.consultations.pieces_jointes import FichierDuCahier
from dla_market.consultations.states import INVITATION
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.referentiel.models import Motif
from dla_market.referentiel.queries import entrees
from dla_market.web.acteurs import acteur_courant
from dla_market.web.cahiers import telecharger_cahier
from dla_market.web.choix import choix
from dla_market.web.ecriture import agir
from dla_market.web.envois import telechargement_joint
from dla_market.web.pages import Reponse, page


def adresse(invitation: Invitation) -> str:
    """The invitation's own page."""
    return url_for("invitations.consulter", invitation_id=invitation.id)


def en_cours(invitation: Invitation) -> bool:
    """Whether one may still answer in time."""
    consultation = invitation.consultation
    return consultation.etat is EtatConsultation.LANCEE and not rules.close(
        clock.now(), consultation.limite_offre
    )


def etat_en_mots(invitation: Invitation) -> tuple[str, str]:
    """Where the consultation stands for its invited provider, with its tone: nothing of the others."""
    consultation = invitation.consultation
    if en_cours(invitation):
        return "Réponses attendues", "info"
    fins = {
        EtatConsultation.ATTRIBUEE: ("Attribuée", "succes"),
        EtatConsultation.SANS_SUITE: ("Sans suite", "neutre"),
        EtatConsultation.INFRUCTUEUSE: ("Infructueuse", "neutre"),
    }
    return fins.get(consultation.etat, ("Délai terminé, analyse en cours", "neutre"))


def lister() -> Reponse:
    """One's invitations, the latest deadline first."""
    acteur = acteur_courant()
    assert acteur is not None
    numero = request.args.get("page", 1, type=int)
    return page(
        "invitations/lister.html",
        titre="Invitations",
        fil=[("À faire", url_for("accueil.a_faire")), ("Invitations", None)],
        invitations=paginer(session_courante(), queries.liste_invitations(acteur), numero),
        etat_en_mots=etat_en_mots,
        en_cours=en_cours,
        reponses=INVITATION.libelles,
        url_page=lambda n: url_for("invitations.lister", page=n),
    )


def consulter(
    invitation: Invitation, reponse: RepondreForm | None = None, question: QuestionForm | None = None
) -> Reponse:
    """The invitation's page."""
    consultation = invitation.consultation
    reference = consultation.ingenierie.reference
    return page(
        "invitations/consulter.html",
        titre=f"Invitation {reference}",
        fil=[("Invitations", url_for("invitations.lister")), (reference, None)],
        invitation=invitation,
        consultation=consultation,
        cahier=cahier.lire(consultation.cahier),
        adresse_fichier=lambda r: url_for(
            "invitations.fichier_joint", invitation_id=invitation.id, edition_id=r.edition_id
        ),
        form_reponse=reponse or _repondre(None, invitation),
        form_question=question or QuestionForm(formdata=None),
        **_moment(invitation),
    )


def _moment(invitation: Invitation) -> dict[str, Any]:
    """Where the consultation stands for its invited provider, and its own result."""
    acteur = acteur_courant()
    assert acteur is not None
    return {
        "etat": etat_en_mots(invitation),
        "en_cours": en_cours(invitation),
        "reponses": INVITATION.libelles,
        "resultat": queries.resultat(acteur, invitation),
        "arrondi": rules.arrondi,
        "texte_max": rules.TEXTE_MAX,
    }


def _repondre(envoye: Any, invitation: Invitation) -> RepondreForm:
    """The answer's form, with the reasons of today; filled from the request unless told None."""
    actuelle = {"intention": "annoncer", "declinee": "decliner", "vue": "accuser_reception"}
    valeurs = {
        "verbe": actuelle.get(invitation.etat.value),
        "motif_code": invitation.motif_declin_code or "",
        "precision": invitation.precision,
    }
    form = RepondreForm(formdata=envoye, data=valeurs)
    motifs = [m for m in entrees(session_courante(), Motif, clock.today()) if m.famille == "declin"]
    form.motif_code.choices = choix([(m.code, m.libelle) for m in motifs], vide="Choisir")
    return form


def repondre(invitation: Invitation) -> Reponse:
    """Say whether one will answer."""
    form = _repondre(request.form, invitation)
    return agir(
        form,
        lambda: consulter(invitation, reponse=form),
        lambda session, acteur: operations.repondre_invitation(session, acteur, invitation, **form.lue()),
        vers=adresse(invitation),
        succes="Votre réponse est transmise au DLA.",
    )


def poser_question(invitation: Invitation) -> Reponse:
    """Ask the DLA."""
    form = QuestionForm()
    return agir(
        form,
        lambda: consulter(invitation, question=form),
        lambda session, acteur: operations.poser_question(
            session, acteur, invitation, texte=form.texte.data or ""
        ),
        vers=f"{adresse(invitation)}#questions",
        succes="Votre question est transmise au DLA.",
    )


def cahier_recu(invitation: Invitation) -> Reponse:
    """The cahier des charges as a file."""
    return telecharger_cahier(invitation.consultation)


def fichier_joint(joint: FichierDuCahier) -> Reponse:
    """The file of a ressource that the cahier came with."""
    return telechargement_joint(joint.fichier, au_deposant=False)
