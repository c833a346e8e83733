"""The steps of a fiche, as forms. Each turns into the part of a FicheSaisie that it holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from stdnum.fr import siret as numero_siret
from wtforms import (
    BooleanField,
    EmailField,
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
    TelField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.validators import URL, DataRequired, Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from dla_market.blueprints.catalogue.libelles import LIBELLES_TVA, LIBELLES_TYPE
from dla_market.catalogue.models import RegimeTva, TypePrestataire
from dla_market.catalogue.rules import LIBELLES_NIVEAU, PRESENTATION_MAX, PRESENTATION_MIN
from dla_market.catalogue.saisies import (
    ActiviteSaisie,
    FicheSaisie,
    IdentiteSaisie,
    IntervenantSaisi,
    PresentationSaisie,
    ReferenceSaisie,
)
from dla_market.web.choix import choix
from dla_market.web.fields import ChampJour, ChampJours, ChampMontant
from dla_market.web.forms import Formulaire, FormulaireAvecCle

LIGNES_MAX = 60
OBLIGATOIRE = "Ce champ est obligatoire."
NIVEAUX = {str(n): f"{n} : {mot}" for n, mot in LIBELLES_NIVEAU.items()}


def sans_bords(valeur: str | None) -> str:
    """What was typed, without spaces around it."""
    return (valeur or "").strip()


class CasesACocher(SelectMultipleField):
    """Several choices, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EtapeForm(Formulaire):
    """A step: it carries the version of the fiche that it was shown with."""

    version = HiddenField(validators=[Optional()])

    @property
    def version_lue(self) -> int | None:
        """The version as a number, None where the form did not bring one."""
        texte = str(self.version.data or "")
        return int(texte) if texte.isdecimal() and len(texte) < 10 else None  # noqa: PLR2004  # no fiche is saved a billion times


class IdentiteForm(EtapeForm):
    """Who the prestataire is."""

    nom = StringField("Nom", filters=[sans_bords], validators=[DataRequired(OBLIGATOIRE), Length(max=200)])
    siret = StringField(
        "SIRET", description="14 chiffres. Exigé à la première commande.", validators=[Length(max=30)]
    )
    type_prestataire = SelectField(
        "Type",
        choices=choix((t.value, mot) for t, mot in LIBELLES_TYPE.items()),
        validators=[InputRequired()],
    )
    regime_tva = RadioField(
        "TVA",
        choices=choix((r.value, mot) for r, mot in LIBELLES_TVA.items()),
        validators=[InputRequired()],
    )
    adresse = StringField("Adresse", filters=[sans_bords], validators=[Length(max=300)])
    commune = StringField("Commune du siège", filters=[sans_bords], validators=[Length(max=120)])
    departement_code = SelectField("Département du siège")
    telephone = TelField("Téléphone", filters=[sans_bords], validators=[Length(max=30)])
    courriel = EmailField(
        "Adresse électronique",
        description="Les invitations y sont annoncées. Par exemple : contact@cabinet.example.",
        filters=[sans_bords],
        validators=[Optional(), Length(max=255), Email("Écrivez une adresse comme contact@cabinet.example.")],
    )
    site = URLField(
        "Site",
        description="Adresse complète, qui commence par https://.",
        filters=[sans_bords],
        validators=[
            Optional(),
            Length(max=255),
            URL(message="Écrivez une adresse complète, qui commence par https://."),
        ],
    )

    def validate_siret(self, champ: StringField) -> None:
        """Spaces are welcome; the checksum must hold (python-stdnum)."""
        texte = "".join((champ.data or "").split())
        if texte and not (texte.isascii() and numero_siret.is_valid(texte)):
            raise ValidationError("Ce numéro n’est pas un SIRET : vérifiez ses 14 chiffres.")

    def validate_site(self, champ: URLField) -> None:
        """Only addresses that a reader may follow."""
        if champ.data and not champ.data.lower().startswith(("https://", "http://")):
            raise ValidationError("Écrivez une adresse complète, qui commence par https://.")

    def saisie(self) -> FicheSaisie:
        """What was typed, as the operation wants it."""
        return FicheSaisie(
            version=self.version_lue,
            identite=IdentiteSaisie(
                nom=sans_bords(self.nom.data),
                siret="".join((self.siret.data or "").split()) or None,
                type_prestataire=TypePrestataire(self.type_prestataire.data),
                regime_tva=RegimeTva(self.regime_tva.data),
                adresse=sans_bords(self.adresse.data),
                commune=sans_bords(self.commune.data),
                departement_code=self.departement_code.data or None,
                telephone=sans_bords(self.telephone.data),
                courriel=sans_bords(self.courriel.data),
                site=sans_bords(self.site.data),
            ),
        )


