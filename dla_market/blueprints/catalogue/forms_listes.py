"""The steps of a fiche that are lists: what it does, where, who, what it has done, its links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from typing import Any, ClassVar

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
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Email, Length, NumberRange, Optional

from dla_market.blueprints.catalogue.forms import CasesACocher, EtapeForm, sans_bords
from dla_market.catalogue.langues import LANGUES
from dla_market.catalogue.rules import LIBELLES_NIVEAU
from dla_market.catalogue.saisies import (
    ActiviteSaisie,
    EngagementsSaisie,
    FicheSaisie,
    IntervenantSaisi,
    LienSaisi,
    ReferenceSaisie,
)
from dla_market.web.choix import choix
from dla_market.web.fields import ChampJours, ChampMontant
from dla_market.web.nomenclatures import nomenclatures

LIGNES_MAX = 60
NIVEAUX = {str(n): f"{n} : {mot}" for n, mot in LIBELLES_NIVEAU.items()}


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
        choices=choix([("0", "Retirer"), *((n, n) for n in NIVEAUX)]),
    )
    annees = IntegerField(
        "Années de pratique",
        validators=[Optional(), NumberRange(0, 70, "Écrivez un nombre d’années, par exemple 6.")],
    )
    zones = StringField("Départements, s’ils diffèrent", validators=[Length(max=600)])

    @property
    def zones_lues(self) -> tuple[str, ...]:
        """The codes typed, in capitals, each once: « 26, 2a » is 26 and 2A."""
        mots = re.split(r"[\s,;]+", (self.zones.data or "").strip().upper())
        return tuple(sorted({mot.zfill(2) for mot in mots if mot}))

    def validate_zones(self, _champ: StringField) -> None:
        """Only départements that exist."""
        inconnus = [code for code in self.zones_lues if code not in nomenclatures().departements]
        if inconnus:
            raise ValidationError(f"Ce numéro de département n’existe pas : {inconnus[0]}.")


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
            (ligne.secteur_code.data, ligne.thematique_code.data): ActiviteSaisie(
                ligne.secteur_code.data,
                ligne.thematique_code.data,
                int(ligne.niveau.data),
                ligne.annees.data,
                ligne.form.zones_lues,
            )
            for ligne in self.lignes
            if ligne.niveau.data != "0"
            and ligne.secteur_code.data in secteurs
            and ligne.thematique_code.data in thematiques
        }
        for paire in product(self.secteurs.data or (), self.thematiques.data or ()):
            presente = paires.get(paire, ActiviteSaisie(*paire, 1))
            paires[paire] = replace(presente, niveau=int(self.niveau.data))
        return FicheSaisie(version=self.version_lue, activites=tuple(paires.values()))


class ZonesForm(EtapeForm):
    """Where the prestataire works."""

    zones = CasesACocher("Départements")

    def saisie(self) -> FicheSaisie:
        """What was ticked."""
        return FicheSaisie(version=self.version_lue, zones=frozenset(self.zones.data or ()))


class LigneRetirable(Ligne):
    """A line that has a row, or will: the last one of a form is empty and is not saved."""

    MUETS: ClassVar[frozenset[str]] = frozenset({"id", "retirer"})
    """The fields that say nothing of the line."""

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
        return not any(champ.data for champ in self if champ.name.rsplit("-", 1)[-1] not in self.MUETS)


class LigneIntervenant(LigneRetirable):
    """A person of the team."""

    MUETS = LigneRetirable.MUETS | {"actif", "accord_publication"}

    prenom = StringField("Prénom", filters=[sans_bords], validators=[Length(max=100)])
    nom = StringField("Nom", filters=[sans_bords], validators=[Length(max=200)])
    fonction = StringField("Fonction", filters=[sans_bords], validators=[Length(max=200)])
    courriel = EmailField(
        "Adresse électronique",
        description="Montrée aux DLA et aux DLA régionaux, avec son nom.",
        filters=[sans_bords],
        validators=[Optional(), Length(max=255), Email("Écrivez une adresse comme contact@cabinet.example.")],
    )
    experience = TextAreaField(
        "Expérience",
        description="Ce qui aide à choisir cette personne.",
        filters=[sans_bords],
        validators=[Length(max=2000)],
    )
    diplomes = TextAreaField("Diplômes et titres", filters=[sans_bords], validators=[Length(max=1000)])
    annees_experience = IntegerField(
        "Années d’expérience",
        validators=[Optional(), NumberRange(0, 70, "Écrivez un nombre d’années, par exemple 12.")],
    )
    langues = CasesACocher("Langues", choices=choix(LANGUES.items()))
    secteurs = CasesACocher("Secteurs")
    thematiques = CasesACocher("Thématiques")
    actif = BooleanField("Fait des missions en ce moment", default=True)
    accord_publication = BooleanField(
        "Cette personne accepte que son nom soit montré au réseau",
        description="Sans son accord, seule sa fonction est montrée.",
    )

    def validate_nom(self, champ: StringField) -> None:
        """A person has a name."""
        if not champ.data and not self.vide and not self.retirer.data:
            raise ValidationError("Indiquez le nom de cette personne.")

    def saisie(self) -> IntervenantSaisi:
        """The person as the operation wants it."""
        return IntervenantSaisi(
            id=self.id_lu,
            prenom=self.prenom.data or "",
            nom=self.nom.data or "",
            fonction=self.fonction.data or "",
            courriel=self.courriel.data or "",
            experience=self.experience.data or "",
            diplomes=self.diplomes.data or "",
            annees_experience=self.annees_experience.data,
            langues=tuple(sorted(self.langues.data or ())),
            secteurs=tuple(sorted(self.secteurs.data or ())),
            thematiques=tuple(sorted(self.thematiques.data or ())),
            actif=self.actif.data,
            accord_publication=self.accord_publication.data,
        )


class EquipeForm(EtapeForm):
    """The people who do the missions."""

    lignes = FieldList(FormField(LigneIntervenant), max_entries=LIGNES_MAX)
    rester = SubmitField("Enregistrer et ajouter une personne")

    def saisie(self) -> FicheSaisie:
        """The people who stay, and the new ones."""
        return FicheSaisie(
            version=self.version_lue, intervenants=tuple(p.saisie() for p in _gardees(self.lignes))
        )


class LigneLien(LigneRetirable):
    """A declared link."""

    organisation = StringField("Avec qui", filters=[sans_bords], validators=[Length(max=200)])
    nature = StringField(
        "Lequel",
        description="Par exemple : administratrice depuis 2022, ancien salarié, conjoint dirigeant.",
        filters=[sans_bords],
        validators=[Length(max=500)],
    )

    def validate_organisation(self, champ: StringField) -> None:
        """A link is with someone."""
        if not champ.data and not self.vide and not self.retirer.data:
            raise ValidationError("Dites avec quelle organisation.")


class EngagementsForm(EtapeForm):
    """The charter, and the links declared."""

    lignes = FieldList(FormField(LigneLien), max_entries=LIGNES_MAX)
    signer = BooleanField("J’ai lu la charte et je la signe pour mon organisation")
    sans_tete_de_reseau = BooleanField(
        "Mon organisation ne dépend d’aucune tête de réseau",
        description="Une tête de réseau peut porter un centre de ressources, qui donne des avals.",
    )
    rester = SubmitField("Enregistrer et ajouter un lien")

    def saisie(self) -> FicheSaisie:
        """The links that stay and the new ones; an empty list says that there is none."""
        liens = tuple(LienSaisi(r.organisation.data, r.nature.data, r.id_lu) for r in _gardees(self.lignes))
        return FicheSaisie(
            version=self.version_lue,
            engagements=EngagementsSaisie(
                liens, signer=self.signer.data, sans_tete_de_reseau=self.sans_tete_de_reseau.data
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
    montant_centimes = ChampMontant("Montant, hors taxes", description="Montré au réseau des DLA seulement.")
    contact = StringField(
        "Qui appeler",
        description="Avec son accord. Montré aux DLA et aux DLA régionaux seulement.",
        filters=[sans_bords],
        validators=[Length(max=300)],
    )
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
                    montant_centimes=r.montant_centimes.data,
                    contact=r.contact.data or "",
                    resume=r.resume.data,
                    id=r.id_lu,
                )
                for r in _gardees(self.lignes)
            ),
        )


def _gardees(lignes: Iterable[Any]) -> list[Any]:
    return [ligne.form for ligne in lignes if not ligne.form.retirer.data and not ligne.form.vide]


def _codes(champ: SelectMultipleField) -> set[Any]:
    return {option[0] for option in champ.iter_choices()}
