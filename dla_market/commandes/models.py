"""The order and what follows: signatures, deliverables, service fait, invoice, payment, evaluation."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel.db import Base
from dla_market.kernel.types import Centimes, UtcDateTime, colonne_enum
from dla_market.reseau.models import Dla


class EtatCommande(Enum):
    """The life of an order (domain 4.11)."""

    A_SIGNER = "a_signer"
    SIGNEE_DLA = "signee_dla"
    SIGNEE_PRESTATAIRE = "signee_prestataire"
    SIGNEE = "signee"
    NOTIFIEE = "notifiee"
    EXECUTEE = "executee"
    SOLDEE = "soldee"
    ANNULEE = "annulee"


class EtatLivrable(Enum):
    """The life of a deliverable (domain 4.13)."""

    PREVU = "prevu"
    REMIS = "remis"
    ACCEPTE = "accepte"
    REFUSE = "refuse"


class EtatServiceFait(Enum):
    """The life of a service fait (domain 4.14)."""

    ATTESTE = "atteste"
    CERTIFIE = "certifie"


class EtatFacture(Enum):
    """The life of an invoice (domain 4.15)."""

    RECUE = "recue"
    VALIDEE = "validee"
    PAYEE = "payee"
    REJETEE = "rejetee"


class Commande(Base):
    """An order. Amounts in centimes, `tva_dix_millemes` the rate, `jours_centiemes` hundredths of a day.

    `notifiee_le` is the legal engagement, and says the year that the order counts in (domain R38).
    `contenu` is the text that the parties sign, frozen when the order is drawn up (canonical JSON); empty
    for orders that come from elsewhere.
    """

    __tablename__ = "commande"
    __table_args__ = (
        CheckConstraint("ht_centimes + tva_centimes = ttc_centimes", name="ttc"),
        CheckConstraint("ht_centimes >= 0 AND tva_centimes >= 0", name="positifs"),
        CheckConstraint(
            "etat NOT IN ('notifiee', 'executee', 'soldee') OR notifiee_le IS NOT NULL", name="notifiee"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    numero: Mapped[str] = mapped_column(String(40), unique=True)
    ingenierie_id: Mapped[int] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), unique=True)
    sans_consultation_motif_code: Mapped[str | None] = mapped_column(ForeignKey("motif.code"))
    dla_id: Mapped[int] = mapped_column(ForeignKey("dla.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    objet: Mapped[str] = mapped_column(String(300))
    contenu: Mapped[str] = mapped_column(Text, default="")
    jours_centiemes: Mapped[int] = mapped_column(Integer)
    ht_centimes: Mapped[int] = mapped_column(Centimes)
    tva_dix_millemes: Mapped[int] = mapped_column(Integer)
    tva_centimes: Mapped[int] = mapped_column(Centimes)
    ttc_centimes: Mapped[int] = mapped_column(Centimes)
    etat: Mapped[EtatCommande] = mapped_column(colonne_enum(EtatCommande, "etat"), index=True)
    etablie_le: Mapped[datetime] = mapped_column(UtcDateTime)
    notifiee_le: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    debut: Mapped[date | None]
    fin: Mapped[date | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    ingenierie: Mapped[Ingenierie] = relationship(innerjoin=True)
    dla: Mapped[Dla] = relationship(foreign_keys=[dla_id], innerjoin=True)
    prestataire: Mapped[Prestataire] = relationship(foreign_keys=[prestataire_id], innerjoin=True)
    signatures: Mapped[list[Signature]] = relationship(back_populates="commande", order_by="Signature.id")
    livrables: Mapped[list[Livrable]] = relationship(back_populates="commande", order_by="Livrable.id")
    services_faits: Mapped[list[ServiceFait]] = relationship(
        back_populates="commande", order_by="ServiceFait.id"
    )
    factures: Mapped[list[Facture]] = relationship(back_populates="commande", order_by="Facture.id")
    evaluations: Mapped[list[Evaluation]] = relationship(back_populates="commande")
    evaluation_dla: Mapped[EvaluationDla | None] = relationship(back_populates="commande")


class Signature(Base):
    """A simple electronic signature: who, for whom, when, and the SHA-256 of what was signed."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("commande_id", "partie"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commande_id: Mapped[int] = mapped_column(ForeignKey("commande.id"), index=True)
    partie: Mapped[str] = mapped_column(String(20))
    utilisateur_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    nom: Mapped[str] = mapped_column(String(200))
    instant: Mapped[datetime] = mapped_column(UtcDateTime)
    empreinte: Mapped[str] = mapped_column(String(64))

    commande: Mapped[Commande] = relationship(back_populates="signatures")


class Livrable(Base):
    """Something the provider hands over."""

    __tablename__ = "livrable"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    commande_id: Mapped[int] = mapped_column(ForeignKey("commande.id"), index=True)
    libelle: Mapped[str] = mapped_column(String(200))
    etat: Mapped[EtatLivrable] = mapped_column(colonne_enum(EtatLivrable, "etat"))
    contenu: Mapped[str] = mapped_column(Text, default="")
    remis_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decide_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    motif: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    commande: Mapped[Commande] = relationship(back_populates="livrables")


