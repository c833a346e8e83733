"""The steps of a fiche, as forms. Each turns into the part of a FicheSaisie that it holds."""

from __future__ import annotations

import re
from typing import Any

from stdnum.fr import siret as numero_siret
from stdnum.fr import tva as numero_de_tva
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.validators import URL, DataRequired, Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from dla_market.blueprints.catalogue.libelles import (
    LIBELLES_FORME,
    LIBELLES_TAUX_TVA,
    LIBELLES_TVA,
    LIBELLES_TYPE,
)
from dla_market.catalogue.completude import PRESENTATION_MAX, PRESENTATION_MIN
from dla_market.catalogue.langues import LANGUES
from dla_market.catalogue.models import FormeJuridique, RegimeTva, TypePrestataire
from dla_market.catalogue.saisies import (
    ConditionsSaisie,
    FicheSaisie,
    IdentiteSaisie,
    PresentationSaisie,
)
from dla_market.web.choix import choix
from dla_market.web.fields import ChampJour, ChampMontant
from dla_market.web.forms import Formulaire, FormulaireAvecCle

OBLIGATOIRE = "Ce champ est obligatoire."
CODE_NAF = re.compile(r"[0-9]{2}\.?[0-9]{2}[A-Z]", re.ASCII)


def sans_bords(valeur: str | None) -> str:
    """What was typed, without spaces around it."""
    return (valeur or "").strip()


def _serre(valeur: str | None) -> str:
    """A number as it is kept: no space, capitals."""
    return "".join((valeur or "").split()).upper()


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
    nom_commercial = StringField(
        "Nom commercial",
        description="Si l’on vous connaît sous un autre nom.",
        filters=[sans_bords],
        validators=[Length(max=200)],
    )
    siret = StringField(
        "SIRET", description="14 chiffres. Exigé à la première commande.", validators=[Length(max=30)]
    )
    forme_juridique = SelectField(
        "Forme juridique",
        choices=choix(((f.value, mot) for f, mot in LIBELLES_FORME.items()), vide="Non précisée"),
    )
    code_naf = StringField(
        "Code NAF", description="Par exemple : 70.22Z.", filters=[sans_bords], validators=[Length(max=6)]
    )
    creee_le = ChampJour("Date de création", validators=[Optional()])
    effectif = IntegerField(
        "Effectif",
        description="Le nombre de personnes, la vôtre comprise.",
        validators=[Optional(), NumberRange(0, 100_000, "Écrivez un nombre de personnes.")],
    )
    numero_tva = StringField(
        "Numéro de TVA", description="Par exemple : FR40 303 265 045.", validators=[Length(max=30)]
    )
    declaration_activite = StringField(
        "Déclaration d’activité de formation",
        description="Son numéro, si vous en avez une.",
        filters=[sans_bords],
        validators=[Length(max=20)],
    )
    qualiopi = BooleanField("Certifié Qualiopi")
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
        texte = _serre(champ.data)
        if texte and not (texte.isascii() and numero_siret.is_valid(texte)):
            raise ValidationError("Ce numéro n’est pas un SIRET : vérifiez ses 14 chiffres.")

    def validate_code_naf(self, champ: StringField) -> None:
        """Four figures and a letter, with or without its dot."""
        if champ.data and not CODE_NAF.fullmatch(champ.data.upper()):
            raise ValidationError("Écrivez un code NAF comme 70.22Z.")

    def validate_numero_tva(self, champ: StringField) -> None:
        """A French number has its checksum (python-stdnum); another country's is taken as it is."""
        texte = _serre(champ.data)
        if texte.startswith("FR") and not (texte.isascii() and numero_de_tva.is_valid(texte)):
            raise ValidationError("Ce numéro de TVA n’existe pas : vérifiez ses chiffres.")

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
                siret=_serre(self.siret.data) or None,
                nom_commercial=sans_bords(self.nom_commercial.data),
                forme_juridique=(
                    FormeJuridique(self.forme_juridique.data) if self.forme_juridique.data else None
                ),
                code_naf=sans_bords(self.code_naf.data).upper(),
                creee_le=self.creee_le.data,
                effectif=self.effectif.data,
                numero_tva=_serre(self.numero_tva.data)[:20],
                declaration_activite=sans_bords(self.declaration_activite.data),
                qualiopi=self.qualiopi.data,
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
    presentiel = BooleanField("Sur place")
    distance = BooleanField("À distance")
    types_structures = CasesACocher("Types de structures que vous connaissez")
    langues = CasesACocher("Langues dans lesquelles vous travaillez", choices=choix(LANGUES.items()))
    techniques = TextAreaField(
        "Techniques d’animation",
        description="Par exemple : ateliers participatifs, codéveloppement, théâtre-forum.",
        filters=[sans_bords],
        validators=[Length(max=1000)],
    )
    outils = TextAreaField(
        "Outils",
        description="Ce que vous apportez ou laissez : tableaux de bord, guides, logiciels.",
        filters=[sans_bords],
        validators=[Length(max=1000)],
    )

    def saisie(self) -> FicheSaisie:
        """What was typed, as the operation wants it."""
        return FicheSaisie(
            version=self.version_lue,
            presentation=PresentationSaisie(
                titre=sans_bords(self.titre.data),
                presentation=sans_bords(self.presentation.data),
                individuel=self.individuel.data,
                collectif=self.collectif.data,
                presentiel=self.presentiel.data,
                distance=self.distance.data,
                types_structures=tuple(self.types_structures.data or ()),
                langues=tuple(self.langues.data or ()),
                techniques=sans_bords(self.techniques.data),
                outils=sans_bords(self.outils.data),
            ),
        )