class PresentationForm(EtapeForm):
    """What the prestataire offers."""

    titre = StringField(
        "Titre de l’offre",
        description="Une ligne. Par exemple : modèle économique des ressourceries.",
        filters=[sans_bords],
        validators=[Length(max=200)],
    )
    presentation = TextAreaField(
        "Présentation",
        description=f"De {PRESENTATION_MIN} à {PRESENTATION_MAX} signes : quoi, pour qui, comment.",
        filters=[sans_bords],
        validators=[
            Length(max=PRESENTATION_MAX, message=f"La présentation dépasse {PRESENTATION_MAX} signes.")
        ],
    )
    individuel = BooleanField("Accompagnement d’une seule structure")
    collectif = BooleanField("Accompagnement de plusieurs structures ensemble")
    tarif_jour_ht_centimes = ChampMontant(
        "Tarif par jour, hors taxes", description="Montré au réseau seulement. Par exemple : 780."
    )
    disponible_le = ChampJour("Prochaine disponibilité", validators=[Optional()])

    def saisie(self) -> FicheSaisie:
        """What was typed, as the operation wants it."""
        tarif: Any = self.tarif_jour_ht_centimes.data
        return FicheSaisie(
            version=self.version_lue,
            presentation=PresentationSaisie(
                titre=sans_bords(self.titre.data),
                presentation=sans_bords(self.presentation.data),
                individuel=self.individuel.data,
                collectif=self.collectif.data,
                tarif_jour_ht_centimes=tarif,
                disponible_le=self.disponible_le.data,
            ),
        )


class Ligne(Form):
    """A line of a list in a step; it has no token of its own."""

    class Meta:
        """WTForms' own French messages."""

        locales: ClassVar[list[str]] = ["fr_FR", "fr"]


class LigneActivite(Ligne):
    """A pair that the fiche has, whose level changes or which goes."""

    secteur_code = HiddenField()
    thematique_code = HiddenField()
    niveau = SelectField(
        "Niveau",
        choices=choix([("0", "Retirer"), *NIVEAUX.items()]),
    )


class ActivitesForm(EtapeForm):
    """The pairs of the fiche, and a block that adds each secteur ticked with each thématique ticked."""

    lignes = FieldList(FormField(LigneActivite), max_entries=400)
    secteurs = CasesACocher("Secteurs")
    thematiques = CasesACocher("Thématiques")
    niveau = RadioField(
        "Niveau",
        choices=choix(NIVEAUX.items()),
        validate_choice=False,
    )

    def validate_secteurs(self, _champ: CasesACocher) -> None:
        """Adding needs all three: secteurs, thématiques, a level that exists."""
        niveau = self.niveau.data if self.niveau.data in NIVEAUX else None
        demandes = (self.secteurs.data, self.thematiques.data, niveau)
        if any(demandes) and not all(demandes):
            raise ValidationError("Pour ajouter, cochez des secteurs, des thématiques et un niveau.")

    def saisie(self) -> FicheSaisie:
        """The pairs that stay and those added; one named twice takes the added level.

        A hidden code that no nomenclature has is left out: a browser was made to send it.
        """
        secteurs, thematiques = _codes(self.secteurs), _codes(self.thematiques)
        paires = {
            (ligne.secteur_code.data, ligne.thematique_code.data): int(ligne.niveau.data)
            for ligne in self.lignes
            if ligne.niveau.data != "0"
            and ligne.secteur_code.data in secteurs
            and ligne.thematique_code.data in thematiques
        }
        for secteur in self.secteurs.data or ():
            for thematique in self.thematiques.data or ():
                paires[secteur, thematique] = int(self.niveau.data)
        return FicheSaisie(
            version=self.version_lue,
            activites=tuple(ActiviteSaisie(s, t, niveau) for (s, t), niveau in paires.items()),
        )


class ZonesForm(EtapeForm):
    """Where the prestataire works."""

    zones = CasesACocher("Départements")

    def saisie(self) -> FicheSaisie:
        """What was ticked."""
        return FicheSaisie(version=self.version_lue, zones=frozenset(self.zones.data or ()))


