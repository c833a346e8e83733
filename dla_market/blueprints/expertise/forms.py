"""The forms of an aval."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from dla_market.catalogue.rules import LIBELLES_NIVEAU
from dla_market.expertise.rules import DUREE_MAX_MOIS, LIBELLES_PREUVE, LONGUEUR_PREUVE
from dla_market.web.choix import choix
from dla_market.web.fields import ChampJour
from dla_market.web.forms import FormulaireAvecCle

LONGUEUR = 2000


class RenouvelerForm(FormulaireAvecCle):
    """What is said anew each time that an aval is given."""

    niveau = RadioField(
        "Niveau",
        choices=choix((str(n), f"{n} : {mot}") for n, mot in LIBELLES_NIVEAU.items()),
        validators=[InputRequired("Choisissez un niveau.")],
    )
    motif = TextAreaField(
        "Commentaire",
        description="Lu par le réseau et par le prestataire.",
        validators=[DataRequired("Écrivez le commentaire que le réseau lira."), Length(max=LONGUEUR)],
    )
    preuve_nature = RadioField(
        "Sur quoi repose cet aval",
        choices=choix((nature.value, mot) for nature, mot in LIBELLES_PREUVE.items()),
        validators=[InputRequired("Dites sur quoi repose cet aval.")],
    )
    mission = SelectField(
        "Si c’est une mission faite ici",
        description="Sa référence s’écrit alors d’elle-même.",
        default="",
    )
    preuve = StringField(
        "Référence de la preuve",
        description="Par exemple : formation « Billetterie » du 12 mars 2026, animée pour notre réseau.",
        validators=[Length(max=LONGUEUR_PREUVE)],
    )
    note_interne = TextAreaField(
        "Note interne",
        description="Lue dans votre centre seulement.",
        validators=[Length(max=LONGUEUR)],
    )
    fin = ChampJour(
        "Dernier jour de validité",
        description=f"{DUREE_MAX_MOIS} mois au plus.",
        validators=[InputRequired("Choisissez un jour.")],
    )


class ProposerForm(RenouvelerForm):
    """Vouching for a prestataire."""

    secteur = SelectField("Secteur", default="")
    thematique = SelectField(
        "Thématique",
        description="Un secteur, une thématique, ou les deux : la thématique dans ce secteur.",
        default="",
    )
    motif_hors_champ = TextAreaField(
        "Pourquoi votre centre se prononce sur ce sujet",
        description="Seulement s’il est hors du champ de votre centre.",
        validators=[Length(max=LONGUEUR)],
    )


class RefuserForm(FormulaireAvecCle):
    """Not following an expert."""

    motif = TextAreaField(
        "Pourquoi",
        description="Lu dans votre centre seulement.",
        validators=[DataRequired("Dites pourquoi l’aval est refusé."), Length(max=LONGUEUR)],
    )


class RetirerForm(FormulaireAvecCle):
    """Taking an aval back."""

    motif = TextAreaField(
        "Raison du retrait",
        description="Le prestataire la lira.",
        validators=[DataRequired("Donnez la raison du retrait."), Length(max=LONGUEUR)],
    )


class RepondreForm(FormulaireAvecCle):
    """A prestataire's right of reply."""

    reponse = TextAreaField(
        "Votre réponse",
        description="Elle se lit à côté de l’aval, dans le réseau.",
        validators=[DataRequired("Écrivez votre réponse."), Length(max=LONGUEUR)],
    )