class ConditionsForm(EtapeForm):
    """What it costs and when it can come."""

    tarif_jour_ht_centimes = ChampMontant(
        "Tarif par jour, hors taxes", description="Votre tarif habituel. Par exemple : 780."
    )
    tarif_min_centimes = ChampMontant("Au plus bas")
    tarif_max_centimes = ChampMontant("Au plus haut")
    tarif_collectif_centimes = ChampMontant(
        "Tarif par jour d’une mission collective", description="S’il diffère du tarif habituel."
    )
    frais_deplacement = StringField(
        "Frais de déplacement",
        description="Par exemple : compris jusqu’à 100 km, puis au réel.",
        filters=[sans_bords],
        validators=[Length(max=300)],
    )
    tva_dix_millemes = SelectField(
        "Votre taux de TVA habituel",
        choices=choix(((str(taux), mot) for taux, mot in LIBELLES_TAUX_TVA.items()), vide="Non précisé"),
    )
    disponible_le = ChampJour("Prochaine disponibilité", validators=[Optional()])
    jours_par_mois = IntegerField(
        "Jours que vous pouvez donner par mois",
        validators=[Optional(), NumberRange(0, 31, "Écrivez un nombre de jours, de 0 à 31.")],
    )
    accepte_urgences = BooleanField("J’accepte d’être appelé·e en urgence")

    def saisie(self) -> FicheSaisie:
        """What was typed, as the operation wants it."""
        montants: dict[str, Any] = {nom: self[nom].data for nom in self._fields if nom.startswith("tarif_")}
        return FicheSaisie(
            version=self.version_lue,
            conditions=ConditionsSaisie(
                **montants,
                frais_deplacement=sans_bords(self.frais_deplacement.data),
                disponible_le=self.disponible_le.data,
                jours_par_mois=self.jours_par_mois.data,
                accepte_urgences=self.accepte_urgences.data,
                tva_dix_millemes=int(self.tva_dix_millemes.data) if self.tva_dix_millemes.data else None,
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


class MotifForm(FormulaireAvecCle):
    """A decision on a fiche, with its reason."""

    motif = TextAreaField(
        "Raison",
        description="Elle reste à l’historique de la fiche, et le prestataire la lit.",
        filters=[sans_bords],
        validators=[DataRequired("Donnez la raison."), Length(max=2000)],
    )


class ReponseForm(FormulaireAvecCle):
    """The prestataire's answer to a suspension that is announced."""

    reponse = TextAreaField(
        "Votre réponse",
        description="Elle est lue avant toute décision.",
        filters=[sans_bords],
        validators=[DataRequired("Écrivez votre réponse."), Length(max=5000)],
    )
