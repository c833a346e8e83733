"""The form of a setting."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from dla_market.web.fields import ChampJour
from dla_market.web.forms import FormulaireAvecCle


class PoserForm(FormulaireAvecCle):
    """Another value, from a day on."""

    valeur = IntegerField("Nouvelle valeur", validators=[InputRequired("Écrivez un nombre entier.")])
    valide_du = ChampJour(
        "À partir du",
        description="Aujourd’hui ou plus tard : ce qui a été décidé avant ne change pas.",
        validators=[InputRequired("Choisissez un jour.")],
    )
    motif = TextAreaField(
        "Raison",
        description="Elle reste au journal. Par exemple : décision du comité de pilotage du 12 mars.",
        validators=[DataRequired("Dites pourquoi le réglage change."), Length(max=2000)],
    )

    def saisie(self) -> dict[str, Any]:
        """What was typed, as the operation wants it."""
        return {"valeur": self.valeur.data, "valide_du": self.valide_du.data, "motif": self.motif.data}
