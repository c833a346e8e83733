"""The forms of an aval."""

from __future__ import annotations

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from dla_market.catalogue.rules import LIBELLES_NIVEAU
from dla_market.expertise.rules import DUREE_MAX_MOIS
from dla_market.web.choix import choix
from dla_market.web.fields import ChampJour
from dla_market.web.forms import FormulaireAvecCle

LONGUEUR = 2000


class ProposerForm(FormulaireAvecCle):
    """Vouching for a prestataire."""

    secteur = SelectField("Secteur", validators=[InputRequired("Choisissez un secteur.")])
    niveau = RadioField(
        "Niveau",
        choices=choix((str(n), f"{n} : {mot}") for n, mot in LIBELLES_NIVEAU.items()),
        validators=[InputRequired("Choisissez un niveau.")],
    )
    motif = TextAreaField(
        "Sur quoi repose cet aval",
        description="Montré au réseau et au prestataire : missions suivies, formations, publications.",
        validators=[DataRequired("Dites sur quoi repose cet aval."), Length(max=LONGUEUR)],
    )
    motif_hors_champ = TextAreaField(
        "Pourquoi votre centre se prononce sur ce secteur",
        description="Seulement si le secteur n’est pas l’un des siens.",
        validators=[Length(max=LONGUEUR)],
    )
    fin = ChampJour(
        "Dernier jour de validité",
        description=f"24 mois par défaut, {DUREE_MAX_MOIS} au plus.",
        validators=[InputRequired("Choisissez un jour.")],
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
