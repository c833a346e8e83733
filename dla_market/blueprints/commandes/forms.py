"""What people type about an order: plain words, amounts in euros."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from dla_market.web.fields import ChampJour, ChampMontant
from dla_market.web.forms import FormulaireAvecCle

LONG = 4000
NOTES = {
    "5": "Très bien",
    "4": "Bien",
    "3": "Assez bien",
    "2": "Moyen",
    "1": "Insuffisant",
    "0": "Pas du tout",
}


def centimes(champ: ChampMontant) -> int:
    """What an amount that has passed its checks is worth."""
    return int(champ.data or 0)


def _exige(phrase: str) -> list[InputRequired]:
    return [InputRequired(phrase)]


class MotifForm(FormulaireAvecCle):
    """A reason to write before the act."""

    motif = TextAreaField("Pourquoi", validators=[InputRequired("Écrivez le motif."), Length(max=LONG)])


class RemettreForm(FormulaireAvecCle):
    """What is handed over."""

    remise = TextAreaField(
        "Ce que vous remettez, et où le trouver",
        description="Par exemple : rapport de 12 pages, envoyé par courriel le 3 mars.",
        validators=[InputRequired("Dites ce que vous remettez, et où le trouver."), Length(max=LONG)],
    )


class AttesterForm(FormulaireAvecCle):
    """What the structure says was done."""

    montant = ChampMontant(
        "Pour quel montant, taxes comprises ?",
        description="Tout ce qui reste si la mission est finie, une partie sinon.",
        validators=_exige("Écrivez un montant."),
    )
    observations = TextAreaField(
        "Ce que vous voulez ajouter",
        description="Par exemple : les trois ateliers ont eu lieu.",
        validators=[Length(max=LONG)],
    )


class FactureForm(FormulaireAvecCle):
    """A provider's invoice."""

    numero_fournisseur = StringField(
        "Numéro de votre facture",
        validators=[InputRequired("Écrivez le numéro de votre facture."), Length(max=60)],
    )
    date_emission = ChampJour("Date de la facture", validators=_exige("Choisissez la date de la facture."))
    ht = ChampMontant("Montant hors taxes", validators=_exige("Écrivez le montant hors taxes."))
    tva = ChampMontant(
        "TVA",
        description="0 si vous n’êtes pas soumis à la TVA (article 293 B du code général des impôts).",
        validators=_exige("Écrivez la TVA, 0 s’il n’y en a pas."),
    )
    ttc = ChampMontant("Montant TTC", validators=_exige("Écrivez le montant TTC."))


class PaiementForm(FormulaireAvecCle):
    """A payment made."""

    jour = ChampJour("Date du paiement", validators=_exige("Choisissez la date du paiement."))
    reference = StringField(
        "Référence du virement",
        description="Celle de votre relevé de compte.",
        validators=[InputRequired("Écrivez la référence du virement."), Length(max=60)],
    )
