"""The tender: shortlist, invitations, questions, sealed offers, opening, scores, choice, award."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel.db import Base
from dla_market.kernel.types import Centimes, UtcDateTime, colonne_enum
from dla_market.referencement.rules import Situation


class EtatConsultation(Enum):
    """The stored life of a consultation (domain 4.8). « Close » since its deadline is a rule, not a state."""

    LANCEE = "lancee"
    DEPOUILLEE = "depouillee"
    CHOISIE = "choisie"
    ATTRIBUEE = "attribuee"
    INFRUCTUEUSE = "infructueuse"
    SANS_SUITE = "sans_suite"


class EtatInvitation(Enum):
    """What an invited provider has said; never whether it has deposited (domain 4.9, T5)."""

    ENVOYEE = "envoyee"
    VUE = "vue"
    INTENTION = "intention"
    DECLINEE = "declinee"


class EtatOffre(Enum):
    """The life of an offer, known to its owner alone until the opening (domain 4.10)."""

    BROUILLON = "brouillon"
    DEPOSEE = "deposee"
    RETIREE = "retiree"


class OrigineSelection(Enum):
    """How a provider came onto the shortlist (domain 7.8)."""

    RECHERCHE = "recherche"
    AVAL = "aval"
    CONNU = "connu"
    PROPOSITION = "proposition"
    CENTRE = "centre"


class EtatOffreOuverte(Enum):
    """What becomes of an opened offer."""

    RECEVABLE = "recevable"
    NON_CONFORME = "non_conforme"
    ILLISIBLE = "illisible"
    RETENUE = "retenue"
    NON_RETENUE = "non_retenue"


class Selection(Base):
    """A provider on an ingénierie's shortlist, with the reason of that choice.

    `justification` says why it is invited although its fiche or its référencement speaks against (4.2).
    """

    __tablename__ = "selection"
    __table_args__ = (UniqueConstraint("ingenierie_id", "prestataire_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ingenierie_id: Mapped[int] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    origine: Mapped[OrigineSelection] = mapped_column(colonne_enum(OrigineSelection, "origine"))
    motif: Mapped[str] = mapped_column(Text)
    recherche: Mapped[str] = mapped_column(Text, default="")
    justification: Mapped[str] = mapped_column(Text, default="")
    ajoutee_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    ajoutee_le: Mapped[datetime] = mapped_column(UtcDateTime)

    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)
    ingenierie: Mapped[Ingenierie] = relationship(innerjoin=True)


class SelectionEcartee(Base):
    """A prestataire that the search found for an ingénierie and that the DLA sets aside, with its reason."""

    __tablename__ = "selection_ecartee"
    __table_args__ = (UniqueConstraint("ingenierie_id", "prestataire_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ingenierie_id: Mapped[int] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    motif: Mapped[str] = mapped_column(Text)
    ecartee_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    ecartee_le: Mapped[datetime] = mapped_column(UtcDateTime)

    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)
    ingenierie: Mapped[Ingenierie] = relationship(innerjoin=True)


class PreselectionFigee(Base):
    """The evidence of a choice: what was looked for and found, who was kept, set aside, why (domain 12 C).

    Canonical JSON with its SHA-256, which the journal holds too. Append-only: whatever becomes of the fiches,
    it says what was known at the launch.
    """

    __tablename__ = "preselection_figee"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    contenu: Mapped[str] = mapped_column(Text)
    empreinte: Mapped[str] = mapped_column(String(64))
    figee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    figee_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))


class Consultation(Base):
    """A launched tender. `cahier` is the frozen text that every invited provider reads, with its SHA-256.

    `limite_offre` is the one deadline: page, mail, documents and the seal's gate read this row.
    `cle_enveloppee` is this tender's key, wrapped by the key that stands outside the database.
    """

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    ingenierie_id: Mapped[int] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    etat: Mapped[EtatConsultation] = mapped_column(colonne_enum(EtatConsultation, "etat"), index=True)
    cahier: Mapped[str] = mapped_column(Text)
    cahier_empreinte: Mapped[str] = mapped_column(String(64))
    plafond_ttc_centimes: Mapped[int] = mapped_column(Centimes)
    justification: Mapped[str] = mapped_column(Text, default="")
    lancee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    lancee_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    limite_intention: Mapped[datetime] = mapped_column(UtcDateTime)
    limite_offre: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    cle_enveloppee: Mapped[bytes] = mapped_column(LargeBinary)
    cle_version: Mapped[str] = mapped_column(String(40))
    ouverte_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ouverte_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    choix_offre_id: Mapped[str | None] = mapped_column(String(36))
    choix_motif: Mapped[str] = mapped_column(Text, default="")
    choisie_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    choisie_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    retenue_offre_id: Mapped[str | None] = mapped_column(String(36))
    attribution_motif: Mapped[str] = mapped_column(Text, default="")
    attribuee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attribuee_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    cloture_motif: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    ingenierie: Mapped[Ingenierie] = relationship(innerjoin=True)
    invitations: Mapped[list[Invitation]] = relationship(
        back_populates="consultation", order_by="Invitation.id"
    )
    questions: Mapped[list[Question]] = relationship(back_populates="consultation", order_by="Question.id")
    ouvertes: Mapped[list[OffreOuverte]] = relationship(back_populates="consultation")


class Invitation(Base):
    """A provider invited to a consultation, with its situation in the region on the day of the launch."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("consultation_id", "prestataire_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    etat: Mapped[EtatInvitation] = mapped_column(colonne_enum(EtatInvitation, "etat"))
    envoyee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    repondue_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    motif_declin_code: Mapped[str | None] = mapped_column(ForeignKey("motif.code"))
    precision: Mapped[str] = mapped_column(Text, default="")
    situation: Mapped[Situation | None] = mapped_column(colonne_enum(Situation, "situation"))
    justification: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    consultation: Mapped[Consultation] = relationship(back_populates="invitations", innerjoin=True)
    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)


