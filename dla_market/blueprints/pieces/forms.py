"""The forms of the vault."""

from __future__ import annotations

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from dla_market.pieces.models import GenrePiece
from dla_market.pieces.rules import USAGES, Saisie, code_net
from dla_market.web.envois import ChampFichier
from dla_market.web.fields import ChampJour, ChampMontant
from dla_market.web.forms import FormulaireAvecCle


class DeposerForm(FormulaireAvecCle):
    """A document with what it says of itself; each kind asks for its own fields."""

    emise_le = ChampJour(
        "Date du document",
        description="Écrite sur le document.",
        validators=[InputRequired("Choisissez un jour.")],
    )

    def saisie(self) -> Saisie:
        """What was typed, as the operation takes it."""
        lu = self.data
        return Saisie(
            emise_le=lu["emise_le"],
            fin=lu.get("fin"),
            numero=lu.get("numero") or "",
            code_securite=code_net(lu.get("code_securite") or ""),
            assureur=lu.get("assureur") or "",
            montant_centimes=lu.get("montant"),
        )


class _DeposerSimple(DeposerForm):
    fichier = ChampFichier("Fichier", usage=USAGES[GenrePiece.FISCALE])


class _DeposerListe(DeposerForm):
    fichier = ChampFichier("Fichier", usage=USAGES[GenrePiece.SALARIES_ETRANGERS])


class _DeposerVigilance(DeposerForm):
    numero = StringField("Numéro de l’attestation", validators=[Length(max=60)])
    code_securite = StringField(
        "Code de sécurité",
        description="15 lettres et chiffres, en bas de l’attestation. Les espaces ne comptent pas.",
        validators=[InputRequired("Recopiez le code de sécurité."), Length(max=40)],
    )
    fichier = ChampFichier("Fichier", usage=USAGES[GenrePiece.VIGILANCE])


class _DeposerRcPro(DeposerForm):
    assureur = StringField(
        "Assureur", validators=[InputRequired("Dites le nom de l’assureur."), Length(max=120)]
    )
    numero = StringField(
        "Numéro du contrat", validators=[InputRequired("Recopiez le numéro du contrat."), Length(max=60)]
    )
    montant = ChampMontant("Montant garanti", validators=[InputRequired("Dites le montant garanti.")])
    fin = ChampJour("Dernier jour couvert", validators=[InputRequired("Choisissez un jour.")])
    fichier = ChampFichier("Fichier", usage=USAGES[GenrePiece.RC_PRO])


FORMULAIRES: dict[GenrePiece, type[DeposerForm]] = {
    genre: {
        GenrePiece.VIGILANCE: _DeposerVigilance,
        GenrePiece.RC_PRO: _DeposerRcPro,
        GenrePiece.SALARIES_ETRANGERS: _DeposerListe,
    }.get(genre, _DeposerSimple)
    for genre in GenrePiece
}


class AccepterForm(FormulaireAvecCle):
    """Finding a document good."""


class AccepterVigilanceForm(AccepterForm):
    """The same for an attestation de vigilance, whose code must have been checked."""

    authentique = BooleanField("J’ai vérifié le code de sécurité sur le site de l’Urssaf, ou de la MSA")


class RefuserForm(FormulaireAvecCle):
    """Finding a document wanting."""

    motif = TextAreaField(
        "Ce qui ne va pas",
        description="Le prestataire le lira. Dites quoi déposer à la place.",
        validators=[DataRequired("Dites ce qui ne va pas."), Length(max=2000)],
    )
