"""Two fiches of one prestataire: which looks like which, what would move, then the merger."""

from __future__ import annotations

from flask import request, url_for
from wtforms import IntegerField
from wtforms.validators import InputRequired

from dla_market.catalogue import fusion
from dla_market.catalogue.doublons import de_cette_fiche
from dla_market.catalogue.fusion_personnes import personnes
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.queries import charger_seule
from dla_market.catalogue.states import FICHE
from dla_market.comptes.acteur import Acteur
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.web.actes import acte, qui
from dla_market.web.forms import FormulaireAvecCle
from dla_market.web.pages import Reponse, page


class FusionnerForm(FormulaireAvecCle):
    """The fiche that is taken in, by its number."""

    absorbee = IntegerField("Numéro de l’autre fiche", validators=[InputRequired("Donnez un numéro.")])


def fusionner(fiche: Prestataire) -> Reponse:
    """Choose the other fiche, read what would move, do it."""
    form = FusionnerForm(data={"absorbee": request.args.get("avec", type=int)})
    return acte(
        form,
        lambda: _montrer(fiche, form),
        lambda session, acteur: fusion.fusionner(session, acteur, fiche, _autre(acteur, form.absorbee.data)),
        vers=lambda _: _adresse(fiche),
        succes=f"Les deux fiches n’en font qu’une\u00a0: {fiche.nom}.",
    )


def _adresse(fiche: Prestataire) -> str:
    """The page of the kept fiche; the catalogue where the actor may not read it yet, a draft."""
    lue = charger_seule(session_courante(), qui(), fiche.id)
    return url_for("catalogue.consulter", prestataire_id=fiche.id) if lue else url_for("catalogue.chercher")


def _autre(acteur: Acteur, numero: int | None) -> Prestataire:
    """The fiche of that number. Raises RefusMetier where the actor may not merge it."""
    autre = fusion.charger_fusionnable(session_courante(), acteur, numero or 0)
    if autre is None:
        raise RefusMetier("Aucune fiche que vous puissiez fusionner ne porte ce numéro.", champ="absorbee")
    return autre


def _montrer(fiche: Prestataire, form: FusionnerForm) -> Reponse:
    session = session_courante()
    numero = form.absorbee.data
    autre = fusion.charger_fusionnable(session, qui(), numero) if numero not in (None, fiche.id) else None
    fil = [("Catalogue", url_for("catalogue.chercher")), (fiche.nom, None), ("Fusionner", None)]
    return page(
        "catalogue/fusionner.html",
        titre=f"Fusionner avec {fiche.nom}",
        fil=fil,
        fiche=fiche,
        autre=autre,
        form=form,
        deplacements=fusion.compter(session, autre.id, fiche.id) if autre else {},
        personnes=personnes(session, autre.id, fiche.id) if autre else None,
        refus=fusion.refus_de(session, autre.id, fiche.id) if autre else [],
        semblables=de_cette_fiche(session, fiche),
        absorbees=fusion.absorbees(session, fiche.id),
        etats=FICHE.libelles,
        retour=url_for("catalogue.fusionner", prestataire_id=fiche.id),
    )
