"""What is typed about a structure and its diagnostic."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from dla_market.accompagnement.models import DecisionAccueil, TypeDiagnostic
from dla_market.accompagnement.rules import Emplois, Identite, Textes, lire_siret
from dla_market.web.fields import ChampJour, ChampJours
from dla_market.web.forms import Formulaire, FormulaireAvecCle

POSTES_MAX = 100_000
TEXTE_MAX = 20_000

DECISIONS = {
    DecisionAccueil.SUITE.value: "Le DLA poursuit avec elle",
    DecisionAccueil.REORIENTATION.value: "Elle est orientée vers un autre appui",
    DecisionAccueil.REFUS.value: "Le DLA ne peut pas l’accompagner",
}
TYPES = {
    TypeDiagnostic.PRE.value: "Avant un accompagnement",
    TypeDiagnostic.POST.value: "Après un accompagnement, pour voir ce qu’il a changé",
}


class ChampEtp(ChampJours):
    """Full-time equivalents with at most two decimals; `data` is integer hundredths."""

    def lire(self, texte: str) -> int:
        """« 4,5 » is 450."""
        try:
            return super().lire(texte)
        except ValueError:
            raise ValueError("Écrivez un nombre, par exemple 4 ou 4,5.") from None


class StructureForm(FormulaireAvecCle):
    """Who a structure is."""

    nom = StringField("Nom", validators=[DataRequired("Donnez le nom de la structure."), Length(max=200)])
    siret = StringField("SIRET", description="Quatorze chiffres, par exemple 732 829 320 00074.")
    type_code = SelectField("Type de structure", validators=[InputRequired("Choisissez un type.")])
    type_siae_codes = SelectMultipleField(
        "Insertion par l’activité économique",
        description="À cocher si la structure est conventionnée ; la première cochée est la principale.",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    secteur_code = SelectField("Secteur d’activité", validators=[InputRequired("Choisissez un secteur.")])
    objet = TextAreaField(
        "Objet",
        description="Ce que fait la structure, en une ou deux phrases.",
        validators=[Length(max=TEXTE_MAX)],
    )
    commune = StringField("Commune", validators=[Length(max=120)])
    departement_code = SelectField("Département", validators=[InputRequired("Choisissez un département.")])
    annee_creation = IntegerField("Année de création", validators=[Optional()])

    def validate_siret(self, field: StringField) -> None:
        """Digits that hold together."""
        try:
            lire_siret(field.data)
        except ValueError as erreur:
            raise ValidationError(str(erreur)) from None

    def identite(self) -> Identite:
        """What was typed, as the operations take it."""
        return Identite(
            nom=self.nom.data or "",
            siret=lire_siret(self.siret.data),
            type_code=self.type_code.data,
            type_siae_codes=tuple(self.type_siae_codes.data or ()),
            secteur_code=self.secteur_code.data,
            objet=self.objet.data or "",
            commune=self.commune.data or "",
            departement_code=self.departement_code.data,
            annee_creation=self.annee_creation.data,
        )


class AccueilForm(FormulaireAvecCle):
    """A first meeting."""

    jour = ChampJour("Jour de l’accueil", validators=[InputRequired("Choisissez le jour de l’accueil.")])
    decision = RadioField(
        "Suite donnée", choices=DECISIONS, validators=[InputRequired("Dites quelle suite est donnée.")]
    )

    def lire_jour(self) -> date:
        """The day, once the form is valid."""
        assert self.jour.data is not None
        return self.jour.data

    def lire_decision(self) -> DecisionAccueil:
        """The decision as the operations take it."""
        return DecisionAccueil(self.decision.data)


class NouvelleStructureForm(StructureForm, AccueilForm):
    """A structure met for the first time."""


class CommencerDiagnosticForm(FormulaireAvecCle):
    """What a diagnostic begins with."""

    type = RadioField(
        "Quel diagnostic ?", choices=TYPES, validators=[InputRequired("Choisissez le type de diagnostic.")]
    )
    debut = ChampJour("Commencé le", validators=[InputRequired("Choisissez le jour du début.")])

    def lire_debut(self) -> date:
        """The day, once the form is valid."""
        assert self.debut.data is not None
        return self.debut.data


class SectionForm(Formulaire):
    """A part of a diagnostic; `version` is the one that was read."""

    version = HiddenField()

    def lire_version(self) -> int | None:
        """The version that was read, None where the form was made without."""
        brut = self.version.data
        return int(brut) if brut and str(brut).isdecimal() else None

    def a_ecrire(self) -> dict[str, Any]:
        """The arguments of `rediger_diagnostic` that this part gives."""
        champs = {
            nom: champ.data or "" for nom, champ in self._fields.items() if nom in Textes.__annotations__
        }
        return {"textes": Textes(**champs)}


class SituationForm(SectionForm):
    """What the structure is and wants."""

    contexte = TextAreaField(
        "Contexte",
        description="Histoire, activités, gouvernance, équipe, situation financière.",
        validators=[Length(max=TEXTE_MAX)],
    )
    projet = TextAreaField(
        "Projet", description="Ce que la structure veut devenir.", validators=[Length(max=TEXTE_MAX)]
    )


class EmploisForm(SectionForm):
    """The head count at the first day of the diagnostic."""

    _compte = (InputRequired("Écrivez un nombre, 0 s’il n’y en a pas."), NumberRange(min=0, max=POSTES_MAX))

    nb_postes = IntegerField("Postes salariés", description="CDI et CDD ensemble.", validators=_compte)
    nb_cdi = IntegerField("Dont CDI", validators=_compte)
    nb_cdd = IntegerField("Dont CDD", validators=_compte)
    nb_emplois_aides = IntegerField(
        "Dont emplois aidés", description="Une partie des postes, en CDI ou en CDD.", validators=_compte
    )
    etp_centiemes = ChampEtp("Équivalents temps plein", description="Par exemple 4,5.")

    def a_ecrire(self) -> dict[str, Any]:
        """The head count."""
        champs = {nom: self._fields[nom].data for nom in Emplois.__annotations__}
        return {"emplois": Emplois(**champs)}


class AnalyseForm(SectionForm):
    """What holds, what is weak."""

    forces = TextAreaField("Forces", validators=[Length(max=TEXTE_MAX)])
    faiblesses = TextAreaField("Faiblesses", validators=[Length(max=TEXTE_MAX)])


class SuitesForm(SectionForm):
    """What is needed, and what the DLA recommends."""

    besoins = TextAreaField(
        "Besoins",
        description="Ce qui doit changer, par ordre d’importance.",
        validators=[Length(max=TEXTE_MAX)],
    )
    preconisations = TextAreaField(
        "Préconisations",
        description="Une ingénierie, une orientation, un appui du réseau, ou rien de plus que ce diagnostic.",
        validators=[Length(max=TEXTE_MAX)],
    )


class ChangementsForm(FormulaireAvecCle):
    """What the structure wants changed."""

    remarques = TextAreaField(
        "Que faut-il changer ?",
        description="Dites-le avec vos mots. Par exemple : le loyer est de 800 euros, et non 900.",
        validators=[DataRequired("Dites ce qui est à changer."), Length(max=TEXTE_MAX)],
    )
