"""The analysis: no evaluator reads an offer before declaring; then scores, criterion by criterion."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations import cahier as fige
from dla_market.consultations.models import (
    Consultation,
    Declaration,
    EtatOffreOuverte,
    Note,
    OffreOuverte,
)
from dla_market.consultations.rules import NOTE_MAX
from dla_market.consultations.states import CONSULTATION, OFFRE_OUVERTE
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import journaliser


def declarer_interet(
    session: Session, acteur: Acteur, consultation: Consultation, *, sans_lien: bool, precision: str = ""
) -> Declaration:
    """Say, before reading, whether something links one to an invited provider (domain R50).

    Once said it stands: a link found later is declared too (`sans_lien` false), never the other way round.
    """
    if not sans_lien and not precision.strip():
        raise RefusMetier("Dites quel lien vous avez, et avec quel prestataire.", champ="precision")
    declaration = declaration_de(session, acteur, consultation)
    if declaration is None:
        declaration = Declaration(consultation_id=consultation.id, utilisateur_id=acteur.utilisateur_id)
        session.add(declaration)
    elif sans_lien and not declaration.sans_lien:
        raise RefusMetier("Vous avez déclaré un lien : vous ne participez pas à cette analyse.")
    declaration.sans_lien, declaration.precision = sans_lien, precision.strip()
    declaration.instant = clock.now()
    journaliser(
        session,
        acteur.auteur,
        "consultation:declarer_interet",
        "consultation",
        consultation.id,
        sans_lien=sans_lien,
    )
    return declaration


def declaration_de(session: Session, acteur: Acteur, consultation: Consultation) -> Declaration | None:
    """The person's own declaration on that consultation."""
    return session.scalars(
        select(Declaration).where(
            Declaration.consultation_id == consultation.id,
            Declaration.utilisateur_id == acteur.utilisateur_id,
        )
    ).one_or_none()


def exiger_sans_lien(session: Session, acteur: Acteur, consultation: Consultation) -> None:
    """Raises RefusMetier for whoever has not declared, or has declared a link."""
    declaration = declaration_de(session, acteur, consultation)
    if declaration is None:
        raise RefusMetier("Déclarez d’abord si un lien existe entre vous et un des prestataires.")
    if not declaration.sans_lien:
        raise RefusMetier("Vous avez déclaré un lien : vous ne participez pas à cette analyse.")


def noter(
    session: Session,
    acteur: Acteur,
    offre: OffreOuverte,
    *,
    critere_ordre: int,
    note: int,
    commentaire: str = "",
) -> Note:
    """Give one offer one note from 0 to 5 on one criterion of the frozen cahier; again replaces one's own.

    The price is computed, not noted. Raises RefusMetier once the structure has chosen.
    """
    consultation = offre.consultation
    CONSULTATION.suivant(consultation.etat, "noter")
    exiger_sans_lien(session, acteur, consultation)
    if offre.etat is not EtatOffreOuverte.RECEVABLE:
        raise RefusMetier("Seules les offres recevables se notent.")
    critere = next((c for c in fige.lire(consultation.cahier).criteres if c.ordre == critere_ordre), None)
    if critere is None or critere.prix:
        raise RefusMetier("Ce critère ne se note pas à la main.", champ="note")
    if not 0 <= note <= NOTE_MAX:
        raise RefusMetier(f"Une note va de 0 à {NOTE_MAX}.", champ="note")
    ligne = session.scalars(
        select(Note).where(
            Note.offre_id == offre.offre_id,
            Note.utilisateur_id == acteur.utilisateur_id,
            Note.critere_ordre == critere_ordre,
        )
    ).one_or_none()
    if ligne is None:
        ligne = Note(offre=offre, utilisateur_id=acteur.utilisateur_id, critere_ordre=critere_ordre)
    ligne.organisation_id = acteur.organisation_id
    ligne.note, ligne.commentaire = note, commentaire.strip()
    session.add(ligne)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "consultation:noter",
        "consultation",
        consultation.id,
        offre_id=offre.offre_id,
        critere=critere_ordre,
        note=note,
    )
    return ligne


def ecarter(session: Session, acteur: Acteur, offre: OffreOuverte, *, motif: str) -> OffreOuverte:
    """Set aside an opened offer that does not answer the cahier, for a written reason (domain 3, step 8)."""
    CONSULTATION.suivant(offre.consultation.etat, "ecarter")
    exiger_sans_lien(session, acteur, offre.consultation)
    etat = OFFRE_OUVERTE.suivant(offre.etat, "ecarter")
    if not motif.strip():
        raise RefusMetier("Dites en quoi cette offre ne répond pas au cahier des charges.", champ="motif")
    offre.etat, offre.motif_ecart = etat, motif.strip()
    journaliser(
        session,
        acteur.auteur,
        "consultation:ecarter",
        "consultation",
        offre.consultation_id,
        offre_id=offre.offre_id,
    )
    return offre
