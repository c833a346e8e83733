"""What is typed about an ingénierie: who it serves, its themes, its cahier des charges."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from dla_market.ingenieries.models import TypeIngenierie
from dla_market.ingenieries.rules import ContenuCahier, LigneCritere, LignePrestation
from dla_market.web.fields import ChampInstant, ChampJour, ChampJours, ChampMontant
from dla_market.web.forms import Formulaire, FormulaireAvecCle

TEXTE_MAX = 20_000
LIGNES_MAX = 16
TYPES = {
    TypeIngenierie.INDIVIDUELLE.value: "Individuelle : pour cette structure",
    TypeIngenierie.COLLECTIVE.value: "Collective : pour plusieurs structures ensemble",
}


class LignePrestationForm(Form):
    """A theme and its days; a line left empty says nothing."""

    thematique_code = SelectField("Thématique", validators=[Optional()])
    jours_centiemes = ChampJours("Jours")

    def validate_jours_centiemes(self, field: ChampJours) -> None:
        """Both, or neither."""
        if self.thematique_code.data and field.data is None and not field.errors:
            raise ValidationError("Indiquez le nombre de jours.")
        if field.data is not None and not self.thematique_code.data:
            raise ValidationError("Choisissez la thématique.")

    @property
    def vide(self) -> bool:
        """Nothing is said."""
        return not self.thematique_code.data and self.jours_centiemes.data is None


class PrestationsForm(FormulaireAvecCle):
    """The lines by theme. `ajouter` shows one more."""

    prestations = FieldList(FormField(LignePrestationForm), label="Thématiques", max_entries=LIGNES_MAX)
    ajouter = SubmitField("Ajouter une thématique")

    def lignes(self) -> list[LignePrestation]:
        """What was typed, without the empty lines."""
        dites = [entree.form for entree in self.prestations if not entree.form.vide]
        return [LignePrestation(f.thematique_code.data, int(f.jours_centiemes.data or 0)) for f in dites]


class CreerForm(PrestationsForm):
    """An ingénierie that starts from a diagnostic."""

    type = RadioField("Pour qui ?", choices=TYPES, validators=[InputRequired("Choisissez pour qui.")])
    structures = SelectMultipleField(
        "Autres structures",
        description="Pour une ingénierie collective : cochez celles qui la suivront avec elle.",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    intitule = StringField(
        "Intitulé",
        description="Par exemple : consolider le modèle économique.",
        validators=[DataRequired("Donnez un intitulé à l’ingénierie."), Length(max=200)],
    )
    secteur_code = SelectField("Secteur d’activité", validators=[InputRequired("Choisissez un secteur.")])


class CritereForm(Form):
    """A criterion; a line without name nor weight says nothing."""

    libelle = StringField("Critère", validators=[Length(max=120)])
    definition = StringField("Ce qu’il veut dire", validators=[Length(max=1000)])
    poids = IntegerField("Poids", validators=[Optional()])
    prix = BooleanField("C’est le prix")

    @property
    def vide(self) -> bool:
        """Nothing is said."""
        return not (self.libelle.data or "").strip() and self.poids.data is None

    def ligne(self) -> LigneCritere:
        """As the rules read it."""
        return LigneCritere(
            (self.libelle.data or "").strip(),
            self.poids.data or 0,
            (self.definition.data or "").strip(),
            bool(self.prix.data),
        )


class CahierForm(Formulaire):
    """A cahier des charges. `version` is the one that was read, `modele` what it starts from."""

    version = HiddenField()
    modele = HiddenField(validators=[Length(max=9)])
    contexte = TextAreaField("Contexte", validators=[Length(max=TEXTE_MAX)])
    objectifs = TextAreaField(
        "Objectifs", description="Ce que la mission doit changer.", validators=[Length(max=TEXTE_MAX)]
    )
    resultats_attendus = TextAreaField(
        "Résultats attendus",
        description="À quoi l’on verra qu’elle a réussi.",
        validators=[Length(max=TEXTE_MAX)],
    )
    livrables = TextAreaField(
        "Livrables",
        description="Ce que le prestataire remet, et sous quelle forme.",
        validators=[Length(max=TEXTE_MAX)],
    )
    modalites = TextAreaField(
        "Modalités",
        description="Lieu, nombre de séances, personnes à associer.",
        validators=[Length(max=TEXTE_MAX)],
    )
    jours_centiemes = ChampJours(
        "Nombre de jours", validators=[InputRequired("Indiquez un nombre de jours.")]
    )
    plafond_ttc_centimes = ChampMontant(
        "Budget maximal TTC", validators=[InputRequired("Indiquez le budget maximal.")]
    )
    debut_souhaite = ChampJour("Début souhaité", validators=[Optional()])
    fin_souhaitee = ChampJour("Fin souhaitée", validators=[Optional()])
    limite_intention = ChampInstant(
        "Les prestataires disent s’ils répondront avant le",
        description="À l’heure de Paris.",
        validators=[InputRequired("Choisissez un jour et une heure.")],
    )
    limite_offre = ChampInstant(
        "Les offres sont déposées avant le",
        description="À l’heure de Paris. Cet instant est compris.",
        validators=[InputRequired("Choisissez un jour et une heure.")],
    )
    criteres = FieldList(FormField(CritereForm), label="Critères", max_entries=LIGNES_MAX)
    ajouter = SubmitField("Ajouter un critère")

    def lignes(self) -> list[LigneCritere]:
        """The criteria, without the empty lines."""
        return [entree.form.ligne() for entree in self.criteres if not entree.form.vide]

    def contenu_cahier(self) -> ContenuCahier:
        """The rest, once the form is valid."""
        valeurs: dict[str, Any] = {nom: self._fields[nom].data for nom in ContenuCahier.__dataclass_fields__}
        return ContenuCahier(**valeurs)

    def lire_version(self) -> int | None:
        """The version that was read, None where there was no cahier yet."""
        brut = self.version.data
        return int(brut) if brut and str(brut).isdecimal() else None


class AbandonnerForm(FormulaireAvecCle):
    """Why it is given up."""

    motif = TextAreaField(
        "Pourquoi ?",
        validators=[DataRequired("Dites pourquoi l’ingénierie est abandonnée."), Length(max=TEXTE_MAX)],
    )
