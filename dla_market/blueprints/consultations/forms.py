"""The forms of the buyer's side."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from dla_market.catalogue import queries
from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.consultations.models import OrigineSelection
from dla_market.consultations.rules import NOTE_MAX
from dla_market.kernel.errors import RefusMetier
from dla_market.web.choix import choix
from dla_market.web.fields import ChampInstant
from dla_market.web.forms import Formulaire, FormulaireActe

MOTIF_MAX = 2000
LIBELLES_NOTES = (
    "0 – ne répond pas",
    "1 – très insuffisant",
    "2 – insuffisant",
    "3 – convenable",
    "4 – bon",
    "5 – très bon",
)


class _PrestataireForm(Formulaire):
    """A gesture on one prestataire, as a page of results sends it."""

    prestataire_id = IntegerField("Prestataire", widget=HiddenInput(), validators=[InputRequired()])

    def prestataire(self, session: Session, acteur: Acteur) -> Prestataire:
        """The provider named, among those that the actor may see. Raises RefusMetier."""
        trouve = queries.charger(session, acteur, self.prestataire_id.data or 0)
        if trouve is None:
            raise RefusMetier("Ce prestataire n’est plus au catalogue.")
        return trouve


class AjouterSelectionForm(_PrestataireForm):
    """A provider for the shortlist, as the catalogue or a proposal sends it."""

    motif = StringField("Motif de ce choix", validators=[InputRequired(), Length(max=MOTIF_MAX)])
    recherche = HiddenField(validators=[Length(max=MOTIF_MAX)])
    origine = HiddenField(validators=[Optional(), AnyOf([o.value for o in OrigineSelection])])

    def lue(self) -> dict[str, Any]:
        """The operation's arguments, of a form that is valid."""
        recherche = self.recherche.data or ""
        devinee = OrigineSelection.RECHERCHE if recherche else OrigineSelection.CONNU
        return {
            "origine": OrigineSelection(self.origine.data) if self.origine.data else devinee,
            "motif": self.motif.data or "",
            "recherche": recherche,
        }


class EcarterSelectionForm(_PrestataireForm):
    """A provider that the DLA sets aside for this ingénierie."""

    motif = StringField("Pourquoi l’écarter ?", validators=[InputRequired(), Length(max=MOTIF_MAX)])


class JustifierForm(Formulaire):
    """Why a prestataire is invited although something speaks against."""

    justification = TextAreaField(
        "Pourquoi consulter ce prestataire malgré cela",
        description="Cette raison figure au procès-verbal.",
        validators=[InputRequired("Écrivez la raison."), Length(max=MOTIF_MAX)],
    )


class DemanderProvisoireForm(FormulaireActe):
    """Why this mission calls for this prestataire."""

    motif = TextAreaField(
        "Pourquoi cette mission l’appelle",
        description="Par exemple : aucun prestataire référencé ne connaît ce secteur dans le département.",
        validators=[InputRequired("Écrivez la raison."), Length(max=MOTIF_MAX)],
    )


class LancerForm(FormulaireActe):
    """The launch, with its written reason where the rule asks for one."""

    justification = TextAreaField("Raison écrite", validators=[Length(max=MOTIF_MAX)])


class ProlongerForm(FormulaireActe):
    """A later deadline, for all."""

    limite_offre = ChampInstant("Nouvelle date limite", validators=[InputRequired()])
    motif = TextAreaField(
        "Pourquoi prolonger ?",
        description="Tous les prestataires invités liront cette raison.",
        validators=[InputRequired(), Length(max=MOTIF_MAX)],
    )

    def limite(self) -> datetime:
        """The new deadline, of a form that is valid."""
        assert self.limite_offre.data is not None
        return self.limite_offre.data


class RepondreQuestionForm(Formulaire):
    """An answer, to all."""

    reponse = TextAreaField("Réponse à tous", validators=[InputRequired(), Length(max=MOTIF_MAX)])


class DeclarerInteretForm(Formulaire):
    """What links the evaluator to a bidder, or nothing."""

    sans_lien = RadioField(
        "Avez-vous un lien avec un des prestataires consultés ?",
        description="Emploi, mandat, famille ou affaires, aujourd’hui ou depuis trois ans.",
        choices=choix([("oui", "Je n’ai aucun lien"), ("non", "J’ai un lien")]),
        validators=[InputRequired()],
    )
    precision = TextAreaField(
        "Si vous avez un lien, lequel et avec qui ?", validators=[Length(max=MOTIF_MAX)]
    )


class NoterForm(Formulaire):
    """One note, on one criterion."""

    critere_ordre = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    note = SelectField(
        "Note",
        choices=choix([(str(n), LIBELLES_NOTES[n]) for n in range(NOTE_MAX + 1)], vide="Choisir"),
        validators=[InputRequired()],
    )
    commentaire = StringField("Commentaire", validators=[Length(max=MOTIF_MAX)])

    def lue(self) -> dict[str, Any]:
        """The operation's arguments, of a form that is valid."""
        return {
            "critere_ordre": self.critere_ordre.data,
            "note": int(self.note.data),
            "commentaire": self.commentaire.data or "",
        }


class EcarterForm(FormulaireActe):
    """Why an offer does not answer the cahier des charges."""

    motif = TextAreaField(
        "En quoi cette offre ne répond-elle pas au cahier des charges ?",
        description="Le prestataire pourra lire cette raison.",
        validators=[InputRequired(), Length(max=MOTIF_MAX)],
    )


class RetenirForm(FormulaireActe):
    """An offer among several, with the reason where the rule asks for one."""

    offre_id = RadioField("Offre", validators=[InputRequired()])
    motif = TextAreaField("Raison du choix", validators=[Length(max=MOTIF_MAX)])


class CloreForm(FormulaireActe):
    """Why a consultation ends with nothing."""

    motif_code = SelectField("Raison", validators=[InputRequired()])
    precision = TextAreaField("Précision", validators=[Length(max=MOTIF_MAX)])

    def lue(self) -> dict[str, Any]:
        """The operation's arguments, of a form that is valid."""
        return {"motif_code": self.motif_code.data, "precision": self.precision.data or ""}
