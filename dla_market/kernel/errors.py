"""Refusals of the trade: the only exceptions that a view turns into a sentence."""

from __future__ import annotations


class RefusMetier(Exception):  # noqa: N818  # a refusal is an answer, not an error of the program
    """A rule says no. `phrase` is the French sentence shown to the person; nothing was written.

    `champ` names the form field that the sentence belongs to, where there is one.
    """

    def __init__(self, phrase: str, *, champ: str | None = None) -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.champ = champ


class TransitionRefusee(RefusMetier):
    """The object's state does not allow this verb (house.md, states)."""


class FondsInsuffisant(RefusMetier):
    """The fund cannot hold the amount; `manquant_centimes` is what is missing (domain R39)."""

    def __init__(self, phrase: str, *, manquant_centimes: int) -> None:
        super().__init__(phrase)
        self.manquant_centimes = manquant_centimes


class ConflitDeVersion(RefusMetier):
    """Someone else changed the same object in the meantime."""


class CleDejaUtilisee(RefusMetier):
    """The same form key came back with another content (reliability C6)."""
