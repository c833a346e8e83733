"""What the provider types after a mission."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from dla_market.blueprints.commandes.forms import LONG, NOTES
from dla_market.web.forms import FormulaireAvecCle

_REPONSE = "Choisissez une réponse."


class RepondreForm(FormulaireAvecCle):
    """A right of reply."""

    reponse = TextAreaField(
        "Votre réponse",
        description="Lue à côté de l’avis, dans le réseau. Elle ne se modifie plus une fois envoyée.",
        validators=[InputRequired("Écrivez votre réponse."), Length(max=LONG)],
    )


class EvaluationDlaForm(FormulaireAvecCle):
    """Three questions, and a free word."""

    clarte_cahier = RadioField(
        "Le cahier des charges était clair", choices=NOTES, validators=[InputRequired(_REPONSE)]
    )
    implication = RadioField(
        "La structure s’est impliquée", choices=NOTES, validators=[InputRequired(_REPONSE)]
    )
    delai_paiement = RadioField(
        "Le paiement est venu à temps", choices=NOTES, validators=[InputRequired(_REPONSE)]
    )
    commentaire = TextAreaField(
        "Ce que vous voulez ajouter",
        description="Lu par le DLA seulement.",
        validators=[Length(max=LONG)],
    )
