"""How a fiche begins: drafted by the network for a prestataire to claim, or asked for from the front door."""

from __future__ import annotations

from flask import current_app, request, url_for
from flask import session as session_navigateur
from sqlalchemy.orm import Session

from dla_market.blueprints.catalogue.creation_forms import CreerFicheForm, EbaucheForm
from dla_market.catalogue import creation, effacement
from dla_market.catalogue.creation import Ebauche
from dla_market.catalogue.doublons import Ressemblance, ressemblances
from dla_market.catalogue.models_origines import OrigineFiche
from dla_market.catalogue.states import FICHE
from dla_market.comptes.queries import a_un_membre, invitations
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.web.actes import acte, qui
from dla_market.web.ecriture import executer, executer_sans_compte
from dla_market.web.forms import FormulaireActe
from dla_market.web.liens import (
    PROPOSITION,
    REPRISE,
    adresse_du_lien,
    duree_du_lien,
    ecrire_que_la_fiche_existe,
    envoyer_lien,
    liens_gardes,
)
from dla_market.web.pages import Reponse, aller, page

LIEN_DE_DEMO = "lien_de_demo"
ENVOYE = "Un lien est envoyé à {}. Il vaut {}."


def lister_proposees() -> Reponse:
    """The fiches that one's organisation drafted, and whether their prestataire has come."""
    session = session_courante()
    numero = request.args.get("page", 1, type=int)
    origines = paginer(session, creation.proposees(qui()), numero)
    reprises = {o.prestataire_id for o in origines.elements if a_un_membre(session, o.prestataire_id)}
    attendues = [i for o in origines.elements for i in invitations(session, o.prestataire_id)]
    liens = liens_gardes(session, attendues)
    return page(
        "catalogue/lister_proposees.html",
        titre="Prestataires proposés",
        fil=[("Catalogue", url_for("catalogue.chercher")), ("Prestataires proposés", None)],
        origines=origines,
        reprises=reprises,
        etats=FICHE.libelles,
        fins=effacement.fins(session, origines.elements, attendues),
        liens_montres={i.organisation_id: liens[i.id] for i in attendues if i.id in liens},
    )


def creer() -> Reponse:
    """Draft a fiche; those that look like it are shown first."""
    form = CreerFicheForm().ouvrir()
    valide = form.validate_on_submit()
    doublons = _doublons(form.ebauche()) if valide else []
    if not valide or (doublons and not form.different.data):
        return _montrer_creation(form, doublons)
    ebauche = form.ebauche()
    return executer(
        lambda session, acteur: envoyer_lien(
            session, creation.creer_brouillon(session, acteur, ebauche), corps=REPRISE
        ),
        vers=url_for("catalogue.lister_proposees"),
        succes=ENVOYE.format(ebauche.courriel, duree_du_lien()),
        form=form,
        sinon=lambda: _montrer_creation(form, doublons),
    )


def relancer(origine: OrigineFiche) -> Reponse:
    """Send the link of a drafted fiche again."""
    form = FormulaireActe()
    titre = f"Relancer {origine.prestataire.nom}"
    proposees = url_for("catalogue.lister_proposees")
    return acte(
        form,
        lambda: page(
            "catalogue/relancer.html",
            titre=titre,
            fil=[("Prestataires proposés", proposees), ("Relancer", None)],
            form=form,
            origine=origine,
            duree_du_lien=duree_du_lien(),
        ),
        lambda session, acteur: envoyer_lien(
            session, creation.relancer(session, acteur, origine), corps=REPRISE
        ),
        vers=proposees,
        succes=ENVOYE.format(origine.prestataire.courriel, duree_du_lien()),
    )


def proposer_ses_services() -> Reponse:
    """The front door for prestataires: the same answer whoever asks, the rest is in the mail."""
    form = EbaucheForm()
    if not form.validate_on_submit():
        return _montrer_porte(form)
    ebauche = form.ebauche()
    lien, refus = executer_sans_compte(
        lambda session: _se_proposer(session, ebauche), form=form, sinon=lambda: _montrer_porte(form)
    )
    if refus is None and current_app.config["DEMO"]:
        session_navigateur[LIEN_DE_DEMO] = lien
    return refus or aller(url_for("catalogue.proposer_ses_services", envoye=1))


def _se_proposer(session: Session, ebauche: Ebauche) -> str | None:
    lien = creation.se_proposer(session, ebauche)
    if lien is None:
        ecrire_que_la_fiche_existe(session, ebauche.courriel, ebauche.nom)
        return None
    envoyer_lien(session, lien, corps=PROPOSITION)
    return adresse_du_lien(lien)


def _doublons(ebauche: Ebauche) -> list[Ressemblance]:
    return ressemblances(session_courante(), nom=ebauche.nom, courriel=ebauche.courriel, siret=ebauche.siret)


def _montrer_creation(form: CreerFicheForm, doublons: list[Ressemblance]) -> Reponse:
    proposees = url_for("catalogue.lister_proposees")
    titre = "Proposer un prestataire"
    return page(
        "catalogue/creer.html",
        titre=titre,
        fil=[("Prestataires proposés", proposees), (titre, None)],
        form=form,
        doublons=doublons,
        etats=FICHE.libelles,
        retour=proposees,
        statut=422 if doublons and not form.errors and not form.form_errors else None,
    )


def _montrer_porte(form: EbaucheForm) -> Reponse:
    return page(
        "catalogue/proposer_ses_services.html",
        titre="Proposer vos services",
        form=form,
        envoye="envoye" in request.args and not form.errors,
        lien=session_navigateur.pop(LIEN_DE_DEMO, None) if current_app.config["DEMO"] else None,
    )
