"""What a DLA does: asks a centre, lends the diagnostic, takes it back, closes, keeps a prestataire."""

from __future__ import annotations

from functools import partial

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.sollicitations.dossiers import (
    dossiers_possibles,
    lire_dossier,
    secteur_du_dossier,
)
from dla_market.blueprints.sollicitations.forms import CloreForm, EnvoyerForm, RetenirForm, RetirerForm
from dla_market.blueprints.sollicitations.sollicitations_views import fil, mots
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import queries as ingenieries
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.reseau.models import CentreRessources
from dla_market.sollicitations import operations, queries
from dla_market.sollicitations.models import NatureSollicitation, Proposition, Sollicitation
from dla_market.web.actes import acte, qui
from dla_market.web.choix import choix
from dla_market.web.ecriture import executer
from dla_market.web.forms import Formulaire, FormulaireVide
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page


def adresse(sollicitation: Sollicitation) -> str:
    """The page of a sollicitation."""
    return url_for("sollicitations.consulter", sollicitation_id=sollicitation.id)


def envoyer() -> Reponse:
    """Ask a centre, about the file that the address names or about none."""
    form = _formulaire()
    titre = "Demander à un centre de ressources"
    return acte(
        form,
        partial(page, "sollicitations/envoyer.html", titre=titre, fil=fil((titre, None)), form=form),
        lambda session, acteur: _envoyer(session, acteur, form),
        vers=adresse,
        succes="Votre demande est envoyée : le centre est prévenu.",
    )


def _formulaire() -> EnvoyerForm:
    """The centres, secteurs and files to choose from; what the address says is chosen."""
    session, acteur = session_courante(), qui()
    dossier = request.args.get("dossier", "")
    relire = dossier.startswith("diagnostic-")
    form = EnvoyerForm(
        data={
            "nature": NatureSollicitation.RELECTURE.value if relire else "",
            "dossier": dossier,
            "preter": relire,
            "secteur": secteur_du_dossier(session, acteur, dossier) if dossier else "",
        }
    )
    _offrir_nomenclatures(session, form)
    form.dossier.choices = choix(
        dossiers_possibles(session, acteur, dossier).items(), vide="Aucun dossier en particulier"
    )
    return form


def _offrir_nomenclatures(session: Session, form: EnvoyerForm) -> None:
    connus = nomenclatures()
    centres = queries.centres(session, clock.today())
    form.centre.choices = choix(
        ((str(c.id), _dire_centre(c)) for c in centres),
        vide="Choisissez…",
    )
    form.secteur.choices = choix(connus.secteurs.items(), vide="Choisissez…")
    form.thematique.choices = choix(connus.thematiques.items(), vide="Toutes, ou je ne sais pas")


def _dire_centre(centre: CentreRessources) -> str:
    """The centre with what it covers, as it is chosen."""
    connus = nomenclatures()
    couverts = {s.secteur_code for s in centre.secteurs}, {t.thematique_code for t in centre.thematiques}
    libelles = [
        mot
        for mots, codes in zip((connus.secteurs, connus.thematiques), couverts, strict=True)
        for code, mot in mots.items()
        if code in codes
    ]
    return f"{centre.nom} ({', '.join(libelles)})" if libelles else centre.nom


def _envoyer(session: Session, acteur: Acteur, form: EnvoyerForm) -> Sollicitation:
    centres = {str(c.id): c for c in queries.centres(session, clock.today())}
    return operations.envoyer(
        session,
        acteur,
        centres[form.centre.data],
        form.demande(),
        lire_dossier(session, acteur, form.dossier.data or ""),
        preter=bool(form.preter.data),
    )


def preter_diagnostic(sollicitation: Sollicitation) -> Reponse:
    """Let the centre read the diagnostic."""
    return executer(
        lambda session, acteur: operations.preter(session, acteur, sollicitation),
        vers=adresse(sollicitation),
        succes="Le centre peut lire le diagnostic, le temps de la demande.",
        form=FormulaireVide(),
    )


def retirer(sollicitation: Sollicitation) -> Reponse:
    """Ask no more."""
    form = RetirerForm()
    return acte(
        form,
        partial(_page, "retirer", "Retirer la demande", sollicitation, form),
        lambda session, acteur: operations.retirer(
            session, acteur, sollicitation, motif=form.motif.data or ""
        ),
        vers=adresse(sollicitation),
        succes="La demande est retirée.",
    )


def clore(sollicitation: Sollicitation) -> Reponse:
    """Say what the answer was worth, and end it."""
    form = CloreForm()
    return acte(
        form,
        partial(_page, "clore", "Clore la demande", sollicitation, form),
        lambda session, acteur: operations.clore(
            session, acteur, sollicitation, utile=form.utile.data == "oui", mot=form.mot.data or ""
        ),
        vers=adresse(sollicitation),
        succes="La demande est close. Merci pour votre retour.",
    )


def retenir(proposition: Proposition) -> Reponse:
    """Put a prestataire that the centre named on the shortlist of an ingénierie."""
    form = RetenirForm()
    return executer(
        lambda session, acteur: _retenir(session, acteur, proposition, form),
        vers=adresse(proposition.sollicitation),
        succes=f"{proposition.prestataire.nom} est dans la présélection, avec la raison du centre.",
        form=form,
    )


def _retenir(session: Session, acteur: Acteur, proposition: Proposition, form: RetenirForm) -> Proposition:
    ingenierie = ingenieries.charger(session, acteur, form.lire_ingenierie())
    if ingenierie is None:
        raise RefusMetier("Choisissez une de vos ingénieries.")
    return operations.retenir(session, acteur, proposition, ingenierie)


def _page(gabarit: str, titre: str, sollicitation: Sollicitation, form: Formulaire) -> Reponse:
    return page(
        f"sollicitations/{gabarit}.html",
        titre=titre,
        fil=fil((sollicitation.reference, adresse(sollicitation)), (titre, None)),
        sollicitation=sollicitation,
        form=form,
        **mots(sollicitation),
    )
