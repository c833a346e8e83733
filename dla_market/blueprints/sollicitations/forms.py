"""What is typed in a sollicitation, by the DLA and by the centre."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from dla_market.sollicitations.models import NatureSollicitation
from dla_market.sollicitations.rules import LIBELLES_NATURE, Demande
from dla_market.web.choix import choix
from dla_market.web.fields import ChampJour
from dla_market.web.forms import Formulaire, FormulaireAvecCle

TEXTE_MAX = 10_000
MOTIF_MAX = 2000


class EnvoyerForm(FormulaireAvecCle):
    """Asking a centre."""

    nature = RadioField(
        "Que demandez-vous ?",
        choices=choix((n.value, mots) for n, mots in LIBELLES_NATURE.items()),
        validators=[InputRequired("Choisissez ce que vous demandez.")],
    )
    centre = SelectField(
        "À quel centre ?", coerce=str, validators=[InputRequired("Choisissez un centre de ressources.")]
    )
    secteur = SelectField("Secteur", validators=[InputRequired("Choisissez un secteur.")])
    thematique = SelectField("Thématique", validators=[Optional()])
    dossier = SelectField(
        "À propos de", description="Un de vos dossiers, s’il y en a un.", validators=[Optional()]
    )
    preter = BooleanField(
        "Le centre peut lire le diagnostic",
        description="Le temps de la demande seulement. Le diagnostic à relire, ou celui de l’ingénierie.",
    )
    objet = StringField(
        "En quelques mots",
        description="Par exemple : un spécialiste de la billetterie pour une salle rurale.",
        validators=[DataRequired("Dites en quelques mots ce que vous demandez."), Length(max=200)],
    )
    texte = TextAreaField(
        "Votre demande",
        description="Le besoin, ce que vous avez déjà cherché, ce que vous attendez du centre.",
        validators=[DataRequired("Expliquez votre demande au centre."), Length(max=TEXTE_MAX)],
    )
    souhaitee_le = ChampJour("Réponse souhaitée avant le", validators=[Optional()])

    def demande(self) -> Demande:
        """What was typed, once the form is valid."""
        return Demande(
            nature=NatureSollicitation(self.nature.data),
            objet=self.objet.data or "",
            texte=self.texte.data or "",
            secteur_code=self.secteur.data,
            thematique_code=self.thematique.data or None,
            souhaitee_le=self.souhaitee_le.data,
        )


class MessageForm(FormulaireAvecCle):
    """A word to the other side."""

    texte = TextAreaField(
        "Votre message", validators=[DataRequired("Écrivez votre message."), Length(max=TEXTE_MAX)]
    )


class RetirerForm(FormulaireAvecCle):
    """Asking no more."""

    motif = TextAreaField("Pourquoi ?", description="Lu par le centre.", validators=[Length(max=MOTIF_MAX)])


class CloreForm(FormulaireAvecCle):
    """What the answer was worth."""

    utile = RadioField(
        "La réponse vous a-t-elle été utile ?",
        choices=choix([("oui", "Oui"), ("non", "Non")]),
        validators=[InputRequired("Dites si la réponse vous a été utile.")],
    )
    mot = TextAreaField("Un mot au centre", validators=[Length(max=MOTIF_MAX)])


class ProposerForm(Formulaire):
    """A prestataire for the answer, as a line of the search sends it."""

    prestataire_id = IntegerField("Prestataire", widget=HiddenInput(), validators=[InputRequired()])
    motif = StringField(
        "Pourquoi ce prestataire",
        validators=[DataRequired("Dites en quelques mots pourquoi ce prestataire."), Length(max=MOTIF_MAX)],
    )


class RepondreForm(FormulaireAvecCle):
    """The answer."""

    texte = TextAreaField(
        "Votre réponse",
        description="Lue par le DLA avec les prestataires et les ressources que vous proposez.",
        validators=[DataRequired("Écrivez votre réponse."), Length(max=TEXTE_MAX)],
    )
    ressources = SelectMultipleField(
        "Ressources à joindre",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ReorienterForm(FormulaireAvecCle):
    """Another centre, and why."""

    centre = SelectField(
        "Quel centre répondra mieux ?", coerce=str, validators=[InputRequired("Choisissez un centre.")]
    )
    motif = TextAreaField(
        "Pourquoi ce centre",
        description="Lu par le DLA et par ce centre.",
        validators=[DataRequired("Dites pourquoi ce centre répondra mieux."), Length(max=MOTIF_MAX)],
    )


class RetenirForm(Formulaire):
    """The ingénierie whose shortlist a prestataire goes on."""

    ingenierie = HiddenField(validators=[InputRequired(), Length(max=9)])

    def lire_ingenierie(self) -> int:
        """Its id, 0 where none was said."""
        brut = str(self.ingenierie.data or "")
        return int(brut) if brut.isdecimal() and brut.isascii() and len(brut) <= len("999999999") else 0
