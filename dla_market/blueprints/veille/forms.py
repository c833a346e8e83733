"""The forms of a kept search."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from dla_market.veille.models import Alerte
from dla_market.veille.rules import NOM_MAX
from dla_market.web.choix import choix
from dla_market.web.forms import FormulaireActe

ADRESSE_MAX = 4000

LIBELLES_ALERTE = {
    Alerte.AUCUNE: "Pas d’alerte",
    Alerte.QUOTIDIENNE: "Le matin, dès qu’un nouveau prestataire y répond",
    Alerte.HEBDOMADAIRE: "Une fois par semaine, s’il y a du nouveau",
}


class RechercheForm(FormulaireActe):
    """Its name, and how often to hear of it."""

    nom = StringField(
        "Nom de la recherche",
        description="Par exemple : modèle économique, Drôme.",
        validators=[InputRequired(), Length(max=NOM_MAX)],
    )
    alerte = RadioField(
        "Me prévenir par courriel et dans mes messages",
        choices=choix((alerte.value, libelle) for alerte, libelle in LIBELLES_ALERTE.items()),
        default=Alerte.AUCUNE.value,
        validators=[InputRequired()],
    )

    def lue(self) -> dict[str, Any]:
        """The operation's arguments, of a form that is valid."""
        return {"nom": self.nom.data or "", "alerte": Alerte(self.alerte.data)}


class EnregistrerForm(RechercheForm):
    """The same, with the search's address."""

    requete = HiddenField(validators=[Length(max=ADRESSE_MAX)])
