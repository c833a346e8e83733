"""Prestataires: the fiche, what they do and where, who works there."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models_sirene import VerificationSirene
from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.kernel.db import Base
from dla_market.kernel.fichiers.models import Fichier
from dla_market.kernel.types import Centimes, Codes, UtcDateTime, colonne_enum


class TypePrestataire(Enum):
    """Kinds of providers (domain 7.1)."""

    CABINET = "cabinet"
    INDEPENDANT = "independant"
    PORTAGE = "portage"
    RESEAU = "reseau"
    COOPERATIVE = "cooperative"
    ASSOCIATION = "association"
    POINT_APPUI = "point_appui"
    AUTRE = "autre"


class FormeJuridique(Enum):
    """Legal forms of a provider (domain 7.1)."""

    ENTREPRISE_INDIVIDUELLE = "entreprise_individuelle"
    EURL = "eurl"
    SARL = "sarl"
    SAS = "sas"
    SA = "sa"
    SCOP = "scop"
    SCIC = "scic"
    CAE = "cae"
    ASSOCIATION = "association"
    FONDATION = "fondation"
    GROUPEMENT = "groupement"
    AUTRE = "autre"


class RegimeTva(Enum):
    """Whether the provider adds VAT, or is exempt (article 293 B of the tax code)."""

    ASSUJETTI = "assujetti"
    FRANCHISE = "franchise"


class EtatFiche(Enum):
    """Life of a fiche (domain 4.1). Inactive for want of confirmation is a rule, not a state here."""

    BROUILLON = "brouillon"
    SOUMISE = "soumise"
    A_COMPLETER = "a_completer"
    PUBLIEE = "publiee"
    SUSPENDUE = "suspendue"
    FERMEE = "fermee"


class Prestataire(Organisation):
    """A provider and its fiche (domain 7.1). What it costs, `tarif_*`, `frais_deplacement` and the rate of
    its VAT in ten-thousandths, is shown inside the network only. `sans_tete_de_reseau`: it declares that it
    depends on no head of a network, which may bear a centre de ressources. `creee_le` is
    the firm's own birth; `cree_le` the fiche's.
    """

    __tablename__ = "prestataire"
    __mapper_args__ = {"polymorphic_identity": TypeOrganisation.PRESTATAIRE}  # noqa: RUF012  # SQLAlchemy's own

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    type_prestataire: Mapped[TypePrestataire] = mapped_column(
        colonne_enum(TypePrestataire, "type_prestataire")
    )
    regime_tva: Mapped[RegimeTva] = mapped_column(colonne_enum(RegimeTva, "regime_tva"))
    titre: Mapped[str] = mapped_column(String(200), default="")
    presentation: Mapped[str] = mapped_column(Text, default="")
    nom_commercial: Mapped[str] = mapped_column(String(200), default="")
    forme_juridique: Mapped[FormeJuridique | None] = mapped_column(
        colonne_enum(FormeJuridique, "forme_juridique")
    )
    code_naf: Mapped[str] = mapped_column(String(6), default="")
    creee_le: Mapped[date | None]
    effectif: Mapped[int | None] = mapped_column(Integer)
    numero_tva: Mapped[str] = mapped_column(String(20), default="")
    tva_dix_millemes: Mapped[int | None] = mapped_column(Integer)
    declaration_activite: Mapped[str] = mapped_column(String(20), default="")
    qualiopi: Mapped[bool] = mapped_column(Boolean, default=False)
    adresse: Mapped[str] = mapped_column(String(300), default="")
    commune: Mapped[str] = mapped_column(String(120), default="")
    departement_code: Mapped[str | None] = mapped_column(ForeignKey("departement.code"), index=True)
    telephone: Mapped[str] = mapped_column(String(30), default="")
    courriel: Mapped[str] = mapped_column(String(255), default="")
    site: Mapped[str] = mapped_column(String(255), default="")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("fichier.id"))
    tarif_jour_ht_centimes: Mapped[int | None] = mapped_column(Centimes)
    tarif_min_centimes: Mapped[int | None] = mapped_column(Centimes)
    tarif_max_centimes: Mapped[int | None] = mapped_column(Centimes)
    tarif_collectif_centimes: Mapped[int | None] = mapped_column(Centimes)
    frais_deplacement: Mapped[str] = mapped_column(String(300), default="")
    individuel: Mapped[bool] = mapped_column(Boolean, default=True)
    collectif: Mapped[bool] = mapped_column(Boolean, default=False)
    presentiel: Mapped[bool] = mapped_column(Boolean, default=False)
    distance: Mapped[bool] = mapped_column(Boolean, default=False)
    langues: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    types_structures: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    techniques: Mapped[str] = mapped_column(Text, default="")
    outils: Mapped[str] = mapped_column(Text, default="")
    disponible_le: Mapped[date | None]
    jours_par_mois: Mapped[int | None] = mapped_column(Integer)
    accepte_urgences: Mapped[bool] = mapped_column(Boolean, default=False)
    charte_version: Mapped[str] = mapped_column(String(20), default="")
    charte_signee_le: Mapped[date | None]
    charte_signee_par: Mapped[str] = mapped_column(String(200), default="")
    liens_declares_le: Mapped[date | None]
    sans_tete_de_reseau: Mapped[bool] = mapped_column(Boolean, default=False)
    etat: Mapped[EtatFiche] = mapped_column(colonne_enum(EtatFiche, "etat"), index=True)
    confirmee_le: Mapped[date | None]
    cree_le: Mapped[datetime] = mapped_column(UtcDateTime)

    activites: Mapped[list[Activite]] = relationship(
        back_populates="prestataire", cascade="all, delete-orphan"
    )
    zones: Mapped[list[Zone]] = relationship(back_populates="prestataire", cascade="all, delete-orphan")
    intervenants: Mapped[list[Intervenant]] = relationship(
        back_populates="prestataire", cascade="all, delete-orphan"
    )
    references: Mapped[list[Reference]] = relationship(
        back_populates="prestataire", cascade="all, delete-orphan", order_by="Reference.annee.desc()"
    )
    liens: Mapped[list[LienDePrestataire]] = relationship(
        back_populates="prestataire", cascade="all, delete-orphan", order_by="LienDePrestataire.id"
    )
    sirene: Mapped[VerificationSirene | None] = relationship(viewonly=True)
    logo: Mapped[Fichier | None] = relationship(cascade="all, delete-orphan", single_parent=True)


class Activite(Base):
    """The unit of competence: a sector, a theme, a level from 1 to 3, years of practice where said.

    Without zones of its own it is done wherever the fiche says.
    """

    __tablename__ = "prestataire_activite"
    __table_args__ = (
        UniqueConstraint("prestataire_id", "secteur_code", "thematique_code"),
        CheckConstraint("niveau BETWEEN 1 AND 3", name="niveau"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    secteur_code: Mapped[str] = mapped_column(ForeignKey("secteur.code"))
    thematique_code: Mapped[str] = mapped_column(ForeignKey("thematique.code"))
    niveau: Mapped[int] = mapped_column(Integer)
    annees: Mapped[int | None] = mapped_column(Integer)

    prestataire: Mapped[Prestataire] = relationship(back_populates="activites")
    zones: Mapped[list[ActiviteZone]] = relationship(
        back_populates="activite", cascade="all, delete-orphan", order_by="ActiviteZone.departement_code"
    )

    @property
    def zones_propres(self) -> tuple[str, ...]:
        """The codes of its own départements, empty where they are the fiche's."""
        return tuple(zone.departement_code for zone in self.zones)


