"""The form of a convention."""

from __future__ import annotations

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from dla_market.web.fields import ChampJour, ChampMontant
from dla_market.web.forms import FormulaireAvecCle


class ConventionForm(FormulaireAvecCle):
    """A convention, and what it gives for one year; its amount spends nothing but may be promised at once."""

    financeur = SelectField("Financeur", coerce=int, validators=[InputRequired("Choisissez un financeur.")])
    reference = StringField(
        "Référence de la convention",
        description="Telle qu’elle figure sur la convention signée. Pour une convention déjà enregistrée,"
        " reprenez sa référence et ses dates : l’année s’y ajoute.",
        validators=[
            InputRequired("Indiquez la référence de la convention."),
            Length(max=60, message="Gardez 60 caractères au plus."),
        ],
    )
    debut = ChampJour("Début", validators=[InputRequired("Indiquez le premier jour de la convention.")])
    fin = ChampJour("Fin", validators=[InputRequired("Indiquez le dernier jour de la convention.")])
    fonds_ingenierie = ChampMontant(
        "Pour le fonds d’ingénierie",
        description="Ce qui paie les prestataires. Par exemple 45 000.",
        validators=[Optional()],
    )
    offre_service_interne = ChampMontant(
        "Pour l’offre de service interne",
        description="Ce qui paie le travail du DLA lui-même. Ce montant n’entre pas dans le fonds.",
        validators=[Optional()],
    )