class Question(Base):
    """A question of an invited provider. Its answer goes to all; its author stays hidden to the others."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"))
    texte: Mapped[str] = mapped_column(Text)
    posee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    reponse: Mapped[str] = mapped_column(Text, default="")
    repondue_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    repondue_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))

    consultation: Mapped[Consultation] = relationship(back_populates="questions")


class Offre(Base):
    """An offer under seal, drafts too. Its id is random: it says neither order nor count.

    `contenu` is ciphertext, padded; `empreinte` is a salted commitment to the plaintext, and the salt is
    inside the seal. One row a provider: what is replaced leaves no trace of its content.
    """

    __tablename__ = "offre"
    __table_args__ = (UniqueConstraint("consultation_id", "prestataire_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    etat: Mapped[EtatOffre] = mapped_column(colonne_enum(EtatOffre, "etat"))
    contenu: Mapped[bytes] = mapped_column(LargeBinary)
    cle_enveloppee: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(Integer)
    empreinte: Mapped[str] = mapped_column(String(64))
    deposee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hors_delai: Mapped[bool] = mapped_column(default=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute


class TentativeDepot(Base):
    """That the platform worked: each attempt to deposit, its instants, its outcome (reliability B9)."""

    __tablename__ = "tentative_depot"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"))
    recue_le: Mapped[datetime] = mapped_column(UtcDateTime)
    issue: Mapped[str] = mapped_column(String(40))


class OffreOuverte(Base):
    """What an offer said, written in clear by the opening and not before. `jours` in hundredths."""

    __tablename__ = "offre_ouverte"
    __table_args__ = (CheckConstraint("total_ttc_centimes >= 0", name="total"),)

    offre_id: Mapped[str] = mapped_column(ForeignKey("offre.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"))
    etat: Mapped[EtatOffreOuverte] = mapped_column(colonne_enum(EtatOffreOuverte, "etat"))
    comprehension: Mapped[str] = mapped_column(Text, default="")
    methode: Mapped[str] = mapped_column(Text, default="")
    calendrier: Mapped[str] = mapped_column(Text, default="")
    intervenants: Mapped[str] = mapped_column(Text, default="")
    references: Mapped[str] = mapped_column(Text, default="")
    jours_centiemes: Mapped[int] = mapped_column(Integer)
    total_ht_centimes: Mapped[int] = mapped_column(Centimes)
    tva_dix_millemes: Mapped[int] = mapped_column(Integer)
    tva_centimes: Mapped[int] = mapped_column(Centimes)
    total_ttc_centimes: Mapped[int] = mapped_column(Centimes)
    motif_ecart: Mapped[str] = mapped_column(Text, default="")

    consultation: Mapped[Consultation] = relationship(back_populates="ouvertes")
    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)
    notes: Mapped[list[Note]] = relationship(back_populates="offre")


class Declaration(Base):
    """An evaluator's word, before reading the offers, that nothing links them to a bidder (domain R50)."""

    __tablename__ = "declaration_interet"
    __table_args__ = (UniqueConstraint("consultation_id", "utilisateur_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    utilisateur_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    sans_lien: Mapped[bool]
    precision: Mapped[str] = mapped_column(Text, default="")
    instant: Mapped[datetime] = mapped_column(UtcDateTime)


class Note(Base):
    """A score from 0 to 5, by one evaluator, of one offer, on one criterion (by its order in the cahier)."""

    __tablename__ = "note"
    __table_args__ = (
        UniqueConstraint("offre_id", "utilisateur_id", "critere_ordre"),
        CheckConstraint("note BETWEEN 0 AND 5", name="note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offre_id: Mapped[str] = mapped_column(ForeignKey("offre_ouverte.offre_id"), index=True)
    utilisateur_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    critere_ordre: Mapped[int] = mapped_column(Integer)
    note: Mapped[int] = mapped_column(Integer)
    commentaire: Mapped[str] = mapped_column(Text, default="")

    offre: Mapped[OffreOuverte] = relationship(back_populates="notes")


class ProcesVerbal(Base):
    """A signed record of an opening or of a choice: frozen text (JSON), with its SHA-256."""

    __tablename__ = "proces_verbal"
    __table_args__ = (UniqueConstraint("consultation_id", "nature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    nature: Mapped[str] = mapped_column(String(20))
    contenu: Mapped[str] = mapped_column(Text)
    empreinte: Mapped[str] = mapped_column(String(64))
    etabli_le: Mapped[datetime] = mapped_column(UtcDateTime)
    etabli_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
