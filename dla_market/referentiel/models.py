"""Tables of the nomenclatures: a code is the primary key, so that a row reads by itself in any table."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from dla_market.kernel.db import Base
from dla_market.kernel.types import Code, UtcDateTime

LIBELLE = String(200)


class Valable:
    """An entry of a nomenclature: its place in lists and the days it may be chosen (both included)."""

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    libelle: Mapped[str] = mapped_column(LIBELLE)
    ordre: Mapped[int] = mapped_column(Integer)
    valide_du: Mapped[date] = mapped_column(Date)
    valide_au: Mapped[date | None] = mapped_column(Date)

    def valide_le(self, jour: date) -> bool:
        """Whether the entry may be chosen that day (in Paris)."""
        return self.valide_du <= jour and (self.valide_au is None or jour <= self.valide_au)


class Secteur(Valable, Base):
    """A sector of activity: 23 of them, in the report's order."""

    __tablename__ = "secteur"


class GroupeThematique(Valable, Base):
    """One of the five groups that the report adds thématiques up in."""

    __tablename__ = "groupe_thematique"


class Thematique(Valable, Base):
    """What a prestation is about. Prestations are counted by thématique, ingénieries are not."""

    __tablename__ = "thematique"

    groupe_code: Mapped[str] = mapped_column(ForeignKey("groupe_thematique.code"), index=True)


class TypeStructure(Valable, Base):
    """A structure's legal type, independent of its SIAE convention (domain R42)."""

    __tablename__ = "type_structure"


class TypeSiae(Valable, Base):
    """Kinds of structures d'insertion par l'activité économique."""

    __tablename__ = "type_siae"


class ClasseFinanceur(Valable, Base):
    """Who pays: the classes of the funding tables. `libelle` is the class's own name.

    `libelle_bilan` is the row of the DLA tables that it adds up in (intercommunalités and communes
    share one), `ordre_bilan` that row's place. `collectivite` marks the local authorities.
    """

    __tablename__ = "classe_financeur"

    libelle_bilan: Mapped[str] = mapped_column(LIBELLE)
    ordre_bilan: Mapped[int] = mapped_column(Integer)
    collectivite: Mapped[bool] = mapped_column(Boolean(create_constraint=True, name="collectivite"))


class Motif(Valable, Base):
    """A reason to give, by family (refus d'accueil, sans suite, déclin…)."""

    __tablename__ = "motif"

    famille: Mapped[str] = mapped_column(Code, index=True)


class Correspondance(Base):
    """What an old code became, in a nomenclature, from a day on; one old code may have several heirs."""

    __tablename__ = "correspondance"

    nomenclature: Mapped[str] = mapped_column(Code, primary_key=True)
    code_de: Mapped[str] = mapped_column(Code, primary_key=True)
    code_vers: Mapped[str] = mapped_column(Code, primary_key=True)
    du: Mapped[date] = mapped_column(Date)


class GroupeSynonymes(Base):
    """Words and expressions that the search takes for one another, one a line, on the days it holds.

    Whoever looks for one of `mots` also finds the others and those of `aussi`, which do not find them back.
    `graine` names a group that came with the program; edited by people, it is theirs from then on.
    """

    __tablename__ = "groupe_synonymes"

    id: Mapped[int] = mapped_column(primary_key=True)
    graine: Mapped[str | None] = mapped_column(Code, unique=True)
    mots: Mapped[str] = mapped_column(Text)
    aussi: Mapped[str] = mapped_column(Text, default="")
    valide_du: Mapped[date] = mapped_column(Date)
    valide_au: Mapped[date | None] = mapped_column(Date)

    @property
    def liste_mots(self) -> tuple[str, ...]:
        """The expressions of the group."""
        return tuple(self.mots.splitlines())

    @property
    def liste_aussi(self) -> tuple[str, ...]:
        """Those that are found without finding the group back."""
        return tuple(self.aussi.splitlines())


class Region(Base):
    """A région of the map of 2012 (code « 2012-82 ») or of 2016 and after (code « 84 »)."""

    __tablename__ = "region"
    __table_args__ = (CheckConstraint("decoupage IN (2012, 2016)", name="decoupage"),)

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    libelle: Mapped[str] = mapped_column(LIBELLE)
    decoupage: Mapped[int] = mapped_column(Integer)


class Departement(Base):
    """A département, in its région of today and in that of 2012."""

    __tablename__ = "departement"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    libelle: Mapped[str] = mapped_column(LIBELLE)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    region_2012_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    outre_mer: Mapped[bool] = mapped_column(Boolean(create_constraint=True, name="outre_mer"))


class Epci(Base):
    """An intercommunality of today; its code is its SIREN."""

    __tablename__ = "epci"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    libelle: Mapped[str] = mapped_column(LIBELLE)
    nature: Mapped[str] = mapped_column(String(10))


class Commune(Base):
    """A commune of today, by its INSEE code. `nom_normalise` is folded for searching."""

    __tablename__ = "commune"

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    libelle: Mapped[str] = mapped_column(LIBELLE)
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), index=True)
    epci_code: Mapped[str | None] = mapped_column(ForeignKey("epci.code"), index=True)
    population: Mapped[int] = mapped_column(Integer)
    code_postal: Mapped[str] = mapped_column(String(5))
    nom_normalise: Mapped[str] = mapped_column(LIBELLE, index=True)


class SerieHistorique(Base):
    """A figure printed by a past report, for the years whose records are not here.

    `serie` names the measure, `cle` its row (a sector's code, a class of financeur, or « total »),
    `valeur` is scaled: the figure is valeur / echelle, in `unite`. The oldest sources leave cells empty:
    these have no row.
    """

    __tablename__ = "serie_historique"
    __table_args__ = (
        UniqueConstraint("serie", "cle", "annee"),
        CheckConstraint("echelle > 0", name="echelle"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    serie: Mapped[str] = mapped_column(Code)
    cle: Mapped[str] = mapped_column(Code)
    annee: Mapped[int] = mapped_column(Integer)
    valeur: Mapped[int] = mapped_column(BigInteger)
    echelle: Mapped[int] = mapped_column(Integer)
    unite: Mapped[str] = mapped_column(LIBELLE)
    source: Mapped[str] = mapped_column(LIBELLE)


class Reglage(Base):
    """A value of a setting from a day on (both days included); an end before the start was never in force.

    What no row says is the default of `reglages.CONNUS`.
    """

    __tablename__ = "reglage"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Code, index=True)
    valeur: Mapped[int] = mapped_column(BigInteger)
    valide_du: Mapped[date] = mapped_column(Date)
    valide_au: Mapped[date | None] = mapped_column(Date)
    motif: Mapped[str] = mapped_column(Text)
    pose_par: Mapped[str] = mapped_column(String(200))
    pose_le: Mapped[datetime] = mapped_column(UtcDateTime)
