"""The base of every form: French messages, explicit fields, a key for forms that have one effect."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import Length


class Formulaire(FlaskForm):  # type: ignore[misc]  # untyped base of Flask-WTF
    """A form whose fields are read one by one into an operation's arguments."""

    HORS_CONTENU: ClassVar[frozenset[str]] = frozenset({"csrf_token", "cle"})

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # see above
        """WTForms' own French messages."""

        locales: ClassVar[list[str]] = ["fr_FR", "fr"]

    def contenu(self) -> dict[str, Any]:
        """What was sent, but for the tokens: binds a key to its content."""
        return {nom: champ.data for nom, champ in self._fields.items() if nom not in self.HORS_CONTENU}


class FormulaireAvecCle(Formulaire):
    """A form that has its effect once: the key is drawn when it is shown and comes back with it."""

    cle = HiddenField(default=lambda: secrets.token_urlsafe(24), validators=[Length(max=64)])


class FormulaireVide(Formulaire):
    """A button alone: only its token."""


class FormulaireActe(FormulaireAvecCle):
    """A binding act confirmed by its button: a token and a key."""
