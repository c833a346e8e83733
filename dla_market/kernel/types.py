"""Column types: integer centimes, UTC instants, enumerations that the database checks too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.types import TypeDecorator


class Centimes(TypeDecorator[int]):
    """An amount in integer centimes. Anything but an int is refused before it reaches the database."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """SQLite keeps 64-bit integers under INTEGER; PostgreSQL needs BIGINT said."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:  # noqa: ARG002  # SQLAlchemy's own signature
        """Refuse floats, strings and booleans: centimes are counted, never rounded by a driver."""
        if value is not None and type(value) is not int:
            raise TypeError(f"centimes are an int, not {type(value).__name__}")
        return value


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: stored in UTC to the microsecond, naive values refused on the way in."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """PostgreSQL keeps the zone itself."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, without its zone where the database has none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("an instant carries its zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # see above
        """Always aware, always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Codes(TypeDecorator[tuple[str, ...]]):
    """A few codes that are only ever read with their row: sorted, each once, as words of one text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:  # noqa: ARG002  # see above
        """Refuse what could not be read back."""
        codes = sorted(set(value or ()))
        if any(not code or code.split() != [code] for code in codes):
            raise ValueError("a code is one word")
        return " ".join(codes)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002  # see above
        """As a tuple, empty where nothing was said."""
        return tuple((value or "").split())


def colonne_enum(enumeration: type[Enum], nom: str) -> SqlEnum:
    """A text column that holds the enumeration's values, with a CHECK of the name `nom`."""
    return SqlEnum(
        enumeration,
        name=nom,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda e: [membre.value for membre in e],
    )


Code = String(60)
