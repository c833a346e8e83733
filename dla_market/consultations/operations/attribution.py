"""The structure chooses, the responsable awards; or the consultation ends with nothing."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Adhesion, Role
from dla_market.consultations import rules
from dla_market.consultations.classement import classement, recevables
from dla_market.consultations.events import (
    ChoixFait,
    ConsultationAttribuee,
    ConsultationInfructueuse,
    ConsultationSansSuite,
)
from dla_market.consultations.models import (
    Consultation,
    EtatOffreOuverte,
    OffreOuverte,
    ProcesVerbal,
    Selection,
)
from dla_market.consultations.operations.analyse import exiger_sans_lien
from dla_market.consultations.operations.ouverture import etablir_pv
from dla_market.consultations.operations.verrou import verrouiller
from dla_market.consultations.reglages import regle_du
from dla_market.consultations.states import CONSULTATION, OFFRE_OUVERTE
from dla_market.fonds import operations as fonds
from dla_market.ingenieries import operations as ingenieries
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.pieces.queries import manque_rc_pro
from dla_market.referentiel import reglages
from dla_market.referentiel.models import Motif

CHOIX = "choix"


def choisir(
    session: Session, acteur: Acteur, consultation: Consultation, offre: OffreOuverte, *, motif: str = ""
) -> Consultation:
    """The structure's choice, once every offer has its notes; of several structures the first one to say.

    A reason is asked for where the offer is alone, or is not ranked first (domain R17, R18).
    """
    verrouiller(session, consultation)
    etat = CONSULTATION.suivant(consultation.etat, "choisir")
    exiger_sans_lien(session, acteur, consultation)
    _exiger_recevable(consultation, offre)
    rangs = classement(consultation)
    if any(r.rang is None for r in rangs):
        raise RefusMetier("Il manque des notes : chaque offre se note sur chaque critère avant le choix.")
    phrase = rules.exige_motif_choix(rangs, offre.offre_id)
    if phrase and not motif.strip():
        raise RefusMetier(phrase, champ="motif")
    consultation.etat = etat
    consultation.choix_offre_id, consultation.choix_motif = offre.offre_id, motif.strip()
    consultation.choisie_le, consultation.choisie_par_id = clock.now(), acteur.utilisateur_id
    journaliser(
        session,
        acteur.auteur,
        "consultation:choisir",
        "consultation",
        consultation.id,
        offre_id=offre.offre_id,
        motif=motif.strip(),
    )
    emettre(session, ChoixFait(consultation.id))
    return consultation


def attribuer(
    session: Session, acteur: Acteur, consultation: Consultation, offre: OffreOuverte, *, motif: str = ""
) -> Consultation:
    """The responsable's award, with the procès-verbal of the choice; all bidders are told at this commit.

    Another offer than the structure's choice asks for a written reason (R17). Raises RefusMetier above the
    ceiling that was reserved, for whoever built the shortlist (domain 4, separation of duties), and without
    the prestataire's insurance where that blocks (R34).
    """
    verrouiller(session, consultation)
    etat = CONSULTATION.suivant(consultation.etat, "attribuer")
    exiger_sans_lien(session, acteur, consultation)
    _exiger_recevable(consultation, offre)
    seul = exiger_separation(session, acteur, consultation)
    if offre.total_ttc_centimes > consultation.plafond_ttc_centimes:
        raise RefusMetier("Cette offre dépasse le budget maximal, qui est la somme réservée.")
    manque = manque_rc_pro(session, offre.prestataire_id)
    if manque and reglages.entier(session, "rc_pro_bloque", clock.today()):
        raise RefusMetier(manque)
    ecart = offre.offre_id != consultation.choix_offre_id
    if ecart and not motif.strip():
        raise RefusMetier(
            "Ce n’est pas l’offre que la structure a choisie : dites pourquoi vous en retenez une autre.",
            champ="motif",
        )
    _etablir_choix(session, acteur, consultation, offre, motif=motif.strip(), seul=seul)
    for autre in recevables(consultation):
        verbe = "retenir" if autre.offre_id == offre.offre_id else "ne_pas_retenir"
        autre.etat = OFFRE_OUVERTE.suivant(autre.etat, verbe)
    consultation.etat = etat
    consultation.retenue_offre_id, consultation.attribution_motif = offre.offre_id, motif.strip()
    consultation.attribuee_le, consultation.attribuee_par_id = clock.now(), acteur.utilisateur_id
    ingenieries.marquer_attribuee(consultation.ingenierie)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "consultation:attribuer",
        "consultation",
        consultation.id,
        offre_id=offre.offre_id,
        ecart=ecart,
        motif=motif.strip(),
        separation_assouplie=seul,
    )
    emettre(session, ConsultationAttribuee(consultation.id))
    return consultation


def exiger_separation(session: Session, acteur: Acteur, consultation: Consultation) -> bool:
    """Whether the rule of two people is relaxed here, which is said in the procès-verbal.

    Raises RefusMetier where the actor built the shortlist, or launched alone what they would award, and
    somebody else of the DLA can award (domain 4, end; reliability D4).
    """
    auteurs = set(
        session.scalars(
            select(Selection.ajoutee_par_id).where(Selection.ingenierie_id == consultation.ingenierie_id)
        )
    )
    if acteur.utilisateur_id not in auteurs:
        return False
    jour = clock.today()
    autre = session.scalars(
        select(Adhesion.id)
        .where(
            Adhesion.organisation_id == acteur.organisation_id,
            Adhesion.role == Role.RESPONSABLE,
            Adhesion.utilisateur_id != acteur.utilisateur_id,
            Adhesion.depuis <= jour,
            (Adhesion.jusqu_au.is_(None)) | (Adhesion.jusqu_au >= jour),
        )
        .limit(1)
    ).first()
    if autre is not None or not regle_du(jour).separation_assouplie_si_seul:
        raise RefusMetier("Vous avez constitué la présélection : c’est à une autre personne d’attribuer.")
    return True


def _etablir_choix(
    session: Session,
    acteur: Acteur,
    consultation: Consultation,
    offre: OffreOuverte,
    *,
    motif: str,
    seul: bool,
) -> ProcesVerbal:
    noms = {o.offre_id: o.prestataire.nom for o in consultation.ouvertes}
    choix = consultation.choix_offre_id or ""
    tableau = [
        {
            "prestataire": noms[r.offre_id],
            "rang": r.rang,
            "total": rules.arrondi(r.total) if r.total is not None else "",
            "points": {
                str(ordre): rules.arrondi(p) if p is not None else "" for ordre, p in r.points.items()
            },
            "total_ttc_centimes": next(
                o.total_ttc_centimes for o in consultation.ouvertes if o.offre_id == r.offre_id
            ),
        }
        for r in classement(consultation)
    ]
    ecartees = [
        {"prestataire": o.prestataire.nom, "etat": o.etat.value, "motif": o.motif_ecart}
        for o in consultation.ouvertes
        if o.etat in (EtatOffreOuverte.NON_CONFORME, EtatOffreOuverte.ILLISIBLE)
    ]
    return etablir_pv(
        session,
        acteur,
        consultation,
        CHOIX,
        {
            "tableau": tableau,
            "ecartees": ecartees,
            "choix_structure": noms.get(choix, ""),
            "choix_motif": consultation.choix_motif,
            "retenue": noms[offre.offre_id],
            "motif": motif,
            "separation_assouplie": seul,
        },
    )


def declarer_infructueuse(
    session: Session, acteur: Acteur, consultation: Consultation, *, motif_code: str, precision: str = ""
) -> Consultation:
    """End a consultation whose opening left no offer to retain; its reservation is released."""
    verrouiller(session, consultation)
    etat = CONSULTATION.suivant(consultation.etat, "declarer_infructueuse")
    plafond = consultation.plafond_ttc_centimes
    if any(o.total_ttc_centimes <= plafond for o in recevables(consultation)):
        raise RefusMetier(
            "Une offre recevable tient dans le budget : la consultation n’est pas infructueuse."
        )
    _clore(session, acteur, consultation, "infructueux", motif_code, precision)
    consultation.etat = etat
    journaliser(
        session,
        acteur.auteur,
        "consultation:declarer_infructueuse",
        "consultation",
        consultation.id,
        motif=motif_code,
    )
    emettre(session, ConsultationInfructueuse(consultation.id))
    return consultation


def classer_sans_suite(
    session: Session, acteur: Acteur, consultation: Consultation, *, motif_code: str, precision: str = ""
) -> Consultation:
    """Stop a consultation before its award; offers not opened stay sealed, the reservation is released."""
    verrouiller(session, consultation)
    etat = CONSULTATION.suivant(consultation.etat, "classer_sans_suite")
    _clore(session, acteur, consultation, "sans_suite", motif_code, precision)
    consultation.etat = etat
    journaliser(
        session,
        acteur.auteur,
        "consultation:classer_sans_suite",
        "consultation",
        consultation.id,
        motif=motif_code,
    )
    emettre(session, ConsultationSansSuite(consultation.id))
    return consultation


def _clore(
    session: Session,
    acteur: Acteur,
    consultation: Consultation,
    famille: str,
    motif_code: str,
    precision: str,
) -> None:
    motif = session.get(Motif, motif_code)
    if motif is None or motif.famille != famille or not motif.valide_le(clock.today()):
        raise RefusMetier("Choisissez une raison dans la liste.", champ="motif_code")
    consultation.cloture_motif = ". ".join(t for t in (motif.libelle, precision.strip()) if t)
    for offre in recevables(consultation):
        offre.etat = OFFRE_OUVERTE.suivant(offre.etat, "ne_pas_retenir")
    ingenieries.revenir_au_cahier(consultation.ingenierie)
    fonds.liberer(
        session,
        acteur,
        "consultation",
        consultation.id,
        f"Fin de la consultation {consultation.ingenierie.reference}",
    )


def _exiger_recevable(consultation: Consultation, offre: OffreOuverte) -> None:
    if offre.consultation_id != consultation.id or offre.etat is not EtatOffreOuverte.RECEVABLE:
        raise RefusMetier("Cette offre ne peut pas être retenue.")