class ServiceFait(Base):
    """The service is done: the structure attests, the DLA certifies an amount TTC."""

    __tablename__ = "service_fait"
    __table_args__ = (CheckConstraint("montant_ttc_centimes > 0", name="montant"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    commande_id: Mapped[int] = mapped_column(ForeignKey("commande.id"), index=True)
    montant_ttc_centimes: Mapped[int] = mapped_column(Centimes)
    etat: Mapped[EtatServiceFait] = mapped_column(colonne_enum(EtatServiceFait, "etat"))
    observations: Mapped[str] = mapped_column(Text, default="")
    atteste_le: Mapped[datetime] = mapped_column(UtcDateTime)
    atteste_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    certifie_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    certifie_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    commande: Mapped[Commande] = relationship(back_populates="services_faits")


class Facture(Base):
    """A provider's invoice against an order."""

    __tablename__ = "facture"
    __table_args__ = (
        UniqueConstraint("commande_id", "numero_fournisseur"),
        CheckConstraint("ht_centimes + tva_centimes = ttc_centimes", name="ttc"),
        CheckConstraint("ttc_centimes > 0", name="positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    commande_id: Mapped[int] = mapped_column(ForeignKey("commande.id"), index=True)
    numero_fournisseur: Mapped[str] = mapped_column(String(60))
    date_emission: Mapped[date]
    recue_le: Mapped[datetime] = mapped_column(UtcDateTime)
    echeance: Mapped[date]
    ht_centimes: Mapped[int] = mapped_column(Centimes)
    tva_centimes: Mapped[int] = mapped_column(Centimes)
    ttc_centimes: Mapped[int] = mapped_column(Centimes)
    etat: Mapped[EtatFacture] = mapped_column(colonne_enum(EtatFacture, "etat"), index=True)
    validee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    validee_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    motif_rejet: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    commande: Mapped[Commande] = relationship(back_populates="factures", innerjoin=True)
    paiement: Mapped[Paiement | None] = relationship(back_populates="facture")


class Paiement(Base):
    """The payment of an invoice, as recorded by the gestionnaire."""

    __tablename__ = "paiement"

    id: Mapped[int] = mapped_column(primary_key=True)
    facture_id: Mapped[int] = mapped_column(ForeignKey("facture.id"), unique=True)
    montant_centimes: Mapped[int] = mapped_column(Centimes)
    jour: Mapped[date]
    reference: Mapped[str] = mapped_column(String(60))
    saisi_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    saisi_le: Mapped[datetime] = mapped_column(UtcDateTime)

    facture: Mapped[Facture] = relationship(back_populates="paiement")


class Evaluation(Base):
    """What the structure or the DLA says of the mission, from 0 to 5 on each point. Never public.

    A point is None where it was not asked: `relation_dla` and `rapport_qualite_prix` are asked of the DLA
    alone, and the oldest evaluations know neither `pedagogie` nor `appropriation`.
    The provider may answer it for a time; then it may be read by others of the network (domain 4.16).
    """

    __tablename__ = "evaluation"
    __table_args__ = (
        UniqueConstraint("commande_id", "partie"),
        CheckConstraint(
            "respect_cahier BETWEEN 0 AND 5 AND ecoute BETWEEN 0 AND 5 AND expertise BETWEEN 0 AND 5"
            " AND utilite BETWEEN 0 AND 5 AND delais BETWEEN 0 AND 5 AND recommandation BETWEEN 0 AND 5",
            name="notes",
        ),
        CheckConstraint(
            "pedagogie BETWEEN 0 AND 5 AND appropriation BETWEEN 0 AND 5"
            " AND relation_dla BETWEEN 0 AND 5 AND rapport_qualite_prix BETWEEN 0 AND 5",
            name="notes_ajoutees",
        ),
        CheckConstraint(
            "partie = 'dla' OR relation_dla IS NULL AND rapport_qualite_prix IS NULL", name="du_dla"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commande_id: Mapped[int] = mapped_column(ForeignKey("commande.id"), index=True)
    partie: Mapped[str] = mapped_column(String(20))
    respect_cahier: Mapped[int] = mapped_column(Integer)
    ecoute: Mapped[int] = mapped_column(Integer)
    expertise: Mapped[int] = mapped_column(Integer)
    utilite: Mapped[int] = mapped_column(Integer)
    delais: Mapped[int] = mapped_column(Integer)
    recommandation: Mapped[int] = mapped_column(Integer)
    pedagogie: Mapped[int | None] = mapped_column(Integer)
    appropriation: Mapped[int | None] = mapped_column(Integer)
    relation_dla: Mapped[int | None] = mapped_column(Integer)
    rapport_qualite_prix: Mapped[int | None] = mapped_column(Integer)
    commentaire: Mapped[str] = mapped_column(Text, default="")
    rendue_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    rendue_le: Mapped[datetime] = mapped_column(UtcDateTime)
    reponse: Mapped[str] = mapped_column(Text, default="")
    repondu_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    repondu_le: Mapped[datetime | None] = mapped_column(UtcDateTime)

    commande: Mapped[Commande] = relationship(back_populates="evaluations")


class EvaluationDla(Base):
    """What the provider says of working with the DLA, from 0 to 5 on each point (domain 7.13)."""

    __tablename__ = "evaluation_dla"
    __table_args__ = (
        CheckConstraint(
            "clarte_cahier BETWEEN 0 AND 5 AND implication BETWEEN 0 AND 5"
            " AND delai_paiement BETWEEN 0 AND 5",
            name="notes",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commande_id: Mapped[int] = mapped_column(ForeignKey("commande.id"), unique=True)
    clarte_cahier: Mapped[int] = mapped_column(Integer)
    implication: Mapped[int] = mapped_column(Integer)
    delai_paiement: Mapped[int] = mapped_column(Integer)
    commentaire: Mapped[str] = mapped_column(Text, default="")
    rendue_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    rendue_le: Mapped[datetime] = mapped_column(UtcDateTime)

    commande: Mapped[Commande] = relationship(back_populates="evaluation_dla")
