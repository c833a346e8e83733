"""Many orders that wait for one act: a fund, a DLA, its provider, a structure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Structure
from dla_market.catalogue.models import Prestataire
from dla_market.commandes import operations
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.consultations.models import (
    Consultation,
    EtatConsultation,
    EtatOffre,
    EtatOffreOuverte,
    Offre,
    OffreOuverte,
)
from dla_market.fonds import operations as fonds
from dla_market.ingenieries.models import (
    CahierDesCharges,
    EtatIngenierie,
    Ingenierie,
    Participation,
    Prestation,
    TypeIngenierie,
)
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.reseau.models import Dla
from tests.support import fabriques

PLAFOND, TTC = 450_000, 384_000


@dataclass(frozen=True)
class Carnet:
    """Orders signed by all, to be notified by the responsable."""

    responsable: Acteur
    signataires: tuple[Acteur, ...]
    commandes: list[int]
    dotation_centimes: int


def signer_commandes(nombre: int) -> Carnet:
    """Write them in the present application, today, as after an award; each holds its ceiling."""
    with unit_of_work() as session:
        dla = fabriques.un_dla(session)
        structure = fabriques.une_structure(session, dla)
        prestataire = fabriques.un_prestataire(session)
        dotation = PLAFOND * nombre
        fabriques.un_fonds(session, dla, clock.today().year, {"etat": dotation})
        responsable = fabriques.un_acteur(session, Role.RESPONSABLE, dla)
        signataires = (
            responsable,
            fabriques.un_acteur(session, Role.PRESTATAIRE, prestataire),
            fabriques.un_acteur(session, Role.STRUCTURE, structure),
        )
    commandes = []
    for rang in range(nombre):
        with unit_of_work() as session:
            consultation = _attribuee(session, rang, dla, structure, prestataire, responsable)
            commande = operations.etablir(session, responsable, consultation)
            for acteur in signataires:
                operations.signer(session, acteur, commande)
            commandes.append(commande.id)
    return Carnet(responsable, signataires, commandes, dotation)


def _attribuee(
    session: Session, rang: int, dla: Dla, structure: Structure, prestataire: Prestataire, auteur: Acteur
) -> Consultation:
    hier = clock.now() - timedelta(days=1)
    ingenierie = Ingenierie(
        reference=f"ESSAI-I-{rang:04d}",
        dla_id=dla.id,
        type=TypeIngenierie.INDIVIDUELLE,
        intitule="Clarifier le projet",
        secteur_code="culture",
        etat=EtatIngenierie.ATTRIBUEE,
        cree_le=hier,
        participations=[Participation(structure_id=structure.id)],
        prestations=[Prestation(thematique_code="projet_structure", jours_centiemes=400)],
    )
    session.add(ingenierie)
    session.flush()
    consultation = Consultation(
        ingenierie_id=ingenierie.id,
        etat=EtatConsultation.ATTRIBUEE,
        cahier="{}",
        cahier_empreinte="a" * 64,
        plafond_ttc_centimes=PLAFOND,
        lancee_le=hier,
        lancee_par_id=auteur.utilisateur_id,
        limite_intention=hier,
        limite_offre=hier,
        cle_enveloppee=b"",
        cle_version="essai",
        retenue_offre_id=f"essai-{rang}",
    )
    cahier = CahierDesCharges(
        ingenierie_id=ingenierie.id,
        livrables="- Une note",
        jours_centiemes=400,
        plafond_ttc_centimes=PLAFOND,
        limite_intention=hier,
        limite_offre=hier,
    )
    session.add_all([cahier, consultation])
    session.flush()
    commun = {
        "consultation_id": consultation.id,
        "prestataire_id": prestataire.id,
    }
    session.add(
        Offre(
            id=f"essai-{rang}",
            etat=EtatOffre.DEPOSEE,
            contenu=b"",
            cle_enveloppee=b"",
            revision=1,
            empreinte="b" * 64,
            **commun,
        )
    )
    session.flush()
    session.add(
        OffreOuverte(
            offre_id=f"essai-{rang}",
            etat=EtatOffreOuverte.RETENUE,
            jours_centiemes=400,
            total_ht_centimes=320_000,
            tva_dix_millemes=2000,
            tva_centimes=64_000,
            total_ttc_centimes=TTC,
            **commun,
        )
    )
    fonds.reserver(
        session,
        auteur,
        organisation_id=dla.id,
        annee=clock.today().year,
        objet_type="consultation",
        objet_id=consultation.id,
        montant_centimes=PLAFOND,
        libelle="Consultation",
    )
    session.flush()
    return consultation
