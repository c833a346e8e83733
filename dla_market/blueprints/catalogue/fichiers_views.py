"""The files of a fiche: its logo, shown on the page; the CV of its people, to be saved."""

from __future__ import annotations

from typing import Any, Final

from flask import url_for
from wtforms import BooleanField

from dla_market.catalogue import operations_fichiers as operations
from dla_market.catalogue.models import Intervenant, Prestataire
from dla_market.kernel.fichiers.genres import MEBIOCTET, Genre, Usage
from dla_market.web.actes import acte, qui
from dla_market.web.envois import (
    ChampFichier,
    ChampImage,
    antivirus_courant,
    image_servie,
    telechargement_joint,
)
from dla_market.web.forms import FormulaireActe, FormulaireAvecCle
from dla_market.web.pages import Reponse, page

BOITE_LOGO: Final = (480, 240)
"""Points in which a logo is kept: twice what the page shows, for screens that have them."""

USAGE_CV: Final = Usage((Genre.PDF,), 5 * MEBIOCTET)


class LogoForm(FormulaireAvecCle):
    """The image to show."""

    fichier = ChampImage("Image", boite=BOITE_LOGO)


class CvForm(FormulaireAvecCle):
    """A CV, with the word of whose it is."""

    accord = BooleanField(
        "Cette personne accepte que les DLA lisent ce CV",
        description="Ni les autres prestataires ni les structures ne le voient. Il s’efface quand vous le "
        "retirez, ou quand la personne quitte l’équipe.",
    )
    fichier = ChampFichier("CV", usage=USAGE_CV)


def voir_logo(fiche: Prestataire) -> Reponse:
    """The logo, to whoever may see the fiche."""
    assert fiche.logo is not None
    return image_servie(fiche.logo, au_deposant=qui().organisation_id == fiche.id)


def deposer_logo(fiche: Prestataire) -> Reponse:
    """Choose a logo, or another one."""
    form = LogoForm()
    return acte(
        form,
        lambda: _page("catalogue/deposer_logo.html", "Logo", fiche=fiche, form=form),
        lambda session, acteur: operations.deposer_logo(
            session, acteur, fiche, form.fichier.data, avec_antivirus=antivirus_courant() is not None
        ),
        vers=url_for("catalogue.ma_fiche"),
        succes="Votre logo est enregistré.",
    )


def retirer_logo(fiche: Prestataire) -> Reponse:
    """Show the fiche without it."""
    form = FormulaireActe()
    return acte(
        form,
        lambda: _page("catalogue/retirer_logo.html", "Retirer le logo", form=form),
        lambda session, acteur: operations.retirer_logo(session, acteur, fiche),
        vers=url_for("catalogue.ma_fiche"),
        succes="Votre logo est retiré.",
    )


def telecharger_cv(personne: Intervenant) -> Reponse:
    """The CV, to be saved."""
    assert personne.cv is not None
    return telechargement_joint(personne.cv, au_deposant=qui().organisation_id == personne.prestataire_id)


def deposer_cv(personne: Intervenant) -> Reponse:
    """Give the CV of someone of the team, or another one."""
    form = CvForm()
    return acte(
        form,
        lambda: _page("catalogue/deposer_cv.html", f"CV de {nom_de(personne)}", equipier=personne, form=form),
        lambda session, acteur: operations.deposer_cv(
            session,
            acteur,
            personne,
            form.fichier.data,
            accord=form.accord.data,
            avec_antivirus=antivirus_courant() is not None,
        ),
        vers=url_for("catalogue.modifier", etape="equipe"),
        succes="Le CV est enregistré.",
    )


def retirer_cv(personne: Intervenant) -> Reponse:
    """Forget the CV of someone of the team."""
    form, titre = FormulaireActe(), f"Retirer le CV de {nom_de(personne)}"
    return acte(
        form,
        lambda: _page("catalogue/retirer_cv.html", titre, equipier=personne, form=form),
        lambda session, acteur: operations.retirer_cv(session, acteur, personne),
        vers=url_for("catalogue.modifier", etape="equipe"),
        succes="Le CV est retiré.",
    )


def nom_de(personne: Intervenant) -> str:
    """First name, last name."""
    return f"{personne.prenom} {personne.nom}".strip()


def _page(template: str, titre: str, **contexte: Any) -> Reponse:
    fil = [("Ma fiche", url_for("catalogue.ma_fiche")), (titre, None)]
    return page(template, titre=titre, fil=fil, **contexte)
