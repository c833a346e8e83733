"""The opening: through the seal's gate, once, after the deadline, with its procès-verbal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.consultations import cahier as fige
from dla_market.consultations import scelle
from dla_market.consultations.events import OffresOuvertes
from dla_market.consultations.models import (
    Consultation,
    EtatOffre,
    EtatOffreOuverte,
    Invitation,
    Offre,
    OffreOuverte,
    ProcesVerbal,
)
from dla_market.consultations.operations.verrou import verrouiller
from dla_market.consultations.rules import ContenuOffre
from dla_market.consultations.states import CONSULTATION
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import Auteur, journaliser
from dla_market.referencement.rules import LIBELLES_SITUATION, Situation

OUVERTURE = "ouverture"


def ouvrir_offres(
    session: Session, acteur: Acteur, coffre: Coffre, consultation: Consultation
) -> ProcesVerbal:
    """Open the offers received in time, verify each receipt, write what they say and the procès-verbal.

    Twice gives the same procès-verbal. An offer that does not open is flagged and holds nothing back.
    Raises RefusMetier before the end of the delay, and for anybody but the DLA that launched.
    """
    verrouiller(session, consultation)
    deja = session.scalars(
        select(ProcesVerbal).where(
            ProcesVerbal.consultation_id == consultation.id, ProcesVerbal.nature == OUVERTURE
        )
    ).one_or_none()
    if deja is not None:
        return deja
    etat = CONSULTATION.suivant(consultation.etat, "ouvrir")
    offres = session.scalars(
        select(Offre)
        .where(Offre.consultation_id == consultation.id, Offre.etat == EtatOffre.DEPOSEE)
        .order_by(Offre.deposee_le, Offre.id)
    ).all()
    lues = scelle.ouvrir(coffre, acteur, consultation, offres)
    consultation.etat = etat
    consultation.ouverte_le, consultation.ouverte_par_id = clock.now(), acteur.utilisateur_id
    session.add_all(_en_clair(offre, lues[offre.id]) for offre in offres if offre.id in lues)
    pv = _etablir(session, acteur, consultation, offres, lues)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "consultation:ouvrir",
        "consultation",
        consultation.id,
        limite_offre=consultation.limite_offre.isoformat(),
        ouvertes=len(lues),
        illisibles=sum(contenu is None for contenu in lues.values()),
        proces_verbal=pv.empreinte,
    )
    emettre(session, OffresOuvertes(consultation.id))
    return pv


def _en_clair(offre: Offre, contenu: ContenuOffre | None) -> OffreOuverte:
    if contenu is None:
        return OffreOuverte(
            offre_id=offre.id,
            consultation_id=offre.consultation_id,
            prestataire_id=offre.prestataire_id,
            etat=EtatOffreOuverte.ILLISIBLE,
            jours_centiemes=0,
            total_ht_centimes=0,
            tva_dix_millemes=0,
            tva_centimes=0,
            total_ttc_centimes=0,
        )
    return OffreOuverte(
        offre_id=offre.id,
        consultation_id=offre.consultation_id,
        prestataire_id=offre.prestataire_id,
        etat=EtatOffreOuverte.RECEVABLE,
        comprehension=contenu.comprehension,
        methode=contenu.methode,
        calendrier=contenu.calendrier,
        intervenants=contenu.intervenants,
        references=contenu.references,
        jours_centiemes=contenu.jours_centiemes,
        total_ht_centimes=contenu.total_ht_centimes,
        tva_dix_millemes=contenu.tva_dix_millemes,
        tva_centimes=contenu.tva_centimes,
        total_ttc_centimes=contenu.total_ttc_centimes,
    )


def _etablir(
    session: Session,
    acteur: Acteur,
    consultation: Consultation,
    offres: Sequence[Offre],
    lues: dict[str, ContenuOffre | None],
) -> ProcesVerbal:
    noms = {
        p.id: p.nom
        for p in session.scalars(
            select(Prestataire).where(
                Prestataire.id.in_([i.prestataire_id for i in consultation.invitations])
            )
        )
    }
    lignes: list[dict[str, Any]] = []
    for offre in offres:
        contenu = lues.get(offre.id)
        lignes.append(
            {
                "prestataire": noms[offre.prestataire_id],
                "deposee_le": offre.deposee_le.isoformat() if offre.deposee_le else "",
                "empreinte": offre.empreinte,
                "hors_delai": offre.hors_delai,
                "lisible": contenu is not None,
                "total_ttc_centimes": contenu.total_ttc_centimes if contenu else None,
                "jours_centiemes": contenu.jours_centiemes if contenu else None,
            }
        )
    return etablir_pv(
        session,
        acteur,
        consultation,
        OUVERTURE,
        {
            "consultes": sorted(_dire_consulte(i, noms[i.prestataire_id]) for i in consultation.invitations),
            "limite_offre": consultation.limite_offre.isoformat(),
            "offres": lignes,
        },
    )


def _dire_consulte(invitation: Invitation, nom: str) -> str:
    """Who was consulted; where its région had not referenced it, that is said with the written reason."""
    mots = [] if invitation.situation in (None, Situation.EN_COURS) else [_situation(invitation)]
    if invitation.justification:
        mots.append(f"raison écrite : {invitation.justification}")
    return f"{nom} ({' ; '.join(mots)})" if mots else nom


def _situation(invitation: Invitation) -> str:
    assert invitation.situation is not None
    mots = LIBELLES_SITUATION[invitation.situation]
    return mots[0].lower() + mots[1:]


def etablir_pv(
    session: Session, acteur: Acteur, consultation: Consultation, nature: str, faits: dict[str, Any]
) -> ProcesVerbal:
    """Write a procès-verbal: the facts, who and when, the cahier's fingerprint; then its own SHA-256."""
    texte = fige.canonique(
        {
            **faits,
            "nature": nature,
            "reference": consultation.ingenierie.reference,
            "intitule": consultation.ingenierie.intitule,
            "dla": acteur.organisation_nom,
            "cahier_empreinte": consultation.cahier_empreinte,
            "etabli_le": clock.now().isoformat(),
            "etabli_par": acteur.nom,
            "role": acteur.role_libelle,
        }
    )
    pv = ProcesVerbal(
        consultation_id=consultation.id,
        nature=nature,
        contenu=texte,
        empreinte=fige.empreinte(texte),
        etabli_le=clock.now(),
        etabli_par_id=acteur.utilisateur_id,
    )
    session.add(pv)
    return pv


def renouveler_les_cles(session: Session, auteur: Auteur, coffre: Coffre) -> int:
    """Wrap every consultation's key with the present outermost key; gives how many were (B6).

    Raises Illisible, having changed nothing, where a former key is missing from the file.
    """
    anciennes = session.scalars(select(Consultation).where(Consultation.cle_version != coffre.version)).all()
    for consultation in anciennes:
        scelle.renouveler_cle(coffre, consultation)
    if anciennes:
        journaliser(
            session, auteur, "scellement:renouveler", "coffre", coffre.version, consultations=len(anciennes)
        )
    return len(anciennes)
