"""The form of a group of synonyms."""

from __future__ import annotations

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from dla_market.web.fields import ChampJour
from dla_market.web.forms import FormulaireAvecCle

LONGUEUR = 2500


class GroupeForm(FormulaireAvecCle):
    """A group: its expressions, those found one way, its days."""

    mots = TextAreaField(
        "Expressions équivalentes",
        description="Une par ligne. Chercher l’une trouve aussi les autres.",
        validators=[DataRequired("Écrivez au moins une expression."), Length(max=LONGUEUR)],
    )
    aussi = TextAreaField(
        "Trouvées aussi, sans l’inverse",
        description="Une par ligne. Par exemple : chercher « SIAE » trouve « régie de quartier », mais "
        "chercher « régie de quartier » ne trouve pas toutes les SIAE.",
        validators=[Length(max=LONGUEUR)],
    )
    valide_du = ChampJour("Premier jour", validators=[InputRequired("Choisissez un jour.")])
    valide_au = ChampJour(
        "Dernier jour",
        description="Vide tant que le groupe sert. Un groupe ne s’efface pas : il se termine.",
        validators=[Optional()],
    )

    def saisie(self) -> dict[str, Any]:
        """What was typed, as the operations want it."""
        return {
            "mots": self.mots.data or "",
            "aussi": self.aussi.data or "",
            "valide_du": self.valide_du.data,
            "valide_au": self.valide_au.data,
        }
