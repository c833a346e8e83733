"""What is typed in a ressource."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from dla_market.ressources.operations import Depot
from dla_market.ressources.rules import LONGUEUR_LIEN, USAGE, Contenu, Parties
from dla_market.web.envois import ChampFichier
from dla_market.web.forms import Formulaire, FormulaireAvecCle

TEXTE_MAX = 20_000
RESUME_MAX = 1000


class ChampCases(SelectMultipleField):
    """Several of a nomenclature, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RessourceForm(FormulaireAvecCle):
    """A guide or a method. `version` is the one that was read; `changement` is for a published one."""

    version = HiddenField()
    titre = StringField(
        "Titre", validators=[DataRequired("Donnez un titre à la ressource."), Length(max=200)]
    )
    resume = TextAreaField(
        "À quoi elle sert",
        description="Une phrase ou deux, lues dans la liste.",
        validators=[DataRequired("Dites en une phrase ou deux à quoi elle sert."), Length(max=RESUME_MAX)],
    )
    texte = TextAreaField(
        "Texte",
        description="Ou donnez un lien, ou un fichier, ci-dessous.",
        validators=[Length(max=TEXTE_MAX)],
    )
    lien = StringField(
        "Lien",
        description="Par exemple https://www.exemple.fr/guide.",
        validators=[Length(max=LONGUEUR_LIEN)],
    )
    secteurs = ChampCases("Secteurs", description="Aucun coché : tous les secteurs.")
    thematiques = ChampCases("Thématiques", description="Aucune cochée : toutes les thématiques.")
    changement = StringField(
        "Ce qui change", description="Lu à côté de la nouvelle édition.", validators=[Length(max=500)]
    )
    sans_fichier = BooleanField("Retirer le fichier")
    fichier = ChampFichier("Fichier", usage=USAGE, obligatoire=False)
    PARTIES: ClassVar[tuple[str, ...]] = ()

    def contenu_edition(self) -> Contenu:
        """What the edition will say."""
        dites: dict[str, Any] = {nom: self._fields[nom].data or "" for nom in self.PARTIES}
        return Contenu(
            titre=self.titre.data or "",
            resume=self.resume.data or "",
            texte=self.texte.data or "",
            lien=(self.lien.data or "").strip(),
            secteurs=tuple(self.secteurs.data or ()),
            thematiques=tuple(self.thematiques.data or ()),
            parties=Parties(**dites),
        )

    def depot(self, *, antivirus: bool) -> Depot:
        """What happens to its file."""
        retire = "sans_fichier" in self and bool(self.sans_fichier.data)
        return Depot(self.fichier.data, sans_fichier=retire, antivirus=antivirus)

    def lire_version(self) -> int | None:
        """The version that was read, None for a new one."""
        brut = str(self.version.data or "")
        return int(brut) if brut.isdecimal() and brut.isascii() and len(brut) <= len("999999999") else None


class ModeleForm(RessourceForm):
    """A model of cahier des charges: its parts as the cahier has them, then what else there is to say."""

    texte = TextAreaField(
        "Conseils pour s’en servir",
        description="Lus à côté du modèle, jamais recopiés.",
        validators=[Length(max=TEXTE_MAX)],
    )
    contexte = TextAreaField("Contexte", validators=[Length(max=TEXTE_MAX)])
    objectifs = TextAreaField("Objectifs", validators=[Length(max=TEXTE_MAX)])
    resultats_attendus = TextAreaField("Résultats attendus", validators=[Length(max=TEXTE_MAX)])
    livrables = TextAreaField("Livrables", validators=[Length(max=TEXTE_MAX)])
    modalites = TextAreaField("Modalités", validators=[Length(max=TEXTE_MAX)])
    fichier = ChampFichier("Fichier", usage=USAGE, obligatoire=False)
    PARTIES: ClassVar[tuple[str, ...]] = (
        "contexte",
        "objectifs",
        "resultats_attendus",
        "livrables",
        "modalites",
    )


class RetirerForm(FormulaireAvecCle):
    """Why it is offered no more."""

    motif = TextAreaField(
        "Pourquoi ?",
        description="Gardé avec la ressource, pour votre équipe.",
        validators=[DataRequired("Dites pourquoi elle n’est plus proposée."), Length(max=RESUME_MAX)],
    )


class JoindreForm(Formulaire):
    """A button; `retour` is the page that it stood on."""

    retour = HiddenField(validators=[Length(max=2000)])
