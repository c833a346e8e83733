"""What a centre's coordination writes of it, and what its people say of their links."""

from __future__ import annotations

from datetime import date

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from dla_market.blueprints.centres.mots import LIBELLES_AXE
from dla_market.expertise.rules import LIBELLES_LIEN
from dla_market.web.choix import choix
from dla_market.web.fields import ChampJour, ChampJours
from dla_market.web.forms import FormulaireAvecCle

LONGUEUR = 2000


class ChampEtp(ChampJours):
    """A number of full-time equivalents; `data` is integer hundredths."""

    def lire(self, texte: str) -> int:
        """« 0,5 » is 50."""
        try:
            return super().lire(texte)
        except ValueError:
            raise ValueError("Écrivez un nombre d’ETP, par exemple 1 ou 0,5.") from None


def centiemes(champ: ChampEtp) -> int:
    """What a number that has passed its checks is worth."""
    return int(champ.data or 0)


def jour_saisi(champ: ChampJour) -> date:
    """The day of a field that asks for one and has passed its checks."""
    assert champ.data is not None
    return champ.data


class PosteForm(FormulaireAvecCle):
    """A post of the team."""

    fonction = StringField(
        "Fonction",
        description="Par exemple : chargé de mission culture. Sans nom de personne.",
        validators=[InputRequired("Nommez la fonction."), Length(max=200)],
    )
    etp = ChampEtp(
        "Équivalent temps plein",
        description="Par exemple : 0,5 pour un mi-temps.",
        validators=[InputRequired("Écrivez un nombre d’ETP.")],
    )
    valide_du = ChampJour("À partir du", validators=[InputRequired("Choisissez un jour.")])


class CloreForm(FormulaireAvecCle):
    """The end of a post."""

    dernier_jour = ChampJour("Dernier jour", validators=[InputRequired("Choisissez un jour.")])


class ActionForm(FormulaireAvecCle):
    """An action of the programme."""

    annee = SelectField("Année", validators=[InputRequired("Choisissez une année.")])
    axe = RadioField(
        "Mission",
        choices=choix((axe.value, mot) for axe, mot in LIBELLES_AXE.items()),
        validators=[InputRequired("Choisissez une mission.")],
    )
    intitule = StringField("Action", validators=[InputRequired("Nommez l’action."), Length(max=200)])
    description = TextAreaField("Description", validators=[Length(max=LONGUEUR)])


class LienForm(FormulaireAvecCle):
    """A link of interest."""

    nature = RadioField(
        "Nature du lien",
        choices=choix((nature.value, mot) for nature, mot in LIBELLES_LIEN.items()),
        validators=[InputRequired("Choisissez la nature du lien.")],
    )
    precision = TextAreaField(
        "Précision",
        description="Lue par vous et par la coordination de votre centre.",
        validators=[Length(max=LONGUEUR)],
    )
    debut = ChampJour("Depuis le", description="Vide si vous ne savez plus.")
    fin = ChampJour("Jusqu’au", description="Vide tant que le lien dure.")


class TerminerForm(FormulaireAvecCle):
    """The end of a link."""

    fin = ChampJour("Dernier jour du lien", validators=[InputRequired("Choisissez un jour.")])
