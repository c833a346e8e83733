"""The forms of the référencement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from dla_market.referencement.rules import CRITERES_MAX, TEXTE_MAX, Critere
from dla_market.web.choix import choix
from dla_market.web.fields import ChampJour
from dla_market.web.forms import Formulaire, FormulaireActe, FormulaireAvecCle

NOM_MAX = 200


class CritereForm(Form):
    """A criterion of a call; a line without a name and an explanation says nothing."""

    libelle = StringField("Critère", validators=[Length(max=NOM_MAX)])
    explication = StringField("Ce que la région en attend", validators=[Length(max=TEXTE_MAX)])


class AppelForm(Formulaire):
    """An edition of a call. `version` is that of the draft that was read, empty where there was none."""

    version = HiddenField()
    texte = TextAreaField(
        "Texte de l’appel",
        description="Pour qui, pour quoi, comment les demandes sont lues. Une ligne, un paragraphe.",
        validators=[DataRequired("Écrivez le texte de l’appel."), Length(max=TEXTE_MAX)],
    )
    recours = TextAreaField(
        "Comment contester un refus",
        description="Joint à chaque refus\u00a0: à qui écrire, dans quel délai.",
        validators=[DataRequired("Dites comment contester un refus."), Length(max=TEXTE_MAX)],
    )
    debut = ChampJour("Ouvert à partir du", validators=[InputRequired("Choisissez un jour.")])
    fin = ChampJour("Jusqu’au", description="Vide pour un appel permanent.", validators=[Optional()])
    fin_convention = ChampJour(
        "Fin de la convention de la région",
        description="Proposée comme dernier jour des référencements. Vide\u00a0: la durée habituelle.",
        validators=[Optional()],
    )
    criteres = FieldList(FormField(CritereForm), label="Critères", max_entries=CRITERES_MAX)
    ajouter = SubmitField("Ajouter un critère")

    def lus(self) -> list[Critere]:
        """The criteria, without the empty lines."""
        lignes = [
            Critere((e.form.libelle.data or "").strip(), (e.form.explication.data or "").strip())
            for e in self.criteres
        ]
        return [c for c in lignes if c.libelle or c.explication]

    def lire_version(self) -> int | None:
        """The version that was read, None where there was no draft yet."""
        brut = self.version.data
        return int(brut) if brut and str(brut).isdecimal() else None


class ReponsesForm(FormulaireAvecCle):
    """An answer a criterion: see `formulaire_reponses`, which gives each its field."""

    def lues(self) -> list[str]:
        """The answers, in the order of the criteria."""
        return [champ.data or "" for champ in self.champs()]

    def champs(self) -> list[Any]:
        """The fields of the answers, in their order."""
        return [champ for champ in self if champ.name.startswith("reponse_")]


def formulaire_reponses(criteres: Sequence[tuple[str, str]], deja: Sequence[str] = ()) -> ReponsesForm:
    """A form with a text for each (name, explanation), filled with the answers already given."""
    champs: dict[str, Any] = {
        f"reponse_{rang}": TextAreaField(
            libelle,
            description=explication,
            validators=[DataRequired("Répondez à ce critère."), Length(max=TEXTE_MAX)],
        )
        for rang, (libelle, explication) in enumerate(criteres, start=1)
    }
    classe: Any = type("ReponsesAuxCriteres", (ReponsesForm,), champs)
    form: ReponsesForm = classe(data={f"reponse_{rang}": t for rang, t in enumerate(deja, start=1)})
    return form


def _texte(libelle: str, indice: str, manque: str) -> TextAreaField:
    return TextAreaField(
        libelle, description=indice, validators=[DataRequired(manque), Length(max=TEXTE_MAX)]
    )


class ComplementForm(FormulaireAvecCle):
    """What is missing."""

    complement = _texte("Ce qui manque", "Le prestataire le lira.", "Dites ce qui manque.")


class AccepterForm(FormulaireActe):
    """Until when."""

    fin = ChampJour("Dernier jour", validators=[InputRequired("Choisissez un jour.")])


class RefuserForm(FormulaireActe):
    """Why not."""

    motif = _texte("Raison du refus", "Le prestataire la lira.", "Donnez la raison du refus.")


class ReconnaitreForm(FormulaireActe):
    """Both answers to what another region has accepted, on one screen."""

    decision = RadioField(
        "Votre décision",
        choices=choix([("accepter", "Accepter"), ("refuser", "Refuser")]),
        validators=[InputRequired("Choisissez.")],
    )
    fin = ChampJour("Si vous acceptez, dernier jour", validators=[Optional()])
    motif = TextAreaField(
        "Si vous refusez, la raison",
        description="Le prestataire la lira.",
        validators=[Length(max=TEXTE_MAX)],
    )

    def lire_fin(self) -> date | None:
        """The last day, None for the one proposed."""
        return self.fin.data


class ProposerForm(FormulaireActe):
    """To which other region."""

    regional = SelectField("Région", validators=[InputRequired("Choisissez une région.")])


class SortieForm(FormulaireActe):
    """What a prestataire takes back by itself, with a reason or none."""

    motif = TextAreaField("Pourquoi", description="La région le lira.", validators=[Length(max=TEXTE_MAX)])


class RetraitForm(FormulaireActe):
    """Why a référencement would be taken back."""

    motif = _texte("Raison du retrait", "Le prestataire y répondra.", "Donnez la raison du retrait.")


class RepondreRetraitForm(FormulaireActe):
    """What the prestataire answers."""

    reponse = _texte("Votre réponse", "La région la lit avant de décider.", "Écrivez votre réponse.")


class ConclureRetraitForm(FormulaireActe):
    """What the region makes of it."""

    conclusion = _texte("Ce que vous retenez", "Le prestataire le lira.", "Dites ce que vous retenez.")


class DeciderProvisoireForm(FormulaireActe):
    """The region's answer for one mission."""

    decision = RadioField(
        "Votre décision",
        choices=choix([("accorder", "Accorder, pour cette mission"), ("refuser", "Refuser")]),
        validators=[InputRequired("Choisissez.")],
    )
    reponse = TextAreaField(
        "Votre réponse au DLA",
        description="Obligatoire si vous refusez.",
        validators=[Length(max=TEXTE_MAX)],
    )