class ActiviteZone(Base):
    """A département where this activity is done, where that differs from the fiche's own zones."""

    __tablename__ = "activite_zone"

    activite_id: Mapped[int] = mapped_column(ForeignKey("prestataire_activite.id"), primary_key=True)
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), primary_key=True)

    activite: Mapped[Activite] = relationship(back_populates="zones")


class Zone(Base):
    """A département where the provider works."""

    __tablename__ = "prestataire_zone"

    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), primary_key=True)
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), primary_key=True)

    prestataire: Mapped[Prestataire] = relationship(back_populates="zones")


class Intervenant(Base):
    """A person who does the missions. `nom` alone holds the first name too where `prenom` is empty.

    Its name and its experience are shown to others only with `accord_publication` (domain 7.2, RGPD), and
    with it its address to those who choose prestataires alone (7.2, S). Its CV is there by its own consent,
    given on `cv_accord_le`, and goes with the person.
    """

    __tablename__ = "intervenant"

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    nom: Mapped[str] = mapped_column(String(200))
    fonction: Mapped[str] = mapped_column(String(200), default="")
    experience: Mapped[str] = mapped_column(Text, default="")
    prenom: Mapped[str] = mapped_column(String(100), default="")
    courriel: Mapped[str] = mapped_column(String(255), default="")
    diplomes: Mapped[str] = mapped_column(Text, default="")
    annees_experience: Mapped[int | None] = mapped_column(Integer)
    langues: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    secteurs: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    thematiques: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    actif: Mapped[bool] = mapped_column(Boolean, default=True)
    accord_publication: Mapped[bool] = mapped_column(Boolean, default=True)
    cv_id: Mapped[int | None] = mapped_column(ForeignKey("fichier.id"))
    cv_accord_le: Mapped[date | None]

    prestataire: Mapped[Prestataire] = relationship(back_populates="intervenants")
    cv: Mapped[Fichier | None] = relationship(cascade="all, delete-orphan", single_parent=True)


class Reference(Base):
    """A mission done before. `jours` in hundredths of a day.

    `montant_centimes`, before tax, is for the network alone; `contact`, someone of the client's, for those
    who choose prestataires (domain 7.1, I and S).
    """

    __tablename__ = "prestataire_reference"

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    client: Mapped[str] = mapped_column(String(200))
    annee: Mapped[int] = mapped_column(Integer)
    secteur_code: Mapped[str | None] = mapped_column(ForeignKey("secteur.code"))
    thematique_code: Mapped[str | None] = mapped_column(ForeignKey("thematique.code"))
    jours_centiemes: Mapped[int | None] = mapped_column(Integer)
    montant_centimes: Mapped[int | None] = mapped_column(Centimes)
    contact: Mapped[str] = mapped_column(String(300), default="")
    resume: Mapped[str] = mapped_column(Text, default="")

    prestataire: Mapped[Prestataire] = relationship(back_populates="references")


class LienDePrestataire(Base):
    """A link that the prestataire declares: with whom, of which nature (domain R50)."""

    __tablename__ = "prestataire_lien"

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(200))
    nature: Mapped[str] = mapped_column(String(500), default="")

    prestataire: Mapped[Prestataire] = relationship(back_populates="liens")
