"""The forms of members."""

from __future__ import annotations

from wtforms import EmailField, PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length

from dla_market.comptes.acteur import LIBELLES_MEMBRE
from dla_market.comptes.models import TypeOrganisation
from dla_market.comptes.rules import EXPLICATIONS, ROLES
from dla_market.web.choix import choix
from dla_market.web.forms import Formulaire, FormulaireAvecCle

MOT_DE_PASSE_MIN, MOT_DE_PASSE_MAX = 12, 128


def sans_bords(valeur: str | None) -> str:
    """What was typed, without spaces around it."""
    return (valeur or "").strip()


class InviterForm(FormulaireAvecCle):
    """Who to ask, and as what."""

    courriel = EmailField(
        "Adresse électronique",
        description="Le lien y est envoyé. Par exemple : prenom.nom@cabinet.example.",
        filters=[sans_bords],
        validators=[
            DataRequired("Écrivez l’adresse de la personne."),
            Length(max=255),
            Email("Écrivez une adresse comme prenom.nom@cabinet.example."),
        ],
    )
    role = RadioField("Rôle", validators=[InputRequired("Choisissez un rôle.")])

    def proposer(self, genre: TypeOrganisation) -> InviterForm:
        """The roles of this kind of organisation, the last of the list chosen until another is."""
        self.role.choices = choix(
            (role.value, f"{LIBELLES_MEMBRE[role]} : {EXPLICATIONS[role]}") for role in ROLES[genre]
        )
        if self.role.data is None:
            self.role.data = ROLES[genre][-1].value
        return self


class RejoindreForm(Formulaire):
    """Joining with the account that is signed in."""


class OuvrirCompteForm(Formulaire):
    """Joining by opening an account."""

    prenom = StringField(
        "Prénom", filters=[sans_bords], validators=[DataRequired("Écrivez votre prénom."), Length(max=100)]
    )
    nom = StringField(
        "Nom", filters=[sans_bords], validators=[DataRequired("Écrivez votre nom."), Length(max=100)]
    )
    mot_de_passe = PasswordField(
        "Mot de passe",
        description="Douze caractères au moins ; une phrase convient très bien.",
        validators=[
            InputRequired("Choisissez un mot de passe."),
            Length(MOT_DE_PASSE_MIN, MOT_DE_PASSE_MAX, "Le mot de passe compte de 12 à 128 caractères."),
        ],
    )
    confirmation = PasswordField(
        "Mot de passe, encore une fois",
        validators=[EqualTo("mot_de_passe", "Les deux mots de passe diffèrent.")],
    )
