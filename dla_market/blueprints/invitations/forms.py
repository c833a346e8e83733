"""The forms of the provider's side. What an offer says never leaves them but sealed."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from flask import current_app
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from dla_market.consultations.rules import TAUX_TVA, TEXTE_MAX, ContenuOffre
from dla_market.web.choix import choix
from dla_market.web.fields import ChampJours, ChampMontant
from dla_market.web.forms import Formulaire, FormulaireAvecCle

QUESTION_MAX = 2000
REPONSES = (
    ("annoncer", "Je compte répondre"),
    ("decliner", "Je ne répondrai pas"),
    ("accuser_reception", "J’ai bien reçu, je réfléchis"),
)


class RepondreForm(Formulaire):
    """Whether one will answer."""

    verbe = RadioField(
        "Votre réponse à l’invitation",
        choices=choix(REPONSES),
        validators=[InputRequired()],
    )
    motif_code = SelectField("Si vous ne répondez pas, pourquoi ?", default="")
    precision = StringField("Précision", validators=[Length(max=QUESTION_MAX)])

    def lue(self) -> dict[str, Any]:
        """The operation's arguments, of a form that is valid."""
        return {
            "verbe": self.verbe.data,
            "motif_code": self.motif_code.data or None,
            "precision": self.precision.data or "",
        }


class QuestionForm(Formulaire):
    """A question to the DLA."""

    texte = TextAreaField(
        "Votre question",
        description="La réponse ira à tous les invités, sans votre nom. N’écrivez rien qui vous désigne.",
        validators=[InputRequired(), Length(max=QUESTION_MAX)],
    )


class OffreForm(FormulaireAvecCle):
    """An offer. A draft may lack anything: what a deposit needs is asked by its own rule."""

    comprehension = TextAreaField("Compréhension de la demande", validators=[Length(max=TEXTE_MAX)])
    methode = TextAreaField("Méthode", validators=[Length(max=TEXTE_MAX)])
    calendrier = TextAreaField("Calendrier", validators=[Length(max=TEXTE_MAX)])
    intervenants = TextAreaField("Intervenants", validators=[Length(max=TEXTE_MAX)])
    references = TextAreaField("Références", validators=[Length(max=TEXTE_MAX)])
    jours_centiemes = ChampJours("Nombre de jours", description="Par exemple 4 ou 4,5.")
    total_ht_centimes = ChampMontant(
        "Prix total hors taxes",
        description="Tout compris, déplacements aussi. Par exemple 3\u202f200 ou 3\u202f200,50.",
    )
    tva_dix_millemes = SelectField(
        "Taux de TVA",
        choices=choix((str(taux), libelle) for taux, libelle in TAUX_TVA.items()),
        default="2000",
    )
    confirme = HiddenField(default="")

    def lu(self) -> ContenuOffre:
        """What was typed; what was left empty is empty or zero."""
        return ContenuOffre(
            comprehension=self.comprehension.data or "",
            methode=self.methode.data or "",
            calendrier=self.calendrier.data or "",
            intervenants=self.intervenants.data or "",
            references=self.references.data or "",
            jours_centiemes=int(self.jours_centiemes.data or 0),
            total_ht_centimes=int(self.total_ht_centimes.data or 0),
            tva_dix_millemes=int(self.tva_dix_millemes.data or 0),
        )

    def contenu(self) -> dict[str, Any]:
        """For the key of a single effect: a fingerprint that only this program can make.

        A plain one would let whoever reads the database try prices against it before the opening.
        """
        texte = json.dumps(super().contenu(), sort_keys=True, default=str)
        secret = str(current_app.config["SECRET_KEY"]).encode()
        return {"empreinte": hmac.new(secret, texte.encode(), hashlib.sha256).hexdigest()}


def remplir(contenu: ContenuOffre) -> dict[str, Any]:
    """The form's values from a stored offer; zeros are left empty."""
    return {
        "comprehension": contenu.comprehension,
        "methode": contenu.methode,
        "calendrier": contenu.calendrier,
        "intervenants": contenu.intervenants,
        "references": contenu.references,
        "jours_centiemes": contenu.jours_centiemes or None,
        "total_ht_centimes": contenu.total_ht_centimes or None,
        "tva_dix_millemes": str(contenu.tva_dix_millemes),
    }
