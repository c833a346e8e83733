"""The launch: the cahier frozen, the ceiling reserved, the invitations sent, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations import cahier as fige
from dla_market.consultations import rules, scelle
from dla_market.consultations.events import ConsultationLancee
from dla_market.consultations.invitables import Examen, examiner
from dla_market.consultations.models import (
    Consultation,
    EtatConsultation,
    EtatInvitation,
    Invitation,
    Selection,
)
from dla_market.consultations.operations.preuve import figer_preselection
from dla_market.consultations.reglages import RegleAchat, regle_du
from dla_market.fonds import operations as fonds
from dla_market.ingenieries import operations as ingenieries
from dla_market.ingenieries.models import Ingenierie
from dla_market.ingenieries.queries import contenu_cahier
from dla_market.ingenieries.queries_ressources import jointes
from dla_market.ingenieries.rules import LigneCritere, manques, refus_criteres
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.referentiel.models import Secteur, Thematique
from dla_market.referentiel.queries import libelles


@dataclass(frozen=True)
class Preparation:
    """What a launch would do, for the summary that precedes it. `refus` is (field, sentence) or None."""

    regle: RegleAchat
    selections: Sequence[Selection]
    examens: Mapping[int, Examen]
    jours: int
    ecarts: tuple[str, ...]
    manques: tuple[str, ...]

    @property
    def sans_raison(self) -> list[str]:
        """The names of those who may not be invited until somebody writes why."""
        return [s.prestataire.nom for s in self.selections if self.examens[s.prestataire_id].sans_raison]


def preparer(session: Session, ingenierie: Ingenierie) -> Preparation:
    """The facts that the launch's rules are asked about, on today's date in Paris."""
    jour = clock.today()
    selections = session.scalars(
        select(Selection).where(Selection.ingenierie_id == ingenierie.id).order_by(Selection.id)
    ).all()
    examens = examiner(session, ingenierie, selections, jour)
    regle = regle_du(jour)
    cahier = ingenierie.cahier
    if cahier is None:
        return Preparation(regle, selections, examens, 0, (), ("le cahier des charges",))
    jours = rules.jours_restants(clock.now(), cahier.limite_offre)
    lacunes = manques(contenu_cahier(cahier))
    criteres = [LigneCritere(c.libelle, c.poids, c.definition, c.prix) for c in cahier.criteres]
    if refus_criteres(criteres):
        lacunes.append("des critères dont les poids font 100")
    ecarts = rules.exige_justification(regle, consultes=len(selections), jours=jours)
    return Preparation(regle, selections, examens, jours, tuple(ecarts), tuple(lacunes))


def lancer(
    session: Session,
    acteur: Acteur,
    coffre: Coffre,
    ingenierie: Ingenierie,
    *,
    justification: str = "",
    proposition: Mapping[str, Any] | None = None,
) -> Consultation:
    """Launch the consultation of an ingénierie whose cahier and shortlist are ready.

    Freezes the cahier with its SHA-256, makes the seal's key and proves it, reserves the ceiling on the
    fund of the year of this day in Paris, and invites. Freezes the evidence of the choice: who was kept and
    set aside, and `proposition`, what the search proposed with its reasons and figures. Raises RefusMetier
    for what is missing or, without a written reason, unusual (domain R2, R22, 4.2), FondsInsuffisant with
    the missing amount.
    """
    session.flush()
    session.refresh(ingenierie, with_for_update=True)
    preparation = preparer(session, ingenierie)
    refus = rules.refus_lancement(
        preparation.regle,
        consultes=len(preparation.selections),
        sans_raison=preparation.sans_raison,
        jours=preparation.jours,
        justification=justification,
        manques=preparation.manques,
    )
    if refus:
        raise RefusMetier(refus[1], champ=refus[0])
    ingenieries.passer_en_consultation(ingenierie)
    consultation = _creer(session, acteur, ingenierie, justification=justification.strip())
    consultation.cle_enveloppee, consultation.cle_version = scelle.creer_cle(coffre, consultation.id)
    fonds.reserver(
        session,
        acteur,
        organisation_id=ingenierie.dla_id,
        annee=clock.today().year,
        objet_type="consultation",
        objet_id=consultation.id,
        montant_centimes=consultation.plafond_ttc_centimes,
        libelle=f"Consultation {ingenierie.reference}",
    )
    session.add_all(
        Invitation(
            consultation_id=consultation.id,
            prestataire_id=s.prestataire_id,
            etat=EtatInvitation.ENVOYEE,
            envoyee_le=consultation.lancee_le,
            situation=preparation.examens[s.prestataire_id].situation,
            justification=s.justification if preparation.examens[s.prestataire_id].objections else "",
        )
        for s in preparation.selections
    )
    figee = figer_preselection(
        session, acteur, consultation, preparation.selections, proposition, preparation.examens
    )
    journaliser(
        session,
        acteur.auteur,
        "consultation:lancer",
        "consultation",
        consultation.id,
        ingenierie_id=ingenierie.id,
        cahier_empreinte=consultation.cahier_empreinte,
        limite_offre=consultation.limite_offre.isoformat(),
        plafond_ttc_centimes=consultation.plafond_ttc_centimes,
        regle=preparation.regle.code,
        ecarts=list(preparation.ecarts),
        preselection_empreinte=figee.empreinte,
    )
    emettre(session, ConsultationLancee(consultation.id))
    session.flush()
    return consultation


def _creer(session: Session, acteur: Acteur, ingenierie: Ingenierie, *, justification: str) -> Consultation:
    cahier = ingenierie.cahier
    assert cahier is not None  # the rules have refused without one
    texte = fige.ecrire(
        fige.figer(
            ingenierie,
            cahier,
            secteur=session.get_one(Secteur, ingenierie.secteur_code).libelle,
            thematiques=libelles(session, Thematique),
            ressources=jointes(session, ingenierie.id),
        )
    )
    consultation = Consultation(
        ingenierie=ingenierie,
        etat=EtatConsultation.LANCEE,
        cahier=texte,
        cahier_empreinte=fige.empreinte(texte),
        plafond_ttc_centimes=cahier.plafond_ttc_centimes,
        justification=justification,
        lancee_le=clock.now(),
        lancee_par_id=acteur.utilisateur_id,
        limite_intention=cahier.limite_intention,
        limite_offre=cahier.limite_offre,
        # its own id is part of the envelope: filled as soon as it is known
        cle_enveloppee=b"",
        cle_version="",
    )
    session.add(consultation)
    session.flush()
    return consultation
