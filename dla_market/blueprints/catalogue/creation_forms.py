"""The forms that begin a fiche."""

from __future__ import annotations

from stdnum.fr import siret as numero_siret
from wtforms import BooleanField, EmailField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Email, Length

from dla_market.catalogue.creation import Ebauche
from dla_market.web.choix import choix
from dla_market.web.forms import FormulaireAvecCle
from dla_market.web.nomenclatures import nomenclatures

EXEMPLE = "Écrivez une adresse comme contact@cabinet.example."


def sans_bords(valeur: str | None) -> str:
    """What was typed, without spaces around it."""
    return (valeur or "").strip()


class EbaucheForm(FormulaireAvecCle):
    """The name, the address and the SIRET of a prestataire."""

    nom = StringField(
        "Nom du prestataire",
        filters=[sans_bords],
        validators=[DataRequired("Écrivez le nom du prestataire."), Length(max=200)],
    )
    courriel = EmailField(
        "Adresse électronique",
        description="Le lien qui ouvre la fiche y est envoyé. Par exemple : contact@cabinet.example.",
        filters=[sans_bords],
        validators=[DataRequired("Écrivez l’adresse du prestataire."), Length(max=255), Email(EXEMPLE)],
    )
    siret = StringField("SIRET", description="14 chiffres.", validators=[Length(max=30)])

    def validate_siret(self, champ: StringField) -> None:
        """Spaces are welcome; the checksum must hold (python-stdnum)."""
        texte = "".join((champ.data or "").split())
        if texte and not (texte.isascii() and numero_siret.is_valid(texte)):
            raise ValidationError("Ce numéro n’est pas un SIRET : vérifiez ses 14 chiffres.")

    def ebauche(self) -> Ebauche:
        """What was typed, as the operation wants it."""
        siret = "".join((self.siret.data or "").split()) or None
        return Ebauche(self.nom.data or "", self.courriel.data or "", siret)


class CreerFicheForm(EbaucheForm):
    """A fiche drafted for a prestataire."""

    titre = StringField("Ce qu’il propose, en une ligne", filters=[sans_bords], validators=[Length(max=200)])
    departement_code = SelectField("Département du siège")
    different = BooleanField("Aucune de ces fiches n’est la sienne")

    def ouvrir(self) -> CreerFicheForm:
        """With the départements to choose from."""
        self.departement_code.choices = choix(nomenclatures().departements.items(), vide="Inconnu")
        return self

    def ebauche(self) -> Ebauche:
        """What was typed, as the operation wants it."""
        base = super().ebauche()
        return Ebauche(
            base.nom, base.courriel, base.siret, self.titre.data or "", self.departement_code.data or None
        )
