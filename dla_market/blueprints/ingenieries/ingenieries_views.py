"""Ingénieries: the list, one of them, what opens it, what is written about it."""

from __future__ import annotations

from functools import partial

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.accompagnement import queries as accompagnement
from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic, Structure
from dla_market.blueprints.ingenieries.forms import AbandonnerForm, CreerForm
from dla_market.blueprints.ingenieries.liste import TONS, liste_de, pour_qui
from dla_market.blueprints.ingenieries.rayon import rayon_de
from dla_market.blueprints.ingenieries.remplissage import (
    formulaire_creer,
    formulaire_prestations,
)
from dla_market.blueprints.ingenieries.suite import gestes, suite_de
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.ingenieries import operations
from dla_market.ingenieries.models import CahierDesCharges, Ingenierie, TypeIngenierie
from dla_market.ingenieries.rules import avertissements
from dla_market.ingenieries.states import LIBELLES, PARCOURS
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.web.actes import acte, droits, qui
from dla_market.web.forms import Formulaire
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page
from dla_market.web.parcours import etapes_dla, etapes_structure, suivis

Fil = list[tuple[str, str | None]]


def adresse(ingenierie: Ingenierie) -> str:
    """The page of an ingénierie."""
    return url_for("ingenieries.consulter", ingenierie_id=ingenierie.id)


def _fil(*suite: tuple[str, str | None]) -> Fil:
    return [("Ingénieries", url_for("ingenieries.lister")), *suite]


def lister() -> Reponse:
    """The ingénieries that the actor sees, by stage."""
    return page(
        "ingenieries/lister.html",
        fragments=("resultats",),
        titre="Ingénieries",
        liste=liste_de(session_courante(), qui(), request.args),
        libelles=LIBELLES,
        tons=TONS,
        pour_qui=pour_qui,
    )


def consulter(ingenierie: Ingenierie) -> Reponse:
    """One ingénierie: where it is, what comes next, what it is made of."""
    acteur = qui()
    suivi = suivis(session_courante(), acteur, [ingenierie])[0]
    vue = etapes_structure if acteur.role is Role.STRUCTURE else etapes_dla
    return page(
        "ingenieries/consulter.html",
        titre=ingenierie.intitule,
        fil=_fil((ingenierie.reference, None)),
        ingenierie=ingenierie,
        etat_mots=LIBELLES[ingenierie.etat],
        tons=TONS,
        etapes_ligne=vue(suivi),
        suite=suite_de(acteur, suivi),
        gestes=gestes(acteur, ingenierie),
        connus=nomenclatures(),
        avertissements=_avertissements(ingenierie.cahier, ingenierie),
        diagnostic_lisible=bool(droits(ingenierie.diagnostic, "diagnostic:consulter")),
        rayon=rayon_de(session_courante(), ingenierie),
    )


def _avertissements(cahier: CahierDesCharges | None, ingenierie: Ingenierie) -> list[str]:
    if cahier is None:
        return []
    return avertissements(
        collective=ingenierie.type is TypeIngenierie.COLLECTIVE,
        jours_centiemes=cahier.jours_centiemes,
        plafond_ttc_centimes=cahier.plafond_ttc_centimes,
    )


def creer(diagnostic: Diagnostic) -> Reponse:
    """Open an ingénierie on a diagnostic that its structure has validated."""
    form = _formulaire(diagnostic)
    montrer = partial(
        page,
        "ingenieries/creer.html",
        fragments=("prestations",),
        titre="Ouvrir une ingénierie",
        fil=_fil(("Ouvrir une ingénierie", None)),
        diagnostic=diagnostic,
        form=form,
    )
    if form.ajouter.data:
        return montrer()
    return acte(
        form,
        montrer,
        lambda session, acteur: _creer(session, acteur, diagnostic, form),
        vers=adresse,
        succes="L’ingénierie est ouverte.",
    )


def _formulaire(diagnostic: Diagnostic) -> CreerForm:
    if diagnostic.etat is not EtatDiagnostic.VALIDE:
        raise RefusMetier("Une ingénierie s’ouvre une fois le diagnostic validé par la structure.")
    return formulaire_creer(session_courante(), qui(), diagnostic)


def _creer(session: Session, acteur: Acteur, diagnostic: Diagnostic, form: CreerForm) -> Ingenierie:
    collective = TypeIngenierie(form.type.data) is TypeIngenierie.COLLECTIVE
    ids = {diagnostic.structure_id, *(form.structures.data or [] if collective else [])}
    return operations.creer(
        session,
        acteur,
        type_=TypeIngenierie(form.type.data),
        intitule=form.intitule.data or "",
        secteur_code=form.secteur_code.data,
        structures=session.scalars(
            accompagnement.visible_to(acteur).where(Structure.id.in_(ids)).order_by(Structure.id)
        ).all(),
        prestations=form.lignes(),
        diagnostic=diagnostic,
    )


def modifier_prestations(ingenierie: Ingenierie) -> Reponse:
    """The themes and their days."""
    if not PARCOURS.permet(ingenierie.etat, "modifier_prestations"):
        raise RefusMetier("Les prestations ne changent plus depuis le lancement de la consultation.")
    form = formulaire_prestations(session_courante(), ingenierie)
    montrer = partial(_montrer_prestations, ingenierie, form)
    if form.ajouter.data:
        return montrer()
    return acte(
        form,
        montrer,
        lambda s, acteur: operations.modifier_prestations(s, acteur, ingenierie, prestations=form.lignes()),
        vers=adresse(ingenierie),
        succes="Les prestations sont enregistrées.",
    )


def _montrer_prestations(ingenierie: Ingenierie, form: Formulaire) -> Reponse:
    return page(
        "ingenieries/prestations.html",
        fragments=("prestations",),
        titre="Prestations par thématique",
        fil=_fil((ingenierie.reference, adresse(ingenierie)), ("Prestations", None)),
        ingenierie=ingenierie,
        form=form,
    )


def abandonner(ingenierie: Ingenierie) -> Reponse:
    """Say what giving up does, then give up."""
    form = AbandonnerForm()
    montrer = partial(
        page,
        "ingenieries/abandonner.html",
        titre="Abandonner l’ingénierie",
        fil=_fil((ingenierie.reference, adresse(ingenierie)), ("Abandonner", None)),
        ingenierie=ingenierie,
        form=form,
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: operations.abandonner(
            session, acteur, ingenierie, motif=form.motif.data or ""
        ),
        vers=adresse(ingenierie),
        succes="L’ingénierie est abandonnée.",
    )