class LigneRetirable(Ligne):
    """A line that has a row, or will: the last one of a form is empty and is not saved."""

    id = HiddenField()
    retirer = BooleanField("Retirer")

    @property
    def id_lu(self) -> int | None:
        """The row's id, None for a new line."""
        texte = str(self.id.data or "")
        return int(texte) if texte.isdecimal() and len(texte) < 10 else None  # noqa: PLR2004  # see version_lue

    @property
    def vide(self) -> bool:
        """Whether nothing was typed in it."""
        return not any(champ.data for champ in self if champ.name.rsplit("-", 1)[-1] not in {"id", "retirer"})


class LigneIntervenant(LigneRetirable):
    """A person of the team."""

    nom = StringField("Nom et prénom", filters=[sans_bords], validators=[Length(max=200)])
    fonction = StringField("Fonction", filters=[sans_bords], validators=[Length(max=200)])
    experience = TextAreaField(
        "Expérience", description="Ce qui aide à choisir cette personne.", filters=[sans_bords],
        validators=[Length(max=2000)],
    )  # fmt: skip

    def validate_nom(self, champ: StringField) -> None:
        """A person has a name."""
        if not champ.data and not self.vide and not self.retirer.data:
            raise ValidationError("Indiquez le nom de cette personne.")


class EquipeForm(EtapeForm):
    """The people who do the missions."""

    lignes = FieldList(FormField(LigneIntervenant), max_entries=LIGNES_MAX)
    rester = SubmitField("Enregistrer et ajouter une personne")

    def saisie(self) -> FicheSaisie:
        """The people who stay, and the new ones."""
        return FicheSaisie(
            version=self.version_lue,
            intervenants=tuple(
                IntervenantSaisi(p.nom.data, p.fonction.data, p.experience.data, p.id_lu)
                for p in _gardees(self.lignes)
            ),
        )


class LigneReference(LigneRetirable):
    """A mission done before."""

    client = StringField("Client", filters=[sans_bords], validators=[Length(max=200)])
    annee = IntegerField(
        "Année", validators=[Optional(), NumberRange(1980, 2100, "Écrivez une année, par exemple 2024.")]
    )
    secteur_code = SelectField("Secteur")
    thematique_code = SelectField("Thématique")
    jours_centiemes = ChampJours("Durée", validators=[Optional()])
    resume = TextAreaField("Ce qui a été fait", filters=[sans_bords], validators=[Length(max=2000)])

    def validate_client(self, champ: StringField) -> None:
        """A reference names its client, and its year."""
        if self.vide or self.retirer.data:
            return
        if not champ.data:
            raise ValidationError("Indiquez le client de cette mission.")

    def validate_resume(self, _champ: TextAreaField) -> None:
        """Its year too; said here since an empty optional field is not asked."""
        if not self.vide and not self.retirer.data and self.annee.data is None and not self.annee.errors:
            raise ValidationError("Indiquez l’année de cette mission.")


class ReferencesForm(EtapeForm):
    """The missions that the prestataire gives as references."""

    lignes = FieldList(FormField(LigneReference), max_entries=LIGNES_MAX)
    rester = SubmitField("Enregistrer et ajouter une référence")

    def saisie(self) -> FicheSaisie:
        """The references that stay, and the new ones."""
        return FicheSaisie(
            version=self.version_lue,
            references=tuple(
                ReferenceSaisie(
                    client=r.client.data,
                    annee=r.annee.data,
                    secteur_code=r.secteur_code.data or None,
                    thematique_code=r.thematique_code.data or None,
                    jours_centiemes=r.jours_centiemes.data,
                    resume=r.resume.data,
                    id=r.id_lu,
                )
                for r in _gardees(self.lignes)
            ),
        )


class RenvoyerForm(FormulaireAvecCle):
    """Sending a submitted fiche back."""

    motif = TextAreaField(
        "Ce qui manque",
        description="Le prestataire lira ces mots.",
        filters=[sans_bords],
        validators=[DataRequired("Dites au prestataire ce qui manque à sa fiche."), Length(max=2000)],
    )


def _gardees(lignes: Iterable[Any]) -> list[Any]:
    return [ligne.form for ligne in lignes if not ligne.form.retirer.data and not ligne.form.vide]


def _codes(champ: SelectMultipleField) -> set[Any]:
    return {option[0] for option in champ.iter_choices()}
