"""Fields for what French people type: amounts, days, instants in Paris."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import DateField, Field, StringField
from wtforms.widgets import TextInput

from dla_market.kernel import clock
from dla_market.kernel.money import lire_montant
from dla_market.web.filters import ecrire_jours, ecrire_montant_saisi

_JOURS = re.compile(r"([0-9]{1,4})(?:[,.]([0-9]{1,2}))?", re.ASCII)


class _ChampLu(StringField):
    """A text field that turns what was typed into a value, and keeps what was typed when it cannot."""

    widget = TextInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brut: str | None = None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read; raises ValueError with a French sentence, which WTForms puts at the field."""
        self.data = None
        if valuelist:
            self.brut = str(valuelist[0])
            if self.brut.strip():
                self.data = self.lire(self.brut)

    def lire(self, texte: str) -> Any:
        """The value of a text."""
        raise NotImplementedError

    def ecrire(self, valeur: Any) -> str:
        """The text of a value."""
        raise NotImplementedError

    def _value(self) -> str:
        if self.brut is not None:
            return self.brut
        return "" if self.data is None else self.ecrire(self.data)


class ChampMontant(_ChampLu):
    """An amount in euros as typed in French; `data` is integer centimes, None when empty."""

    def lire(self, texte: str) -> int:
        """See kernel.money.lire_montant."""
        return lire_montant(texte)

    def ecrire(self, valeur: int) -> str:
        """« 3 860,50 »."""
        return ecrire_montant_saisi(valeur)


class ChampJours(_ChampLu):
    """A number of days with at most two decimals; `data` is integer hundredths of a day."""

    def lire(self, texte: str) -> int:
        """« 4,5 » is 450."""
        trouve = _JOURS.fullmatch(texte.strip())
        if trouve is None:
            raise ValueError("Écrivez un nombre de jours, par exemple 4 ou 4,5.")
        return int(trouve[1]) * 100 + int((trouve[2] or "").ljust(2, "0"))

    def ecrire(self, valeur: int) -> str:
        """« 4,5 »."""
        return ecrire_jours(valeur)


class ChampJour(DateField):
    """A day, sent by the browser in ISO."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """A plain sentence where the day does not exist."""
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        try:
            self.data = date.fromisoformat(str(valuelist[0]).strip())
        except ValueError:
            self.data = None
            raise ValueError("Choisissez un jour qui existe, par exemple 02/12/2026.") from None


class ChampInstant(Field):
    """A day and an hour in Paris, from one datetime-local control; `data` is a UTC instant."""

    widget = TextInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.input_type = "datetime-local"
        self.brut: str | None = None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Refuse an hour that Paris skips."""
        self.data: datetime | None = None
        if not valuelist or not str(valuelist[0]).strip():
            return
        self.brut = str(valuelist[0]).strip()
        try:
            local = datetime.fromisoformat(self.brut)
        except ValueError:
            raise ValueError("Choisissez un jour et une heure qui existent.") from None
        if local.tzinfo is not None:
            raise ValueError("Choisissez un jour et une heure, à l’heure de Paris.")
        self.data = clock.instant_de_paris(local.date(), time(local.hour, local.minute, local.second))

    def _value(self) -> str:
        if self.brut is not None:
            return self.brut
        return "" if self.data is None else clock.a_paris(self.data).strftime("%Y-%m-%dT%H:%M")
