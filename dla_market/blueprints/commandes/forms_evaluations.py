"""What is typed after a mission: by the structure, the DLA and the provider."""

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


class EvaluationForm(FormulaireAvecCle):
    """What the structure, and the DLA, say of a mission: eight questions, and a free word."""

    respect_cahier = RadioField(
        "La mission a répondu à ce qui était demandé", choices=NOTES, validators=[InputRequired(_REPONSE)]
    )
    ecoute = RadioField("L’intervenant·e a su écouter", choices=NOTES, validators=[InputRequired(_REPONSE)])
    expertise = RadioField(
        "L’intervenant·e connaissait bien le sujet", choices=NOTES, validators=[InputRequired(_REPONSE)]
    )
    pedagogie = RadioField(
        "L’intervenant·e a su expliquer", choices=NOTES, validators=[InputRequired(_REPONSE)]
    )
    utilite = RadioField("Ce qui a été remis est utile", choices=NOTES, validators=[InputRequired(_REPONSE)])
    delais = RadioField("Le calendrier a été tenu", choices=NOTES, validators=[InputRequired(_REPONSE)])
    appropriation = RadioField(
        "La structure peut continuer seule avec ce qui a été fait",
        choices=NOTES,
        validators=[InputRequired(_REPONSE)],
    )
    recommandation = RadioField(
        "Vous recommanderiez ce prestataire", choices=NOTES, validators=[InputRequired(_REPONSE)]
    )
    commentaire = TextAreaField(
        "Ce que vous voulez ajouter",
        description="Lu par le DLA, le prestataire et le réseau de la région ; jamais publié.",
        validators=[Length(max=LONG)],
    )


class EvaluationDuDlaForm(EvaluationForm):
    """The same, and two questions that only the DLA can answer."""

    relation_dla = RadioField(
        "Le prestataire vous a tenu au courant", choices=NOTES, validators=[InputRequired(_REPONSE)]
    )
    rapport_qualite_prix = RadioField(
        "Le résultat vaut son prix", choices=NOTES, validators=[InputRequired(_REPONSE)]
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
